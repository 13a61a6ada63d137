"""What part of a picture is shown, how large, and how two are compared. A value: every change gives another one."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Literal

from graph_core.editor.viewer._look import Look
from graph_core.editor.viewer._sample import Placement

__all__ = ["Mode", "View", "Wipe"]

Mode = Literal["a", "wipe", "difference", "side"]
Size = tuple[int, int]

_LEAST, _MOST = 1 / 64, 128.0
_MARGIN_PX = 8


@dataclass(frozen=True, slots=True)
class Wipe:
    """The line between A, which is at its left, and B.

    Attributes:
        x, y: A place on the line, as shares of the picture.
        angle: In radians; 0 is upright, and it turns clockwise.
    """

    x: float = 0.5
    y: float = 0.5
    angle: float = 0.0

    @property
    def normal(self) -> tuple[float, float]:
        """The direction in which B lies."""
        return (math.cos(self.angle), math.sin(self.angle))


@dataclass(frozen=True, slots=True)
class View:
    """How pictures are shown.

    Attributes:
        centre: Place in the picture, in px of full resolution, in the middle of the screen.
        zoom: Screen px to one px of full resolution.
        is_fitted: Keep all of the picture in sight, whatever size screen and picture take.
        look: Channels, exposure and the like.
        mode: Whether and how B is compared with A.
        gain: How much brighter a difference is shown.
        wipe: Where A ends and B begins.
        is_tinted: Show a matte as red over the picture.
    """

    centre: tuple[float, float] = (0.0, 0.0)
    zoom: float = 1.0
    is_fitted: bool = True
    look: Look = field(default_factory=Look)
    mode: Mode = "a"
    gain: float = 1.0
    wipe: Wipe = field(default_factory=Wipe)
    is_tinted: bool = False

    def screen(self, size: Size) -> Size:
        """Return the size of the part of a screen that one picture has: half of it when they stand side by side."""
        return (max(1, size[0] // 2), size[1]) if self.mode == "side" else size

    def placement(self, size: Size) -> Placement:
        """Return where the picture lies on a screen."""
        width, height = self.screen(size)
        # On whole screen px, so that an unchanged picture does not swim while the screen takes another size.
        left = self.centre[0] - width // 2 / self.zoom
        top = self.centre[1] - height // 2 / self.zoom
        return Placement(left, top, self.zoom)

    def fitted(self, picture: Size, size: Size) -> View:
        """Show all of a picture."""
        width, height = self.screen(size)
        zoom = min((width - 2 * _MARGIN_PX) / picture[0], (height - 2 * _MARGIN_PX) / picture[1])
        middle = (picture[0] / 2, picture[1] / 2)
        return replace(self, centre=middle, zoom=min(max(zoom, _LEAST), _MOST), is_fitted=True)

    def zoomed(self, zoom: float, at: tuple[float, float], size: Size) -> View:
        """Show it larger or smaller; the place `at` on the screen stays where it is."""
        zoom = min(max(zoom, _LEAST), _MOST)
        width, height = self.screen(size)
        x, y = self.placement(size).to_picture(at[0] % width, at[1])
        centre = (x - (at[0] % width - width // 2) / zoom, y - (at[1] - height // 2) / zoom)
        return replace(self, centre=centre, zoom=zoom, is_fitted=False)

    def panned(self, across_px: float, down_px: float) -> View:
        """Move the picture by some px of the screen."""
        centre = (self.centre[0] - across_px / self.zoom, self.centre[1] - down_px / self.zoom)
        return replace(self, centre=centre, is_fitted=False)

    def at(self, x: float, y: float, size: Size) -> tuple[float, float]:
        """Return which place in the picture is at a place on the screen."""
        return self.placement(size).to_picture(x % self.screen(size)[0] if self.mode == "side" else x, y)
