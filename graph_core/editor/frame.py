"""The frame around the panels: menu bar, areas with dividers between them, status bar."""

from __future__ import annotations

from itertools import groupby

import dearpygui.dearpygui as dpg

from graph_core.editor.actions import Action
from graph_core.editor.desk import Desk, Panel

__all__ = ["Frame"]

_GAP = 6


class Frame:
    """Places the panels: viewer over timeline over canvas at the left, inspector at the right.

    Args:
        desk: What the panels share.
        viewer, timeline, canvas, inspector: The panels.
    """

    def __init__(self, desk: Desk, *, viewer: Panel, timeline: Panel, canvas: Panel, inspector: Panel) -> None:
        """Build the window with its panels."""
        self._desk = desk
        self._panels = {"viewer": viewer, "timeline": timeline, "canvas": canvas, "inspector": inspector}
        self._areas: dict[str, int | str] = {}
        self._boxes: dict[str, tuple[int, int, int, int]] = {}
        self._across = 0.74  # where the divider before the inspector stands, as a share of the width
        self._down = 0.52  # where the divider under the viewer and timeline stands
        self._size = (0, 0)
        self._enabled: list[tuple[int | str, Action]] = []
        with dpg.window(no_scrollbar=True, no_scroll_with_mouse=True, no_move=True) as self.window:
            for name, panel in self._panels.items():
                self._areas[name] = dpg.add_child_window(border=False, no_scrollbar=True, no_scroll_with_mouse=True)
                dpg.bind_item_theme(self._areas[name], desk.pointer.bare_theme)
                panel.build(self._areas[name])
            self._status = dpg.add_text("")
        dpg.set_primary_window(self.window, True)
        desk.notify = self.say

    def say(self, text: str) -> None:
        """Show a line in the status bar."""
        dpg.set_value(self._status, text)

    def panel_under_mouse(self) -> str:
        """Return the name of the panel the mouse is over, or ""."""
        x, y = dpg.get_mouse_pos(local=False)
        for name, (left, top, width, height) in self._boxes.items():
            if left <= x < left + width and top <= y < top + height:
                return name
        return ""

    def update(self) -> None:
        """Follow the window's size, and bring the menus up to date."""
        size = (dpg.get_viewport_client_width(), dpg.get_viewport_client_height())
        if size != self._size:
            self._size = size
            self._place()
        for item, action in self._enabled:
            dpg.configure_item(item, enabled=action.is_enabled())
            if action.is_checked is not None:
                dpg.set_value(item, action.is_checked())

    def build_menus(self) -> None:
        """Make the menu bar from the table of actions."""
        shown = [action for action in self._desk.actions if action.menu]
        names = list(dict.fromkeys(action.menu for action in shown))
        with dpg.menu_bar(parent=self.window):
            for name in names:
                with dpg.menu(label=name):
                    for _, actions in groupby((a for a in shown if a.menu == name), key=lambda action: action.group):
                        for action in actions:
                            self._add_entry(action)
                        dpg.add_separator()

    def _add_entry(self, action: Action) -> None:
        shortcut = action.keys[0] if action.keys else ""
        check = action.is_checked is not None
        item = dpg.add_menu_item(label=action.label, shortcut=shortcut, check=check, callback=lambda: action.run())
        self._enabled.append((item, action))

    def _place(self) -> None:
        px = self._desk.theme.px
        width, height = self._size
        top, bottom = px(26), px(26)
        timeline = px(104)
        across = round(width * self._across)
        down = round((height - top - bottom) * self._down)
        left = across - _GAP
        self._boxes = {
            "viewer": (0, top, left, down - timeline - _GAP),
            "timeline": (0, top + down - timeline, left, timeline),
            "canvas": (0, top + down + _GAP, left, height - top - bottom - down - _GAP),
            "inspector": (across, top, width - across, height - top - bottom),
        }
        for name, (x, y, w, h) in self._boxes.items():
            dpg.configure_item(self._areas[name], pos=(x, y), width=w, height=h)
            self._panels[name].resize(w, h)
        dpg.configure_item(self._status, pos=(px(10), height - bottom + px(4)))
