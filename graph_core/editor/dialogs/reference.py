"""The node reference: every node with its ports and knobs, found by a few letters."""

from __future__ import annotations

import dearpygui.dearpygui as dpg

from graph_core.editor.desk import Desk
from graph_core.editor.dialogs._box import Box
from graph_core.editor.search import matching
from graph_core.node import Node
from graph_core.reference import Row, page_of

__all__ = ["Reference"]

_LIST_PX = 230


class Reference:
    """A window with the nodes at the left and the page of one at the right.

    Args:
        desk: What the panels share.
        node: The node to begin with; the first one when not given.
    """

    def __init__(self, desk: Desk, node: type[Node] | None = None) -> None:
        self._desk = desk
        self._rows: dict[str, int | str] = {}
        self._box = Box(desk, "Node reference", 980, 680)
        with self._box.filling(), dpg.group(horizontal=True):
            with dpg.child_window(width=desk.theme.px(_LIST_PX), border=False):
                self._field = dpg.add_input_text(hint="Search", width=-1, callback=self._list)
                self._names = dpg.add_child_window(border=False)
            self._page = dpg.add_child_window()
        self._list()
        first = next(iter(desk.session.registry), None)
        shown = node or first
        if shown is not None:
            self._show(shown)
        dpg.focus_item(self._field)

    def _list(self) -> None:
        words = dpg.get_value(self._field)
        found = matching(self._desk.session.registry, words)
        dpg.delete_item(self._names, children_only=True)
        self._rows.clear()
        if not found:
            dpg.add_text("No node has such a name.", parent=self._names, color=self._desk.theme.faint)
        family = ""
        for node in found:
            if not words and node.id.partition(".")[0] != family:
                family = node.id.partition(".")[0]
                heading = dpg.add_text(family, parent=self._names, color=self._desk.theme.faint)
                dpg.bind_item_font(heading, self._desk.theme.small)
            self._add_name(node)
        if words and found:
            self._show(found[0])

    def _add_name(self, node: type[Node]) -> None:
        self._rows[node.id] = dpg.add_selectable(
            label=node.id, parent=self._names, callback=lambda: self._desk.later(lambda: self._show(node))
        )

    def _show(self, node: type[Node]) -> None:
        theme = self._desk.theme
        for node_id, row in self._rows.items():
            dpg.set_value(row, node_id == node.id)
        page = page_of(node)
        dpg.delete_item(self._page, children_only=True)
        dpg.push_container_stack(self._page)
        dpg.bind_item_font(dpg.add_text(page.id), theme.large)
        dpg.add_text(page.title, wrap=0)
        for paragraph in (*page.text.split("\n\n"), *page.notes):
            if paragraph.strip():
                dpg.add_text(" ".join(paragraph.split()), wrap=0, color=theme.faint)
        for heading, rows in (("Inputs", page.inputs), ("Outputs", page.outputs), ("Knobs", page.knobs)):
            self._add_rows(heading, rows)
        dpg.pop_container_stack()
        dpg.set_y_scroll(self._page, 0)

    def _add_rows(self, heading: str, rows: tuple[Row, ...]) -> None:
        if not rows:
            return
        theme = self._desk.theme
        dpg.add_spacer(height=theme.px(4))
        dpg.bind_item_font(dpg.add_text(heading), theme.bold)
        with dpg.table(header_row=False):
            dpg.add_table_column(width_fixed=True, init_width_or_weight=theme.px(140))
            dpg.add_table_column(width_fixed=True, init_width_or_weight=theme.px(180))
            dpg.add_table_column()
            for row in rows:
                with dpg.table_row():
                    dpg.add_text(row.name, color=theme.accent)
                    takes = f"{row.kind}, {row.default or 'empty'}" if heading == "Knobs" else row.kind
                    dpg.add_text(f"{takes}\n{row.limits}".strip(), wrap=0, color=theme.faint)
                    dpg.add_text(row.help, wrap=0)
