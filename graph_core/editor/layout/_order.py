"""The order of boxes within their columns, so that links cross little."""

from __future__ import annotations

import bisect
import itertools
import statistics
from collections.abc import Sequence

from graph_core.editor.layout._lanes import End, Lanes

_SWEEPS, _PATIENCE, _SWAPS = 24, 4, 6


def untangle(lanes: Lanes) -> None:
    """Order the columns: sweep back and forth, sorting by where links lead, keep the best, then swap neighbours."""
    _begin(lanes)
    best, least = [list(layer) for layer in lanes.layers], crossings(lanes)
    since = 0
    for sweep in range(_SWEEPS):
        if not least or since == _PATIENCE:
            break
        _sweep(lanes, to_right=sweep % 2 == 0, by_median=sweep % 4 < 2)
        found = crossings(lanes)
        since = 0 if found < least else since + 1
        if found < least:
            best, least = [list(layer) for layer in lanes.layers], found
    lanes.layers = best
    for _ in range(_SWAPS):
        if not _swap_neighbours(lanes):
            break


def crossings(lanes: Lanes) -> int:
    """Count how often links cross."""
    total = 0
    for left, right in itertools.pairwise(lanes.layers):
        place = {box: number for number, box in enumerate(right)}
        ends: list[tuple[int, float]] = []
        for box in left:
            for end in sorted(lanes.after[box], key=lambda end: (end.own_y, place[end.box], end.y)):
                at = (place[end.box], end.y)
                total += len(ends) - bisect.bisect_right(ends, at)
                bisect.insort(ends, at)
    return total


def _begin(lanes: Lanes) -> None:
    """Order each column by the inputs they lead to, from top to bottom: trees have no crossings then."""
    layers: list[list[int]] = [[] for _ in lanes.layers]
    column = {box: number for number, layer in enumerate(lanes.layers) for box in layer}
    seen: set[int] = set()
    for start in [box for layer in reversed(lanes.layers) for box in layer if not lanes.after[box]]:
        stack = [start]
        while stack:
            box = stack.pop()
            if box in seen:
                continue
            seen.add(box)
            layers[column[box]].append(box)
            ends = sorted(lanes.before[box], key=lambda end: end.own_y, reverse=True)
            stack += [end.box for end in ends if end.box not in seen]
    lanes.layers = layers


def _sweep(lanes: Lanes, *, to_right: bool, by_median: bool) -> None:
    ends = lanes.before if to_right else lanes.after
    layers = lanes.layers if to_right else lanes.layers[::-1]
    mean = statistics.median if by_median else statistics.fmean
    for fixed, layer in itertools.pairwise(layers):
        place = {box: number for number, box in enumerate(fixed)}
        # Within a box, a port farther down counts as farther down.
        wanted = {
            box: mean([place[end.box] + end.y / (lanes.heights[end.box] + 1) for end in ends[box]])
            for box in layer
            if ends[box]
        }
        slots = [number for number, box in enumerate(layer) if box in wanted]
        moving = sorted((layer[number] for number in slots), key=wanted.__getitem__)
        for number, box in zip(slots, moving, strict=True):
            layer[number] = box


def _swap_neighbours(lanes: Lanes) -> bool:
    """Swap neighbours wherever that takes crossings away; return whether any was."""
    has_swapped = False
    for number, layer in enumerate(lanes.layers):
        left = _places(lanes, number - 1)
        right = _places(lanes, number + 1)
        sides = [(side, ends) for side, ends in ((left, lanes.before), (right, lanes.after)) if side]
        for at in range(len(layer) - 1):
            upper, lower = layer[at], layer[at + 1]
            now = sum(_crossed(ends[upper], ends[lower], side) for side, ends in sides)
            if now and sum(_crossed(ends[lower], ends[upper], side) for side, ends in sides) < now:
                layer[at], layer[at + 1] = lower, upper
                has_swapped = True
    return has_swapped


def _places(lanes: Lanes, number: int) -> dict[int, int]:
    layer = lanes.layers[number] if 0 <= number < len(lanes.layers) else []
    return {box: place for place, box in enumerate(layer)}


def _crossed(upper: Sequence[End], lower: Sequence[End], place: dict[int, int]) -> int:
    """Count how often links of one box cross those of a box below it."""
    above = [(place[end.box], end.y) for end in upper]
    return sum((place[end.box], end.y) < other for end in lower for other in above)
