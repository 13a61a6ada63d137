"""The log: what happened, newest last."""

from __future__ import annotations

import time

import dearpygui.dearpygui as dpg

from graph_core.editor.desk import Desk
from graph_core.editor.dialogs._box import Box
from graph_core.editor.log import Line

__all__ = ["LogWindow"]

_MOST_SHOWN = 300


class LogWindow:
    """A window that follows the log."""

    def __init__(self, desk: Desk) -> None:
        """Open it."""
        self._desk = desk
        self._revision = -1
        self._box = Box(desk, "Log", 820, 420)
        self._box.on_turn = self._follow
        with self._box.filling():
            with dpg.group(horizontal=True):
                self._level = dpg.add_combo(
                    ["everything", "warnings and errors", "errors"],
                    default_value="everything",
                    width=desk.theme.px(170),
                    callback=self._list,
                )
                self._filter = dpg.add_input_text(hint="Search", width=desk.theme.px(260), callback=self._list)
                dpg.add_button(label="Copy all", callback=self._copy)
            with dpg.child_window():
                self._rows = dpg.add_group()

    def _shown(self) -> list[Line]:
        levels = {"everything": 0, "warnings and errors": 1, "errors": 2}
        least = levels[dpg.get_value(self._level)]
        words = dpg.get_value(self._filter).lower()
        rank = {"note": 0, "warning": 1, "error": 2}
        lines = [line for line in self._desk.session.log.lines if rank[line.level] >= least]
        return [line for line in lines if words in f"{line.text} {line.node}".lower()][-_MOST_SHOWN:]

    def _follow(self) -> None:
        if self._revision != self._desk.session.log.revision:
            self._list()

    def _list(self) -> None:
        self._revision = self._desk.session.log.revision
        theme = self._desk.theme
        colors = {"note": theme.text, "warning": theme.warning, "error": theme.error}
        dpg.delete_item(self._rows, children_only=True)
        lines = self._shown()
        if not lines:
            dpg.add_text("Nothing has happened that is worth a line.", parent=self._rows, color=theme.faint)
        for line in lines:
            at = time.strftime("%H:%M:%S", time.localtime(line.at))
            with dpg.group(horizontal=True, parent=self._rows):
                dpg.add_text(at, color=theme.faint)
                if line.node:
                    dpg.add_button(label=line.node, small=True, callback=self._select, user_data=line.node)
                dpg.add_text(line.text, color=colors[line.level], wrap=theme.px(640))
            if line.hint:
                dpg.add_text(line.hint, parent=self._rows, color=theme.faint, indent=theme.px(70), wrap=theme.px(710))

    def _select(self, _: object, __: object, node: str) -> None:
        if node in self._desk.session.document.graph:
            self._desk.session.selection.set((node,))

    def _copy(self) -> None:
        lines = (f"{time.strftime('%H:%M:%S', time.localtime(line.at))} {line.node} {line.text} {line.hint}".strip()
                 for line in self._shown())  # fmt: skip
        dpg.set_clipboard_text("\n".join(lines))
        self._desk.notify("The log is on the clipboard.")
