"""The timeline panel."""

from __future__ import annotations

import dearpygui.dearpygui as dpg

from graph_core.editor.desk import Desk
from graph_core.editor.surface import Surface

__all__ = ["TimelinePanel"]


class TimelinePanel:
    """The timeline."""

    name = "timeline"

    def __init__(self, desk: Desk) -> None:
        """Make the panel; `build` makes its items."""
        self._desk = desk

    def build(self, parent: int | str) -> None:
        """Make the items inside a DearPyGui container."""
        self._surface = Surface(self._desk.pointer, parent)
        dpg.draw_text((10, 10), "timeline", size=16, parent=self._surface.drawing)

    def resize(self, width: int, height: int) -> None:
        """Take the size of the container."""
        self._surface.resize(width, height)

    def update(self) -> None:
        """Bring the items up to date."""
