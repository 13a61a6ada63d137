"""The canvas without its drawing: the document as it stands on it, what is under the mouse, what the mouse is doing."""

from __future__ import annotations

from graph_core.editor._signal import Signal
from graph_core.editor.canvas._gestures import Band, Gesture, Pan, ResizeBackdrop, Spot
from graph_core.editor.canvas._linking import LinkDrag, LinkEnd, Refusal
from graph_core.editor.canvas._moving import Move
from graph_core.editor.canvas._scene import BackdropHit, Hit, LinkHit, NodeHit, PortHit, Scene
from graph_core.editor.canvas._view import View
from graph_core.editor.document import Change, Document
from graph_core.editor.layout import Position, contents
from graph_core.editor.session import Selection
from graph_core.graph import Source

__all__ = ["Stage"]

_REACH_PX = 9.0


class Stage:
    """Turns presses, moves and releases of the mouse into edits.

    Attributes:
        document: What is edited.
        selection: The selected nodes.
        backdrops: Numbers of the selected backdrops.
        scene: What stands where.
        view: Which part of it is shown.
        gesture: What the mouse is doing, from a press to the release.
        hovered: What is under the mouse.
        dropped: Emitted when a new link was dropped on nothing: its other end and the place.
        refused: Emitted when a link was dropped where it does not fit.
        rebuilt: Emitted with the names of nodes that have changed, or have other links; None when everything has.
    """

    def __init__(self, document: Document, selection: Selection, unit: float = 1.0) -> None:
        """Show a document.

        Args:
            document: What is shown.
            selection: What is selected in it.
            unit: Surface px for a canvas px at scale 1.
        """
        self.selection = selection
        self.scene = Scene()
        self.view = View(unit)
        self.gesture: Gesture | None = None
        self.hovered: Hit | None = None
        self.backdrops: frozenset[int] = frozenset()
        self.dropped: Signal[[LinkEnd, Position]] = Signal()
        self.refused: Signal[[Refusal]] = Signal()
        self.rebuilt: Signal[[set[str] | None]] = Signal()
        self._was_selected = False
        self.open(document)

    def open(self, document: Document) -> None:
        """Show another document."""
        self.document = document
        self.gesture = self.hovered = None
        self.backdrops = frozenset()
        self.scene.rebuild(document.project)
        self.rebuilt(None)

    def follow(self, change: Change) -> None:
        """Take in what an edit has changed."""
        self.cancel()
        touched = self.scene.follow(self.document.project, change.nodes)
        self.backdrops = frozenset(index for index in self.backdrops if index < len(self.scene.backdrops))
        self.hovered = None
        self.rebuilt(touched)

    def spot(self, x: float, y: float, *, shift: bool = False, ctrl: bool = False) -> Spot:
        """Return where a px of the surface is on the canvas."""
        return Spot(*self.view.to_canvas(x, y), _REACH_PX * self.view.unit / self.view.scale, shift, ctrl)

    # The mouse

    def press(self, spot: Spot, *, pans: bool = False) -> None:
        """Begin what a press of the left button begins, or panning."""
        self.cancel()
        if pans:
            self.gesture = Pan(self.view, spot)
            return
        hit = self.scene.hit(spot.x, spot.y, spot.reach)
        if isinstance(hit, NodeHit):
            self.gesture = self._press_node(hit.name, spot)
        elif isinstance(hit, PortHit):
            self.gesture = self._press_port(hit, spot)
        elif isinstance(hit, LinkHit):
            self.gesture = self._press_link(hit, spot)
        elif isinstance(hit, BackdropHit):
            self.gesture = self._press_backdrop(hit, spot)
        else:
            self.backdrops = frozenset()
            self.gesture = Band(self.scene, self.selection, spot)

    def move(self, spot: Spot) -> None:
        """Follow the mouse, whether a button is down or not."""
        if self.gesture is not None:
            self.gesture.move(spot)
        else:
            self.hovered = self.scene.hit(spot.x, spot.y, spot.reach)

    def release(self, spot: Spot) -> None:
        """End what a press began."""
        gesture, self.gesture = self.gesture, None
        if gesture is None:
            return
        gesture.release(spot)
        self.hovered = self.scene.hit(spot.x, spot.y, spot.reach)
        if isinstance(gesture, LinkDrag):
            if gesture.refusal is not None:
                self.refused(gesture.refusal)
            elif gesture.is_dropped:
                self.dropped(gesture.end, spot.place)
        elif isinstance(gesture, Move) and not gesture.has_moved:
            self._click_node(spot)

    def cancel(self) -> bool:
        """Take back what the mouse is doing; return whether it was doing anything."""
        gesture, self.gesture = self.gesture, None
        if gesture is not None:
            gesture.cancel()
        return gesture is not None

    def _press_node(self, name: str, spot: Spot) -> Gesture:
        self._was_selected = name in self.selection
        if spot.shift or spot.ctrl:
            self.selection.set([*(other for other in self.selection.names if other != name), name])
        elif name not in self.selection:
            self.backdrops = frozenset()
            self.selection.set([name])
        return Move(self.document, self.scene, self.selection.names, spot, self.backdrops)

    def _press_port(self, hit: PortHit, spot: Spot) -> Gesture:
        if not hit.is_input:
            return LinkDrag(self.document, self.scene, LinkEnd(Source(hit.node, hit.port)), spot)
        line = self.scene.lines.get(hit.address)
        if line is None:
            return LinkDrag(self.document, self.scene, LinkEnd(target=hit.address), spot)
        return LinkDrag(self.document, self.scene, LinkEnd(line.source), spot, picked=line.target)

    def _press_link(self, hit: LinkHit, spot: Spot) -> Gesture:
        """Take hold of the end of the link that is nearer."""
        line = self.scene.lines[hit.target]
        end = LinkEnd(line.source) if hit.along > 0.5 else LinkEnd(target=line.target)
        return LinkDrag(self.document, self.scene, end, spot, picked=line.target)

    def _press_backdrop(self, hit: BackdropHit, spot: Spot) -> Gesture:
        if hit.on_corner:
            return ResizeBackdrop(self.document, self.scene, hit.index, spot)
        if spot.shift:
            self.backdrops |= {hit.index}
        elif hit.index not in self.backdrops:
            self.backdrops = frozenset([hit.index])
            self.selection.set(())
        names, backdrops = dict.fromkeys(self.selection.names), set(self.backdrops)
        for index in self.backdrops if not spot.ctrl else ():
            inside, others = contents(self.document.project, index)
            names |= dict.fromkeys(inside)
            backdrops |= set(others)
        return Move(self.document, self.scene, tuple(names), spot, backdrops)

    def _click_node(self, spot: Spot) -> None:
        """Do what could have been the beginning of a drag when the button went down."""
        name = self.scene.node_at(spot.x, spot.y)
        if name is None or spot.shift:
            return
        if not spot.ctrl:
            self.backdrops = frozenset()
            self.selection.set([name])
        elif self._was_selected:
            self.selection.toggle(name)
