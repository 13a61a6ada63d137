"""The inspector: the knobs of the selected nodes, or the project's settings while nothing is selected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import dearpygui.dearpygui as dpg

from graph_core.editor.desk import Desk
from graph_core.editor.inspector._look import Look
from graph_core.editor.inspector._node_page import NodePage
from graph_core.editor.inspector._project_page import ProjectPage
from graph_core.editor.widgets import Place
from graph_core.graph import GraphNode

__all__ = ["InspectorPanel"]

Rect = tuple[float, float, float, float]


class _Page(Protocol):
    def update(self) -> None:
        """Bring it up to date; called every turn of the loop."""

    def items(self) -> Mapping[str, int | str]:
        """Return the DearPyGui items that it is made of, by what they are called."""


class _EmptyPage:
    """Stands there until the first turn of the loop."""

    def update(self) -> None:
        """Do nothing."""

    def items(self) -> Mapping[str, int | str]:
        """Return nothing."""
        return {}


class InspectorPanel:
    """The inspector. It is made anew when something else is selected, and brought up to date otherwise."""

    name = "inspector"

    def __init__(self, desk: Desk) -> None:
        """Make the panel; `build` makes its items."""
        self._desk = desk
        self._page: _Page = _EmptyPage()
        self._shown: object = None
        self._leaving: list[Callable[[], object]] = []
        self._width = self._wanted_width = self._seen_width = 0

    def build(self, parent: int | str) -> None:
        """Make the items inside a DearPyGui container."""
        self._look = Look(self._desk.theme)
        self._body = dpg.add_child_window(parent=parent, border=False, always_use_window_padding=True)
        dpg.bind_item_theme(self._body, self._look.theme)

    def resize(self, width: int, height: int) -> None:
        """Take the size of the container."""
        dpg.configure_item(self._body, width=width, height=height)
        self._wanted_width = width

    def update(self) -> None:
        """Bring the items up to date."""
        names = self._names()
        node = self._desk.session.document.graph.node(names[-1]) if names else None
        shown = (self._desk.session.document, names, node.cls if node else None, node.id if node else "")
        # While a divider is dragged the width changes in every turn; once it stands is soon enough.
        is_settled = self._wanted_width == self._seen_width
        self._seen_width = self._wanted_width
        if shown != self._shown or (is_settled and self._width != self._wanted_width):
            self._width = self._wanted_width
            self._shown = shown
            self._make(names, node)
        self._page.update()

    def places(self) -> Mapping[str, Rect]:
        """Return where the parts of the page are in the window, by what they are called."""
        rects = {name: _rect(item) for name, item in self._page.items().items()}
        return {name: rect for name, rect in rects.items() if rect is not None}

    def _names(self) -> tuple[str, ...]:
        """Return the selected nodes that are turned together: all if they are of one class, or else the active one."""
        names = self._desk.session.selection.names
        nodes = [self._desk.session.document.graph.node(name) for name in names]
        return names if len({node.id for node in nodes}) == 1 else names[-1:]

    def _make(self, names: tuple[str, ...], node: GraphNode | None) -> None:
        for leave in self._leaving:
            leave()
        self._leaving.clear()
        dpg.delete_item(self._body, children_only=True)
        scrollbar = self._desk.theme.px(12)
        width = self._width - 2 * self._desk.theme.px(10) - scrollbar
        place = Place(self._desk, self._body, width, leaving=self._leaving)
        if node is None:
            self._page = ProjectPage(place, self._look)
        else:
            self._page = NodePage(place, self._look, names)


def _rect(item: int | str) -> Rect | None:
    """Return where an item is in the window; None while it cannot be seen."""
    state = dpg.get_item_state(item)
    if not state.get("visible") or "rect_min" not in state:
        return None
    return (*state["rect_min"], *state["rect_size"])
