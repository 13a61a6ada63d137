"""Turn, move and scale a set of points onto another one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_nodes.face._topology import FACE_OVAL, MIRROR

__all__ = ["STEADY", "Similarity", "fit_similarity", "frontal", "head_axes"]

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Points = NDArray[np.float32] | NDArray[np.float64]

STEADY = np.array(
    [
        *(10, 151, 9, 8, 168, 6, 197, 195, 5, 4, 1, 19, 94, 2),
        *(109, 67, 103, 54, 21, 162, 127, 338, 297, 332, 284, 251, 389, 356),
        *(33, 133, 362, 263, 98, 327, 64, 294, 48, 278, 129, 358, 122, 351, 188, 412),
        *(34, 227, 264, 447, 234, 454, 143, 372, 116, 345),
    ],
    dtype=np.int32,
)
"""Vertices that hardly move with the expression: forehead, temples, corners of the eyes, nose, ears."""


class Similarity(NamedTuple):
    """`scale * points @ rotation.T + offset`.

    Attributes:
        scale: Enlargement.
        rotation: `(3, 3)` without a mirror.
        offset: `(3,)`.
    """

    scale: float
    rotation: Doubles
    offset: Doubles

    def apply(self, points: Points) -> Floats:
        """Return the moved points, `(V, 3)`."""
        moved: Floats = (self.scale * points.astype(np.float64) @ self.rotation.T + self.offset).astype(np.float32)
        return moved


def fit_similarity(source: Points, target: Points) -> Similarity:
    """Return the similarity that brings `source` nearest to `target`, both `(V, 3)` (Umeyama 1991).

    >>> square = np.float32([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]])
    >>> round(fit_similarity(square, square * 2 + 5).scale, 6)
    2.0
    """
    first, second = source.astype(np.float64), target.astype(np.float64)
    from_centre, to_centre = first.mean(axis=0), second.mean(axis=0)
    first, second = first - from_centre, second - to_centre
    left, values, right = np.linalg.svd(second.T @ first)
    sign = np.ones(3)
    sign[2] = np.sign(np.linalg.det(left) * np.linalg.det(right)) or 1.0
    rotation = (left * sign) @ right
    scale = float((values * sign).sum() / max(float((first**2).sum()), 1e-12))
    return Similarity(scale, rotation, to_centre - scale * rotation @ from_centre)


def head_axes(points: Floats) -> Doubles:
    """Return where a face's right, down and back point, as the rows of `(3, 3)`.

    They come from the pairs of vertices that mirror each other and from forehead to chin.
    """
    mirror = MIRROR[:468]
    left_first = np.flatnonzero(mirror > np.arange(468))
    skin = points[:468].astype(np.float64)
    across = (skin[mirror[left_first]] - skin[left_first]).mean(axis=0)
    across /= max(float(np.linalg.norm(across)), 1e-9)
    down = skin[152] - skin[10]
    down -= across * float(across @ down)
    down /= max(float(np.linalg.norm(down)), 1e-9)
    return np.stack([across, down, np.cross(across, down)])


def frontal(points: Floats) -> Floats:
    """Return the face turned to the front and made the same on both sides: `(478, 3)`, 1 from ear to ear."""
    turned = (points - points[FACE_OVAL].mean(axis=0)).astype(np.float64) @ head_axes(points).T
    other = turned[MIRROR] * (-1, 1, 1)
    even = (turned + other) / 2
    unit: Floats = (even / max(float(even[454, 0] - even[234, 0]), 1e-9)).astype(np.float32)
    return unit
