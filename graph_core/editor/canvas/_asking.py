"""What the canvas asks for: which node to add, a name, what to put between two that do not fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

import dearpygui.dearpygui as dpg

from graph_core.editor import commands
from graph_core.editor.canvas._fitting import class_fits_between
from graph_core.editor.canvas._linking import LinkEnd, Refusal
from graph_core.editor.canvas._name_field import NameField
from graph_core.editor.canvas._refusal import RefusalBox
from graph_core.editor.canvas._scene import BackdropHit, Hit, LinkHit, NodeHit
from graph_core.editor.declaration import class_help
from graph_core.editor.desk import Desk
from graph_core.editor.dialogs import Box
from graph_core.editor.document import Document
from graph_core.editor.layout import HEADER, Position
from graph_core.editor.palette import Entry, Palette
from graph_core.editor.search import find_nodes, giving, matching, taking
from graph_core.editor.theme import Color
from graph_core.node import Node, type_name

if TYPE_CHECKING:
    from graph_core.editor.canvas._panel import CanvasPanel

__all__ = ["Asking"]


class _Question(Protocol):
    """What is open until it is answered, or until there is a click elsewhere."""

    @property
    def is_open(self) -> bool: ...

    def close(self) -> None: ...


class Asking:
    """Palettes and small dialogs of the canvas.

    Args:
        desk: What the panels share.
        panel: The canvas.
    """

    def __init__(self, desk: Desk, panel: CanvasPanel) -> None:
        self._desk = desk
        self._panel = panel
        self._question: _Question | None = None

    @property
    def is_open(self) -> bool:
        """Whether something is asked."""
        return self._question is not None and self._question.is_open

    def close(self) -> None:
        """Take away what was asked."""
        if self._question is not None and self._question.is_open:
            self._question.close()

    @property
    def _document(self) -> Document:
        return self._desk.session.document

    # Adding

    def add_node(self, place: Position, end: LinkEnd | None = None) -> None:
        """Ask for a node to add, of those that fit the end of a link if there is one."""
        graph = self._document.graph
        nodes: Sequence[type[Node]] = sorted(self._desk.session.registry, key=lambda cls: cls.id)
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

        self._ask("Add a node" if end is None else "Add a node that fits", nodes, chosen, is_grouped=end is None)

    def insert(self, target: str, place: Position) -> None:
        """Ask for a node to put on a link."""
        graph = self._document.graph
        name, _, slot = target.partition(".")
        source, port = graph.node(name).inputs[slot], graph.node(name).port(slot)
        nodes = [cls for cls in self._desk.session.registry if class_fits_between(cls, graph, source, port)]

        def chosen(node_id: str) -> None:
            with self._document.edit("Insert a node"):
                added = commands.add(self._document, node_id, _centered(place))
                commands.insert_on_link(self._document, added, target)
            self._added(added, node_id)

        self._ask("Put a node on the link", nodes, chosen)

    def find(self) -> None:
        """Ask for a node of the graph to go to."""
        graph = self._document.graph

        def found(words: str) -> list[Entry]:
            return [
                Entry(
                    node.name, node.name, node.id, node.label or (node.cls.title() if node.cls else ""),
                    self._color_of(node.cls),
                )
                for node in find_nodes(graph, words)
            ]  # fmt: skip

        def chosen(name: str) -> None:
            self._desk.session.selection.set((name,))
            self._panel.frame((name,))

        self._open(Palette(self._desk, "Find a node", found, chosen))

    def tell_refusal(self, refusal: Refusal) -> None:
        """Tell why a link was refused, and offer what fits between."""
        error = refusal.error
        self._desk.session.log.problem(error)
        self._desk.notify(f"{error.message} {error.hint}".strip())

        def chosen(node_id: str) -> None:
            with self._document.edit("Link through a node"):
                place = _centered(self._between(refusal))
                added = commands.add(self._document, node_id, place, source=refusal.source)
                commands.connect(self._document, added, refusal.target)
            self._added(added, node_id)

        def more() -> None:
            nodes = [self._desk.session.registry.node(node_id) for node_id in refusal.converters]
            self._ask("Put a node between", nodes, chosen)

        self._open(RefusalBox(self._desk, refusal, chosen, more))

    def _between(self, refusal: Refusal) -> Position:
        """Return the middle of the link that was refused."""
        boxes = self._panel.stage.scene.boxes
        name, _, port = refusal.source.partition(".")
        begin = boxes[name].port(False, port or "out")
        target, _, slot = refusal.target.partition(".")
        end = boxes[target].port(True, slot)
        return ((begin[0] + end[0]) / 2, (begin[1] + end[1]) / 2)

    def _ask(
        self,
        title: str,
        nodes: Sequence[type[Node]],
        chosen: Callable[[str], object],
        *,
        is_grouped: bool = False,
    ) -> None:
        recent = self._desk.session.settings.recent_nodes
        known = {node.id: node for node in nodes}

        def found(words: str) -> list[Entry]:
            if words:
                return [self._entry(node) for node in matching(nodes, words, recent)]
            lately = [known[node_id] for node_id in recent if node_id in known]
            first = [self._entry(node, "lately" if is_grouped else "") for node in lately]
            rest = [node for node in nodes if node not in lately or is_grouped]
            return [*first, *(self._entry(node, _category(node) if is_grouped else "") for node in rest)]

        self._open(Palette(self._desk, title, found, chosen))

    def _entry(self, node: type[Node], heading: str = "") -> Entry:
        label = node.id.rpartition(".")[2].replace("_", " ")
        return Entry(node.id, label, _category(node), _help(node), self._color_of(node), heading)

    def _color_of(self, cls: type[Node] | None) -> Color:
        """Return the colour of what a node gives."""
        outputs = cls.signature.outputs if cls is not None else ()
        return self._desk.theme.type_color(outputs[0].type) if outputs else self._desk.theme.faint

    def _added(self, name: str, node_id: str) -> None:
        self._desk.session.settings.remember_node(node_id)
        self._desk.session.selection.set((name,))

    def _open(self, question: _Question) -> None:
        self.close()
        self._question = question

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
            self._show_node_menu()
        else:
            self.add_node(place)

    def _show_node_menu(self) -> None:
        """Show the actions of nodes beside the mouse."""
        with dpg.window(popup=True, autosize=True, no_title_bar=True, no_move=True) as popup:
            group = ""
            for action in self._desk.actions:
                if action.panel != self._panel.name or action.menu != "Node" or not action.is_enabled():
                    continue
                if group and action.group != group:
                    dpg.add_separator()
                group = action.group
                dpg.add_menu_item(
                    label=action.label, shortcut=action.keys[0] if action.keys else "",
                    callback=lambda _, __, run: self._desk.later(run), user_data=action.run,
                )  # fmt: skip
        dpg.set_item_pos(popup, list(dpg.get_mouse_pos(local=False)))

    def rename(self, name: str) -> None:
        """Let the person write another name in the place of a node's."""

        def named(text: str) -> None:
            commands.rename(self._document, name, text)
            self._desk.session.selection.set((text,))

        box = self._panel.stage.scene.boxes[name]
        left, top = self._panel.in_window(box.left, box.top)
        width, height = box.width * self._panel.stage.view.scale, HEADER * self._panel.stage.view.scale
        place = (left, top + (height - self._desk.theme.px(HEADER)) / 2)
        self._open(NameField(self._desk, name, place, width, named))

    def name_backdrop(self, index: int) -> None:
        """Let the person write another title in the place of a backdrop's."""
        backdrop = self._document.project.backdrops[index]

        def named(text: str) -> None:
            commands.change_backdrop(self._document, index, title=text)

        place = self._panel.in_window(*backdrop.position)
        width = backdrop.size[0] * self._panel.stage.view.scale
        self._open(NameField(self._desk, backdrop.title, place, width, named))

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
        dpg.focus_item(field)
        box.on_enter = save


def _category(node: type[Node]) -> str:
    return node.id.partition(".")[0]


def _help(node: type[Node]) -> str:
    takes = ", ".join(f"{port.name} ({type_name(port.type)})" for port in node.signature.inputs)
    gives = ", ".join(f"{port.name} ({type_name(port.type)})" for port in node.signature.outputs)
    lines = [node.title(), f"Takes {takes}." if takes else "", f"Gives {gives}." if gives else "", class_help(node)]
    return "\n\n".join(line for line in lines if line)


def _centered(place: Position) -> Position:
    """Return where a node goes whose header is to be around a place."""
    return (place[0] - 80.0, place[1] - HEADER)
