"""Notes beside the mouse: text on a ground of its own, kept within the surface."""

from __future__ import annotations

from collections.abc import Sequence

import dearpygui.dearpygui as dpg

from graph_core.editor.canvas._ruler import Ruler
from graph_core.editor.layout import Position
from graph_core.editor.theme import Color, Theme

__all__ = ["Notes"]

_SIZE_PX, _LEADING_PX = 13, 4
_WIDTH_PX = 380
_PADDING_PX = 9
_AWAY_PX = 18


class Notes:
    """Draws notes.

    Args:
        theme: Colours and fonts.
        ruler: Measures text.
    """

    def __init__(self, theme: Theme, ruler: Ruler) -> None:
        self._theme, self._ruler = theme, ruler

    def draw(
        self, parent: int | str, paragraphs: Sequence[tuple[str, Color]], mouse: Position, room: tuple[float, float]
    ) -> None:
        """Draw paragraphs, each in its colour, below and right of the mouse, or where there is room.

        Args:
            parent: The draw node.
            paragraphs: Text and colour.
            mouse: Where on the surface.
            room: Width and height of the surface.
        """
        px = self._theme.px
        size, leading, padding, away = (px(length) for length in (_SIZE_PX, _LEADING_PX, _PADDING_PX, _AWAY_PX))
        lines = [(line, color) for text, color in paragraphs for line in self._wrapped(text, size)]
        if not lines:
            return
        width = max(self._ruler.width(text, size) for text, _ in lines) + 2 * padding
        height = len(lines) * (size + leading) - leading + 2 * padding
        x, y = mouse[0] + away, mouse[1] + away
        if y + height > room[1]:
            y = mouse[1] - away / 2 - height
        x, y = max(2.0, min(x, room[0] - width - 2)), max(2.0, y)
        dpg.draw_rectangle(
            (x, y), (x + width, y + height), fill=(*self._theme.raised[:3], 245), color=self._theme.line,
            rounding=px(4), parent=parent,
        )  # fmt: skip
        for number, (text, color) in enumerate(lines):
            place = (x + padding, y + padding + number * (size + leading))
            dpg.draw_text(place, text, size=size, color=color, parent=parent)

    def _wrapped(self, text: str, size: float) -> list[str]:
        lines: list[str] = []
        for word in text.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self._ruler.width(longer, size) <= self._theme.px(_WIDTH_PX):
                lines[-1] = longer
            else:
                lines.append(word)
        return lines
