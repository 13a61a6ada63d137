"""The engine of Semblance: what node and plugin authors import."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from graph_core.errors import (
    Cancelled,
    CredentialsError,
    CycleError,
    DeclarationError,
    DeviceMemoryError,
    DuplicateNodeError,
    ExecutionError,
    GraphCoreError,
    GraphError,
    LinkError,
    MediaError,
    MissingInputError,
    ParamError,
    PluginError,
    PluginLoadError,
    ProjectError,
    ProjectFormatError,
    ProjectVersionError,
    UnknownNodeError,
    WeightsError,
)
from graph_core.node import Ancestor, Color, Context, Curve, Format, Key, Node, Param, ParamSpec, Point, Request, Shot
from graph_core.plugins import Registry, hookimpl
from graph_core.values import (
    ARKIT_NAMES,
    Alignment,
    Audio,
    Body,
    Boundary,
    Camera,
    Depth,
    Expression,
    Face,
    Faces,
    Flow,
    FrameRange,
    HeadPose,
    Identity,
    Image,
    Latent,
    Matte,
    Mesh,
    Parsing,
    Phonemes,
    Raster,
    Stream,
    Value,
    Window,
    landmarks68_from_478,
)

if TYPE_CHECKING:
    from graph_core.cache import Cache
    from graph_core.credentials import Credentials, sign, verify
    from graph_core.engine import Engine
    from graph_core.graph import Graph
    from graph_core.models import Weights
    from graph_core.project import Project

# Loaded when first asked for: a node needs none of them, and starting stays quick.
_LATER = {
    "Cache": "cache",
    "Credentials": "credentials",
    "Engine": "engine",
    "Graph": "graph",
    "Project": "project",
    "Weights": "models",
    "sign": "credentials",
    "verify": "credentials",
}


def __getattr__(name: str) -> Any:
    """Import one of the names that are loaded late."""
    if name in _LATER:
        return getattr(importlib.import_module(f"graph_core.{_LATER[name]}"), name)
    raise AttributeError(f"module graph_core has no attribute {name!r}")


__all__ = [
    "ARKIT_NAMES",
    "Alignment",
    "Ancestor",
    "Audio",
    "Body",
    "Boundary",
    "Cache",
    "Camera",
    "Cancelled",
    "Color",
    "Context",
    "Credentials",
    "CredentialsError",
    "Curve",
    "CycleError",
    "DeclarationError",
    "Depth",
    "DeviceMemoryError",
    "DuplicateNodeError",
    "Engine",
    "ExecutionError",
    "Expression",
    "Face",
    "Faces",
    "Flow",
    "Format",
    "FrameRange",
    "Graph",
    "GraphCoreError",
    "GraphError",
    "HeadPose",
    "Identity",
    "Image",
    "Key",
    "Latent",
    "LinkError",
    "Matte",
    "MediaError",
    "Mesh",
    "MissingInputError",
    "Node",
    "Param",
    "ParamError",
    "ParamSpec",
    "Parsing",
    "Phonemes",
    "PluginError",
    "PluginLoadError",
    "Point",
    "Project",
    "ProjectError",
    "ProjectFormatError",
    "ProjectVersionError",
    "Raster",
    "Registry",
    "Request",
    "Shot",
    "Stream",
    "UnknownNodeError",
    "Value",
    "Weights",
    "WeightsError",
    "Window",
    "hookimpl",
    "landmarks68_from_478",
    "sign",
    "verify",
]
