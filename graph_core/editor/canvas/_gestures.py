"""What the mouse does from a press to the release: panning, selecting in a rubber band, resizing a backdrop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from graph_core.editor import commands
from graph_core.editor.canvas._scene import Scene
from graph_core.editor.canvas._view import Rect, View
from graph_core.editor.document import Document
from graph_core.editor.layout import Position
from graph_core.editor.session import Selection
from graph_core.project import Backdrop

__all__ = ["Band", "Gesture", "Pan", "ResizeBackdrop", "Spot"]

_LEAST_SIZE = 80.0


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the mouse points.

    Attributes:
        x, y: Place on the canvas.
        reach: How near to a thing counts as on it, in canvas px.
        shift, ctrl: Which keys are held.
    """

    x: float
    y: float
    reach: float = 8.0
    shift: bool = False
    ctrl: bool = False

    @property
    def place(self) -> Position:
        """The place as a pair."""
        return (self.x, self.y)

    def is_far_from(self, start: Spot) -> bool:
        """Return whether the mouse has been moved on purpose since a press."""
        return max(abs(self.x - start.x), abs(self.y - start.y)) > self.reach * 0.4


class Gesture(Protocol):
    """Something that a press begins. Nothing is edited before the release, so that Escape takes it all back."""

    def move(self, spot: Spot) -> None:
        """Follow the mouse."""

    def release(self, spot: Spot) -> None:
        """Do what was meant."""

    def cancel(self) -> None:
        """Put everything back."""


class Pan:
    """Moves the view, so that what was grabbed stays under the mouse."""

    def __init__(self, view: View, spot: Spot) -> None:
        self._view = view
        self._grabbed = spot.place

    def move(self, spot: Spot) -> None:
        self._view.pan(self._grabbed[0] - spot.x, self._grabbed[1] - spot.y)

    def release(self, spot: Spot) -> None:
        pass

    def cancel(self) -> None:
        pass


class Band:
    """Selects the nodes that a rubber band touches; with Shift besides those selected, with Ctrl the others of them.

    Attributes:
        rect: The band.
        names: The nodes that would be selected.
    """

    def __init__(self, scene: Scene, selection: Selection, spot: Spot) -> None:
        self._scene, self._selection, self._start = scene, selection, spot
        self._before = selection.names
        self.rect = Rect.between(*spot.place, *spot.place)
        self.names: tuple[str, ...] = self._before if spot.shift or spot.ctrl else ()

    def move(self, spot: Spot) -> None:
        self.rect = Rect.between(*self._start.place, *spot.place)
        inside = tuple(self._scene.nodes_in(self.rect))
        if self._start.ctrl:
            kept = tuple(name for name in self._before if name not in inside)
            self.names = kept + tuple(name for name in inside if name not in self._before)
        elif self._start.shift:
            self.names = self._before + tuple(name for name in inside if name not in self._before)
        else:
            self.names = inside

    def release(self, spot: Spot) -> None:
        self._selection.set(self.names)

    def cancel(self) -> None:
        pass


class ResizeBackdrop:
    """Moves the lower right corner of a backdrop."""

    def __init__(self, document: Document, scene: Scene, index: int, spot: Spot) -> None:
        self._document, self._scene, self._index, self._start = document, scene, index, spot
        self._before = scene.backdrops[index]

    def move(self, spot: Spot) -> None:
        width, height = self._before.size
        size = (max(width + spot.x - self._start.x, _LEAST_SIZE), max(height + spot.y - self._start.y, _LEAST_SIZE))
        before = self._before
        self._scene.backdrops[self._index] = Backdrop(before.title, before.color, before.position, size)

    def release(self, spot: Spot) -> None:
        self.move(spot)
        commands.change_backdrop(self._document, self._index, size=self._scene.backdrops[self._index].size)

    def cancel(self) -> None:
        self._scene.backdrops[self._index] = self._before
