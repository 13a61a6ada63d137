"""The canvas's entries in the table of actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import dearpygui.dearpygui as dpg

from graph_core.editor.actions import Action
from graph_core.editor.canvas._asking import Asking
from graph_core.editor.canvas._doing import Doing
from graph_core.editor.desk import Desk

if TYPE_CHECKING:
    from graph_core.editor.canvas._panel import CanvasPanel

__all__ = ["add_actions"]


def add_actions(desk: Desk, panel: CanvasPanel, asking: Asking) -> None:
    """Add what can be done on the canvas."""
    doing = Doing(panel.stage, lambda: panel.mouse)
    _add_editing(desk, panel, doing, asking)
    _add_node(desk, panel, doing, asking)
    _add_view(desk, panel, doing)


def _add_editing(desk: Desk, panel: CanvasPanel, doing: Doing, asking: Asking) -> None:
    def edit(label: str, run: Callable[[], object], *keys: str, group: str, needs: Callable[[], bool]) -> Action:
        return Action(label, run, keys, "Edit", panel.name, needs, group=group)

    def clipboard() -> str:
        return dpg.get_clipboard_text() or ""

    desk.actions.add(
        edit("Cut", lambda: dpg.set_clipboard_text(doing.cut()), "Ctrl+X", group="clipboard", needs=doing.has_chosen),
        edit("Copy", lambda: dpg.set_clipboard_text(doing.copy()), "Ctrl+C", group="clipboard", needs=doing.has_chosen),
        edit("Paste", lambda: doing.paste(clipboard()), "Ctrl+V", group="clipboard", needs=_always),
        edit(
            "Paste with links", lambda: doing.paste(clipboard(), keep_inputs=True), "Ctrl+Shift+V", group="clipboard",
            needs=_always,
        ),
        edit("Duplicate", doing.duplicate, "Ctrl+D", group="clipboard", needs=doing.has_nodes),
        edit("Delete", doing.delete, "Delete", "Backspace", group="clipboard", needs=doing.has_chosen),
        edit("Select all", doing.select_all, "Ctrl+A", group="select", needs=_always),
        edit("Select upstream", doing.select_upstream, "Ctrl+Up", group="select", needs=doing.has_nodes),
        edit("Select downstream", doing.select_downstream, "Ctrl+Down", group="select", needs=doing.has_nodes),
        edit("Find a node...", asking.find, "Ctrl+F", group="select", needs=_always),
        Action("Let go, or select nothing", panel.let_go, ("Escape",), panel=panel.name),
    )  # fmt: skip


def _add_node(desk: Desk, panel: CanvasPanel, doing: Doing, asking: Asking) -> None:
    def node(
        label: str, run: Callable[[], object], *keys: str, group: str, needs: Callable[[], bool] = doing.has_nodes
    ) -> Action:
        return Action(label, run, keys, "Node", panel.name, needs, group=group)

    desk.actions.add(
        node("Add a node...", lambda: asking.add_node(panel.mouse), "Tab", group="add", needs=_always),
        node("Add a dot", doing.add_dot, ".", group="add", needs=_always),
        node("Rename", lambda: asking.rename(doing.active), "F2", "N", group="one"),
        node("Disable or enable", doing.disable, "D", group="one"),
        node("Extract from its links", doing.extract, "Ctrl+Shift+X", group="one"),
        node(
            "Add a backdrop", lambda: asking.name_backdrop(doing.add_backdrop()), "Shift+B", group="arrange",
            needs=_always,
        ),
        node("Tidy up", doing.tidy, "L", group="arrange", needs=_always),
        node("Align left", lambda: doing.align("left"), "Shift+L", group="arrange", needs=doing.has_several),
        node("Align top", lambda: doing.align("top"), "Shift+T", group="arrange", needs=doing.has_several),
        node("Equal gaps", doing.distribute, "Shift+G", group="arrange", needs=doing.has_several),
    )  # fmt: skip


def _add_view(desk: Desk, panel: CanvasPanel, doing: Doing) -> None:
    def toggle_map() -> None:
        panel.minimap.is_shown = not panel.minimap.is_shown

    desk.actions.add(
        Action("Frame selected", lambda: panel.frame(doing.names), ("F",), "View", panel.name, group="canvas"),
        Action("Frame all", panel.frame, ("A", "Home"), "View", panel.name, group="canvas"),
        Action(
            "Minimap", toggle_map, ("M",), "View", panel.name, is_checked=lambda: panel.minimap.is_shown,
            group="canvas",
        ),
        Action("Pan: hold and drag", panel.hold_space, ("Space",), panel=panel.name),
    )  # fmt: skip


def _always() -> bool:
    return True
