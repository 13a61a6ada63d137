"""Weights and runs for smoothing landmarks over neighbouring frames."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from graph_core import Face, Faces
from graph_nodes.face._tracking import overlap

__all__ = ["Method", "kernel", "radius_of", "run_around", "smoothed", "without_held"]

Method = Literal["gaussian", "keep peaks"]

_LEAST_OVERLAP = 0.3


def radius_of(size: float) -> int:
    """Return how many frames to either side a smoothing of this size looks at.

    >>> radius_of(0), radius_of(1.0)
    (0, 3)
    """
    return int(np.ceil(3 * size))


@cache
def kernel(method: Method, size: float, before: int, after: int) -> NDArray[np.float64]:
    """Return the weights of the frames from `before` ahead of the middle to `after` behind it; they add up to 1.

    "gaussian" has a standard deviation of `size` frames. "keep peaks" fits a parabola to `3 size` frames to either
    side (Savitzky and Golay 1964) and takes its value in the middle: a peak as narrow as a blink keeps its height.
    Where frames lack on one side both are fitted to those that are there.

    >>> kernel("keep peaks", 0.6, 2, 2).round(4).tolist()
    [-0.0857, 0.3429, 0.4857, 0.3429, -0.0857]
    """
    offsets = np.arange(-before, after + 1, dtype=np.float64)
    if method == "gaussian":
        weights = np.exp(-0.5 * (offsets / max(size, 1e-9)) ** 2)
        # A straight line stays a straight line at the ends of a run too.
        degree = min(1, len(offsets) - 1)
    else:
        weights = np.ones_like(offsets)
        degree = min(2, len(offsets) - 1)
    powers = offsets[:, None] ** np.arange(degree + 1)
    weighted = powers * weights[:, None]
    fit = np.linalg.solve(powers.T @ weighted, weighted.T)
    values: NDArray[np.float64] = fit[0]
    return values


def without_held(window: Sequence[Faces], middle: int) -> tuple[tuple[Faces, ...], int]:
    """Leave out the repetitions of the first and the last frame with which a shot is continued beyond its ends.

    Returns:
        What is left of the window, and where its middle is now.
    """
    first = next((at for at in range(middle) if not _is_same(window[at], window[at + 1])), middle)
    last = next((at for at in range(len(window) - 1, middle, -1) if not _is_same(window[at], window[at - 1])), middle)
    return tuple(window[first : last + 1]), middle - first


def _is_same(one: Faces, other: Faces) -> bool:
    if one is other:
        return True
    pairs = zip(one, other, strict=False)
    return len(one) == len(other) and all(np.array_equal(a.landmarks478, b.landmarks478) for a, b in pairs)


def run_around(face: Face, window: Sequence[Faces], middle: int) -> tuple[list[Face], int]:
    """Return a face's own run of consecutive frames in a window, and its place in it.

    A numbered face is followed by its number. One without is followed by its box from frame to frame.
    """
    before = _follow(face, [window[at] for at in range(middle - 1, -1, -1)])
    after = _follow(face, window[middle + 1 :])
    return [*reversed(before), face, *after], len(before)


def _follow(face: Face, frames: Sequence[Faces]) -> list[Face]:
    run = []
    for faces in frames:
        if face.track >= 0:
            following = next((other for other in faces if other.track == face.track), None)
        else:
            following = _nearest(face, faces)
        if following is None:
            break
        run.append(following)
        face = following
    return run


def _nearest(face: Face, faces: Faces) -> Face | None:
    """Return the face that overlaps most, if any does enough."""
    best = max(faces, key=lambda other: overlap(face.box, other.box), default=None)
    return best if best is not None and overlap(face.box, best.box) >= _LEAST_OVERLAP else None


def smoothed(arrays: Sequence[NDArray[np.float32]], weights: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return the weighted sum of arrays of one shape."""
    result: NDArray[np.float32] = np.tensordot(weights, np.stack(arrays).astype(np.float64), 1).astype(np.float32)
    return result
