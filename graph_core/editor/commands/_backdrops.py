"""Titled, coloured areas behind nodes."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec

from graph_core.editor.commands._words import counted, placed
from graph_core.editor.document import Document
from graph_core.editor.layout import Position, Size, backdrop_around
from graph_core.errors import GraphError
from graph_core.project import Backdrop, Project

Rgb = tuple[int, int, int]
_COLOR: Rgb = (66, 78, 96)
_SIZE: Size = (320.0, 200.0)
_LEAST = 40.0


def add_backdrop(
    document: Document,
    names: Collection[str] = (),
    *,
    title: str = "Backdrop",
    color: Rgb = _COLOR,
    position: Position = (0.0, 0.0),
) -> int:
    """Put a backdrop behind some nodes, or an empty one at a place; return its number."""
    with document.edit(f"Add backdrop behind {counted(names)}" if names else "Add backdrop") as graph:
        around = backdrop_around([graph.node(name) for name in names]) or (position, _SIZE)
        backdrops = document.project.backdrops
        backdrops.append(_checked(Backdrop(title, color, *around)))
        return len(backdrops) - 1


def change_backdrop(
    document: Document,
    index: int,
    *,
    title: str | None = None,
    color: Rgb | None = None,
    position: Position | None = None,
    size: Size | None = None,
    merge: str = "",
) -> None:
    """Change what is given of a backdrop; nodes inside it stay where they are."""
    given = {"title": title, "color": color, "position": position, "size": size}
    with document.edit("Change backdrop", merge):
        old = backdrop(document.project, index)
        new = msgspec.structs.replace(old, **{key: value for key, value in given.items() if value is not None})
        document.project.backdrops[index] = _checked(new)


def remove_backdrop(document: Document, index: int) -> None:
    """Remove a backdrop and leave the nodes in front of it."""
    with document.edit("Remove backdrop"):
        drop_backdrops(document.project, [index])


def backdrop(project: Project, index: int) -> Backdrop:
    """Return a backdrop by its number.

    Raises:
        GraphError: If there is none.
    """
    if not 0 <= index < len(project.backdrops):
        raise GraphError(f"There is no backdrop {index}.", hint=f"the project has {len(project.backdrops)}")
    return project.backdrops[index]


def drop_backdrops(project: Project, indices: Collection[int]) -> None:
    """Remove backdrops by their numbers."""
    for index in sorted(set(indices), reverse=True):
        backdrop(project, index)
        del project.backdrops[index]


def place_backdrops(project: Project, positions: Mapping[int, Position]) -> None:
    """Put backdrops elsewhere."""
    for index, position in positions.items():
        project.backdrops[index] = msgspec.structs.replace(backdrop(project, index), position=placed(position))


def _checked(backdrop: Backdrop) -> Backdrop:
    """Return a backdrop with its place and size as they are saved.

    Raises:
        GraphError: If it cannot be saved.
    """
    red, green, blue = (min(max(round(part), 0), 255) for part in backdrop.color)
    width, height = placed(backdrop.size)
    size = (max(width, _LEAST), max(height, _LEAST))
    return Backdrop(backdrop.title, (red, green, blue), placed(backdrop.position), size)
