"""The menu bar, made from the table of actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import dearpygui.dearpygui as dpg

from graph_core.editor.actions import Action
from graph_core.editor.desk import Desk

__all__ = ["Menus", "Submenu"]

_ORDER = ("File", "Edit", "Node", "View", "Playback", "Render", "Help")
_REST = _ORDER.index("View")


@dataclass(frozen=True, slots=True)
class Submenu:
    """Entries of a menu that come and go, such as the recent projects.

    Attributes:
        label: What the submenu is called.
        menu, group: Where it stands: after the actions of this group.
        entries: What it offers now, by what each entry is called; asked in every turn of the loop.
    """

    label: str
    menu: str
    group: str
    entries: Callable[[], Mapping[str, Callable[[], object]]]


@dataclass(slots=True)
class _Shown:
    submenu: Submenu
    item: int | str
    names: list[str] = field(default_factory=list)


class Menus:
    """The menu bar.

    Args:
        desk: Where the actions are.
        window: The DearPyGui window it belongs to.
        labels: Entries whose words change, such as what is undone, by the label of their action.
        submenus: Menus inside the menus.
    """

    def __init__(
        self,
        desk: Desk,
        window: int | str,
        labels: Mapping[str, Callable[[], str]],
        submenus: Sequence[Submenu] = (),
    ) -> None:
        self._desk = desk
        self._labels = labels
        self._submenus: list[_Shown] = []
        self._entries: list[tuple[int | str, Action]] = []
        self._shown: dict[int | str, tuple[str, bool, bool]] = {}
        shown = [action for action in desk.actions if action.menu]
        names = sorted({action.menu for action in shown}, key=lambda name: (_place(name), name))
        with dpg.menu_bar(parent=window):
            for name in names:
                with dpg.menu(label=name):
                    inside = [submenu for submenu in submenus if submenu.menu == name]
                    self._fill([action for action in shown if action.menu == name], inside)

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
        for shown in self._submenus:
            self._update(shown)

    def _update(self, shown: _Shown) -> None:
        entries = shown.submenu.entries()
        if shown.names == list(entries):
            return
        shown.names = list(entries)
        dpg.delete_item(shown.item, children_only=True)
        dpg.configure_item(shown.item, enabled=bool(entries))
        for name, run in entries.items():
            dpg.add_menu_item(label=name, parent=shown.item, callback=self._telling(run))

    def _fill(self, actions: Sequence[Action], submenus: Sequence[Submenu]) -> None:
        groups = list(dict.fromkeys(action.group for action in actions))
        for place, group in enumerate(groups):
            if place:
                dpg.add_separator()
            for action in actions:
                if action.group == group:
                    self._add(action)
            for submenu in submenus:
                if submenu.group == group:
                    self._submenus.append(_Shown(submenu, dpg.add_menu(label=submenu.label, enabled=False)))

    def _add(self, action: Action) -> None:
        item = dpg.add_menu_item(
            label=action.label,
            shortcut=action.keys[0] if action.keys else "",
            check=action.is_checked is not None,
            callback=self._telling(action.run),
        )
        self._entries.append((item, action))

    def _telling(self, act: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            with self._desk.telling():
                act()

        return run


def _place(name: str) -> int:
    return _ORDER.index(name) if name in _ORDER else _REST
