"""The head of the inspector: which node it is, what it is for, whether it is on."""

from __future__ import annotations

from dataclasses import replace

import dearpygui.dearpygui as dpg

from graph_core.editor import commands
from graph_core.editor.declaration import class_help
from graph_core.editor.inspector._look import Look
from graph_core.editor.widgets import Icon, Place
from graph_core.graph import GraphNode

__all__ = ["NodeHeader"]


class NodeHeader:
    """Name, id and first line of a node's help, its switch and its remark."""

    def __init__(self, place: Place, look: Look, names: tuple[str, ...]) -> None:
        """Make it for nodes of one class; the last is the one that is shown."""
        self._desk = place.desk
        self._look = look
        self._names = names
        self._name = names[-1]
        node = self._node
        self._add_name(place, node)
        theme = place.desk.theme
        several = f"   +{len(names) - 1} more, turned together" if len(names) > 1 else ""
        small = dpg.add_text(f"{node.id}{several}", color=theme.faint, parent=place.parent)
        dpg.bind_item_font(small, theme.small)
        title = node.cls.title() if node.cls else "Its plugin is not installed; the project keeps it as it is."
        dpg.add_text(title, wrap=place.width, parent=place.parent)
        self._help = dpg.add_text(
            class_help(node.cls) if node.cls else "",
            wrap=place.width,
            color=theme.faint,
            show=False,
            parent=place.parent,
        )
        self._add_switch(place)

    @property
    def _node(self) -> GraphNode:
        return self._desk.session.document.graph.node(self._name)

    def show(self) -> None:
        """Bring it up to date."""
        node = self._node
        if not dpg.is_item_active(self._title):
            dpg.set_value(self._title, node.name)
        if not dpg.is_item_active(self._label):
            dpg.set_value(self._label, node.label)
        dpg.set_value(self._disabled, node.disabled)

    def items(self) -> dict[str, int | str]:
        """Return the DearPyGui items of its parts, by what they are called."""
        return {"name": self._title, "view": self._view_icon.item, "help": self._help_icon.item, "off": self._disabled}

    def _add_name(self, place: Place, node: GraphNode) -> None:
        theme = self._desk.theme
        icons = 2 * (theme.px(17) + theme.px(4))
        with dpg.group(horizontal=True, parent=place.parent) as row:
            self._title = dpg.add_input_text(
                default_value=node.name, width=place.width - icons, on_enter=False, auto_select_all=True
            )
            dpg.bind_item_font(self._title, theme.bold)
            replace(place, help="Its name. Type another to rename it.").attach(self._title, ended=self._rename)
            self._view_icon = view = Icon(replace(place, parent=row, help="Show it in the viewer."), "eye", theme.text)
            view.on_click = self._view
            self._help_icon = about = Icon(
                replace(place, parent=row, help="What it does, in full."), "help", theme.text
            )
            about.on_click = self._toggle_help
            if not (node.cls and class_help(node.cls)):
                about.show("", theme.text)

    def _add_switch(self, place: Place) -> None:
        theme = self._desk.theme
        with dpg.group(horizontal=True, parent=place.parent):
            self._disabled = dpg.add_checkbox(label="off", callback=self._switch)
            replace(place, help="Switch it off: its input is passed through.").attach(self._disabled)
            self._label = dpg.add_input_text(width=place.width - theme.px(56), hint="remark, shown on the node")
            replace(place, help="A remark that is shown on the node.").attach(self._label, ended=self._set_label)

    def _rename(self) -> None:
        new = dpg.get_value(self._title).strip()
        dpg.set_value(self._title, self._name)  # stays so if the other name is refused
        if new == self._name:
            return
        commands.rename(self._desk.session.document, self._name, new)
        self._desk.session.selection.set((*self._names[:-1], new))

    def _switch(self, _: object, is_off: bool) -> None:
        commands.set_disabled(self._desk.session.document, self._names, is_off)

    def _set_label(self) -> None:
        label = dpg.get_value(self._label)
        if label != self._node.label:
            commands.set_label(self._desk.session.document, self._name, label)

    def _view(self) -> None:
        viewed = self._desk.session.viewed
        viewed.view(viewed.a, self._name)

    def _toggle_help(self) -> None:
        dpg.configure_item(self._help, show=not dpg.is_item_shown(self._help))
