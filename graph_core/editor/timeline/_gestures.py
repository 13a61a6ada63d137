"""What the mouse does on the timeline: scrubbing, keyframes, in and out points, zoom and pan."""

from __future__ import annotations

from collections.abc import Callable

from graph_core.editor.session import Session
from graph_core.editor.surface import LEFT, MIDDLE, Mouse
from graph_core.editor.timeline._axis import Axis
from graph_core.editor.timeline._keys import KeyMove, remove_keys
from graph_core.editor.timeline._rows import Rows
from graph_core.editor.timeline._transport import Transport

__all__ = ["Gestures"]

_ZOOM = 1.25
_STILL_PX = 4
_MARGIN_PX = 28


class Gestures:
    """The mouse, from press to release.

    Attributes:
        axis: Where frames stand.
        rows: Where things stand above each other.
        selected: Frames whose keyframes are selected.
        hovered_key: The frame of the keyframes under the mouse.
        hovered: The frame under the mouse.
        box: The box that selects, from px to px, or None.
    """

    def __init__(self, session: Session, transport: Transport) -> None:
        """Begin with the whole shot in sight."""
        self.axis = Axis(0, 1, 1)
        self.rows = Rows(1)
        self.selected: frozenset[int] = frozenset()
        self.hovered_key: int | None = None
        self.hovered: int | None = None
        self.box: tuple[float, float] | None = None
        self._session = session
        self._transport = transport
        self._is_whole = True
        self._followed = 0
        self._drag: Callable[[Mouse], object] | None = None
        self._drop: Callable[[Mouse], object] | None = None
        self._pressed = Mouse(0, 0)

    # The view

    def fit(self, width: int, rows: Rows) -> None:
        """Take a size; the whole shot stays in sight as long as nobody has zoomed."""
        self.rows = rows
        if self._is_whole:
            self.axis = Axis.fit(self._transport.frames, width, _MARGIN_PX * rows.scale)
        elif width != self.axis.width:
            self.axis = Axis(self.axis.start, self.axis.scale, width)

    def frame_all(self) -> None:
        """Show the whole shot."""
        self._is_whole = True
        self.fit(self.axis.width, self.rows)

    def follow(self, frame: int) -> None:
        """Turn the page to the playhead when it has moved."""
        if frame != self._followed and not self.is_dragging and not self._is_whole:
            self.axis = self.axis.showing(frame)
        self._followed = frame

    @property
    def is_dragging(self) -> bool:
        """Whether a button is down."""
        return self._drag is not None

    # The mouse

    def press(self, mouse: Mouse) -> None:
        """Begin what a button does at a place."""
        self._end(mouse)
        self._pressed = mouse
        if mouse.button == MIDDLE:
            self._begin_pan(mouse)
        elif mouse.button == LEFT:
            self._begin(mouse)

    def move(self, mouse: Mouse) -> None:
        """Go on with it."""
        if self._drag is not None:
            self._drag(mouse)
        else:
            self.hovered_key = self._key_at(mouse)
        self.hovered = self.axis.frame(mouse.x)

    def release(self, mouse: Mouse) -> None:
        """End it."""
        self._end(mouse)

    def leave(self) -> None:
        """Mark nothing: the mouse is elsewhere."""
        self.hovered = self.hovered_key = None

    def double(self, mouse: Mouse) -> int | None:
        """Return the frame of the keyframes that were hit; show the whole shot if there were none."""
        key = self._key_at(mouse) if mouse.button == LEFT else None
        if mouse.button == LEFT and key is None:
            self.frame_all()
        return key

    def wheel(self, mouse: Mouse) -> None:
        """Zoom about the frame under the mouse; with Shift, move along."""
        self._is_whole = False
        if mouse.shift:
            self.axis = self.axis.panned(mouse.wheel * self.axis.width / 12, self._transport.frames)
        else:
            self.axis = self.axis.zoomed(mouse.x, _ZOOM**mouse.wheel, self._transport.frames)

    def remove_selected(self) -> None:
        """Remove the selected keyframes."""
        remove_keys(self._session.document, self._transport.row, sorted(self.selected))
        self.selected = frozenset()

    def forget_lost(self) -> None:
        """Let go of keyframes that are there no longer."""
        if self.selected and not self.selected <= self._transport.row.knobs.keys():
            self.selected &= self._transport.row.knobs.keys()

    # Inside

    def _begin(self, mouse: Mouse) -> None:
        key, edge = self._key_at(mouse), self._edge_at(mouse)
        if key is not None:
            self._select(key, mouse)
            if key in self.selected:
                self._begin_keys()
        elif edge is not None:
            move = self._transport.set_in if edge == "in" else self._transport.set_out
            self._start(lambda mouse: move(self.axis.frame(mouse.x)))
        elif self._is_in_key_row(mouse):
            self._start(self._stretch_box, self._take_box)
        else:
            self._begin_scrub(mouse)

    def _start(self, drag: Callable[[Mouse], object], drop: Callable[[Mouse], object] | None = None) -> None:
        self._drag, self._drop = drag, drop

    def _end(self, mouse: Mouse) -> None:
        drop, self._drag, self._drop = self._drop, None, None
        if drop is not None:
            drop(mouse)

    def _begin_pan(self, mouse: Mouse) -> None:
        begun = self.axis
        self._is_whole = False

        def pan(now: Mouse) -> None:
            self.axis = begun.panned(now.x - mouse.x, self._transport.frames)

        self._start(pan)

    def _begin_scrub(self, mouse: Mouse) -> None:
        self._session.timeline.is_dragging = True
        self._start(self._scrub, self._end_draft)
        self._scrub(mouse)

    def _scrub(self, mouse: Mouse) -> None:
        x = min(max(mouse.x, 0), self.axis.width)
        self._transport.go_to(self.axis.frame(x))

    def _end_draft(self, _: Mouse) -> None:
        self._session.timeline.is_dragging = False
        self._session.timeline.changed()

    def _select(self, key: int, mouse: Mouse) -> None:
        if mouse.shift or mouse.ctrl:
            self.selected ^= {key}
        elif key not in self.selected:
            self.selected = frozenset((key,))

    def _begin_keys(self) -> None:
        begun = self.axis.frame(self._pressed.x)
        move = KeyMove(self._session.document, self._transport.row, self.selected)

        def drag(mouse: Mouse) -> None:
            if not self._session.timeline.is_dragging and abs(mouse.x - self._pressed.x) < _STILL_PX:
                return
            self._session.timeline.is_dragging = True
            move.to(self.axis.frame(mouse.x) - begun)
            self.selected = move.frames

        def drop(mouse: Mouse) -> None:
            move.end()
            if self._session.timeline.is_dragging:
                self._end_draft(mouse)

        self._start(drag, drop)

    def _stretch_box(self, mouse: Mouse) -> None:
        if self.box is not None or abs(mouse.x - self._pressed.x) >= _STILL_PX:
            self.box = (self._pressed.x, mouse.x)

    def _take_box(self, mouse: Mouse) -> None:
        if self.box is None:
            self.selected = frozenset()
            self._transport.go_to(self.axis.frame(mouse.x))
            return
        inside = frozenset(self._transport.row.between(self.axis, *self.box))
        self.selected = self.selected | inside if mouse.shift or mouse.ctrl else inside
        self.box = None

    def _is_in_key_row(self, mouse: Mouse) -> bool:
        half = 10 * self.rows.scale
        return bool(self._transport.row.frames) and abs(mouse.y - self.rows.keys) <= half

    def _key_at(self, mouse: Mouse) -> int | None:
        if not self._is_in_key_row(mouse):
            return None
        return self._transport.row.at(self.axis, mouse.x, 7 * self.rows.scale)

    def _edge_at(self, mouse: Mouse) -> str | None:
        """Return which of the in and out points is grabbed: their handles stand outside the playhead's way."""
        limits, reach = self._transport.limits, 7 * self.rows.scale
        if mouse.y > self.rows.ruler:
            return None
        for edge, frame in (("in", limits.first), ("out", limits.last)):
            if abs(mouse.x - self.axis.x(frame)) <= reach and frame != self._transport.frame:
                return edge
        return None
