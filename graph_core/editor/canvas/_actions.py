"""The canvas's entries in the table of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dearpygui.dearpygui as dpg

from graph_core.editor import clipboard, commands
from graph_core.editor.actions import Action
from graph_core.editor.canvas._asking import Asking
from graph_core.editor.canvas._snapping import aligned, distributed
from graph_core.editor.desk import Desk

if TYPE_CHECKING:
    from graph_core.editor.canvas._panel import CanvasPanel

__all__ = ["add_actions"]


def add_actions(desk: Desk, panel: CanvasPanel, asking: Asking) -> None:
    """Add what can be done on the canvas."""
    doing = _Doing(desk, panel)
    some, any_chosen = doing.has_nodes, doing.has_chosen

    def node(label: str, run: object, *keys: str, group: str, needs: object = some) -> Action:
        return Action(label, run, keys, "Node", "canvas", needs, group=group)  # type: ignore[arg-type]

    desk.actions.add(
        Action("Cut", doing.cut, ("Ctrl+X",), "Edit", "canvas", any_chosen, group="clipboard"),
        Action("Copy", doing.copy, ("Ctrl+C",), "Edit", "canvas", any_chosen, group="clipboard"),
        Action("Paste", doing.paste, ("Ctrl+V",), "Edit", "canvas", group="clipboard"),
        Action("Paste with links", doing.paste_linked, ("Ctrl+Shift+V",), "Edit", "canvas", group="clipboard"),
        Action("Duplicate", doing.duplicate, ("Ctrl+D",), "Edit", "canvas", some, group="clipboard"),
        Action("Delete", doing.delete, ("Delete", "Backspace"), "Edit", "canvas", any_chosen, group="clipboard"),
        Action("Select all", doing.select_all, ("Ctrl+A",), "Edit", "canvas", group="select"),
        Action("Find a node...", asking.find, ("Ctrl+F",), "Edit", "canvas", group="select"),
        node("Add a node...", lambda: asking.add_node(panel.mouse), "Tab", group="add", needs=lambda: True),
        node("Rename...", lambda: asking.rename(doing.active), "F2", "N", group="one"),
        node("Disable or enable", doing.disable, "D", group="one"),
        node("Take out of its links", doing.extract, "Ctrl+Shift+X", group="one"),
        node("Backdrop behind them", doing.add_backdrop, "Shift+B", group="arrange", needs=lambda: True),
        node("Tidy up", doing.tidy, "L", group="arrange", needs=lambda: True),
        node("Align left", lambda: doing.align("left"), "Shift+L", group="arrange"),
        node("Align top", lambda: doing.align("top"), "Shift+T", group="arrange"),
        node("Equal gaps", doing.distribute, "Shift+G", group="arrange"),
        node("Select all above", lambda: doing.select_along(upstream=True), "Ctrl+Up", group="select"),
        node("Select all below", lambda: doing.select_along(upstream=False), "Ctrl+Down", group="select"),
        Action("Frame selected", doing.frame_selected, ("F",), "View", "canvas", group="canvas"),
        Action("Frame all", panel.frame, ("A", "Home"), "View", "canvas", group="canvas"),
        Action(
            "Minimap", doing.toggle_map, ("M",), "View", "canvas", is_checked=lambda: panel.minimap.is_shown,
            group="canvas",
        ),
        Action("Pan: hold and drag", panel.hold_space, ("Space",), panel="canvas"),
        Action("Let go", doing.let_go, ("Escape",), panel="canvas"),
    )  # fmt: skip


class _Doing:
    def __init__(self, desk: Desk, panel: CanvasPanel) -> None:
        self._desk = desk
        self._panel = panel
        self._session = desk.session

    @property
    def _names(self) -> tuple[str, ...]:
        return self._session.selection.names

    @property
    def active(self) -> str:
        return self._session.selection.active or ""

    def has_nodes(self) -> bool:
        return bool(self._names)

    def has_chosen(self) -> bool:
        return bool(self._names or self._panel.stage.backdrops)

    def copy(self) -> None:
        text = clipboard.copy(self._session.document.project, self._names, self._panel.stage.backdrops or None)
        dpg.set_clipboard_text(text)

    def cut(self) -> None:
        dpg.set_clipboard_text(clipboard.cut(self._session.document, self._names, self._panel.stage.backdrops or None))

    def paste(self, *, keep_inputs: bool = False) -> None:
        text = dpg.get_clipboard_text() or ""
        document = self._session.document
        self._session.selection.set(clipboard.paste(document, text, self._panel.mouse, keep_inputs=keep_inputs))

    def paste_linked(self) -> None:
        self.paste(keep_inputs=True)

    def duplicate(self) -> None:
        self._session.selection.set(clipboard.duplicate(self._session.document, self._names))

    def delete(self) -> None:
        commands.delete(self._session.document, self._names, self._panel.stage.backdrops)

    def disable(self) -> None:
        commands.toggle_disabled(self._session.document, self._names)

    def extract(self) -> None:
        commands.extract(self._session.document, self._names)

    def add_backdrop(self) -> None:
        commands.add_backdrop(self._session.document, self._names, position=self._panel.mouse)

    def tidy(self) -> None:
        commands.tidy(self._session.document, self._names if len(self._names) > 1 else ())
        self._panel.frame()

    def align(self, side: str) -> None:
        boxes = [self._panel.stage.scene.boxes[name] for name in self._names]
        commands.move(self._session.document, aligned(boxes, side))  # type: ignore[arg-type]

    def distribute(self) -> None:
        boxes = [self._panel.stage.scene.boxes[name] for name in self._names]
        commands.move(self._session.document, distributed(boxes))

    def select_all(self) -> None:
        self._session.selection.set(self._session.document.graph.nodes)

    def select_along(self, *, upstream: bool) -> None:
        graph = self._session.document.graph
        found = dict.fromkeys(self._names)
        waiting = list(found)
        while waiting:
            name = waiting.pop()
            sources = {source.node for source in graph.node(name).inputs.values()}
            following = sources if upstream else graph.downstream(name)
            waiting += [other for other in following if other not in found] if upstream else []
            found |= dict.fromkeys(following)
        self._session.selection.set([*(name for name in found if name != self.active), self.active])

    def frame_selected(self) -> None:
        self._panel.frame(self._names)

    def toggle_map(self) -> None:
        self._panel.minimap.is_shown = not self._panel.minimap.is_shown

    def let_go(self) -> None:
        if not self._panel.stage.cancel():
            self._session.selection.set(())
