"""The palette: finds a node by a few letters, to add it or to go to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import dearpygui.dearpygui as dpg

from graph_core.editor.desk import Desk
from graph_core.editor.dialogs import Box
from graph_core.editor.theme import Color

__all__ = ["Entry", "Palette"]

_MOST_SHOWN = 200
_WIDTH, _HEIGHT = 620, 380
_LIST_WIDTH = 330
_DOT = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """One line.

    Attributes:
        key: What it stands for.
        label: What it says.
        group: What it belongs to.
        help: What is told of it while it is chosen.
        color: Of its dot; none without one.
        heading: Entries in a row with the same one stand under it, as long as nothing is typed.
    """

    key: str
    label: str
    group: str
    help: str
    color: Color | None = None
    heading: str = ""


class Palette:
    """A list that is narrowed down by typing; Up, Down and Enter choose, Escape leaves.

    Args:
        desk: What the panels share.
        title: In its title bar.
        find: Returns the entries that some words stand for, the best first.
        on_chosen: Called with the key of the one chosen.
        nothing: What it says when no entry fits.
    """

    def __init__(
        self,
        desk: Desk,
        title: str,
        find: Callable[[str], Sequence[Entry]],
        on_chosen: Callable[[str], object],
        *,
        nothing: str = "No node has such a name.",
    ) -> None:
        self._desk = desk
        self._find = find
        self._on_chosen = on_chosen
        self._nothing = nothing
        self._found: list[Entry] = []
        self._rows: list[int | str] = []
        self._place = 0
        self._words: str | None = None
        self._box = Box(desk, title, _WIDTH, _HEIGHT)
        self._box.on_turn = self._follow
        self._box.on_enter = self._choose
        self._put_at_mouse()
        px = desk.theme.px
        with self._box.filling():
            self._field = dpg.add_input_text(hint="Type to search", width=-1)
            with dpg.group(horizontal=True):
                self._list = dpg.add_child_window(border=False, width=px(_LIST_WIDTH), height=-1)
                with dpg.child_window(border=False, height=-1):
                    self._title = dpg.add_text("", wrap=px(_WIDTH - _LIST_WIDTH - 40))
                    self._help = dpg.add_text("", color=desk.theme.faint, wrap=px(_WIDTH - _LIST_WIDTH - 40))
        dpg.bind_item_font(self._title, desk.theme.bold)
        dpg.focus_item(self._field)

    @property
    def is_open(self) -> bool:
        """Whether it is still there."""
        return self._box.is_open

    def close(self) -> None:
        """Leave without choosing."""
        self._box.close()

    def _put_at_mouse(self) -> None:
        room = (dpg.get_viewport_client_width(), dpg.get_viewport_client_height())
        size = (dpg.get_item_width(self._box.window) or 0, dpg.get_item_height(self._box.window) or 0)
        place = zip(dpg.get_mouse_pos(local=False), room, size, strict=True)
        dpg.set_item_pos(self._box.window, [min(max(0, at - 20), max(0, most - own)) for at, most, own in place])

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
        heading = ""
        table: int | str = 0
        for number, entry in enumerate(self._found):
            if not words and entry.heading != heading:
                heading, table = entry.heading, 0
                dpg.add_text(heading, parent=self._list, color=self._desk.theme.faint)
            table = table or self._add_table()
            self._add_row(table, number, entry, shows_group=bool(words) or not entry.heading)
        if not self._found:
            dpg.add_text(self._nothing, parent=self._list, color=self._desk.theme.faint, wrap=0)
        self._place = 0
        self._go_to(0)

    def _add_table(self) -> int | str:
        table = dpg.add_table(parent=self._list, header_row=False, policy=dpg.mvTable_SizingFixedFit)
        px = self._desk.theme.px
        dpg.add_table_column(parent=table, width_fixed=True, init_width_or_weight=px(_DOT))
        dpg.add_table_column(parent=table, width_stretch=True)
        dpg.add_table_column(parent=table, width_fixed=True, init_width_or_weight=px(84))
        return table  # type: ignore[no-any-return]

    def _add_row(self, table: int | str, number: int, entry: Entry, *, shows_group: bool) -> None:
        theme = self._desk.theme
        with dpg.table_row(parent=table):
            height = theme.px(18)
            dot = dpg.add_drawlist(theme.px(_DOT), height)
            if entry.color is not None:
                middle = (theme.px(6), height / 2)
                dpg.draw_circle(middle, theme.px(4), fill=entry.color, color=entry.color, segments=12, parent=dot)
            row = dpg.add_selectable(
                label=f"{entry.label}##{number}", user_data=number, span_columns=True,
                callback=lambda _, __, number: self._choose(number),
            )  # fmt: skip
            dpg.add_text(entry.group if shows_group else "", color=theme.faint)
        self._rows.append(row)

    def _go_to(self, place: int) -> None:
        if not self._rows:
            dpg.set_value(self._title, "")
            dpg.set_value(self._help, "")
            return
        dpg.set_value(self._rows[self._place], False)
        self._place = min(max(place, 0), len(self._rows) - 1)
        dpg.set_value(self._rows[self._place], True)
        entry = self._found[self._place]
        dpg.set_value(self._title, entry.label)
        dpg.set_value(self._help, entry.help)
        self._scroll()

    def _scroll(self) -> None:
        """Bring the chosen line into view."""
        around, row = dpg.get_item_state(self._list), dpg.get_item_state(self._rows[self._place])
        if "rect_min" not in around or "rect_min" not in row:
            return  # not drawn yet
        at = row["rect_min"][1] - around["rect_min"][1]
        height, line = around["rect_size"][1], self._desk.theme.px(28)
        if at < 0 or at > height - line:
            shift = at if at < 0 else at - height + line
            dpg.set_y_scroll(self._list, max(0.0, dpg.get_y_scroll(self._list) + shift))

    def _choose(self, number: int | None = None) -> None:
        place = self._place if number is None else number
        if self._box.is_open and place < len(self._found):
            entry = self._found[place]
            self._box.close()
            self._desk.later(lambda: self._on_chosen(entry.key))
