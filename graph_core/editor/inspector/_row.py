"""One knob in the inspector: its name, its widget, its keyframe and its reset."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import dearpygui.dearpygui as dpg

from graph_core.editor.desk import Desk
from graph_core.editor.knobs import Knob, write_value
from graph_core.editor.widgets import Icon, Place, add_drawing, make_widget
from graph_core.graph import KnobLink

__all__ = ["KnobRow"]

_NO_VALUE = object()


class KnobRow:
    """The line of one knob.

    Attributes:
        knob: The knob.
        item: The DearPyGui item around the line.
    """

    def __init__(self, desk: Desk, knob: Knob, place: Place, open_menu: Callable[[Knob], object]) -> None:
        """Make the line inside of a place as wide as the inspector.

        Args:
            desk: What the panels share.
            knob: The knob.
            place: Where.
            open_menu: Opens the menu of a knob.
        """
        self.knob = knob
        self._desk = desk
        self._value: Any = _NO_VALUE
        self._is_linked: bool | None = None
        theme = desk.theme
        gap, label, icons = theme.px(4), theme.px(124), 2 * theme.px(17) + theme.px(4)
        place = replace(place, menu=lambda: open_menu(knob), help=knob.help)
        with dpg.group(horizontal=True, horizontal_spacing=gap, parent=place.parent) as self.item:
            self._add_label(replace(place, width=label))
            width = place.width - label - icons - 2 * gap
            with dpg.group() as self._box:
                inner = replace(place, parent=self._box, width=width)
                self._widget = make_widget(inner, knob, desk.session.registry.widgets)
            with dpg.group(show=False) as self._link_box:
                self._link = dpg.add_button(width=width, callback=self._jump)
            place.attach(self._link)
            self._key = Icon(replace(place, parent=self.item, help="Set a keyframe."), "constant")
            self._key.on_click = self._click_key
            self._reset = Icon(replace(place, parent=self.item, help="Back to the default."), "reset")
            self._reset.on_click = knob.reset

    def update(self) -> None:
        """Let a widget that watches something do so, and let go of what was turned once the mouse is up."""
        if hasattr(self._widget, "update"):
            self._widget.update()
        if self.knob.is_turning and not any(dpg.is_mouse_button_down(button) for button in range(3)):
            self.knob.release()

    def show(self) -> None:
        """Show what the knob is now."""
        knob, theme = self.knob, self._desk.theme
        value, state = knob.value, knob.state
        if value != self._value:
            self._value = value
            self._widget.show(value)
        is_linked = state == "linked"
        if is_linked != self._is_linked:
            self._is_linked = is_linked
            dpg.configure_item(self._box, show=not is_linked)
            dpg.configure_item(self._link_box, show=is_linked)
        if is_linked:
            words = write_value(value)
            dpg.configure_item(self._link, label=f"{knob.expression}   ({words})" if words else knob.expression)
        signs = {
            "linked": ("link", theme.accent, "Follow no other knob any more."),
            "keyed": ("key", theme.accent, "Remove the keyframe at this frame."),
            "animated": ("animated", theme.accent, "Set a keyframe at this frame."),
            "constant": ("constant", theme.faint, "Set a keyframe at this frame."),
        }
        sign, color, words = signs[state]
        if state == "constant" and not knob.spec.can_animate:
            sign, words = "", "It cannot be animated."
        self._key.show(sign, color)
        self._key.tell(words)
        self._reset.show("" if knob.is_default else "reset", theme.faint)

    def items(self) -> dict[str, int | str]:
        """Return the DearPyGui items of its parts, by what they are called."""
        name = self.knob.spec.name
        parts = {"label": self._label, "knob": self._box, "link": self._link}
        icons = {"key": self._key.item, "reset": self._reset.item}
        return {f"{part} {name}": item for part, item in (parts | icons).items()}

    def _add_label(self, place: Place) -> None:
        theme = self._desk.theme
        self._label = item = add_drawing(self.item, place.width, place.height)
        dpg.set_item_label(item, self.knob.title)  # what the probe calls it
        size = theme.px(14)
        dpg.draw_text((0, theme.px(3)), self.knob.title, size=size, color=theme.faint, parent=item)
        place.attach(item)

    def _click_key(self) -> None:
        if self.knob.state == "linked":
            self.knob.unlink()
        elif self.knob.spec.can_animate:
            self.knob.toggle_key()

    def _jump(self) -> None:
        setting = self.knob.setting
        if isinstance(setting, KnobLink):
            self._desk.session.selection.set([setting.node])
