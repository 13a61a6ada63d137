"""The values that travel on links."""

from graph_core.values._landmarks import landmarks68_from_478
from graph_core.values._value import Value, scaled_px
from graph_core.values.people import (
    ARKIT_NAMES,
    Alignment,
    Body,
    Camera,
    Expression,
    Face,
    Faces,
    HeadPose,
    Identity,
    Latent,
    Mesh,
)
from graph_core.values.raster import Boundary, Depth, Flow, Image, Matte, Parsing, Raster
from graph_core.values.sound import Audio, Phonemes
from graph_core.values.time import FrameRange, Stream, Window

__all__ = [
    "ARKIT_NAMES",
    "Alignment",
    "Audio",
    "Body",
    "Boundary",
    "Camera",
    "Depth",
    "Expression",
    "Face",
    "Faces",
    "Flow",
    "FrameRange",
    "HeadPose",
    "Identity",
    "Image",
    "Latent",
    "Matte",
    "Mesh",
    "Parsing",
    "Phonemes",
    "Raster",
    "Stream",
    "Value",
    "Window",
    "landmarks68_from_478",
    "scaled_px",
]
