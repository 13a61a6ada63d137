"""How large a node is drawn and where its ports are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from graph_core.graph import SLOT, GraphNode

HEADER = 24
ROW = 20
DOT = 24
_FOOT = 8
_LEAST_WIDTH, _MOST_WIDTH = 160, 220
_LETTER = 7
_HEADER_PADDING, _ROW_PADDING = 28, 40

Position = tuple[float, float]
Size = tuple[float, float]


def input_slots(node: GraphNode) -> list[str]:
    """Return the slots on the left side from top to bottom; a variadic input has one more than it has links."""
    if node.cls is None:
        return [slot for slot, _ in node.feeds()]
    slots: list[str] = []
    for port in node.cls.signature.inputs:
        if port.variadic:
            slots += [f"{port.name}[{number}]" for number in range(node.count(port.name) + 1)]
        else:
            slots.append(port.name)
    return slots


def output_ports(node: GraphNode) -> list[str]:
    """Return the ports on the right side from top to bottom; of a placeholder nobody knows more than one."""
    return [port.name for port in node.cls.signature.outputs] if node.cls else ["out"]


def is_dot(node: GraphNode) -> bool:
    """Return whether a node only leads a link around: it passes anything on and has no knobs."""
    if node.cls is None or node.cls.params or len(node.cls.signature.inputs) != 1:
        return False
    port = node.cls.signature.inputs[0]
    is_any = isinstance(port.type, TypeVar) and port.type.__bound__ is None
    return is_any and not port.variadic and [output.type for output in node.cls.signature.outputs] == [port.type]


def node_size(node: GraphNode) -> Size:
    """Return width and height of a node on the canvas, in canvas px."""
    if is_dot(node):
        return float(DOT), float(DOT)
    inputs, outputs = input_slots(node), output_ports(node)
    letters = max(map(len, inputs), default=0) + max(map(len, outputs), default=0)
    needed = max(len(node.name) * _LETTER + _HEADER_PADDING, letters * _LETTER + _ROW_PADDING)
    width = min(max(needed, _LEAST_WIDTH), _MOST_WIDTH)
    return float(width), float(HEADER + ROW * max(len(inputs), len(outputs)) + _FOOT)


def port_position(node: GraphNode, is_input: bool, port: str) -> Position:
    """Return where a link meets a node, from its top left corner.

    Args:
        node: The node.
        is_input: Whether `port` is an input.
        port: A slot such as `image` or `layers[2]`, or an output port.
    """
    if is_dot(node):
        return 0.0 if is_input else float(DOT), DOT / 2
    ports = input_slots(node) if is_input else output_ports(node)
    row = ports.index(port) if port in ports else _nearest(ports, port)
    x = 0.0 if is_input else node_size(node)[0]
    return x, HEADER + ROW * (row + 0.5)


def bounds(rectangles: Iterable[tuple[Position, Size]]) -> tuple[Position, Size] | None:
    """Return the rectangle around rectangles, each a position and a size; None around nothing.

    >>> bounds([((0, 0), (10, 10)), ((20, -5), (10, 10))])
    ((0, -5), (30, 15))
    """
    corners = [(x, y, x + width, y + height) for (x, y), (width, height) in rectangles]
    if not corners:
        return None
    left, top = min(corner[0] for corner in corners), min(corner[1] for corner in corners)
    right, bottom = max(corner[2] for corner in corners), max(corner[3] for corner in corners)
    return (left, top), (right - left, bottom - top)


def _nearest(ports: list[str], port: str) -> int:
    """Return the row of a port that has none of its own: the variadic input it belongs to, or the first."""
    match = SLOT.fullmatch(port)
    rows = [row for row, other in enumerate(ports) if match and other.startswith(f"{match[1]}[")]
    return rows[-1] if rows else 0
