"""Layered drawing of boxes and links from left to right, after Sugiyama, Tagawa and Toda (1981).

Boxes are put into columns so that links lead to the right, columns are ordered so that links cross little, and boxes
are moved up and down so that links are straight. A link over several columns keeps a lane free in each of them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from graph_core.editor.layout._lanes import Lanes, Span, lay_lanes
from graph_core.editor.layout._order import untangle
from graph_core.editor.layout._sizes import Position, Size, bounds
from graph_core.editor.layout._stacking import stack

_BETWEEN_COLUMNS, _BETWEEN_PARTS = 72.0, 56.0
_WIDER_THAN_HIGH = 1.6


def layered(sizes: Sequence[Size], spans: Sequence[Span]) -> list[Position]:
    """Return the top left corner of each box; parts that are not linked stand side by side.

    The same boxes and links always give the same drawing.
    """
    positions: list[Position] = [(0.0, 0.0)] * len(sizes)
    parts = _parts(len(sizes), spans)
    drawings = [_draw(part, sizes, spans) for part in parts]
    corners = _packed([size for _, size in drawings])
    for part, (drawn, _), (left, top) in zip(parts, drawings, corners, strict=True):
        for box, (x, y) in zip(part, drawn, strict=True):
            positions[box] = (left + x, top + y)
    return positions


def _parts(count: int, spans: Sequence[Span]) -> list[list[int]]:
    """Return the boxes of each part that is linked, in order of their first boxes."""
    beside: list[list[int]] = [[] for _ in range(count)]
    for span in spans:
        beside[span.source].append(span.target)
        beside[span.target].append(span.source)
    parts, seen = [], [False] * count
    for start in range(count):
        if seen[start]:
            continue
        seen[start] = True
        part = [start]
        for box in part:
            for other in beside[box]:
                if not seen[other]:
                    seen[other] = True
                    part.append(other)
        parts.append(sorted(part))
    return parts


def _draw(part: Sequence[int], sizes: Sequence[Size], spans: Sequence[Span]) -> tuple[list[Position], Size]:
    """Return where the boxes of one part stand, from its top left corner, and its size."""
    number = {box: at for at, box in enumerate(part)}
    own = [
        Span(number[span.source], span.source_y, number[span.target], span.target_y)
        for span in spans
        if span.source in number
    ]
    own_sizes = [sizes[box] for box in part]
    lanes = lay_lanes(own_sizes, own)
    untangle(lanes)
    tops = stack(lanes)
    lefts = _lefts(lanes, own_sizes)
    positions = [(lefts[at], float(round(tops[at]))) for at in range(len(part))]
    around = bounds(zip(positions, own_sizes, strict=True))
    if around is None:
        return [], (0.0, 0.0)
    (left, top), size = around
    return [(x - left, y - top) for x, y in positions], size


def _lefts(lanes: Lanes, sizes: Sequence[Size]) -> list[float]:
    """Return the left edge of each box; those much narrower than their column stand in its middle."""
    lefts = [0.0] * len(sizes)
    left = 0.0
    for layer in lanes.layers:
        boxes = [box for box in layer if box < len(sizes)]
        if not boxes:
            continue
        width = max(sizes[box][0] for box in boxes)
        for box in boxes:
            is_narrow = sizes[box][0] < width / 2
            lefts[box] = left + (round((width - sizes[box][0]) / 2) if is_narrow else 0.0)
        left += width + _BETWEEN_COLUMNS
    return lefts


def _packed(sizes: Sequence[Size]) -> list[Position]:
    """Return where parts stand: in rows, somewhat wider than high."""
    area = sum((width + _BETWEEN_PARTS) * (height + _BETWEEN_PARTS) for width, height in sizes)
    limit = max([math.sqrt(area * _WIDER_THAN_HIGH), *(width for width, _ in sizes)])
    corners: list[Position] = []
    left = top = row = 0.0
    for width, height in sizes:
        if left and left + width > limit:
            left, top, row = 0.0, top + row + _BETWEEN_PARTS, 0.0
        corners.append((left, top))
        left, row = left + width + _BETWEEN_PARTS, max(row, height)
    return corners
