"""The palette: finds a node by a few letters, to add it or to go to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import dearpygui.dearpygui as dpg

from graph_core.editor.desk import Desk
from graph_core.editor.dialogs import Box

__all__ = ["Entry", "Palette"]

_MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: what it stands for, what it says, what group it belongs to, and its help."""

    key: str
    label: str
    group: str
    help: str


class Palette:
    """A list that is narrowed down by typing; Up, Down and Enter choose, Escape leaves.

    Args:
        desk: What the panels share.
        title: In its title bar.
        find: Returns the entries that some words stand for, the best first.
        on_chosen: Called with the key of the one chosen.
    """

    def __init__(
        self, desk: Desk, title: str, find: Callable[[str], Sequence[Entry]], on_chosen: Callable[[str], object]
    ) -> None:
        self._desk = desk
        self._find = find
        self._on_chosen = on_chosen
        self._found: list[Entry] = []
        self._rows: list[int | str] = []
        self._place = 0
        self._words: str | None = None
        self._box = Box(desk, title, 420, 400)
        self._box.on_turn = self._follow
        self._box.on_enter = self._choose
        room = (dpg.get_viewport_client_width(), dpg.get_viewport_client_height())
        size = (dpg.get_item_width(self._box.window) or 0, dpg.get_item_height(self._box.window) or 0)
        place = zip(dpg.get_mouse_pos(local=False), room, size, strict=True)
        dpg.set_item_pos(self._box.window, [min(max(0, at - 20), max(0, most - own)) for at, most, own in place])
        with self._box.filling():
            self._field = dpg.add_input_text(hint="Type to search", width=-1)
            with dpg.child_window(border=False, height=-desk.theme.px(44)):
                self._list = dpg.add_group()
            self._help = dpg.add_text("", color=desk.theme.faint, wrap=desk.theme.px(396))
        dpg.focus_item(self._field)

    @property
    def is_open(self) -> bool:
        """Whether it is still there."""
        return self._box.is_open

    def close(self) -> None:
        """Leave without choosing."""
        self._box.close()

    def _follow(self) -> None:
        words = dpg.get_value(self._field)
        if words != self._words:
            self._words = words
            self._show(words)
        if dpg.is_key_pressed(dpg.mvKey_Down):
            self._go_to(self._place + 1)
        elif dpg.is_key_pressed(dpg.mvKey_Up):
            self._go_to(self._place - 1)
        elif dpg.is_key_pressed(dpg.mvKey_Return) and dpg.is_item_focused(self._field):
            self._choose()

    def _show(self, words: str) -> None:
        self._found = list(self._find(words))[:_MOST_SHOWN]
        dpg.delete_item(self._list, children_only=True)
        self._rows = []
        group = ""
        for number, entry in enumerate(self._found):
            if not words and entry.group != group:
                group = entry.group
                dpg.add_text(group, parent=self._list, color=self._desk.theme.faint)
            label = entry.label if not words else f"{entry.label}   {entry.group}"
            row = dpg.add_selectable(
                label=f"{label}##{number}", parent=self._list, user_data=number,
                callback=lambda _, __, number: self._choose(number),
            )  # fmt: skip
            self._rows.append(row)
        if not self._found:
            dpg.add_text("No node has such a name.", parent=self._list, color=self._desk.theme.faint)
        self._go_to(0)

    def _go_to(self, place: int) -> None:
        if not self._rows:
            dpg.set_value(self._help, "")
            return
        dpg.set_value(self._rows[min(self._place, len(self._rows) - 1)], False)
        self._place = min(max(place, 0), len(self._rows) - 1)
        dpg.set_value(self._rows[self._place], True)
        dpg.set_value(self._help, self._found[self._place].help)

    def _choose(self, number: int | None = None) -> None:
        place = self._place if number is None else number
        if self._box.is_open and place < len(self._found):
            entry = self._found[place]
            self._box.close()
            self._desk.later(lambda: self._on_chosen(entry.key))
