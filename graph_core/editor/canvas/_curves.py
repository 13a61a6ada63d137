"""The curves of links: they leave and enter horizontally."""

from __future__ import annotations

import math
from itertools import pairwise

from graph_core.editor.canvas._view import Rect
from graph_core.editor.layout import Position

__all__ = ["Curve", "curve_between", "curve_bounds", "distance_to_curve", "points_of"]

Curve = tuple[Position, Position, Position, Position]
"""The four points of a cubic Bézier curve."""

_LEAST_HANDLE, _MOST_HANDLE = 24.0, 160.0
_SAMPLES = 16


def curve_between(start: Position, end: Position) -> Curve:
    """Return the curve of a link from an output at `start` to an input at `end`."""
    dx, dy = end[0] - start[0], abs(end[1] - start[1])
    # A link that runs backwards swings wide enough to be seen beside its nodes.
    reach = dx / 2 if dx >= 0 else min(-dx / 2, _MOST_HANDLE) + dy / 6
    handle = min(max(reach, _LEAST_HANDLE, min(dy / 4, _MOST_HANDLE / 2)), max(_MOST_HANDLE, dx / 2))
    return (start, (start[0] + handle, start[1]), (end[0] - handle, end[1]), end)


def points_of(curve: Curve, count: int = _SAMPLES) -> list[Position]:
    """Return points along a curve, both ends included.

    >>> points_of(((0, 0), (1, 0), (2, 0), (3, 0)), 4)
    [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (3.0, 0.0)]
    """
    return [_point(curve, step / (count - 1)) for step in range(count)]


def curve_bounds(curve: Curve) -> Rect:
    """Return a rectangle the curve does not leave."""
    xs, ys = [x for x, _ in curve], [y for _, y in curve]
    return Rect(min(xs), min(ys), max(xs), max(ys))


def distance_to_curve(curve: Curve, x: float, y: float) -> tuple[float, float]:
    """Return how far a point is from a curve, and how far along the curve it is nearest, from 0 to 1."""
    points = points_of(curve)
    distances = [_distance_to_line(begin, end, x, y) for begin, end in pairwise(points)]
    nearest = min(range(len(distances)), key=lambda index: distances[index][0])
    distance, share = distances[nearest]
    return distance, (nearest + share) / len(distances)


def _point(curve: Curve, t: float) -> Position:
    u = 1 - t
    weights = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
    x = sum(weight * point[0] for weight, point in zip(weights, curve, strict=True))
    y = sum(weight * point[1] for weight, point in zip(weights, curve, strict=True))
    return (x, y)


def _distance_to_line(begin: Position, end: Position, x: float, y: float) -> tuple[float, float]:
    dx, dy = end[0] - begin[0], end[1] - begin[1]
    length = dx * dx + dy * dy
    share = ((x - begin[0]) * dx + (y - begin[1]) * dy) / length if length else 0.0
    share = min(max(share, 0.0), 1.0)
    return math.hypot(begin[0] + share * dx - x, begin[1] + share * dy - y), share
