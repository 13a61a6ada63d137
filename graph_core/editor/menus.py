"""The menu bar, made from the table of actions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import dearpygui.dearpygui as dpg

from graph_core.editor.actions import Action
from graph_core.editor.desk import Desk

__all__ = ["Menus"]

_ORDER = ("File", "Edit", "Node", "View", "Playback", "Render", "Help")


class Menus:
    """The menu bar.

    Args:
        desk: Where the actions are.
        window: The DearPyGui window it belongs to.
        labels: Entries whose words change, such as what is undone, by the label of their action.
    """

    def __init__(self, desk: Desk, window: int | str, labels: dict[str, Callable[[], str]]) -> None:
        self._desk = desk
        self._labels = labels
        self._entries: list[tuple[int | str, Action]] = []
        self._shown: dict[int | str, tuple[str, bool, bool]] = {}
        shown = [action for action in desk.actions if action.menu]
        names = sorted({action.menu for action in shown}, key=lambda name: (_place(name), name))
        with dpg.menu_bar(parent=window):
            for name in names:
                with dpg.menu(label=name):
                    self._fill([action for action in shown if action.menu == name])

    def update(self) -> None:
        """Bring entries up to date that are other than they were."""
        for item, action in self._entries:
            label = self._labels[action.label]() if action.label in self._labels else action.label
            is_checked = action.is_checked() if action.is_checked is not None else False
            wanted = (label, action.is_enabled(), is_checked)
            if self._shown.get(item) != wanted:
                self._shown[item] = wanted
                dpg.configure_item(item, label=label, enabled=wanted[1])
                dpg.set_value(item, is_checked)

    def _fill(self, actions: Sequence[Action]) -> None:
        groups = list(dict.fromkeys(action.group for action in actions))
        for place, group in enumerate(groups):
            if place:
                dpg.add_separator()
            for action in actions:
                if action.group == group:
                    self._add(action)

    def _add(self, action: Action) -> None:
        def run() -> None:
            with self._desk.telling():
                action.run()

        item = dpg.add_menu_item(
            label=action.label,
            shortcut=action.keys[0] if action.keys else "",
            check=action.is_checked is not None,
            callback=run,
        )
        self._entries.append((item, action))


def _place(name: str) -> int:
    return _ORDER.index(name) if name in _ORDER else len(_ORDER) - 1
