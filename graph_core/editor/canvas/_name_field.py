"""A field in the place of a name, to write another one."""

from __future__ import annotations

from collections.abc import Callable

import dearpygui.dearpygui as dpg

from graph_core.editor.desk import Desk
from graph_core.editor.dialogs import Box
from graph_core.editor.layout import Position

__all__ = ["NameField"]

_HEIGHT_PX = 26
_LEAST_WIDTH_PX = 140


class NameField:
    """Enter and a click elsewhere take the new name, Escape leaves the old one.

    Args:
        desk: What the panels share.
        text: The name as it is.
        place: Top left corner in the window, in px.
        width: How wide it is, in px.
        on_named: Called with the new name, if it is another.
    """

    def __init__(self, desk: Desk, text: str, place: Position, width: float, on_named: Callable[[str], object]) -> None:
        self._desk = desk
        self._text = text
        self._on_named = on_named
        px = desk.theme.px
        with dpg.theme() as self._bare, dpg.theme_component(dpg.mvAll):
            dpg.add_theme_style(dpg.mvStyleVar_WindowPadding, 0, 0)
            dpg.add_theme_style(dpg.mvStyleVar_WindowBorderSize, 0)
        self._box = Box(desk, "Rename", 100, 100, on_close=self._leave)
        size = (max(round(width), px(_LEAST_WIDTH_PX)), px(_HEIGHT_PX))
        dpg.configure_item(
            self._box.window, no_title_bar=True, no_move=True, no_resize=True, no_scrollbar=True, no_background=True,
            min_size=size, width=size[0], height=size[1], pos=[round(place[0]), round(place[1])],
        )  # fmt: skip
        dpg.bind_item_theme(self._box.window, self._bare)
        with self._box.filling():
            self._field = dpg.add_input_text(
                default_value=text, width=-1, on_enter=True, auto_select_all=True, callback=self.close
            )
        dpg.focus_item(self._field)
        self._box.on_enter = self.close

    @property
    def is_open(self) -> bool:
        """Whether it is still there."""
        return self._box.is_open

    def close(self) -> None:
        """Take the name as it is written now."""
        if not self._box.is_open:
            return
        text = dpg.get_value(self._field).strip()
        self._box.close()
        self._leave()
        if text and text != self._text:
            self._desk.later(lambda: self._on_named(text))

    def _leave(self) -> None:
        self._desk.later(lambda: dpg.delete_item(self._bare))
