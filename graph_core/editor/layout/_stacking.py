"""How far down boxes stand in their columns, so that links are straight."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Sequence

from graph_core.editor.layout._lanes import End, Lanes

_SWEEPS, _CLEARING = 6, 12
_ON_CURVE = 16.0
_CLEAR, _OVER_A_BOX = 4.0, 400.0


def stack(lanes: Lanes) -> list[float]:
    """Return the top of each box."""
    tops = [0.0] * len(lanes.heights)
    for layer in lanes.layers:
        top = 0.0
        for upper, box in zip([None, *layer], layer, strict=False):
            top = 0.0 if upper is None else top + lanes.heights[upper] + lanes.gap(upper, box)
            tops[box] = top
    both = [before + after for before, after in zip(lanes.before, lanes.after, strict=True)]
    for _ in range(_SWEEPS):
        for layer in lanes.layers:
            _straighten(lanes, layer, lanes.before, tops)
        for layer in reversed(lanes.layers):
            _straighten(lanes, layer, lanes.after, tops)
    best, least = list(tops), _cost(lanes, tops)
    for _ in range(_CLEARING):
        for layer in lanes.layers:
            _straighten(lanes, layer, both, tops, on_curves=True)
        cost = _cost(lanes, tops)
        if cost < least:
            best, least = list(tops), cost
    return best


def _cost(lanes: Lanes, tops: Sequence[float]) -> float:
    """Return how far from straight links are, and that again for each that is drawn over a box."""
    cost = 0.0
    for layer in lanes.layers:
        boxes = [box for box in layer if box < lanes.count]
        starts = [tops[box] for box in boxes]
        for box in layer:
            if box >= lanes.count:
                low, high = min(lanes.routes[box].heights(tops)), max(lanes.routes[box].heights(tops))
                at = bisect.bisect_right(starts, high + _CLEAR) - 1
                is_over = at >= 0 and tops[boxes[at]] + lanes.heights[boxes[at]] + _CLEAR > low
                cost += _OVER_A_BOX * is_over
            cost += sum(abs(tops[end.box] + end.y - tops[box] - end.own_y) for end in lanes.after[box])
    return cost


def settle(wanted: Sequence[float], weights: Sequence[float], gaps: Sequence[float]) -> list[float]:
    """Return the places nearest to those wanted, by weighted squares, that lie at least the gaps apart.

    What wants to overlap moves together as one: isotonic regression by pooling adjacent violators.

    >>> settle([0, 1, 50], [1, 1, 1], [10, 10])
    [-4.5, 5.5, 50.0]
    """
    shifts = [0.0]
    for gap in gaps:
        shifts.append(shifts[-1] + gap)
    pools: list[tuple[float, float, int]] = []  # mean, weight, how many
    for place, weight, shift in zip(wanted, weights, shifts, strict=True):
        mean, total, count = place - shift, weight, 1
        while pools and pools[-1][0] > mean:
            other, other_total, other_count = pools.pop()
            mean = (mean * total + other * other_total) / (total + other_total)
            total, count = total + other_total, count + other_count
        pools.append((mean, total, count))
    means = [mean for mean, _, count in pools for _ in range(count)]
    return [mean + shift for mean, shift in zip(means, shifts, strict=True)]


def _straighten(
    lanes: Lanes, layer: Sequence[int], ends: Sequence[Sequence[End]], tops: list[float], *, on_curves: bool = False
) -> None:
    """Move the boxes of a column to where their links are straight, as far as there is room.

    In the end lanes lie where the curves of their links are drawn, so that boxes make room for those.
    """
    wanted, weights = [], []
    for box in layer:
        route = lanes.routes.get(box) if on_curves else None
        if route is not None:
            wanted.append(route.heights(tops)[1])
            weights.append(_ON_CURVE)
            continue
        places = sorted((tops[end.box] + end.y - end.own_y, end.weight) for end in ends[box])
        weight = sum(weight for _, weight in places)
        wanted.append(_median(places, weight) if places else tops[box])
        weights.append(weight or 0.1)
    gaps = [lanes.heights[upper] + lanes.gap(upper, lower) for upper, lower in itertools.pairwise(layer)]
    for box, top in zip(layer, settle(wanted, weights, gaps), strict=True):
        tops[box] = top


def _median(places: Sequence[tuple[float, float]], total: float) -> float:
    """Return the place that as much weight lies above as below; of two such, the upper."""
    passed = 0.0
    for place, weight in places:
        passed += weight
        if passed * 2 >= total:
            return place
    return places[-1][0]
