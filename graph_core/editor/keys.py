"""Key presses: which action they are, unless a text field has the keyboard."""

from __future__ import annotations

from collections.abc import Callable

import dearpygui.dearpygui as dpg

from graph_core.editor.actions import Action, Chord
from graph_core.editor.desk import Desk

__all__ = ["Keys"]

_NAMES = {
    **{getattr(dpg, f"mvKey_{letter}"): letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"},
    **{getattr(dpg, f"mvKey_F{number}"): f"F{number}" for number in range(1, 13)},
    dpg.mvKey_Tab: "Tab",
    dpg.mvKey_Return: "Enter",
    dpg.mvKey_NumPadEnter: "Enter",
    dpg.mvKey_Escape: "Escape",
    dpg.mvKey_Spacebar: "Space",
    dpg.mvKey_Delete: "Delete",
    dpg.mvKey_Back: "Backspace",
    dpg.mvKey_Left: "Left",
    dpg.mvKey_Right: "Right",
    dpg.mvKey_Up: "Up",
    dpg.mvKey_Down: "Down",
    dpg.mvKey_Home: "Home",
    dpg.mvKey_End: "End",
    dpg.mvKey_Prior: "PageUp",
    dpg.mvKey_Next: "PageDown",
    dpg.mvKey_Plus: "=",
    dpg.mvKey_Minus: "-",
    dpg.mvKey_Comma: ",",
    dpg.mvKey_Period: ".",
    dpg.mvKey_Slash: "/",
    dpg.mvKey_Open_Brace: "[",
    dpg.mvKey_Close_Brace: "]",
    dpg.mvKey_Tilde: "`",
}

_OF_NO_FIELD = ("Escape", "Enter", "Up", "Down")  # what a field of one line has no use for
_CTRL = (dpg.mvKey_LControl, dpg.mvKey_RControl)
_SHIFT = (dpg.mvKey_LShift, dpg.mvKey_RShift)
_ALT = (dpg.mvKey_LAlt, dpg.mvKey_RAlt)


class Keys:
    """Turns key presses into actions.

    Args:
        desk: Where the actions are.
        panel_under_mouse: Tells over which panel the mouse is.
        ask_dialogs: Offers a key to the dialog on top; returns whether it took it.
    """

    def __init__(self, desk: Desk, panel_under_mouse: Callable[[], str], ask_dialogs: Callable[[str], bool]) -> None:
        """Begin to listen."""
        self._desk = desk
        self._panel_under_mouse = panel_under_mouse
        self._ask_dialogs = ask_dialogs
        self._held: set[int] = set()
        with dpg.handler_registry():
            dpg.add_key_press_handler(callback=self._press)
            dpg.add_key_release_handler(callback=self._release)

    def _press(self, _: object, key: int) -> None:
        repeated = key in self._held
        self._held.add(key)
        name = _NAMES.get(key)
        is_typing = _is_typing()
        if name is None or (is_typing and name not in _OF_NO_FIELD) or self._ask_dialogs(name):
            return
        if is_typing and name != "Escape":
            return
        ctrl, shift, alt = (self._is_held(keys) for keys in (_CTRL, _SHIFT, _ALT))
        action = self._desk.actions.find(Chord(name, ctrl, shift, alt), self._panel_under_mouse())
        if action is not None and (action.repeats or not repeated):
            self._run(action)

    def _is_held(self, keys: tuple[int, ...]) -> bool:
        """Return whether a modifier belongs to the press that is taken.

        In a chord that is struck fast it comes up in the turn of the press, or goes down in it but is told later.
        """
        return any(key in self._held or dpg.is_key_down(key) for key in keys)

    def _release(self, _: object, key: int) -> None:
        self._held.discard(key)

    def _run(self, action: Action) -> None:
        if action.is_enabled():
            with self._desk.telling():
                action.run()


def _is_typing() -> bool:
    """Return whether a text field has the keyboard."""
    item = dpg.get_focused_item()
    if not item or not dpg.does_item_exist(item):
        return False
    kind = dpg.get_item_type(item)
    return "Input" in kind and bool(dpg.is_item_active(item))
