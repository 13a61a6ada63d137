"""How each node looks: what is written on it and in which colours. Two looks that are equal need no drawing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from graph_core.editor.canvas._scene import Box
from graph_core.graph import SLOT, Graph, GraphNode, KnobLink
from graph_core.node import Curve

__all__ = ["Color", "Mark", "NodeLook", "PortLook", "Status", "Tag", "duration_text", "look_of", "mixed"]

Color = tuple[int, int, int, int]
Status = Literal["", "running", "done", "cached", "reported", "error"]
_PLAIN: Color = (120, 124, 134, 255)
_MOST_KNOBS = 4


@dataclass(frozen=True, slots=True)
class PortLook:
    """A port as it is drawn: what is written beside it, where, in which colour, and whether it is linked."""

    text: str
    x: float
    y: float
    color: Color
    is_input: bool
    is_linked: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """What a node is doing, as it is drawn: in words, and how much of it is done."""

    status: Status = ""
    text: str = ""
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Tag:
    """A slot of the viewer that shows the node, and whether it is on the screen now."""

    text: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class NodeLook:
    """A node as it is drawn.

    Attributes:
        name: What stands in its header.
        size: Width and height.
        color: Of what it gives.
        ports: Its ports.
        remarks: Lines under it: its label, and the knobs that were set.
        through: Where the pass-through line of a disabled node begins and ends; None without one.
        is_dot, is_disabled, is_placeholder, is_selected, is_active: What else it shows.
        missing: For a placeholder, the id of the node.
        mark: What it is doing.
        tags: The slots of the viewer that show it.
    """

    name: str
    size: tuple[float, float]
    color: Color
    ports: tuple[PortLook, ...]
    remarks: tuple[str, ...] = ()
    through: tuple[tuple[float, float], tuple[float, float]] | None = None
    is_dot: bool = False
    is_disabled: bool = False
    is_placeholder: bool = False
    is_selected: bool = False
    is_active: bool = False
    missing: str = ""
    mark: Mark = Mark()
    tags: tuple[Tag, ...] = ()


def look_of(graph: Graph, box: Box, color_of: Callable[[Any], Color]) -> NodeLook:
    """Return how a node looks that is neither selected nor viewed and does nothing.

    Args:
        graph: Where the node is.
        box: Where it stands.
        color_of: Colour of a type.
    """
    node = graph.node(box.name)
    ports = tuple(_port(graph, node, box, key, color_of) for key in box.ports)
    outputs = [port for port in ports if not port.is_input]
    return NodeLook(
        name=node.name,
        size=(box.width, box.height),
        color=outputs[0].color if outputs and node.cls else _PLAIN,
        ports=ports,
        remarks=_remarks(node),
        through=_through(graph, node, box) if node.disabled else None,
        is_dot=box.is_dot,
        is_disabled=node.disabled,
        is_placeholder=node.cls is None,
        missing=node.id if node.cls is None else "",
    )


def mixed(color: Color, other: Color, share: float) -> Color:
    """Return a colour with some of another in it.

    >>> mixed((0, 0, 0, 255), (100, 200, 0, 255), 0.5)
    (50, 100, 0, 255)
    """
    parts = [round(one + (two - one) * share) for one, two in zip(color, other, strict=True)]
    return (parts[0], parts[1], parts[2], parts[3])


def _port(graph: Graph, node: GraphNode, box: Box, key: tuple[bool, str], color_of: Callable[[Any], Color]) -> PortLook:
    is_input, name = key
    if is_input:
        declared = node.port(name)
        source = node.inputs.get(name)
        kind = graph.output_type(source) if source else getattr(declared, "type", None)
        is_linked = source is not None
    else:
        kind = graph.output_type(graph.source(f"{node.name}.{name}"))
        is_linked = any(graph.node(target).inputs[slot].port == name for target, slot in _consumers(graph, node.name))
    return PortLook(_slot_text(name, is_linked), *box.ports[key], color_of(kind), is_input, is_linked)


def _consumers(graph: Graph, name: str) -> list[tuple[str, str]]:
    return [(target, slot) for _, target, slot in graph.networkx.out_edges(name, keys=True)]


def _slot_text(name: str, is_linked: bool) -> str:
    match = SLOT.fullmatch(name)
    if match is None:
        return name
    return f"{match[1]} {int(match[2]) + 1}" if is_linked else f"{match[1]} +"


def _remarks(node: GraphNode) -> tuple[str, ...]:
    """Return the label, and what the knobs that were set are set to."""
    label = tuple(line for line in node.label.splitlines() if line.strip())
    if node.cls is None:
        return label
    shown = [f"{name} {_value_text(value)}" for name, value in node.params.items() if name in node.cls.params]
    if len(shown) > _MOST_KNOBS:
        shown = [*shown[:_MOST_KNOBS], "…"]
    return (*label, " · ".join(shown)) if shown else label


def _value_text(value: Any) -> str:
    if isinstance(value, Curve):
        return "animated"
    if isinstance(value, KnobLink):
        return f"= {value.node}.{value.param}"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, tuple):
        return ", ".join(_value_text(part) for part in value)
    return str(value).replace("\\", "/").rpartition("/")[2]


def _through(graph: Graph, node: GraphNode, box: Box) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Return where what a disabled node passes through comes in and goes out."""
    for is_input, port in box.ports:
        if is_input:
            continue
        made = graph.output_type(graph.source(f"{node.name}.{port}"))
        for slot, source in node.feeds():
            if graph.output_type(source) == made and (True, slot) in box.ports:
                return box.ports[True, slot], box.ports[False, port]
    return None


def duration_text(seconds: float) -> str:
    """Write how long something took, as short as can be.

    >>> [duration_text(seconds) for seconds in (0.0, 0.0004, 0.0123, 1.5, 75)]
    ['', '<1 ms', '12 ms', '1.5 s', '1:15']
    """
    if seconds <= 0:
        return ""
    if seconds < 0.001:
        return "<1 ms"
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    return f"{seconds:.1f} s" if seconds < 60 else f"{int(seconds) // 60}:{int(seconds) % 60:02}"
