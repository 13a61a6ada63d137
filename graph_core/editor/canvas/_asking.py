"""What the canvas asks for: which node to add, a name, what to put between two that do not fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import dearpygui.dearpygui as dpg

from graph_core.editor import commands
from graph_core.editor.canvas._fitting import class_fits_between
from graph_core.editor.canvas._linking import LinkEnd, Refusal
from graph_core.editor.canvas._scene import BackdropHit, Hit, LinkHit, NodeHit
from graph_core.editor.desk import Desk
from graph_core.editor.dialogs import Box
from graph_core.editor.document import Document
from graph_core.editor.layout import Position
from graph_core.editor.palette import Entry, Palette
from graph_core.editor.search import find_nodes, giving, matching, taking
from graph_core.node import Node

if TYPE_CHECKING:
    from graph_core.editor.canvas._panel import CanvasPanel

__all__ = ["Asking"]

_MOST_RECENT = 12


class Asking:
    """Palettes and small dialogs of the canvas.

    Args:
        desk: What the panels share.
        panel: The canvas.
    """

    def __init__(self, desk: Desk, panel: CanvasPanel) -> None:
        self._desk = desk
        self._panel = panel
        self._open: Palette | None = None
        self._recent: list[str] = []

    @property
    def is_open(self) -> bool:
        """Whether a palette is open."""
        return self._open is not None and self._open.is_open

    def close(self) -> None:
        """Take a palette away that was left open."""
        if self._open is not None and self._open.is_open:
            self._open.close()

    # Adding

    def add_node(self, place: Position, end: LinkEnd | None = None) -> None:
        """Ask for a node to add, of those that fit the end of a link if there is one."""
        registry, graph = self._desk.session.registry, self._desk.session.document.graph
        nodes: Sequence[type[Node]] = list(registry)
        if end is not None and end.source is not None:
            nodes = taking(nodes, graph.output_type(end.source))
        elif end is not None:
            name, _, slot = end.target.partition(".")
            port = graph.node(name).port(slot)
            nodes = giving(nodes, port.type) if port is not None else nodes

        def chosen(node_id: str) -> None:
            source = str(end.source) if end and end.source else ""
            target = end.target if end and not end.source else ""
            self._added(commands.add(self._document, node_id, place, source=source, target=target), node_id)

        self._ask("Add a node" if end is None else "Add a node that fits", nodes, chosen)

    def insert(self, target: str, place: Position) -> None:
        """Ask for a node to put on a link."""
        graph = self._desk.session.document.graph
        name, _, slot = target.partition(".")
        source, port = graph.node(name).inputs[slot], graph.node(name).port(slot)
        nodes = [cls for cls in self._desk.session.registry if class_fits_between(cls, graph, source, port)]

        def chosen(node_id: str) -> None:
            with self._document.edit("Insert a node"):
                added = commands.add(self._document, node_id, place)
                commands.insert_on_link(self._document, added, target)
            self._added(added, node_id)

        self._ask("Put a node on the link", nodes, chosen)

    def find(self) -> None:
        """Ask for a node of the graph to go to."""

        def found(words: str) -> list[Entry]:
            nodes = find_nodes(self._desk.session.document.graph, words)
            return [Entry(node.name, node.name, node.id, node.label) for node in nodes]

        def chosen(name: str) -> None:
            self._desk.session.selection.set((name,))
            self._panel.frame((name,))

        self.close()
        self._open = Palette(self._desk, "Find a node", found, chosen)

    def tell_refusal(self, refusal: Refusal) -> None:
        """Tell why a link was refused, and offer what fits between."""
        error = refusal.error
        self._desk.session.log.problem(error)
        self._desk.notify(f"{error.message} {error.hint}")
        if not refusal.converters:
            return
        nodes = [self._desk.session.registry.node(node_id) for node_id in refusal.converters]

        def chosen(node_id: str) -> None:
            with self._document.edit("Link through a node"):
                added = commands.add(self._document, node_id, refusal.at, source=refusal.source)
                commands.connect(self._document, added, refusal.target)
            self._added(added, node_id)

        self._ask("These do not fit. Put one between them", nodes, chosen)

    def _ask(self, title: str, nodes: Sequence[type[Node]], chosen: Callable[[str], object]) -> None:
        def found(words: str) -> list[Entry]:
            return [
                Entry(node.id, node.id.rpartition(".")[2].replace("_", " "), node.id.rpartition(".")[0], node.title())
                for node in matching(nodes, words, self._recent if words else ())
            ]

        self.close()
        self._open = Palette(self._desk, title, found, chosen)

    def _added(self, name: str, node_id: str) -> None:
        self._recent = [node_id, *(other for other in self._recent if other != node_id)][:_MOST_RECENT]
        self._desk.session.selection.set((name,))

    # Menus and names

    def menu(self, hit: Hit | None, place: Position) -> None:
        """Offer what can be done with what was right-clicked."""
        if isinstance(hit, LinkHit):
            self.insert(hit.target, place)
        elif isinstance(hit, BackdropHit):
            self.change_backdrop(hit.index)
        elif isinstance(hit, NodeHit):
            if hit.name not in self._desk.session.selection:
                self._desk.session.selection.set((hit.name,))
            self._node_menu()
        else:
            self.add_node(place)

    def _node_menu(self) -> None:
        """Show the actions of nodes beside the mouse."""
        with dpg.window(popup=True, autosize=True, no_title_bar=True) as popup:
            for action in self._desk.actions:
                if action.panel == "canvas" and action.menu == "Node" and action.is_enabled():
                    shortcut = action.keys[0] if action.keys else ""
                    dpg.add_menu_item(
                        label=action.label, shortcut=shortcut, callback=lambda _, __, run: self._desk.later(run),
                        user_data=action.run,
                    )  # fmt: skip
        dpg.set_item_pos(popup, list(dpg.get_mouse_pos(local=False)))

    def rename(self, name: str) -> None:
        """Ask for another name of a node."""

        def done(text: str) -> None:
            commands.rename(self._document, name, text)
            self._desk.session.selection.set((text,))

        self._line("Rename", name, done)

    def change_backdrop(self, index: int) -> None:
        """Ask for title and colour of a backdrop."""
        document, px = self._document, self._desk.theme.px
        before = document.project.backdrops[index]
        box = Box(self._desk, "Backdrop", 340, 170, is_modal=True)

        def save() -> None:
            red, green, blue, *_ = (round(part) for part in dpg.get_value(color))
            title = dpg.get_value(field)
            box.close()
            commands.change_backdrop(document, index, title=title, color=(red, green, blue))

        def remove() -> None:
            box.close()
            self._desk.later(lambda: commands.remove_backdrop(document, index))

        with box.filling():
            field = dpg.add_input_text(default_value=before.title, width=-1)
            color = dpg.add_color_edit((*before.color, 255), no_alpha=True, width=-1)
            with dpg.group(horizontal=True):
                dpg.add_button(label="OK", width=px(90), callback=save)
                dpg.add_button(label="Remove", width=px(90), callback=remove)
                dpg.add_button(label="Cancel", width=px(90), callback=box.cancel)
        box.on_enter = save

    def _line(self, title: str, text: str, done: Callable[[str], object]) -> None:
        """Ask for a line of text."""
        box = Box(self._desk, title, 340, 110, is_modal=True)

        def finish() -> None:
            value = dpg.get_value(field)
            box.close()
            with self._desk.telling():
                done(value)

        with box.filling():
            field = dpg.add_input_text(default_value=text, width=-1, on_enter=True, callback=finish)
            with dpg.group(horizontal=True):
                dpg.add_button(label="OK", width=self._desk.theme.px(90), callback=finish)
                dpg.add_button(label="Cancel", width=self._desk.theme.px(90), callback=box.cancel)
        dpg.focus_item(field)
        box.on_enter = finish

    @property
    def _document(self) -> Document:
        return self._desk.session.document
