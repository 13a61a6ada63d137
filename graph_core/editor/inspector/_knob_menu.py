"""The menu of a knob."""

from __future__ import annotations

from collections.abc import Callable

import dearpygui.dearpygui as dpg

from graph_core.editor.desk import Desk
from graph_core.editor.inspector._windows import ExpressionWindow, LinkWindow
from graph_core.editor.knobs import Knob
from graph_core.graph import KnobLink

__all__ = ["KnobMenu"]

Entry = tuple[str, Callable[[], object], bool]


class KnobMenu:
    """Opens at the mouse."""

    def __init__(self, desk: Desk) -> None:
        """Be ready to open."""
        self._desk = desk
        self._window: int | str = 0

    def close(self) -> None:
        """Take away what is open."""
        if self._window:
            dpg.delete_item(self._window)
            self._window = 0

    def open(self, knob: Knob) -> None:
        """Open the menu of a knob."""
        self.close()
        with dpg.window(popup=True, no_title_bar=True, min_size=(10, 10), autosize=True) as self._window:
            for group in self._entries(knob):
                for label, run, is_enabled in group:
                    dpg.add_menu_item(label=label, enabled=is_enabled, callback=_called(run))
                dpg.add_separator()

    def _entries(self, knob: Knob) -> list[list[Entry]]:
        state, desk = knob.state, self._desk
        is_curve = state in ("animated", "keyed")
        can_animate = knob.spec.can_animate and state != "linked"
        setting = knob.setting
        curves = desk.show_curves
        link: list[Entry] = [("Link to another knob…", lambda: self._open_links(knob), bool(knob.linkable()))]
        if isinstance(setting, KnobLink):
            link.append((f"Go to {setting.node}", lambda: desk.session.selection.set([setting.node]), True))
            link.append(("Unlink", knob.unlink, True))
        animate: list[Entry] = [
            ("Set key", knob.set_key, can_animate and state != "keyed"),
            ("Remove key", knob.remove_key, state == "keyed"),
            ("Remove animation", knob.remove_animation, is_curve),
        ]
        if curves is not None:
            animate.append(("Edit curve…", lambda: curves(knob.name, knob.spec.name), is_curve))
        return [
            animate if knob.spec.can_animate else [],
            [
                ("Copy", lambda: dpg.set_clipboard_text(knob.expression), True),
                ("Paste", lambda: knob.set_expression(dpg.get_clipboard_text()), True),
                ("Edit as text…", lambda: self._open_text(knob), True),
            ],
            link,
            [("Reset", knob.reset, not knob.is_default)],
        ]

    def _open_links(self, knob: Knob) -> None:
        self.close()
        self._window = LinkWindow(self._desk, knob).window

    def _open_text(self, knob: Knob) -> None:
        self.close()
        self._window = ExpressionWindow(self._desk, knob).window


def _called(run: Callable[[], object]) -> Callable[[], object]:
    """Wrap a function so that it is called without arguments."""

    def call() -> None:
        run()

    return call
