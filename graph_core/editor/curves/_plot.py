"""Where the keys of a curve are in a plot, and what is at a place of it. A colour or a point is several lines."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from graph_core.node import Curve

__all__ = ["Dot", "Plot", "is_drawn", "numbers_of", "steps", "with_number"]

_MARGIN = 0.12
_REACH_PX = 9.0


class Dot(NamedTuple):
    """A key of one of the lines: which key, which line, where it stands."""

    key: int
    line: int
    frame: int
    value: float


def is_drawn(value: Any) -> bool:
    """Return whether a knob's value is made of numbers; words of a menu are not drawn."""
    return bool(numbers_of(value))


def numbers_of(value: Any) -> tuple[float, ...]:
    """Return the numbers a value is made of.

    >>> numbers_of(True), numbers_of((1, 2.5)), numbers_of("over")
    ((1.0,), (1.0, 2.5), ())
    """
    if isinstance(value, bool | int | float):
        return (float(value),)
    return tuple(float(part) for part in value) if isinstance(value, tuple) else ()


def with_number(value: Any, line: int, number: float) -> Any:
    """Return a value with one of its numbers changed, of the kind it was.

    >>> with_number(3, 0, 4.6), with_number((1.0, 2.0), 1, 5.0)
    (5, (1.0, 5.0))
    """
    if isinstance(value, bool):
        return number >= 0.5
    if isinstance(value, int):
        return round(number)
    if isinstance(value, tuple):
        parts = [*value[:line], number, *value[line + 1 :]]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    return number


def steps(low: float, high: float, count: int) -> list[float]:
    """Return round numbers between two limits, about as many as asked for.

    >>> steps(0, 10, 5)
    [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]
    """
    rough = max((high - low) / max(count, 1), 1e-9)
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough)
    first = math.ceil(low / step)
    return [number * step for number in range(first, math.floor(high / step) + 1)]


@dataclass(frozen=True, slots=True)
class Plot:
    """A part of the plane of frames and values, drawn on so many px.

    Attributes:
        width, height: In px.
        first, last: Frames at the left and the right edge.
        low, high: Values at the lower and the upper edge.
    """

    width: float
    height: float
    first: float
    last: float
    low: float
    high: float

    @classmethod
    def around(cls, curve: Curve, frames: tuple[int, int], width: float, height: float) -> Plot:
        """Return the plot that shows all of a curve, and the frames of the shot."""
        numbers = [number for key in curve.keys for number in numbers_of(key.value)] or [0.0, 1.0]
        low, high = min(numbers), max(numbers)
        room = (high - low) * _MARGIN or max(abs(high), 1.0) * 0.5
        first = min(frames[0], curve.keys[0].frame)
        last = max(frames[1], curve.keys[-1].frame, first + 1)
        side = (last - first) * 0.03
        return cls(width, height, first - side, last + side, low - room, high + room)

    def resized(self, width: float, height: float) -> Plot:
        """Return the same part on another size."""
        return Plot(width, height, self.first, self.last, self.low, self.high)

    def place(self, frame: float, value: float) -> tuple[float, float]:
        """Return the px of a frame and a value."""
        x = (frame - self.first) / (self.last - self.first) * self.width
        y = (self.high - value) / (self.high - self.low) * self.height
        return (x, y)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return the frame and the value at a px."""
        frame = self.first + x / self.width * (self.last - self.first)
        return (frame, self.high - y / self.height * (self.high - self.low))

    def zoomed(self, factor: float, x: float, y: float, *, frames: bool = True, values: bool = True) -> Plot:
        """Return it larger (`factor` above 1) about a px, along one axis or both."""
        frame, value = self.at(x, y)
        across, down = (1 / factor if frames else 1.0), (1 / factor if values else 1.0)
        return Plot(
            self.width,
            self.height,
            frame + (self.first - frame) * across,
            frame + (self.last - frame) * across,
            value + (self.low - value) * down,
            value + (self.high - value) * down,
        )

    def panned(self, dx: float, dy: float) -> Plot:
        """Return what is seen when the paper is moved by px."""
        frames = -dx / self.width * (self.last - self.first)
        values = dy / self.height * (self.high - self.low)
        return Plot(
            self.width, self.height, self.first + frames, self.last + frames, self.low + values, self.high + values
        )

    def dots(self, curve: Curve) -> Iterator[Dot]:
        """Yield the keys of all lines."""
        for number, key in enumerate(curve.keys):
            for line, value in enumerate(numbers_of(key.value)):
                yield Dot(number, line, key.frame, value)

    def dot_at(self, curve: Curve, x: float, y: float, reach: float = _REACH_PX) -> Dot | None:
        """Return the key nearest to a px, if one is near."""

        def distance(dot: Dot) -> float:
            return math.dist(self.place(dot.frame, dot.value), (x, y))

        nearest = min(self.dots(curve), key=distance, default=None)
        return nearest if nearest is not None and distance(nearest) <= reach else None

    def line(self, curve: Curve, line: int) -> list[tuple[float, float]]:
        """Return one of the lines as points, a px or so apart."""
        count = max(2, int(self.width // 3))
        points = []
        for step in range(count + 1):
            x = self.width * step / count
            frame = self.at(x, 0)[0]
            numbers = numbers_of(curve.at(frame))
            points.append((x, self.place(frame, numbers[line])[1]))
        return points
