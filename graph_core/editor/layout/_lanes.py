"""Boxes in columns, with a lane in each column that a link leads through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from graph_core.editor.layout._columns import columns
from graph_core.editor.layout._sizes import Size

_BETWEEN_BOXES, _BETWEEN_LANES = 28.0, 12.0
_HALF = 0.35  # of a box's width, against the distance of columns
# Straight where it is long: after Gansner, Koutsofios, North and Vo (1993), section 4.
_BOX_TO_BOX, _BOX_TO_LANE, _LANE_TO_LANE = 1.0, 2.0, 8.0


class Span(NamedTuple):
    """A link from the right side of one box to the left side of another, each so far below its top."""

    source: int
    source_y: float
    target: int
    target_y: float


class End(NamedTuple):
    """The other end of a link as a box sees it, which is in a column beside its own."""

    box: int
    y: float
    own_y: float
    weight: float


class Route(NamedTuple):
    """What a lane is part of: the link, and what shares of its height its curve has gone where it passes boxes.

    The shares are those at the left side, in the middle and at the right side of the column.
    """

    span: Span
    shares: tuple[float, float, float]

    def heights(self, tops: Sequence[float]) -> list[float]:
        """Return how far down the curve is at those places."""
        begin, end = tops[self.span.source] + self.span.source_y, tops[self.span.target] + self.span.target_y
        return [begin + (end - begin) * share for share in self.shares]


@dataclass(slots=True)
class Lanes:
    """What is to be ordered and stacked; lanes are boxes without height, numbered behind the boxes.

    Attributes:
        heights: Of each box.
        count: How many of them are boxes and no lanes.
        layers: The boxes of each column, from top to bottom.
        routes: Of each lane.
        before, after: What each box is linked to in the column to its left and to its right.
    """

    heights: list[float]
    count: int
    layers: list[list[int]]
    routes: dict[int, Route]
    before: list[list[End]]
    after: list[list[End]]

    def gap(self, upper: int, lower: int) -> float:
        """Return how much room is between two neighbours in a column."""
        lanes = (upper >= self.count) + (lower >= self.count)
        return (_BETWEEN_BOXES, (_BETWEEN_BOXES + _BETWEEN_LANES) / 2, _BETWEEN_LANES)[lanes]


def lay_lanes(sizes: Sequence[Size], spans: Sequence[Span]) -> Lanes:
    """Put boxes into columns and lay a lane wherever a link leads through a column."""
    column = columns(len(sizes), [(span.source, span.target) for span in spans])
    layers: list[list[int]] = [[] for _ in range(max(column, default=-1) + 1)]
    lanes = Lanes([height for _, height in sizes], len(sizes), layers, {}, [[] for _ in sizes], [[] for _ in sizes])
    for box, number in enumerate(column):
        layers[number].append(box)
    for span in spans:
        first, last = column[span.source], column[span.target]
        box, y = span.source, span.source_y
        for number in range(first + 1, last):
            left, middle, right = (_risen((number - first + aside) / (last - first)) for aside in (-_HALF, 0.0, _HALF))
            lane = _add_lane(lanes, number, Route(span, (left, middle, right)))
            _tie(lanes, box, y, lane, 0.0)
            box, y = lane, 0.0
        if first < last:
            _tie(lanes, box, y, span.target, span.target_y)
    return lanes


def _add_lane(lanes: Lanes, column: int, route: Route) -> int:
    lane = len(lanes.heights)
    lanes.heights.append(0.0)
    lanes.before.append([])
    lanes.after.append([])
    lanes.layers[column].append(lane)
    lanes.routes[lane] = route
    return lane


def _risen(x: float) -> float:
    """Return how much of its height the curve of a link has gone after a share of its width.

    A link is drawn as a cubic Bézier curve whose handles are half as long as it is wide.

    >>> round(_risen(0.25), 1), round(_risen(0.5), 1)
    (0.1, 0.5)
    """
    low, high = 0.0, 1.0
    for _ in range(12):
        t = (low + high) / 2
        is_past = 1.5 * t * (1 - t) + t**3 > x
        low, high = (low, t) if is_past else (t, high)
    return 3 * low * low - 2 * low**3


def _tie(lanes: Lanes, left: int, left_y: float, right: int, right_y: float) -> None:
    weight = (_BOX_TO_BOX, _BOX_TO_LANE, _LANE_TO_LANE)[(left >= lanes.count) + (right >= lanes.count)]
    lanes.after[left].append(End(right, right_y, left_y, weight))
    lanes.before[right].append(End(left, left_y, right_y, weight))
