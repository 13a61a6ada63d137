"""Boxes in columns, with a lane in each column that a link leads through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from graph_core.editor.layout._columns import columns
from graph_core.editor.layout._sizes import Size

_BETWEEN_BOXES, _BETWEEN_LANES = 28.0, 12.0
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


@dataclass(slots=True)
class Lanes:
    """What is to be ordered and stacked; lanes are boxes without height, numbered behind the boxes.

    Attributes:
        heights: Of each box.
        count: How many of them are boxes and no lanes.
        layers: The boxes of each column, from top to bottom.
        before, after: What each box is linked to in the column to its left and to its right.
    """

    heights: list[float]
    count: int
    layers: list[list[int]]
    before: list[list[End]]
    after: list[list[End]]

    def gap(self, upper: int, lower: int) -> float:
        """Return how much room is between two neighbours in a column."""
        lanes = (upper >= self.count) + (lower >= self.count)
        return (_BETWEEN_BOXES, (_BETWEEN_BOXES + _BETWEEN_LANES) / 2, _BETWEEN_LANES)[lanes]


def lay_lanes(sizes: Sequence[Size], spans: Sequence[Span]) -> Lanes:
    """Put boxes into columns and lay a lane wherever a link leads through a column."""
    column = columns(len(sizes), [(span.source, span.target) for span in spans])
    lanes = Lanes([height for _, height in sizes], len(sizes), [[] for _ in range(max(column, default=-1) + 1)], [], [])
    lanes.before, lanes.after = [[] for _ in sizes], [[] for _ in sizes]
    for box, number in enumerate(column):
        lanes.layers[number].append(box)
    for span in spans:
        box, y = span.source, span.source_y
        through = range(column[span.source] + 1, column[span.target])
        for number in through:
            lane = len(lanes.heights)
            lanes.heights.append(0.0)
            lanes.before.append([])
            lanes.after.append([])
            lanes.layers[number].append(lane)
            _tie(lanes, box, y, lane, 0.0)
            box, y = lane, 0.0
        if column[span.source] < column[span.target]:
            _tie(lanes, box, y, span.target, span.target_y)
    return lanes


def _tie(lanes: Lanes, left: int, left_y: float, right: int, right_y: float) -> None:
    weight = (_BOX_TO_BOX, _BOX_TO_LANE, _LANE_TO_LANE)[(left >= lanes.count) + (right >= lanes.count)]
    lanes.after[left].append(End(right, right_y, left_y, weight))
    lanes.before[right].append(End(left, left_y, right_y, weight))
