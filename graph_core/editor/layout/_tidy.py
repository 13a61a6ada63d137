"""Tidy places for nodes: linked nodes in columns, backdrops kept around theirs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from graph_core.editor.layout._backdrops import contents, with_margin
from graph_core.editor.layout._lanes import Span
from graph_core.editor.layout._layered import layered
from graph_core.editor.layout._sizes import Position, Size, bounds, node_size, port_position
from graph_core.graph import Graph
from graph_core.project import Project


@dataclass(frozen=True, slots=True)
class Tidied:
    """Where things go.

    Attributes:
        nodes: Position by name.
        backdrops: Position and size by number, of those backdrops whose nodes are all moved.
    """

    nodes: dict[str, Position]
    backdrops: dict[int, tuple[Position, Size]]


@dataclass(slots=True)
class _Group:
    """Nodes that stay together: those in front of a backdrop, or all."""

    backdrop: int | None
    names: list[str] = field(default_factory=list)
    groups: list[_Group] = field(default_factory=list)


def needs_layout(graph: Graph) -> bool:
    """Return whether nobody has ever placed the nodes: all of several stand on one spot."""
    return len(graph) > 1 and len({node.position for node in graph}) == 1


def arrange(project: Project) -> None:
    """Place the nodes of a project whose file says nothing about places."""
    for name, position in tidied(project).nodes.items():
        project.graph.node(name).position = position


def tidied(project: Project, names: Collection[str] = ()) -> Tidied:
    """Return tidy places for some nodes, or for all when none are named.

    The top left corner of what is tidied stays where it is.
    """
    graph = project.graph
    chosen = sorted(node.name for node in graph if not names or node.name in names)
    whole = _grouped(project, chosen)
    drawn, _ = _draw(graph, whole)
    areas = [project.backdrops[index] for index in drawn.backdrops]
    before = bounds(
        [
            *((graph.node(name).position, node_size(graph.node(name))) for name in chosen),
            *((area.position, area.size) for area in areas),
        ]
    )
    x, y = before[0] if before else (0.0, 0.0)
    return _shifted(drawn, float(round(x)), float(round(y)))


def _grouped(project: Project, chosen: list[str]) -> _Group:
    """Sort nodes and backdrops into the smallest backdrops that hold them."""
    insides = {index: contents(project, index) for index in range(len(project.backdrops))}
    whole = {index for index, (names, _) in insides.items() if names and set(names) <= set(chosen)}
    areas = sorted(
        whole, key=lambda index: (project.backdrops[index].size[0] * project.backdrops[index].size[1], index)
    )
    top = _Group(None)
    groups = {index: _Group(index) for index in areas}
    for name in chosen:
        holder = next((index for index in areas if name in insides[index][0]), None)
        (groups[holder] if holder is not None else top).names.append(name)
    for at, index in enumerate(areas):
        holder = next((other for other in areas[at + 1 :] if index in insides[other][1]), None)
        (groups[holder] if holder is not None else top).groups.append(groups[index])
    return top


def _draw(graph: Graph, group: _Group) -> tuple[Tidied, Size]:
    """Return the places of all that is in a group, from its top left corner, and its size."""
    parts = [_framed(graph, inner) for inner in group.groups]
    sizes = [node_size(graph.node(name)) for name in group.names] + [size for _, size in parts]
    box_of = {name: (at, 0.0) for at, name in enumerate(group.names)}
    for at, (inner, _) in enumerate(parts, start=len(group.names)):
        box_of.update((name, (at, y)) for name, (_, y) in inner.nodes.items())
    positions = layered(sizes, _spans(graph, box_of))
    drawn = Tidied(dict(zip(group.names, positions, strict=False)), {})
    for (inner, _), position in zip(parts, positions[len(group.names) :], strict=True):
        moved = _shifted(inner, *position)
        drawn.nodes.update(moved.nodes)
        drawn.backdrops.update(moved.backdrops)
    around = bounds(zip(positions, sizes, strict=True))
    return drawn, around[1] if around else (0.0, 0.0)


def _framed(graph: Graph, group: _Group) -> tuple[Tidied, Size]:
    """Draw a group with its backdrop around it."""
    drawn, size = _draw(graph, group)
    position, size = with_margin((0.0, 0.0), size)
    framed = _shifted(drawn, -position[0], -position[1])
    if group.backdrop is not None:
        framed.backdrops[group.backdrop] = ((0.0, 0.0), size)
    return framed, size


def _spans(graph: Graph, box_of: Mapping[str, tuple[int, float]]) -> list[Span]:
    """Return the links between boxes; a node in a group is some way below the top of its box."""
    spans = []
    for name, (target, target_top) in box_of.items():
        node = graph.node(name)
        for slot, source in node.feeds():
            box, source_top = box_of.get(source.node, (target, 0.0))
            if box != target:
                leaves = source_top + port_position(graph.node(source.node), False, source.port)[1]
                arrives = target_top + port_position(node, True, slot)[1]
                spans.append(Span(box, leaves, target, arrives))
    return spans


def _shifted(drawn: Tidied, dx: float, dy: float) -> Tidied:
    nodes = {name: (x + dx, y + dy) for name, (x, y) in drawn.nodes.items()}
    backdrops = {index: ((x + dx, y + dy), size) for index, ((x, y), size) in drawn.backdrops.items()}
    return Tidied(nodes, backdrops)
