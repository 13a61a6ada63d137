"""When which frame is due while playing."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from graph_core.editor.sound import Silence, Sink
from graph_core.values import FrameRange

__all__ = ["Mode", "Route", "Timing"]

Mode = Literal["loop", "once", "bounce"]

_EASE = 0.05
_MOST_LEAD = 50.0
_MOST_LATE_S = 1.0


@dataclass(frozen=True, slots=True)
class Route:
    """In which order the frames come: they are counted by places, whichever way they go.

    >>> [Route(FrameRange(1, 3), 2, 1, "bounce").frame(place) for place in range(6)]
    [2, 3, 2, 1, 2, 3]

    Attributes:
        limits: From the in point to the out point.
        begin: The frame at place 0.
        direction: 1 forwards, -1 backwards.
        mode: What happens at the end.
    """

    limits: FrameRange
    begin: int
    direction: int
    mode: Mode

    def frame(self, place: int) -> int | None:
        """Return the frame at a place, or None behind the end."""
        first, count = self.limits.first, len(self.limits)
        offset = self._offset(place)
        if self.mode == "loop":
            return first + offset % count
        if self.mode == "bounce" and count > 1:
            offset %= 2 * (count - 1)
            return first + min(offset, 2 * (count - 1) - offset)
        return first + offset if 0 <= offset < count else None

    def is_turn(self, place: int) -> bool:
        """Return whether the way through the frames begins anew at a place."""
        frame = self.frame(place)
        if self.mode == "bounce":
            return frame in (self.limits.first, self.limits.last)
        return self.mode == "loop" and frame == (self.limits.first if self.direction > 0 else self.limits.last)

    @property
    def last_place(self) -> int | None:
        """The last place, or None when it never ends."""
        if self.mode == "loop" or (self.mode == "bounce" and len(self.limits) > 1):
            return None
        begin = self.limits.clamp(self.begin)
        return self.limits.last - begin if self.direction > 0 else begin - self.limits.first

    def _offset(self, place: int) -> int:
        return self.limits.clamp(self.begin) - self.limits.first + self.direction * place


class Timing:
    """Says which place is due, by a clock that is started when the first picture is there.

    Where each frame needs the one before it, leaving frames out saves nothing. When such a shot falls behind by
    more than a moment, every frame is shown as it comes, in silence, until the way through the frames begins anew:
    by then they are kept.

    Attributes:
        route: In which order the frames come.
        is_rolling: Whether the clock runs.
        is_in_time: Whether pictures keep to the clock; if not, each is shown as it comes.
    """

    def __init__(self, route: Route, first: int, fps: Fraction, clock: Sink, *, is_every_frame: bool) -> None:
        """Be ready to roll; `first` is the shot's first frame, where the clock's time begins."""
        self.route = route
        self.is_rolling = False
        self.is_in_time = not is_every_frame
        self._is_every_frame = is_every_frame
        self._first = first
        self._fps = fps
        self._clock = Silence() if is_every_frame else clock
        self._base = 0
        self._place = 0
        self._shown = 0.0
        self._lead = 0.0

    @property
    def due(self) -> int:
        """The place that should be on screen."""
        if not self.is_rolling or not self.is_in_time:
            return self._place
        return self._base + math.floor(self._clock.played_s * float(self._fps) + 1e-6)

    def earliest(self) -> int:
        """Return the first place for which a picture, begun now, is there in time."""
        return self.due + math.ceil(self._lead) if self.is_rolling and self.is_in_time else self._place

    def roll(self, place: int) -> None:
        """Start the clock at a place."""
        frame = self.route.frame(place)
        assert frame is not None
        limits = self.route.limits
        loop = (self._seconds(limits.first), self._seconds(limits.last + 1)) if self.route.mode == "loop" else None
        self._clock.play(self._seconds(frame), loop)
        self._base, self.is_rolling = place, True

    def stop(self) -> None:
        """Stop the clock."""
        self._clock.stop()

    def place_to_show(self, following: int | None) -> int:
        """Return up to which place pictures are to be shown now, if the next one made is at `following`."""
        if self.is_in_time:
            return self.due
        is_next_due = time.monotonic() - self._shown >= 0.97 / float(self._fps)
        return following if following is not None and is_next_due else self._place - 1

    def note(self, place: int, *, is_walk: bool) -> None:
        """Take in that the picture of a place is shown; in a walk each frame needs the one before it."""
        self._shown, self._place = time.monotonic(), place
        if self.is_in_time:
            late = self.due - place
            # In time, the next need not be begun quite so early.
            self._lead = min(max(0.0, self._lead + 0.5 * late - _EASE), _MOST_LEAD)
            if is_walk and late > _MOST_LATE_S * self._fps:
                self.is_in_time = False
                self._clock.stop()
        elif self.route.is_turn(place) and not self._is_every_frame:
            self.is_in_time = True
            self.roll(place)

    def _seconds(self, frame: int) -> float:
        return float((frame - self._first) / self._fps)
