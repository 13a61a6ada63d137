"""What can be done with the nodes that are selected on the canvas."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

from graph_core.editor import clipboard, commands
from graph_core.editor.canvas._scene import LinkHit
from graph_core.editor.canvas._snapping import aligned, distributed
from graph_core.editor.canvas._stage import Stage
from graph_core.editor.document import Document
from graph_core.editor.layout import DOT, Position, is_dot
from graph_core.editor.session import Selection
from graph_core.graph import Graph, GraphNode
from graph_core.node import Node

__all__ = ["Doing"]


class Doing:
    """Edits of what is selected.

    Args:
        stage: The canvas.
        place: Tells where the mouse is on it.
    """

    def __init__(self, stage: Stage, place: Callable[[], Position]) -> None:
        self._stage, self._place = stage, place

    @property
    def _document(self) -> Document:
        return self._stage.document

    @property
    def _selection(self) -> Selection:
        return self._stage.selection

    @property
    def names(self) -> tuple[str, ...]:
        """The selected nodes."""
        return self._selection.names

    @property
    def active(self) -> str:
        """The node selected last, or ""."""
        return self._selection.active or ""

    def has_nodes(self) -> bool:
        """Return whether any node is selected."""
        return bool(self.names)

    def has_several(self) -> bool:
        """Return whether there are nodes to bring into line."""
        return len(self.names) > 1

    def has_chosen(self) -> bool:
        """Return whether any node or backdrop is selected."""
        return bool(self.names or self._stage.backdrops)

    # The clipboard

    def copy(self) -> str:
        """Return what is selected as text."""
        return clipboard.copy(self._document.project, self.names, self._stage.backdrops or None)

    def cut(self) -> str:
        """Return what is selected as text and remove it."""
        return clipboard.cut(self._document, self.names, self._stage.backdrops or None)

    def paste(self, text: str, *, keep_inputs: bool = False) -> None:
        """Add the nodes of a text at the mouse."""
        self._selection.set(clipboard.paste(self._document, text, self._place(), keep_inputs=keep_inputs))

    def duplicate(self) -> None:
        """Put copies beside what is selected."""
        self._selection.set(clipboard.duplicate(self._document, self.names))

    # Nodes

    def delete(self) -> None:
        """Remove what is selected."""
        commands.delete(self._document, self.names, self._stage.backdrops)

    def disable(self) -> None:
        """Switch the selected nodes off, or on when all are off."""
        commands.toggle_disabled(self._document, self.names)

    def extract(self) -> None:
        """Take the selected nodes out of the flow."""
        commands.extract(self._document, self.names)

    def add_dot(self) -> None:
        """Put a dot on the link under the mouse, or behind the active node, or at the mouse."""
        dot = dot_class(self._document.graph)
        if dot is None:
            return
        x, y = self._place()
        place = (x - DOT / 2, y - DOT / 2)
        hovered = self._stage.hovered
        node = self._document.graph.nodes.get(self.active)
        outputs = node.cls.signature.outputs if node is not None and node.cls else ()
        with self._document.edit("Add a dot"):
            if isinstance(hovered, LinkHit):
                name = commands.add(self._document, dot.id, place)
                commands.insert_on_link(self._document, name, hovered.target)
            else:
                source = f"{self.active}.{outputs[0].name}" if outputs else ""
                name = commands.add(self._document, dot.id, place, source=source)
        self._selection.set([name])

    # Places

    def add_backdrop(self) -> int:
        """Put a backdrop behind the selected nodes, or at the mouse; return its number."""
        return commands.add_backdrop(self._document, self.names, position=self._place())

    def tidy(self) -> None:
        """Lay the selected nodes out, or all when there are not several."""
        commands.tidy(self._document, self.names if self.has_several() else ())

    def align(self, side: Literal["left", "top"]) -> None:
        """Put the selected nodes on one line."""
        commands.move(self._document, aligned([self._stage.scene.boxes[name] for name in self.names], side))

    def distribute(self) -> None:
        """Put equal gaps between the selected nodes."""
        commands.move(self._document, distributed([self._stage.scene.boxes[name] for name in self.names]))

    # Selecting

    def select_all(self) -> None:
        """Select every node."""
        self._selection.set(self._document.graph.nodes)

    def select_upstream(self) -> None:
        """Select besides what the selected nodes depend on."""
        graph = self._document.graph
        self._select_besides(graph, graph.upstream)

    def select_downstream(self) -> None:
        """Select besides what depends on the selected nodes."""
        graph = self._document.graph
        self._select_besides(graph, graph.downstream)

    def _select_besides(self, graph: Graph, following: Callable[[str], Iterable[str]]) -> None:
        found = {other for name in self.names for other in following(name)} - set(self.names)
        self._selection.set([*(node.name for node in graph if node.name in found), *self.names])


def dot_class(graph: Graph) -> type[Node] | None:
    """Return the class of nodes that only lead a link around, if there is one."""
    return next((cls for cls in graph.registry if is_dot(GraphNode("dot", cls.id, cls))), None)
