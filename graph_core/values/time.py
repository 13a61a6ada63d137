"""Time on the wires: frame ranges, windows of neighbouring frames, streams of every frame."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

__all__ = ["FrameRange", "Stream", "Window"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FrameRange:
    """Consecutive frames, both ends included.

    >>> len(FrameRange(1001, 1100)), 1100 in FrameRange(1001, 1100)
    (100, True)
    >>> FrameRange.parse("1001-1100")
    FrameRange(first=1001, last=1100)
    """

    first: int
    last: int

    def __post_init__(self) -> None:
        """Refuse a range that ends before it begins."""
        if self.last < self.first:
            raise ValueError(f"the frame range ends ({self.last}) before it begins ({self.first})")

    def __len__(self) -> int:
        """Return the number of frames."""
        return self.last - self.first + 1

    def __iter__(self) -> Iterator[int]:
        """Iterate from first to last."""
        return iter(range(self.first, self.last + 1))

    def __contains__(self, frame: object) -> bool:
        """Return whether a frame lies in the range."""
        return isinstance(frame, int) and self.first <= frame <= self.last

    def __str__(self) -> str:
        """Write the range as `parse` reads it."""
        return f"{self.first}-{self.last}"

    def clamp(self, frame: int) -> int:
        """Return the nearest frame in the range."""
        return min(max(frame, self.first), self.last)

    @classmethod
    def parse(cls, text: str) -> FrameRange:
        """Read `first-last` or a single frame.

        Raises:
            ValueError: If the text is neither.
        """
        match = re.fullmatch(r"\s*(-?\d+)(?:\s*-\s*(-?\d+))?\s*", text)
        if not match:
            raise ValueError(f"'{text}' is not a frame range such as 1001-1100")
        first = int(match[1])
        return cls(first, int(match[2]) if match[2] is not None else first)


@dataclass(frozen=True, slots=True, eq=False)
class Window(Generic[T]):
    """A frame's value together with those of its neighbours.

    Beyond the ends of the shot a source says what it shows there: a clip has handles, or holds its last frame.

    Attributes:
        values: Values of consecutive frames.
        before: How many of them precede the current frame.
    """

    values: tuple[T, ...]
    before: int

    @property
    def centre(self) -> T:
        """The current frame's value."""
        return self.values[self.before]

    def __getitem__(self, offset: int) -> T:
        """Return the value `offset` frames away: `window[-1]` is the previous frame's."""
        position = self.before + offset
        if not 0 <= position < len(self.values):
            raise IndexError(f"the window reaches from {-self.before} to {len(self.values) - 1 - self.before}")
        return self.values[position]

    def __len__(self) -> int:
        """Return the number of frames in the window."""
        return len(self.values)

    def __iter__(self) -> Iterator[T]:
        """Iterate in order of time."""
        return iter(self.values)


class Stream(Generic[T]):
    """Every frame of an input in order; a node takes one value, then yields one result.

    A node that carries state from frame to frame may store it in `state` before each `yield`
    (tensors, arrays, numbers, strings, and dicts, lists or tuples of them). The engine then checkpoints
    it, and hands it back in `state` when a render starts in the middle of the shot. Without it such a
    render works through the frames from the beginning.

    Attributes:
        frame: Frame of the value last taken.
        state: What the node carries; None at the start of the shot. With several stream inputs, use
            the first one's.
    """

    def __init__(self, values: Iterator[tuple[int, T]], state: Any = None) -> None:
        """Make a stream of (frame, value) pairs."""
        self._values = values
        self.state: Any = state
        self.frame = 0

    @classmethod
    def of(cls, *values: T, first: int = 1001, state: Any = None) -> Stream[T]:
        """Make a stream of given values, for tests and scripts."""
        return cls(iter(enumerate(values, start=first)), state)

    def __iter__(self) -> Iterator[T]:
        """Iterate over the values."""
        return self

    def __next__(self) -> T:
        """Take the next frame's value."""
        self.frame, value = next(self._values)
        return value
