"""What stands where on the canvas: boxes of nodes with their ports, curves of links, backdrops; and what is hit."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from graph_core.editor.canvas._curves import Curve, curve_between, curve_bounds, distance_to_curve
from graph_core.editor.canvas._view import Rect
from graph_core.editor.layout import HEADER, Position, input_slots, is_dot, node_size, output_ports, port_position
from graph_core.graph import Graph, GraphNode, Source
from graph_core.project import Backdrop, Project

__all__ = ["BackdropHit", "Box", "Hit", "LinkHit", "LinkLine", "NodeHit", "PortHit", "Scene"]

TITLE_HEIGHT = 34.0
_CORNER = 18.0


@dataclass(slots=True)
class Box:
    """A node on the canvas.

    Attributes:
        name: The node's name.
        left, top, width, height: Where it stands.
        ports: Where its ports are from its top left corner, by whether they are inputs and by name.
        is_dot: Whether it is drawn as a small dot.
    """

    name: str
    left: float
    top: float
    width: float
    height: float
    ports: dict[tuple[bool, str], Position]
    is_dot: bool = False

    @classmethod
    def of(cls, node: GraphNode) -> Box:
        """Measure a node."""
        names = [(True, slot) for slot in input_slots(node)] + [(False, port) for port in output_ports(node)]
        ports = {key: port_position(node, *key) for key in names}
        return cls(node.name, *node.position, *node_size(node), ports, is_dot(node))

    @property
    def rect(self) -> Rect:
        """The box as a rectangle."""
        return Rect(self.left, self.top, self.left + self.width, self.top + self.height)

    @property
    def center(self) -> Position:
        """The middle."""
        return (self.left + self.width / 2, self.top + self.height / 2)

    def port(self, is_input: bool, name: str) -> Position:
        """Return where a port is on the canvas; one the box does not show is at the middle of its side."""
        x, y = self.ports.get((is_input, name)) or (0.0 if is_input else self.width, self.height / 2)
        return (self.left + x, self.top + y)


@dataclass(slots=True)
class LinkLine:
    """A link on the canvas.

    Attributes:
        source: Where it begins.
        node, slot: Where it ends.
        kind: Type of what flows through it.
        curve: Its points.
        bounds: A rectangle the curve does not leave.
    """

    source: Source
    node: str
    slot: str
    kind: Any
    curve: Curve = ((0.0, 0.0),) * 4
    bounds: Rect = field(default=Rect(0.0, 0.0, 0.0, 0.0))

    @property
    def ends(self) -> set[str]:
        """The nodes it joins."""
        return {self.source.node, self.node}

    def bend(self, begin: Position, end: Position) -> None:
        """Lead the link from one place to another."""
        self.curve = curve_between(begin, end)
        self.bounds = curve_bounds(self.curve)

    @property
    def target(self) -> str:
        """The input it ends in, as commands take it."""
        return f"{self.node}.{self.slot}"


@dataclass(frozen=True, slots=True)
class NodeHit:
    """A node under the mouse; `on_name` where its name stands."""

    name: str
    on_name: bool = False


@dataclass(frozen=True, slots=True)
class PortHit:
    """A port under the mouse."""

    node: str
    is_input: bool
    port: str

    @property
    def address(self) -> str:
        """The port as commands take it."""
        return f"{self.node}.{self.port}"


@dataclass(frozen=True, slots=True)
class LinkHit:
    """A link under the mouse: the input it ends in, and how far along it, from 0 to 1."""

    target: str
    along: float


@dataclass(frozen=True, slots=True)
class BackdropHit:
    """A backdrop under the mouse: its number, and whether it is the corner that resizes it."""

    index: int
    on_corner: bool = False


Hit = NodeHit | PortHit | LinkHit | BackdropHit


class Scene:
    """The graph as it stands on the canvas.

    Attributes:
        boxes: Nodes by name; those further on are in front.
        lines: Links by the input they end in.
        backdrops: Those of the project, as they are shown.
        moved: Names of nodes placed since whoever draws them took them from here.
    """

    def __init__(self) -> None:
        """Begin empty."""
        self.boxes: dict[str, Box] = {}
        self.lines: dict[str, LinkLine] = {}
        self.backdrops: list[Backdrop] = []
        self.moved: set[str] = set()
        self._structure = -1
        self._by_node: dict[str, list[LinkLine]] = {}

    def rebuild(self, project: Project) -> None:
        """Measure everything anew."""
        self.boxes = {node.name: Box.of(node) for node in project.graph}
        self.backdrops = list(project.backdrops)
        self._rebuild_lines(project.graph)

    def follow(self, project: Project, names: Iterable[str]) -> set[str]:
        """Measure the nodes that have changed; return them and those whose links have, be they far away."""
        graph = project.graph
        touched = set(names)
        for name in touched:
            if name in graph:
                self.boxes[name] = Box.of(graph.node(name))
            else:
                self.boxes.pop(name, None)
        self.backdrops = list(project.backdrops)
        if graph.structure == self._structure:
            for line in {id(line): line for name in touched for line in self.lines_of(name)}.values():
                self._bend(line)
            return touched
        before = {(line.target, line.source, line.kind): line.ends for line in self.lines.values()}
        self._rebuild_lines(graph)
        after = {(line.target, line.source, line.kind): line.ends for line in self.lines.values()}
        for key in before.keys() ^ after.keys():
            touched |= before.get(key) or after[key]
        return touched

    def _rebuild_lines(self, graph: Graph) -> None:
        self._structure = graph.structure
        self.lines = {}
        self._by_node = {name: [] for name in self.boxes}
        for node in graph:
            for slot, source in node.inputs.items():
                line = LinkLine(source, node.name, slot, _kind(graph, source))
                self._bend(line)
                self.lines[line.target] = line
                self._by_node[source.node].append(line)
                self._by_node[node.name].append(line)

    def _bend(self, line: LinkLine) -> None:
        begin = self.boxes[line.source.node].port(False, line.source.port)
        line.bend(begin, self.boxes[line.node].port(True, line.slot))

    def place(self, name: str, left: float, top: float) -> None:
        """Show a node elsewhere, its links with it; the graph does not know."""
        box = self.boxes[name]
        box.left, box.top = left, top
        self.moved.add(name)
        for line in self._by_node[name]:
            self._bend(line)

    def lines_of(self, name: str) -> list[LinkLine]:
        """Return the links that begin or end at a node."""
        return self._by_node.get(name, [])

    def hit(self, x: float, y: float, reach: float) -> Hit | None:
        """Return what is at a place of the canvas, as a person would say; `reach` is how near is near enough."""
        port = self.port_at(x, y, reach)
        if port is not None:
            return port
        name = self.node_at(x, y)
        if name is not None:
            box = self.boxes[name]
            return NodeHit(name, not box.is_dot and y < box.top + HEADER)
        return self.link_at(x, y, reach * 0.8) or self.backdrop_at(x, y, reach)

    def node_at(self, x: float, y: float) -> str | None:
        """Return the foremost node at a place."""
        for box in reversed(self.boxes.values()):
            if box.left <= x <= box.left + box.width and box.top <= y <= box.top + box.height:
                return box.name
        return None

    def port_at(self, x: float, y: float, reach: float) -> PortHit | None:
        """Return the nearest port within reach that no other node covers."""
        best, found = reach, None
        for box in self.boxes.values():
            left, top = box.left - reach, box.top - reach
            if not (left <= x <= left + box.width + 2 * reach and top <= y <= top + box.height + 2 * reach):
                continue
            inner = min(reach, box.width / 4)
            for (is_input, name), (dx, dy) in box.ports.items():
                distance = math.hypot(box.left + dx - x, box.top + dy - y)
                is_inside = box.left + inner < x < box.left + box.width - inner
                if distance <= best and not is_inside:
                    best, found = distance, PortHit(box.name, is_input, name)
        if found is not None and self.node_at(x, y) not in (None, found.node):
            return None
        return found

    def link_at(self, x: float, y: float, reach: float, *, but_of: str = "") -> LinkHit | None:
        """Return the nearest link within reach, leaving out those of a node."""
        best, found = reach, None
        for line in self.lines.values():
            if but_of in (line.node, line.source.node) or not line.bounds.grown(reach).contains(x, y):
                continue
            distance, along = distance_to_curve(line.curve, x, y)
            if distance <= best:
                best, found = distance, LinkHit(line.target, along)
        return found

    def backdrop_at(self, x: float, y: float, reach: float) -> BackdropHit | None:
        """Return the foremost backdrop whose title or lower right corner is at a place."""
        for index in reversed(range(len(self.backdrops))):
            left, top, right, bottom = _corners(self.backdrops[index])
            corner = max(_CORNER, reach)
            if right - corner <= x <= right and bottom - corner <= y <= bottom:
                return BackdropHit(index, on_corner=True)
            if left <= x <= right and top <= y <= top + TITLE_HEIGHT:
                return BackdropHit(index)
        return None

    def nodes_in(self, rect: Rect) -> list[str]:
        """Return the nodes that a rectangle touches."""
        return [box.name for box in self.boxes_in(rect)]

    def boxes_in(self, rect: Rect) -> Iterator[Box]:
        """Return the boxes that a rectangle touches."""
        left, top, right, bottom = rect.left, rect.top, rect.right, rect.bottom
        for box in self.boxes.values():
            if box.left <= right and box.top <= bottom and box.left + box.width >= left and box.top + box.height >= top:
                yield box

    def bounds(self, names: Iterable[str] | None = None) -> Rect | None:
        """Return the rectangle around some nodes, or around everything."""
        rects = [self.boxes[name].rect for name in (self.boxes if names is None else names)]
        if names is None:
            rects += [Rect(*_corners(backdrop)) for backdrop in self.backdrops]
        if not rects:
            return None
        left, top = min(rect.left for rect in rects), min(rect.top for rect in rects)
        return Rect(left, top, max(rect.right for rect in rects), max(rect.bottom for rect in rects))


def _corners(backdrop: Backdrop) -> tuple[float, float, float, float]:
    (left, top), (width, height) = backdrop.position, backdrop.size
    return (left, top, left + width, top + height)


def _kind(graph: Graph, source: Source) -> Any:
    """Return the type an output gives."""
    cls = graph.node(source.node).cls
    port = cls.signature.output(source.port) if cls else None
    return port.type if port and not isinstance(port.type, TypeVar) else graph.output_type(source)
