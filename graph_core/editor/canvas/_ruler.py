"""How wide text is, so that it can be cut off where the room ends."""

from __future__ import annotations

import dearpygui.dearpygui as dpg

from graph_core.editor.theme import Theme

__all__ = ["Ruler"]

_FONT_PX = 15
_GUESS = 0.54  # of its size is how wide a letter is, until fonts are there
_ELLIPSIS = "…"


class Ruler:
    """Measures text in the fonts of the theme, each text once."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._known: dict[tuple[str, bool], float] = {}

    def width(self, text: str, size: float, *, is_bold: bool = False) -> float:
        """Return the width of a text in px, written at a size."""
        known = self._known.get((text, is_bold))
        if known is None:
            measured = dpg.get_text_size(text, font=self._theme.bold if is_bold else self._theme.font)
            if not measured or not measured[0]:
                return len(text) * size * _GUESS  # fonts are there from the first drawn turn on
            known = self._known[text, is_bold] = measured[0] / self._theme.px(_FONT_PX)
        return known * size

    def cut(self, text: str, size: float, room: float, *, is_bold: bool = False) -> str:
        """Return as much of a text as there is room for."""
        width = self.width(text, size, is_bold=is_bold)
        if width <= room:
            return text
        kept = max(0, int(len(text) * room / width))
        while kept and self.width(text[:kept] + _ELLIPSIS, size, is_bold=is_bold) > room:
            kept -= 1
        return text[:kept] + _ELLIPSIS if kept else ""
