"""Which part of the canvas is shown, and how large."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum

__all__ = ["Detail", "Rect", "View"]

_LEAST_SCALE, _MOST_SCALE = 0.04, 3.0
_MIDDLE_FROM, _NEAR_FROM = 0.3, 0.74
_QUICKNESS = 22.0  # how much of the way is left after a second, as a power of e
_STEP = 1.18  # how much one step of the wheel zooms


class Detail(IntEnum):
    """How much of a node can be read at a scale."""

    FAR = 0
    MIDDLE = 1
    NEAR = 2


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle of the canvas."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def between(cls, x: float, y: float, other_x: float, other_y: float) -> Rect:
        """Return the rectangle that has two points as its corners.

        >>> Rect.between(8, 1, 2, 5)
        Rect(left=2, top=1, right=8, bottom=5)
        """
        return cls(min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y))

    def contains(self, x: float, y: float) -> bool:
        """Return whether a point lies inside."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def holds(self, other: Rect) -> bool:
        """Return whether all of another rectangle lies inside."""
        return self.contains(other.left, other.top) and self.contains(other.right, other.bottom)

    def meets(self, other: Rect) -> bool:
        """Return whether two rectangles have a part in common."""
        is_beside = self.right < other.left or other.right < self.left
        return not (is_beside or self.bottom < other.top or other.bottom < self.top)

    def shifted(self, dx: float, dy: float) -> Rect:
        """Return it at another place."""
        return Rect(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)

    def grown(self, by: float) -> Rect:
        """Return it with a margin."""
        return Rect(self.left - by, self.top - by, self.right + by, self.bottom + by)


@dataclass(frozen=True, slots=True)
class _Place:
    """A view at rest: its top left corner on the canvas, and how many canvas px a px of the surface spans."""

    span: float
    left: float
    top: float


class View:
    """Turns places on the canvas into places on the surface and back.

    Zooming and framing set a goal, and `advance` glides there. Interpolating the span rather than the scale keeps the
    point under the mouse where it is all the way.

    Attributes:
        size: Width and height of the surface.
        unit: How many surface px a canvas px takes at scale 1, more than one on fine screens.
    """

    def __init__(self, unit: float = 1.0) -> None:
        """Look at the origin."""
        self.size = (100.0, 100.0)
        self.unit = unit
        self._place = self._goal = _Place(1 / unit, 0.0, 0.0)

    @property
    def scale(self) -> float:
        """How many px of the surface a px of the canvas takes."""
        return 1 / self._place.span

    @property
    def corner(self) -> tuple[float, float]:
        """The place on the canvas at the surface's top left corner."""
        return (self._place.left, self._place.top)

    @property
    def detail(self) -> Detail:
        """How much can be read."""
        scale = self.scale / self.unit
        return Detail.NEAR if scale >= _NEAR_FROM else Detail.MIDDLE if scale >= _MIDDLE_FROM else Detail.FAR

    @property
    def rect(self) -> Rect:
        """The part of the canvas that is shown."""
        place = self._place
        return Rect(
            place.left, place.top, place.left + self.size[0] * place.span, place.top + self.size[1] * place.span
        )

    def to_canvas(self, x: float, y: float) -> tuple[float, float]:
        """Return the place on the canvas under a px of the surface."""
        place = self._place
        return (place.left + x * place.span, place.top + y * place.span)

    def to_surface(self, x: float, y: float) -> tuple[float, float]:
        """Return the px of the surface where a place on the canvas is."""
        place = self._place
        return ((x - place.left) / place.span, (y - place.top) / place.span)

    def pan(self, dx: float, dy: float) -> None:
        """Move the view over the canvas, by canvas px, at once."""
        self._place = _Place(self._place.span, self._place.left + dx, self._place.top + dy)
        self._goal = self._place

    def zoom(self, steps: float, x: float, y: float) -> None:
        """Zoom by steps of the wheel about a px of the surface."""
        goal = self._goal
        scale = min(max(_STEP**steps / goal.span, _LEAST_SCALE * self.unit), _MOST_SCALE * self.unit)
        span = 1 / scale
        self._goal = _Place(span, goal.left + x * (goal.span - span), goal.top + y * (goal.span - span))

    def frame(self, rect: Rect, *, closest: float = 1.0, at_once: bool = False) -> None:
        """Show a part of the canvas whole and in the middle, no larger than `closest`."""
        width, height = max(rect.right - rect.left, 1.0), max(rect.bottom - rect.top, 1.0)
        scale = min(self.size[0] / width, self.size[1] / height, closest * self.unit)
        span = 1 / max(scale, _LEAST_SCALE * self.unit)
        self.center((rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2, span=span, at_once=at_once)

    def center(self, x: float, y: float, *, span: float | None = None, at_once: bool = False) -> None:
        """Bring a place on the canvas into the middle."""
        span = span or self._goal.span
        self._goal = _Place(span, x - self.size[0] * span / 2, y - self.size[1] * span / 2)
        if at_once:
            self._place = self._goal

    def advance(self, elapsed_s: float) -> bool:
        """Glide on to where the view is to go; return whether it has moved."""
        place, goal = self._place, self._goal
        if place == goal:
            return False
        share = 1 - math.exp(-_QUICKNESS * elapsed_s)
        span = place.span + (goal.span - place.span) * share
        left = place.left + (goal.left - place.left) * share
        top = place.top + (goal.top - place.top) * share
        is_there = abs(span / goal.span - 1) < 0.002 and abs(left - goal.left) + abs(top - goal.top) < goal.span
        self._place = goal if is_there else _Place(span, left, top)
        return True
