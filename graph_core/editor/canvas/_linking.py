"""Dragging a link from a port, or the end of a link off its port."""

from __future__ import annotations

from dataclasses import dataclass

from graph_core.editor import commands
from graph_core.editor.canvas._fitting import fitting_inputs, fitting_outputs
from graph_core.editor.canvas._gestures import Spot
from graph_core.editor.canvas._scene import PortHit, Scene
from graph_core.editor.document import Document
from graph_core.editor.layout import Position
from graph_core.errors import CycleError, GraphCoreError, LinkError
from graph_core.graph import Source

__all__ = ["LinkDrag", "LinkEnd", "Refusal"]


@dataclass(frozen=True, slots=True)
class LinkEnd:
    """The end of a link that stays where it is: an output, or an input such as "merge.a"; the other is empty."""

    source: Source | None = None
    target: str = ""

    @property
    def port(self) -> PortHit:
        """The port it is at."""
        if self.source is not None:
            return PortHit(self.source.node, False, self.source.port)
        node, _, slot = self.target.partition(".")
        return PortHit(node, True, slot)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A link that was refused.

    Attributes:
        error: Why.
        source, target: What was to be linked.
        converters: Ids of nodes that would fit between them.
        at: Where on the canvas.
    """

    error: GraphCoreError
    source: str
    target: str
    converters: tuple[str, ...]
    at: Position


class LinkDrag:
    """Draws a link after the mouse and links what it is released on.

    Attributes:
        end: The end that stays.
        at: Where the loose end is.
        fits: Ports it may end in.
        over: The port it would be linked to now, whether that fits or not.
        picked: The input the dragged link still feeds, or "" for a new link.
        is_dropped: After the release: a new link ended on nothing.
        refusal: After the release: why it cannot end where it does.
    """

    def __init__(self, document: Document, scene: Scene, end: LinkEnd, spot: Spot, picked: str = "") -> None:
        self._document, self._scene, self._start = document, scene, spot
        self.end, self.picked = end, picked
        self.at = spot.place
        self.over: PortHit | None = None
        self.has_moved = False
        self.is_dropped = False
        self.refusal: Refusal | None = None
        graph = document.graph
        self.fits = fitting_inputs(graph, end.source, but=picked) if end.source else fitting_outputs(graph, end.target)

    @property
    def is_fit(self) -> bool:
        """Whether it may end where it is."""
        return self.over in self.fits

    def move(self, spot: Spot) -> None:
        self.has_moved = (
            self.has_moved or max(abs(spot.x - self._start.x), abs(spot.y - self._start.y)) > spot.reach / 2
        )
        self.at = spot.place
        self.over = self._port_under(spot)
        if self.over is not None and self.is_fit:
            self.at = self._scene.boxes[self.over.node].port(self.over.is_input, self.over.port)

    def release(self, spot: Spot) -> None:
        self.move(spot)
        if not self.has_moved:
            return
        if self.over is not None:
            self._link(self.over)
        elif self.picked:
            commands.disconnect(self._document, self.picked)
        else:
            self.is_dropped = True

    def cancel(self) -> None:
        pass

    def _port_under(self, spot: Spot) -> PortHit | None:
        """Return the port at the mouse; on a node, the nearest of its ports on the right side, one that fits first."""
        is_input = self.end.source is not None
        port = self._scene.port_at(spot.x, spot.y, spot.reach * 1.3)
        if port is not None and port.is_input == is_input:
            return port
        name = self._scene.node_at(spot.x, spot.y)
        if name is None or name == self.end.port.node:
            return None
        ports = [PortHit(name, side, port) for side, port in self._scene.boxes[name].ports if side == is_input]
        top = self._scene.boxes[name].top
        offsets = self._scene.boxes[name].ports

        def order(port: PortHit) -> tuple[bool, float]:
            return (port not in self.fits, abs(top + offsets[is_input, port.port][1] - spot.y))

        return min(ports, key=order, default=None)

    def _link(self, port: PortHit) -> None:
        source, target = (self.end.source, port.address) if self.end.source else (port.address, self.end.target)
        if self.picked and target == self.picked and self.end.source:
            return
        try:
            if self.picked and self.end.source:
                commands.move_link(self._document, self.picked, target)
            else:
                commands.connect(self._document, str(source), target)
        except (LinkError, CycleError) as error:
            graph = self._document.graph
            between = [] if isinstance(error, CycleError) else commands.converters(graph, str(source), target)
            self.refusal = Refusal(error, str(source), target, tuple(between), self.at)
