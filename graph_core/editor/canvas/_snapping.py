"""Aligning nodes: lightly while they are moved, exactly when asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from graph_core.editor.canvas._scene import Box
from graph_core.editor.canvas._view import Rect
from graph_core.editor.layout import Position

__all__ = ["Guide", "Snap", "aligned", "distributed", "snapped"]

Side = Literal["left", "top"]


@dataclass(frozen=True, slots=True)
class Guide:
    """A line that shows what something is aligned with, from one point of the canvas to another."""

    begin: Position
    end: Position


@dataclass(frozen=True, slots=True)
class Snap:
    """How far to move something that is nearly aligned, and the lines that show with what."""

    dx: float = 0.0
    dy: float = 0.0
    guides: tuple[Guide, ...] = ()


def snapped(moving: Rect, others: Iterable[Rect], reach: float) -> Snap:
    """Align the left edge or the middle line of what is moved, and its top, with what stands near.

    Args:
        moving: What is moved.
        others: What stands still.
        reach: How near is near enough.
    """
    across, down = (reach, 0.0, moving), (reach, 0.0, moving)
    for other in others:
        dx = other.left - moving.left
        if abs(dx) < across[0]:
            across = (abs(dx), dx, other)
        for dy in (other.top - moving.top, (other.top + other.bottom - moving.top - moving.bottom) / 2):
            if abs(dy) < down[0]:
                down = (abs(dy), dy, other)
    guides = []
    if across[2] is not moving:
        x, other = across[2].left, across[2]
        guides.append(Guide((x, min(moving.top, other.top)), (x, max(moving.bottom, other.bottom))))
    if down[2] is not moving:
        y, other = moving.top + down[1], down[2]
        if abs(y - other.top) > 0.5:
            y = (other.top + other.bottom) / 2
        guides.append(Guide((min(moving.left, other.left), y), (max(moving.right, other.right), y)))
    return Snap(across[1], down[1], tuple(guides))


def aligned(boxes: Sequence[Box], side: Side) -> Mapping[str, Position]:
    """Return the places of nodes put on one line with the outermost of them."""
    if side == "left":
        left = min(box.left for box in boxes)
        return {box.name: (left, box.top) for box in boxes}
    top = min(box.top for box in boxes)
    return {box.name: (box.left, top) for box in boxes}


def distributed(boxes: Sequence[Box]) -> Mapping[str, Position]:
    """Return the places of nodes with equal gaps, along the direction they spread in; the outermost stay."""
    width = max(box.left for box in boxes) - min(box.left for box in boxes)
    height = max(box.top for box in boxes) - min(box.top for box in boxes)
    is_row = width > height
    ordered = sorted(boxes, key=lambda box: box.left if is_row else box.top)
    sizes = [box.width if is_row else box.height for box in ordered]
    starts = [box.left if is_row else box.top for box in ordered]
    gap = (starts[-1] - starts[0] - sum(sizes[:-1])) / max(len(boxes) - 1, 1)
    places: dict[str, Position] = {}
    at = starts[0]
    for box, size in zip(ordered, sizes, strict=True):
        places[box.name] = (at, box.top) if is_row else (box.left, at)
        at += size + gap
    return places
