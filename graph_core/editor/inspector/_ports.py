"""The links of a node as a list; a click goes to the node at the other end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

import dearpygui.dearpygui as dpg

from graph_core.editor.declaration import port_help
from graph_core.editor.inspector._look import Look
from graph_core.editor.layout import input_slots, output_ports
from graph_core.editor.session import Session
from graph_core.editor.widgets import Place, add_drawing
from graph_core.graph import Graph, GraphNode
from graph_core.node import type_name

__all__ = ["PortLine", "PortList", "port_lines"]

_ANY = TypeVar("_ANY")
"""What goes through the ports of a placeholder: nobody knows."""


class PortLine(NamedTuple):
    """One port and what it is linked to.

    Attributes:
        slot: Of the node.
        type: What goes through it.
        is_input: Which side it is on.
        others: Nodes at the other end, each with the port there as it is written in projects.
        is_missed: The node cannot run before something is linked to it.
        help: What the node says about it.
    """

    slot: str
    type: Any
    is_input: bool
    others: tuple[tuple[str, str], ...]
    is_missed: bool = False
    help: str = ""


def port_lines(graph: Graph, node: GraphNode) -> list[PortLine]:
    """Return the inputs of a node, then its outputs."""
    return [*_inputs(node), *_outputs(graph, node)]


def _inputs(node: GraphNode) -> Iterator[PortLine]:
    helps = port_help(node.cls) if node.cls else {}
    for slot in input_slots(node):
        port = node.port(slot)
        source = node.inputs.get(slot)
        kind = port.type if port else _ANY
        is_needed = port is not None and not port.optional and not (port.variadic and node.count(port.name))
        others = ((source.node, str(source)),) if source else ()
        help = helps.get(port.name, "") if port else ""
        yield PortLine(slot, kind, True, others, is_needed and source is None, help)


def _outputs(graph: Graph, node: GraphNode) -> Iterator[PortLine]:
    kinds = {port.name: port.type for port in node.cls.signature.outputs} if node.cls else {}
    for name in output_ports(node):
        others = tuple(
            (other.name, f"{other.name}.{slot}")
            for other in graph
            for slot, source in other.inputs.items()
            if source == (node.name, name)
        )
        yield PortLine(name, kinds.get(name, _ANY), False, others)


class PortList:
    """The list; it is made anew when a link has changed."""

    def __init__(self, place: Place, look: Look, session: Session, name: str) -> None:
        """Make it for a node."""
        self._session = session
        self._look = look
        self._name = name
        self._lines: list[PortLine] | None = None
        self._box = dpg.add_group(parent=place.parent)
        self._place = replace(place, parent=self._box)

    def show(self) -> None:
        """Bring it up to date."""
        graph = self._session.document.graph
        lines = port_lines(graph, graph.node(self._name))
        if lines == self._lines:
            return
        self._lines = lines
        dpg.delete_item(self._box, children_only=True)
        for line in lines:
            self._add(line)

    def _add(self, line: PortLine) -> None:
        theme = self._place.desk.theme
        label = theme.px(124)
        with dpg.group(horizontal=True, parent=self._box) as row:
            name = add_drawing(row, label, self._place.height)
            middle = self._place.height / 2
            color = theme.type_color(line.type)
            dpg.draw_circle((theme.px(5), middle), theme.px(3.5), segments=10, color=color, fill=color, parent=name)
            size = theme.px(14)
            dpg.draw_text((theme.px(14), theme.px(3)), line.slot, size=size, color=theme.faint, parent=name)
            with dpg.tooltip(dpg.get_item_parent(name), delay=0.5):
                dpg.add_text(f"{line.slot} ({type_name(line.type)})\n{line.help}".strip(), wrap=theme.px(320))
            with dpg.group():
                for node, address in line.others:
                    arrow = "from" if line.is_input else "to"
                    item = dpg.add_button(label=f"{arrow} {address}", user_data=node, callback=self._jump)
                    dpg.bind_item_theme(item, self._look.link)
                if not line.others:
                    words = "needs a link" if line.is_missed else "–"
                    dpg.add_text(words, color=theme.error if line.is_missed else theme.faint)

    def _jump(self, _: object, __: object, node: str) -> None:
        self._session.selection.set([node])
