"""Small signs to click on, drawn in lines because fonts lack them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import dearpygui.dearpygui as dpg

from graph_core.editor.theme import Color
from graph_core.editor.widgets._place import Place, add_drawing

__all__ = ["Icon"]


def _nothing() -> None:
    """Do nothing."""


class Icon:
    """A sign. What it shows and its colour may change.

    Attributes:
        on_click: Called when it is clicked.
    """

    def __init__(self, place: Place, name: str = "", color: Color | None = None) -> None:
        """Draw a sign in a square as high as a line."""
        self.on_click: Callable[[], object] = _nothing
        self._theme = place.desk.theme
        self._shown: tuple[str, Color] | None = None
        self._size = place.height
        self.item = add_drawing(place.parent, self._theme.px(17), self._size)
        replace(place, help="").attach(self.item, clicked=self._click)
        self._tip: int | str = 0
        self._words = ""
        if place.help:
            self._tip = place.explain(self.item)
        self.show(name, color or self._theme.faint)

    def show(self, name: str, color: Color) -> None:
        """Show a sign in a colour."""
        if self._shown == (name, color):
            return
        self._shown = (name, color)
        dpg.delete_item(self.item, children_only=True)
        # Signs are drawn on a square of 16.
        unit = self._theme.px(16) / 16
        top = (self._size - 16 * unit) / 2
        with dpg.draw_node(parent=self.item) as node:
            _SIGNS[name](node, color)
        dpg.apply_transform(node, dpg.create_translation_matrix([0, top, 0]) * dpg.create_scale_matrix([unit, unit, 1]))

    def _click(self) -> None:
        self.on_click()

    def tell(self, text: str) -> None:
        """Change what is shown when the mouse rests on it."""
        if self._tip and text != self._words:
            self._words = text
            dpg.set_value(self._tip, text)


def _diamond(node: int | str, color: Color, *, filled: bool) -> None:
    points = ((8, 3), (13, 8), (8, 13), (3, 8))
    fill = color if filled else (0, 0, 0, 0)
    dpg.draw_quad(*points, color=color, fill=fill, thickness=1.4, parent=node)


def _reset(node: int | str, color: Color) -> None:
    dpg.draw_bezier_quadratic((4, 5), (13, 3), (12.5, 9), color=color, thickness=1.5, segments=12, parent=node)
    dpg.draw_bezier_quadratic((12.5, 9), (12, 13), (5.5, 12.5), color=color, thickness=1.5, segments=12, parent=node)
    dpg.draw_triangle((2.5, 5), (7, 1.8), (7, 8.2), color=color, fill=color, parent=node)


def _link(node: int | str, color: Color) -> None:
    for x in (2, 7.5):
        dpg.draw_rectangle((x, 5.5), (x + 6.5, 10.5), rounding=2.5, color=color, thickness=1.4, parent=node)


def _target(node: int | str, color: Color) -> None:
    dpg.draw_circle((8, 8), 4, segments=16, color=color, thickness=1.3, parent=node)
    for line in (((8, 1.5), (8, 6)), ((8, 10), (8, 14.5)), ((1.5, 8), (6, 8)), ((10, 8), (14.5, 8))):
        dpg.draw_line(*line, color=color, thickness=1.3, parent=node)


def _eye(node: int | str, color: Color) -> None:
    for bend in (2.0, 14.0):
        dpg.draw_bezier_quadratic((1.5, 8), (8, bend), (14.5, 8), color=color, thickness=1.4, segments=12, parent=node)
    dpg.draw_circle((8, 8), 2.2, segments=12, color=color, fill=color, parent=node)


def _arrow(node: int | str, color: Color, *, is_open: bool) -> None:
    points = ((4, 6), (12, 6), (8, 11)) if is_open else ((6, 4), (6, 12), (11, 8))
    dpg.draw_triangle(*points, color=color, fill=color, parent=node)


def _question(node: int | str, color: Color) -> None:
    dpg.draw_circle((8, 8), 6.5, segments=20, color=color, thickness=1.3, parent=node)
    dpg.draw_text((5.2, 1.8), "?", size=12, color=color, parent=node)


_SIGNS: Mapping[str, Callable[[int | str, Color], object]] = {
    "": lambda node, color: None,
    "key": lambda node, color: _diamond(node, color, filled=True),
    "animated": lambda node, color: _diamond(node, color, filled=False),
    "constant": lambda node, color: dpg.draw_circle((8, 8), 1.5, segments=8, color=color, fill=color, parent=node),
    "reset": _reset,
    "link": _link,
    "target": _target,
    "eye": _eye,
    "open": lambda node, color: _arrow(node, color, is_open=True),
    "closed": lambda node, color: _arrow(node, color, is_open=False),
    "help": _question,
}
