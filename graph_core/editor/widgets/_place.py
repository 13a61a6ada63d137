"""Where a widget stands, and what the inspector expects of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import dearpygui.dearpygui as dpg

from graph_core.editor.desk import Desk
from graph_core.editor.surface import LEFT, RIGHT

__all__ = ["Place", "Widget", "add_drawing"]

_TOOLTIP_DELAY_S = 0.5


def add_drawing(parent: int | str, width: int, height: int) -> int | str:
    """Add a drawlist in a group of its own, which takes the tooltip that a drawlist does not."""
    item: int | str = dpg.add_drawlist(width, height, parent=dpg.add_group(parent=parent))
    return item


class Widget(Protocol):
    """What shows the value of a knob and turns it."""

    def show(self, value: Any) -> None:
        """Show a value; one that is being edited by hand may stay as it is."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a widget is made.

    Attributes:
        desk: What the panels share.
        parent: The DearPyGui container.
        width: Room for it, in px.
        menu: Opens the menu of the knob, by a click of the right button.
        help: What is shown when the mouse rests on it.
        leaving: Called when the widget is taken away: what gives back what it has outside of the container.
    """

    desk: Desk
    parent: int | str
    width: int
    menu: Callable[[], object] = lambda: None
    help: str = ""
    leaving: list[Callable[[], object]] = field(default_factory=list)

    @property
    def height(self) -> int:
        """Height of a line of widgets, in px."""
        theme = self.desk.theme
        return theme.px(15) + 2 * theme.px(3)

    def attach(
        self,
        item: int | str,
        *,
        clicked: Callable[[], object] | None = None,
        ended: Callable[[], object] | None = None,
    ) -> None:
        """Give an item the menu and the help of the knob.

        Args:
            item: The DearPyGui item.
            clicked: Called when it is clicked by the left button.
            ended: Called when typing into it has ended.
        """
        with dpg.item_handler_registry() as handlers:
            dpg.add_item_clicked_handler(RIGHT, callback=self.menu)
            if clicked is not None:
                dpg.add_item_clicked_handler(LEFT, callback=clicked)
            if ended is not None:
                dpg.add_item_deactivated_handler(callback=ended)
        dpg.bind_item_handler_registry(item, handlers)
        self.leaving.append(lambda: dpg.delete_item(handlers))
        if self.help:
            self.explain(item)

    def explain(self, item: int | str) -> int | str:
        """Show the help when the mouse rests on an item; return the text."""
        if dpg.get_item_type(item) == "mvAppItemType::mvDrawlist":
            item = dpg.get_item_parent(item)  # a drawing takes no tooltip
        with dpg.tooltip(item, delay=_TOOLTIP_DELAY_S):
            text: int | str = dpg.add_text(self.help, wrap=self.desk.theme.px(320))
        return text
