"""Frames along the width of the timeline: where each stands, and which marks the ruler shows. No screen is needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from graph_core.values import FrameRange

__all__ = ["Axis", "Tick", "runs", "ticks"]

_MOST_SCALE = 200.0
_LEAD = 0.08


@dataclass(frozen=True, slots=True)
class Axis:
    """Frames over px.

    >>> axis = Axis(start=1, scale=10.0, width=100)
    >>> axis.x(6), axis.frame(54)
    (50.0, 6)

    Attributes:
        start: The frame at the left end; may lie between two.
        scale: Px from a frame to the next.
        width: Px from end to end.
    """

    start: float
    scale: float
    width: int

    @classmethod
    def fit(cls, frames: FrameRange, width: int, margin: float) -> Axis:
        """Show some frames from end to end, with a margin in px at either end."""
        room = max(1.0, width - 2 * margin)
        if len(frames) == 1:
            return cls(frames.first - width / 2 / _MOST_SCALE, _MOST_SCALE, width)
        scale = room / (len(frames) - 1)
        return cls(frames.first - margin / scale, scale, width)

    @property
    def end(self) -> float:
        """The frame at the right end."""
        return self.start + self.width / self.scale

    def x(self, frame: float) -> float:
        """Return where a frame stands, in px."""
        return (frame - self.start) * self.scale

    def frame(self, x: float) -> int:
        """Return the frame nearest to a place."""
        return round(self.start + x / self.scale)

    def shown(self) -> range:
        """Return the frames that can be seen."""
        return range(int(self.start), int(self.end) + 2)

    def zoomed(self, x: float, factor: float, frames: FrameRange) -> Axis:
        """Come nearer to the frame at a place, or go away from it: no farther than twice the shot."""
        least = min(self.width / max(1, len(frames)) / 2, _MOST_SCALE)
        most = max(_MOST_SCALE, self.width / max(1, len(frames)))
        scale = min(max(self.scale * factor, least), most)
        held = self.start + x / self.scale
        return replace(self, start=held - x / scale, scale=scale)._kept_near(frames)

    def panned(self, by_px: float, frames: FrameRange) -> Axis:
        """Move along, as far as some of the shot remains in the middle."""
        return replace(self, start=self.start - by_px / self.scale)._kept_near(frames)

    def showing(self, frame: int) -> Axis:
        """Turn the page to a frame if it cannot be seen."""
        if self.start <= frame <= self.end:
            return self
        lead = _LEAD if frame > self.end else 1 - _LEAD
        return replace(self, start=frame - lead * self.width / self.scale)

    def _kept_near(self, frames: FrameRange) -> Axis:
        half = self.width / self.scale / 2
        middle = min(max(self.start + half, frames.first), frames.last)
        return replace(self, start=middle - half)


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of the ruler."""

    frame: int
    is_labelled: bool


def ticks(axis: Axis, label_px: float, tick_px: float) -> Iterator[Tick]:
    """Yield the marks that can be seen: at frames people count in, with labels and marks not closer than some px."""
    step = _nice_step(label_px / axis.scale)
    small = next((part for part in _parts(step) if part * axis.scale >= tick_px), step)
    first = axis.shown().start // small * small
    for frame in range(first, axis.shown().stop, small):
        yield Tick(frame, frame % step == 0)


def _nice_step(frames: float) -> int:
    """Return the next of the steps 1, 2, 5, 10, 20, 50 and so on.

    >>> _nice_step(0.1), _nice_step(3), _nice_step(101)
    (1, 5, 200)
    """
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            if step >= frames:
                return step
        power *= 10


def _parts(step: int) -> Iterator[int]:
    """Yield the steps that divide a nice one evenly, smallest first.

    >>> list(_parts(20))
    [1, 2, 5, 10]
    """
    part = 1
    while part < step:
        if step % part == 0:
            yield part
        part = _nice_step(part + 1)


def runs(frames: Iterable[int], axis: Axis) -> list[tuple[float, float]]:
    """Return where frames stand side by side, from px to px; gaps that cannot be seen are closed.

    >>> runs({1, 2, 3, 7}, Axis(start=1, scale=10, width=100))
    [(-5.0, 25.0), (55.0, 65.0)]
    """
    found: list[tuple[float, float]] = []
    half = axis.scale / 2
    for frame in sorted(frame for frame in frames if axis.start - 1 <= frame <= axis.end + 1):
        left, right = axis.x(frame) - half, axis.x(frame) + half
        if found and left - found[-1][1] < 1:
            found[-1] = (found[-1][0], right)
        else:
            found.append((left, right))
    return found
