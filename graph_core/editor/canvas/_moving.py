"""Moving nodes and backdrops with the mouse, and dropping a node on a link."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from graph_core.editor import commands
from graph_core.editor.canvas._fitting import fits_between
from graph_core.editor.canvas._gestures import Spot
from graph_core.editor.canvas._scene import Scene
from graph_core.editor.canvas._snapping import Guide, snapped
from graph_core.editor.document import Document
from graph_core.editor.layout import Position

__all__ = ["Move"]

_NEARBY = 600.0


class Move:
    """Moves nodes and backdrops; they snap lightly to what stands near.

    Attributes:
        names: The nodes.
        has_moved: Whether the mouse went far enough for it to be meant.
        guides: Lines to what they are aligned with.
        onto: The input whose link a node would be put on, or "".
    """

    def __init__(
        self, document: Document, scene: Scene, names: Collection[str], spot: Spot, backdrops: Collection[int] = ()
    ) -> None:
        self._document, self._scene, self._start = document, scene, spot
        self.names = tuple(names)
        self.has_moved = False
        self.guides: tuple[Guide, ...] = ()
        self.onto = ""
        self._nodes = {name: (scene.boxes[name].left, scene.boxes[name].top) for name in names}
        self._backdrops = {index: scene.backdrops[index] for index in backdrops}
        self._bounds = scene.bounds(self.names) if names and not backdrops else None
        self._is_loose = len(self.names) == 1 and not backdrops and not scene.lines_of(self.names[0])

    def move(self, spot: Spot) -> None:
        dx, dy = spot.x - self._start.x, spot.y - self._start.y
        self.has_moved = self.has_moved or spot.is_far_from(self._start)
        if not self.has_moved:
            return
        self.guides = ()
        if self._bounds is not None and not spot.ctrl:
            dx, dy = self._snap(dx, dy, spot.reach)
        self._place(dx, dy)
        self.onto = self._link_under() if self._is_loose else ""

    def release(self, spot: Spot) -> None:
        if not self.has_moved:
            return
        nodes = {name: (self._scene.boxes[name].left, self._scene.boxes[name].top) for name in self.names}
        backdrops = {index: self._scene.backdrops[index].position for index in self._backdrops}
        if not self.onto:
            commands.move(self._document, nodes, backdrops=backdrops)
            return
        with self._document.edit(f"Insert {self.names[0]}"):
            commands.move(self._document, nodes)
            commands.insert_on_link(self._document, self.names[0], self.onto)

    def cancel(self) -> None:
        self._place(0.0, 0.0)

    def _place(self, dx: float, dy: float) -> None:
        for name, (left, top) in self._nodes.items():
            self._scene.place(name, left + dx, top + dy)
        for index, before in self._backdrops.items():
            position = (before.position[0] + dx, before.position[1] + dy)
            self._scene.backdrops[index] = msgspec.structs.replace(before, position=position)

    def _snap(self, dx: float, dy: float, reach: float) -> Position:
        assert self._bounds is not None
        moved = self._bounds.shifted(dx, dy)
        near = self._scene.boxes_in(moved.grown(_NEARBY))
        snap = snapped(moved, (box.rect for box in near if box.name not in self._nodes), reach * 0.7)
        self.guides = snap.guides
        return dx + snap.dx, dy + snap.dy

    def _link_under(self) -> str:
        box = self._scene.boxes[self.names[0]]
        hit = self._scene.link_at(*box.center, box.height / 2, but_of=box.name)
        if hit is None or not fits_between(self._document.graph, box.name, hit.target):
            return ""
        return hit.target
