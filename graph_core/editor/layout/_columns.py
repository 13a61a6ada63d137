"""Which column each box belongs to, so that links lead to the right and are short."""

from __future__ import annotations

from collections.abc import Sequence

_MOST_PASSES = 8


def columns(count: int, pairs: Sequence[tuple[int, int]]) -> list[int]:
    """Return the column of each of so many boxes that are linked in pairs.

    Boxes are numbered from 0. Where links form a loop, as they may between groups of nodes, one of them leads back.

    >>> columns(4, [(0, 1), (1, 2), (3, 2)])
    [0, 1, 2, 1]
    """
    order, pairs = _in_order(count, pairs)
    before: list[list[int]] = [[] for _ in range(count)]
    after: list[list[int]] = [[] for _ in range(count)]
    for source, target in pairs:
        after[source].append(target)
        before[target].append(source)
    column = [0] * count
    for box in order:
        column[box] = max((column[other] + 1 for other in before[box]), default=0)
    for _ in range(_MOST_PASSES):
        if not _shorten(order, before, after, column):
            break
    first = min(column, default=0)
    return [number - first for number in column]


def _shorten(order: Sequence[int], before: list[list[int]], after: list[list[int]], column: list[int]) -> bool:
    """Move boxes towards the side on which they have more links; return whether any has moved."""
    has_moved = False
    for box in [*reversed(order), *order]:
        if len(after[box]) > len(before[box]):
            wanted = min(column[other] for other in after[box]) - 1
        elif len(before[box]) > len(after[box]):
            wanted = max(column[other] for other in before[box]) + 1
        else:
            continue
        has_moved = has_moved or wanted != column[box]
        column[box] = wanted
    return has_moved


def _in_order(count: int, pairs: Sequence[tuple[int, int]]) -> tuple[list[int], list[tuple[int, int]]]:
    """Return the boxes, each behind those that feed it, and the links without those that close a loop."""
    before: list[list[int]] = [[] for _ in range(count)]
    for source, target in pairs:
        before[target].append(source)
    order: list[int] = []
    is_open, is_done = [False] * count, [False] * count
    kept = []
    for start in range(count):
        stack = [start]
        while stack:
            box = stack[-1]
            if is_done[box]:
                stack.pop()
            elif is_open[box]:
                stack.pop()
                is_done[box] = True
                order.append(box)
            else:
                is_open[box] = True
                for source in before[box]:
                    if not is_open[source]:
                        stack.append(source)
    place = {box: number for number, box in enumerate(order)}
    kept = [pair for pair in pairs if place[pair[0]] < place[pair[1]]]
    return order, kept
