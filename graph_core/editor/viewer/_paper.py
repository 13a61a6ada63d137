"""Paper to paint plots and lists on: colours, and sizes that follow the scale of the screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph_core.editor.viewer import _pen as pen
from graph_core.editor.viewer._look import Codes

__all__ = ["ACCENT", "COLORS", "FAINT", "GROUND", "LINE", "TEXT", "Paper"]

GROUND: pen.Color = (22, 23, 25)
LINE: pen.Color = (48, 50, 55)
TEXT: pen.Color = (222, 223, 226)
FAINT: pen.Color = (146, 148, 156)
ACCENT: pen.Color = (242, 157, 72)
COLORS: tuple[pen.Color, ...] = (
    (255, 176, 64), (96, 208, 255), (136, 224, 120), (255, 128, 168), (200, 160, 255), (240, 232, 96),
)  # fmt: skip
"""Colours that can be told from each other on a dark ground."""


class Paper:
    """A canvas in px of the screen.

    Attributes:
        canvas: `(H, W, 3)`.
        width, height: Its size.

    Args:
        size: Width and height.
        unit: Screen px that words and gaps take for one, on a screen with more of them.
        ground: Its colour.
    """

    def __init__(self, size: tuple[int, int], unit: float = 1.0, ground: pen.Color = GROUND) -> None:
        self.width, self.height = size
        self.canvas: Codes = np.empty((self.height, self.width, 3), np.uint8)
        self.canvas[:] = ground
        self._unit = unit

    def px(self, length: float) -> int:
        """Return a length at the scale of the screen."""
        return round(length * self._unit)

    def words(
        self,
        text: str,
        at: tuple[float, float],
        color: pen.Color = TEXT,
        *,
        size: int = 12,
        is_right: bool = False,
        ground: pen.Color | None = None,
    ) -> None:
        """Write words that begin at a place, or end there."""
        left = at[0] - (self.width_of(text, size) if is_right else 0)
        pen.words(self.canvas, text, (left, at[1]), color, size_px=self.px(size), ground=ground)

    def width_of(self, text: str, size: int = 12) -> int:
        """Return how much room words take."""
        return pen.size_of(text, self.px(size))[0]

    def bar(self, left: float, top: float, right: float, bottom: float, color: pen.Color) -> None:
        """Fill a rectangle, at least one px wide and high."""
        x, y = max(0, round(left)), max(0, round(top))
        self.canvas[y : max(y + 1, round(bottom)), x : max(x + 1, round(right))] = color

    def lines(self, paths: Iterable[NDArray[Any]], color: pen.Color, width: float = 1) -> None:
        """Draw through the points of each path, `(N, 2)`."""
        pen.lines(self.canvas, paths, color, width_px=max(1, self.px(width)))

    def dots(self, points: NDArray[Any], radius: float, color: pen.Color) -> None:
        """Draw a disc at each point, `(N, 2)`."""
        pen.dots(self.canvas, points, radius * self._unit, color)
