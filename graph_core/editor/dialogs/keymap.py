"""The keyboard map: every action, by where it works."""

from __future__ import annotations

from itertools import groupby

import dearpygui.dearpygui as dpg

from graph_core.editor.actions import Action
from graph_core.editor.desk import Desk
from graph_core.editor.dialogs._box import Box

__all__ = ["KeyMap"]


class KeyMap:
    """A window that lists the keys and finds them."""

    def __init__(self, desk: Desk) -> None:
        """Open it."""
        self._desk = desk
        self._box = Box(desk, "Keys and mouse", 620, 680)
        with self._box.filling():
            self._field = dpg.add_input_text(hint="Search", width=-1, callback=self._list)
            with dpg.child_window(border=False):
                self._rows = dpg.add_group()
        self._list()

    def _list(self) -> None:
        dpg.delete_item(self._rows, children_only=True)
        words = dpg.get_value(self._field).lower().split()
        shown = [
            action
            for action in self._desk.actions
            if action.keys and all(word in f"{action.label} {' '.join(action.keys)}".lower() for word in words)
        ]
        if not shown:
            dpg.add_text("No action has such a name or key.", parent=self._rows, color=self._desk.theme.faint)
        shown.sort(key=lambda action: action.panel)
        for panel, actions in groupby(shown, key=lambda action: action.panel):
            title = f"With the mouse over the {panel}" if panel else "Everywhere"
            dpg.bind_item_font(dpg.add_text(title, parent=self._rows), self._desk.theme.bold)
            self._add_table(list(actions))

    def _add_table(self, actions: list[Action]) -> None:
        px = self._desk.theme.px
        with dpg.table(parent=self._rows, header_row=False, row_background=False):
            dpg.add_table_column(width_fixed=True, init_width_or_weight=px(170))
            dpg.add_table_column()
            for action in actions:
                with dpg.table_row():
                    dpg.add_text("  ".join(action.keys), color=self._desk.theme.accent)
                    dpg.add_text(action.label)
        dpg.add_spacer(height=px(6), parent=self._rows)
