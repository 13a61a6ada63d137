"""Moving through the shot: steps, keyframes, in and out points, playing. No screen is needed."""

from __future__ import annotations

from graph_core.editor.playback import sound_of
from graph_core.editor.session import Session
from graph_core.editor.timeline._keys import KeyRow
from graph_core.errors import GraphCoreError
from graph_core.node import Shot
from graph_core.values import FrameRange

__all__ = ["Transport"]


class Transport:
    """What the buttons and keys of the timeline do.

    Attributes:
        row: The keyframes of the selected nodes.
        is_backward: Whether it plays backward, or did the last time.
    """

    def __init__(self, session: Session) -> None:
        """Follow what is open."""
        self.row = KeyRow()
        self.is_backward = False
        self._session = session
        self._is_sound_due = True
        self._is_row_due = True
        self._is_change_due = False
        session.opened.connect(self._reopen)
        session.edited.connect(lambda change: self._change(values=change.values))
        session.viewed.changed.connect(lambda: self._change(values=True))
        session.selection.changed.connect(lambda: self._change(values=False))
        session.evaluator.shot_changed.connect(lambda: self._change(values=True))

    # Where we are

    @property
    def shot(self) -> Shot:
        """Format, rate and frames: those of the media that are followed once they are known."""
        return self._session.evaluator.shot or self._session.document.project.shot

    @property
    def frames(self) -> FrameRange:
        """All frames of the shot."""
        return self.shot.frames

    @property
    def limits(self) -> FrameRange:
        """The frames from the in point to the out point that the shot has."""
        frames, limits = self.frames, self._session.timeline.limits
        if limits is None or limits.last < frames.first or limits.first > frames.last:
            return frames
        return FrameRange(frames.clamp(limits.first), frames.clamp(limits.last))

    @property
    def frame(self) -> int:
        """The frame that is shown."""
        return self._session.timeline.frame

    @property
    def is_playing(self) -> bool:
        """Whether it plays."""
        return self._session.playback.is_playing

    # Going somewhere

    def go_to(self, frame: int) -> None:
        """Show a frame of the shot; playing stops."""
        self.stop()
        frame = self.frames.clamp(frame)
        if frame != self.frame:
            self._session.timeline.go_to(frame)
            self._session.playback.scrub(frame, self.shot)

    def step(self, by: int) -> None:
        """Go some frames on."""
        self.go_to(self.frame + by)

    def go_to_start(self) -> None:
        """Go to the in point."""
        self.go_to(self.limits.first)

    def go_to_end(self) -> None:
        """Go to the out point."""
        self.go_to(self.limits.last)

    def go_to_key(self, direction: int) -> None:
        """Go to the next keyframe of the selected nodes, or the one before."""
        self._find_keys()
        frame = self.row.next(self.frame) if direction > 0 else self.row.previous(self.frame)
        if frame is not None:
            self.go_to(frame)

    # In and out points

    def set_in(self, frame: int) -> None:
        """Let the piece begin at a frame."""
        self._limit(frame, self.limits.last if frame <= self.limits.last else self.frames.last)

    def set_out(self, frame: int) -> None:
        """Let the piece end with a frame."""
        self._limit(self.limits.first if frame >= self.limits.first else self.frames.first, frame)

    def clear_in(self) -> None:
        """Let the piece begin with the shot."""
        self._limit(self.frames.first, self.limits.last)

    def clear_out(self) -> None:
        """Let the piece end with the shot."""
        self._limit(self.limits.first, self.frames.last)

    def _limit(self, first: int, last: int) -> None:
        limits = FrameRange(self.frames.clamp(first), self.frames.clamp(last))
        self._session.timeline.limit(limits if limits != self.frames else None)
        if self.is_playing:
            self.play(backward=self.is_backward)

    # Playing

    def play(self, *, backward: bool = False) -> None:
        """Play what is viewed from the frame that is shown, or from the other end when there is nothing left.

        Raises:
            GraphCoreError: If nothing is viewed.
        """
        session, limits = self._session, self.limits
        target = session.viewed.target(session.viewed.a)
        if target is None:
            raise GraphCoreError("Nothing is viewed, so there is nothing to play.", hint="select a node and press 1")
        frame = limits.clamp(self.frame)
        if session.playback.mode == "once" and frame == (limits.first if backward else limits.last):
            frame = limits.last if backward else limits.first
        self.is_backward = backward
        session.playback.play(
            session.document.state,
            target,
            self.shot,
            frame,
            limits,
            direction=-1 if backward else 1,
            scale=session.viewed.scale,
        )

    def stop(self) -> None:
        """Stop at the frame that is shown."""
        self._session.playback.stop()

    def toggle(self, *, backward: bool = False) -> None:
        """Stop; or play, if it does not play that way."""
        if self.is_playing and self.is_backward == backward:
            self.stop()
        else:
            self.play(backward=backward)

    # In every turn of the loop

    def update(self) -> None:
        """Follow playing, and have made ready what has changed."""
        self._find_keys()
        session, playback = self._session, self._session.playback
        target = session.viewed.target(session.viewed.a)
        if self._is_sound_due and session.evaluator.shot is not None:
            self._is_sound_due = False
            sound = sound_of(session.document.graph, target) if target is not None else None
            playback.listen(session.document.state, sound, session.evaluator.shot)
        if not playback.is_playing:
            return
        if target is None:
            playback.stop()
        elif self._is_change_due:
            playback.change(session.document.state, target, session.viewed.scale)
        self._is_change_due = False
        session.timeline.go_to(playback.frame)

    def _find_keys(self) -> None:
        if self._is_row_due:
            self._is_row_due = False
            self.row = KeyRow.of(self._session.document.graph, self._session.selection.names)

    def _reopen(self) -> None:
        self.stop()
        self._change(values=True)

    def _change(self, *, values: bool) -> None:
        self._is_row_due = True
        self._is_sound_due |= values
        self._is_change_due |= values
