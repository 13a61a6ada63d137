"""Which nodes stand in front of a backdrop, and how large one around nodes is."""

from __future__ import annotations

from collections.abc import Iterable

from graph_core.editor.layout._sizes import Position, Size, bounds, node_size
from graph_core.graph import GraphNode
from graph_core.project import Backdrop, Project

MARGIN = 24.0
TITLE = 36.0


def backdrop_around(nodes: Iterable[GraphNode]) -> tuple[Position, Size] | None:
    """Return position and size of a backdrop around nodes; None around nothing."""
    around = bounds((node.position, node_size(node)) for node in nodes)
    return with_margin(*around) if around else None


def with_margin(position: Position, size: Size) -> tuple[Position, Size]:
    """Return the place of a backdrop that holds a rectangle, with room for its title."""
    (x, y), (width, height) = position, size
    return (x - MARGIN, y - MARGIN - TITLE), (width + 2 * MARGIN, height + 2 * MARGIN + TITLE)


def contents(project: Project, index: int) -> tuple[list[str], list[int]]:
    """Return the names of the nodes and the numbers of the other backdrops that lie wholly inside a backdrop."""
    area = project.backdrops[index]
    nodes = [node.name for node in project.graph if _holds(area, node.position, node_size(node))]
    backdrops = [
        number
        for number, other in enumerate(project.backdrops)
        if number != index and other.size != area.size and _holds(area, other.position, other.size)
    ]
    return nodes, backdrops


def _holds(area: Backdrop, position: Position, size: Size) -> bool:
    left, top = position[0] - area.position[0], position[1] - area.position[1]
    return 0 <= left <= area.size[0] - size[0] and 0 <= top <= area.size[1] - size[1]
