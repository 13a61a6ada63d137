"""Small windows of a knob: its curve as text, and the knobs that it could follow."""

from __future__ import annotations

import dearpygui.dearpygui as dpg

from graph_core.editor.desk import Desk
from graph_core.editor.knobs import Knob
from graph_core.errors import GraphCoreError
from graph_core.graph import KnobLink

__all__ = ["ExpressionWindow", "LinkWindow"]

_MOST_LINKS = 100


class ExpressionWindow:
    """What a knob is set to, as text to edit.

    Attributes:
        window: The DearPyGui window.
    """

    def __init__(self, desk: Desk, knob: Knob) -> None:
        """Open it at the mouse."""
        self._desk = desk
        self._knob = knob
        theme = desk.theme
        width = theme.px(420)
        with dpg.window(
            label=f"{knob.name}.{knob.spec.name}",
            no_collapse=True,
            autosize=True,
            pos=_place(width),
        ) as self.window:
            self._text = dpg.add_input_text(
                default_value=knob.expression, multiline=True, width=width, height=theme.px(90)
            )
            words = "Value, = node.knob"
            if knob.spec.can_animate:
                words = "A value, = node.knob, or keys: 1: 0 linear, 50: 12 smooth. Behind ; loop or linear."
            dpg.add_text(words, wrap=width, color=theme.faint)
            self._problem = dpg.add_text("", wrap=width, color=theme.error, show=False)
            with dpg.group(horizontal=True):
                dpg.add_button(label="Set", width=theme.px(80), callback=self._set)
                dpg.add_button(label="Cancel", width=theme.px(80), callback=self._hide)
        dpg.focus_item(self._text)

    def _hide(self) -> None:
        dpg.configure_item(self.window, show=False)

    def _set(self) -> None:
        try:
            self._knob.set_expression(dpg.get_value(self._text))
        except GraphCoreError as error:
            dpg.configure_item(self._problem, default_value=f"{error.message}\n{error.hint}", show=True)
            return
        self._hide()


class LinkWindow:
    """The knobs that a knob could follow, to search and to choose from.

    Attributes:
        window: The DearPyGui window.
    """

    def __init__(self, desk: Desk, knob: Knob) -> None:
        """Open it at the mouse."""
        self._knob = knob
        self._desk = desk
        self._links = knob.linkable()
        theme = desk.theme
        width = theme.px(280)
        with dpg.window(popup=True, no_title_bar=True, autosize=True, pos=_place(width)) as self.window:
            dpg.add_text(f"{knob.title} follows", color=theme.faint)
            self._search = dpg.add_input_text(hint="find a knob", width=width, callback=self._fill)
            self._list = dpg.add_child_window(width=width, height=theme.px(260), border=False)
        self._fill(0, "")
        dpg.focus_item(self._search)

    def _fill(self, _: object, words: str) -> None:
        wanted = words.lower().split()
        dpg.delete_item(self._list, children_only=True)
        found = [link for link in self._links if all(word in f"{link.node}.{link.param}".lower() for word in wanted)]
        for link in found[:_MOST_LINKS]:
            dpg.add_selectable(
                label=f"{link.node}.{link.param}", parent=self._list, user_data=link, callback=self._choose
            )
        if not found:
            dpg.add_text("no knob of this kind", parent=self._list, color=self._desk.theme.faint)

    def _choose(self, _: object, __: object, link: KnobLink) -> None:
        dpg.configure_item(self.window, show=False)
        self._knob.link(link)


def _place(width: int) -> tuple[int, int]:
    """Return where a window at the mouse is wholly to be seen."""
    x, y = dpg.get_mouse_pos(local=False)
    right, bottom = dpg.get_viewport_client_width(), dpg.get_viewport_client_height()
    return round(max(0, min(x, right - width - 40))), round(max(0, min(y, bottom - 340)))
