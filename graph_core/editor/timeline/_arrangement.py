"""Placing controls in a row: some at the left, some in the middle, some at the right. No screen is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Slot", "arranged"]


@dataclass(frozen=True, slots=True)
class Slot:
    """Room for a control.

    Attributes:
        name: Of the control.
        width: In px.
        side: "left", "middle" or "right".
        rank: The higher, the sooner it is left out; what has rank 0 stays.
    """

    name: str
    width: int
    side: str
    rank: int


def arranged(slots: Sequence[Slot], width: int, gap: int, margin: int) -> dict[str, int]:
    """Return where controls begin; those without room are missing.

    >>> slots = [Slot("a", 10, "left", 0), Slot("b", 20, "middle", 0), Slot("c", 30, "right", 1)]
    >>> arranged(slots, 100, gap=2, margin=5)
    {'a': 5, 'b': 40, 'c': 65}
    >>> arranged(slots, 60, gap=2, margin=5)
    {'a': 5, 'b': 20}
    """
    kept = list(slots)
    while _room(kept, gap, margin) > width and (most := max((slot.rank for slot in kept), default=0)):
        kept = [slot for slot in kept if slot.rank < most]
    left, middle, right = ([slot for slot in kept if slot.side == side] for side in ("left", "middle", "right"))
    begin_right = width - margin - _length(right, gap)
    lowest = margin + _length(left, gap) + gap
    begin_middle = (width - _length(middle, gap)) // 2
    begin_middle = max(min(begin_middle, begin_right - gap - _length(middle, gap)), lowest)
    return _row(left, margin, gap) | _row(middle, begin_middle, gap) | _row(right, begin_right, gap)


def _length(slots: Sequence[Slot], gap: int) -> int:
    return sum(slot.width + gap for slot in slots) - gap if slots else 0


def _room(slots: Sequence[Slot], gap: int, margin: int) -> int:
    return _length(slots, gap) + 2 * margin + 2 * gap


def _row(slots: Sequence[Slot], x: int, gap: int) -> dict[str, int]:
    places = {}
    for slot in slots:
        places[slot.name] = x
        x += slot.width + gap
    return places
