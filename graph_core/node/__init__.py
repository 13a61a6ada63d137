"""What a node is: its declaration, its knobs and curves, its ports, its context."""

from graph_core.node._context import Ancestor, Context, Format, ModelStore, Request, Shot
from graph_core.node._curve import Curve, Extrapolation, Interpolation, Key
from graph_core.node._node import Node
from graph_core.node._param import Color, Param, ParamSpec, Point
from graph_core.node._ports import InputPort, OutputPort, Signature, fits, type_name

__all__ = [
    "Ancestor",
    "Color",
    "Context",
    "Curve",
    "Extrapolation",
    "Format",
    "InputPort",
    "Interpolation",
    "Key",
    "ModelStore",
    "Node",
    "OutputPort",
    "Param",
    "ParamSpec",
    "Point",
    "Request",
    "Shot",
    "Signature",
    "fits",
    "type_name",
]
