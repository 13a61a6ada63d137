"""Draw what is known of a face as coverage: one channel for each colour."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph_nodes.face import _topology as topology

__all__ = ["Sheet", "axes_of", "contours", "mesh_edges"]

_SHIFT = 4  # cv2 draws at sixteenths of a pixel
_CLOSED = (
    topology.FACE_OVAL, topology.LIPS_OUTER, topology.LIPS_INNER, topology.RIGHT_EYE, topology.LEFT_EYE,
    topology.RIGHT_BROW, topology.LEFT_BROW, topology.RIGHT_IRIS[1:], topology.LEFT_IRIS[1:],
)  # fmt: skip


class Sheet:
    """A transparent sheet that takes anti-aliased marks of one colour."""

    def __init__(self, width: int, height: int) -> None:
        """Make an empty sheet."""
        self._pixels = np.zeros((height, width), np.uint8)

    @property
    def coverage(self) -> NDArray[np.float32]:
        """What is covered, `(H, W)` in [0, 1]."""
        return self._pixels.astype(np.float32) / 255

    def lines(self, paths: list[NDArray[Any]], width_px: int, *, closed: bool = False) -> None:
        """Draw through the points of each path, `(N, 2)` px."""
        import cv2

        fixed = [_fixed(path) for path in paths]
        cv2.polylines(self._pixels, fixed, closed, 255, max(1, width_px), cv2.LINE_AA, _SHIFT)

    def dots(self, points: NDArray[Any], radius_px: float) -> None:
        """Draw a filled circle at each point `(N, 2)`."""
        import cv2

        radius = max(1, round(radius_px * (1 << _SHIFT)))
        for x, y in _fixed(points).reshape(-1, 2).tolist():
            cv2.circle(self._pixels, (x, y), radius, 255, -1, cv2.LINE_AA, _SHIFT)

    def text(self, words: str, at: NDArray[Any], height_px: float) -> None:
        """Write words that begin at a point, with capitals of this height."""
        import cv2

        x, y = np.round(at[:2]).astype(int).tolist()
        cv2.putText(self._pixels, words, (x, y), cv2.FONT_HERSHEY_SIMPLEX, height_px / 22, 255, 1, cv2.LINE_AA)


def _fixed(points: NDArray[Any]) -> NDArray[np.int32]:
    """Return points as cv2 wants them: fixed-point, pixel centres at whole numbers."""
    held = np.clip(np.asarray(points, np.float64)[:, :2], -30000, 30000)
    fixed: NDArray[np.int32] = np.round((held - 0.5) * (1 << _SHIFT)).astype(np.int32).reshape(-1, 1, 2)
    return fixed


def contours(landmarks: NDArray[Any]) -> list[NDArray[Any]]:
    """Return the closed outlines of face, lips, eyes, brows and irises."""
    return [landmarks[contour, :2] for contour in _CLOSED]


@cache
def _edges() -> NDArray[np.int32]:
    triangles = topology.TRIANGLES
    pairs = np.sort(np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]), axis=1)
    edges: NDArray[np.int32] = np.unique(pairs, axis=0)
    return edges


def mesh_edges(landmarks: NDArray[Any]) -> list[NDArray[Any]]:
    """Return every edge of the mesh once, as a path of two points."""
    return list(landmarks[_edges(), :2])


def axes_of(rotation: NDArray[Any], origin: NDArray[Any], length_px: float) -> list[NDArray[Any]]:
    """Return three paths from the origin, along the head's left, down and forward."""
    return [
        np.stack([origin, origin + length_px * axis[:2]]) for axis in (rotation[:, 0], rotation[:, 1], -rotation[:, 2])
    ]
