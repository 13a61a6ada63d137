"""Tell which face of one frame is which of the frames before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph_core import Face

__all__ = ["CutDetector", "Track", "assign", "followed", "overlap", "shape_difference"]

Floats = NDArray[np.float32]

# Measured on four clips at 30 fps: from frame to frame a talking, turning face moved by at most 0.022 of its size,
# grew by 1 % and changed its shape by 0.037 of the distance between the eyes; across cuts the shape changed by 0.087
# or more. For a face last seen longer ago only the coarse limits hold.
_MOST_GROWTH = 0.35
_MOST_CHANGE = 0.075
_MOST_CHANGE_LATER = 0.35
_LEAST_LIKENESS = 0.4
_LONGEST_FORECAST = 5


@dataclass(frozen=True, slots=True)
class Track:
    """A face that is being followed.

    Attributes:
        number: What the artist calls it.
        frame: When it was last seen.
        box: `(4,)` where, in px.
        shape: `(68, 2)` its landmarks then.
        speed: `(2,)` px per frame.
        look: Small normalised picture of it, `(N,)`; empty when unknown.
    """

    number: int
    frame: int
    box: Floats
    shape: Floats
    speed: Floats
    look: Floats

    def as_state(self) -> dict[str, Any]:
        """Return the track as plain numbers and arrays."""
        return asdict(self)


class CutDetector:
    """Notices when one picture is no continuation of the last.

    Pictures are compared as 32 x 18 thumbnails without their mean, so that a flash or a fade is no cut. Within the
    measured clips they differed by at most 0.005, across cuts by 0.06 or more.
    """

    LEAST = 0.02
    TIMES = 4.0

    def __init__(self, state: dict[str, Any] | None = None) -> None:
        """Begin a shot, or go on from a state."""
        self._thumbnail: Floats = state["thumbnail"] if state else np.zeros(0, np.float32)
        self._usual: float = state["usual"] if state else 0.0

    def as_state(self) -> dict[str, Any]:
        """Return what is needed to go on."""
        return {"thumbnail": self._thumbnail, "usual": self._usual}

    def is_cut(self, thumbnail: Floats) -> bool:
        """Take the next picture's thumbnail, any shape, display-like values; return whether a cut lies before it."""
        even = thumbnail - thumbnail.mean()
        before, self._thumbnail = self._thumbnail, even
        if before.shape != even.shape:
            return False
        change = float(np.abs(even - before).mean())
        cut = change > max(self.LEAST, self.TIMES * self._usual)
        self._usual = 0.0 if cut else max(change, 0.9 * self._usual)
        return cut


def overlap(one: NDArray[Any], other: NDArray[Any]) -> float:
    """Return the intersection over union of two boxes.

    >>> round(overlap(np.array([0, 0, 2, 2]), np.array([1, 0, 3, 2])), 3)
    0.333
    """
    low, high = np.maximum(one[:2], other[:2]), np.minimum(one[2:], other[2:])
    shared = float(np.prod(np.clip(high - low, 0, None)))
    total = float(np.prod(one[2:] - one[:2]) + np.prod(other[2:] - other[:2])) - shared
    return shared / total if total > 0 else 0.0


def shape_difference(one: NDArray[Any], other: NDArray[Any]) -> float:
    """Return how far 68 landmarks lie from others after moving, turning and scaling them there.

    Root mean square, in distances between the eyes of the other.
    """
    first, second = (np.asarray(points, np.float64) @ (1, 1j) for points in (one, other))
    first, second = first - first.mean(), second - second.mean()
    power = float((abs(first) ** 2).sum())
    between = abs(second[36:42].mean() - second[42:48].mean())
    if power == 0 or between == 0:
        return 0.0
    turn = (second * first.conj()).sum() / power
    return float(np.sqrt((abs(second - turn * first) ** 2).mean()) / between)


def assign(
    tracks: Sequence[Track], faces: Sequence[Face], looks: Sequence[Floats], frame: int, reach: float
) -> list[Track | None]:
    """Return each face's track, or None for a face not seen before.

    Args:
        tracks: Those followed so far.
        faces: Of this frame.
        looks: Their `Track.look`, or empty arrays.
        frame: Number of this frame.
        reach: How far a face may move in one frame, in face sizes.
    """
    from scipy.optimize import linear_sum_assignment

    found: list[Track | None] = [None] * len(faces)
    if not tracks or not faces:
        return found
    never = 1e6
    costs = np.array(
        [
            [_cost(track, face, look, frame, reach, never) for track in tracks]
            for face, look in zip(faces, looks, strict=True)
        ]
    )
    for row, column in zip(*linear_sum_assignment(costs), strict=True):
        if costs[row, column] < never:
            found[row] = tracks[column]
    return found


def _cost(track: Track, face: Face, look: Floats, frame: int, reach: float, never: float) -> float:
    gap = max(1, frame - track.frame)
    was, now = _centre_and_size(track.box), _centre_and_size(face.box)
    expected = was[0] + track.speed * min(gap, _LONGEST_FORECAST)
    size = max(was[1], 1e-6)
    distance = float(np.hypot(*(now[0] - expected))) / size
    growth = abs(float(np.log(max(now[1], 1e-6) / size)))
    change = shape_difference(track.shape, face.landmarks68)
    likeness = float(track.look @ look) if len(track.look) and len(look) == len(track.look) else None
    is_next = gap == 1
    if (
        distance > reach * min(gap, _LONGEST_FORECAST)
        or growth > _MOST_GROWTH * min(gap, 3)
        or change > (_MOST_CHANGE if is_next else _MOST_CHANGE_LATER)
        or (not is_next and likeness is not None and likeness < _LEAST_LIKENESS)
    ):
        return never
    return distance + growth + change + (0.5 * (1 - likeness) if likeness is not None else 0.0) + 0.01 * (gap - 1)


def _centre_and_size(box: Floats) -> tuple[NDArray[np.float64], float]:
    low, high = box[:2].astype(np.float64), box[2:].astype(np.float64)
    return (low + high) / 2, float(np.sqrt(np.prod(high - low)))


def followed(track: Track | None, number: int, face: Face, look: Floats, frame: int) -> Track:
    """Return the track after seeing its face again, or a new one of the given number."""
    if track is None:
        return Track(number, frame, face.box, face.landmarks68, np.zeros(2, np.float32), look)
    gap = max(1, frame - track.frame)
    moved = (_centre_and_size(face.box)[0] - _centre_and_size(track.box)[0]) / gap
    speed = (0.5 * track.speed + 0.5 * moved).astype(np.float32)
    if len(track.look) and len(look):
        look = 0.8 * track.look + 0.2 * look
        look = (look / max(float(np.linalg.norm(look)), 1e-6)).astype(np.float32)
    return replace(track, frame=frame, box=face.box, shape=face.landmarks68, speed=speed, look=look)
