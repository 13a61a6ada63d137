"""The 68 landmarks of the iBUG 300-W scheme, made from MediaPipe's 478."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["landmarks68_from_478"]

# Mesh vertex, its neighbour, and how far the landmark lies from the one towards the other. The jaw is cut into
# equal lengths along the face oval and the bridge of the nose into equal thirds, both on an average frontal face.
_BLENDS = (
    # jaw, from the person's right ear over the chin to the left
    (127, 234, 0.0), (234, 93, 0.2), (93, 132, 0.35), (132, 58, 0.45), (58, 172, 0.6), (136, 150, 0.1),
    (150, 149, 0.7), (176, 148, 0.5), (152, 152, 0.0), (400, 377, 0.5), (379, 378, 0.7), (365, 379, 0.1),
    (288, 397, 0.6), (361, 288, 0.45), (323, 361, 0.35), (454, 323, 0.2), (356, 454, 0.0),
    # right and left brow, along the upper edge
    (70, 70, 0.0), (63, 63, 0.0), (105, 105, 0.0), (66, 66, 0.0), (107, 107, 0.0),
    (336, 336, 0.0), (296, 296, 0.0), (334, 334, 0.0), (293, 293, 0.0), (300, 300, 0.0),
    # bridge of the nose, then its base
    (168, 6, 0.5), (197, 195, 0.15), (195, 5, 0.8), (4, 1, 0.5),
    (98, 98, 0.0), (97, 97, 0.0), (2, 2, 0.0), (326, 326, 0.0), (327, 327, 0.0),
    # right and left eye
    (33, 33, 0.0), (160, 160, 0.0), (158, 158, 0.0), (133, 133, 0.0), (153, 153, 0.0), (144, 144, 0.0),
    (362, 362, 0.0), (385, 385, 0.0), (387, 387, 0.0), (263, 263, 0.0), (373, 373, 0.0), (380, 380, 0.0),
    # outer, then inner edge of the lips
    (61, 61, 0.0), (40, 39, 0.5), (37, 37, 0.0), (0, 0, 0.0), (267, 267, 0.0), (270, 269, 0.5),
    (291, 291, 0.0), (321, 405, 0.5), (314, 314, 0.0), (17, 17, 0.0), (84, 84, 0.0), (91, 181, 0.5),
    (78, 78, 0.0), (81, 81, 0.0), (13, 13, 0.0), (311, 311, 0.0),
    (308, 308, 0.0), (402, 402, 0.0), (14, 14, 0.0), (178, 178, 0.0),
)  # fmt: skip
_VERTEX = np.array([blend[0] for blend in _BLENDS])
_NEIGHBOUR = np.array([blend[1] for blend in _BLENDS])
_SHARE = np.array([blend[2] for blend in _BLENDS])[:, None]


def landmarks68_from_478(landmarks: NDArray[Any]) -> NDArray[np.float32]:
    """Return the 68 landmarks that lie on a face mesh.

    Args:
        landmarks: `(478, 2)` or `(478, 3)` points in MediaPipe's order; the irises are not needed.

    Returns:
        `(68, 2)` x, y in the same unit, iBUG 300-W order.
    """
    points = np.asarray(landmarks, dtype=np.float64)[:, :2]
    mixed: NDArray[np.float64] = points[_VERTEX] + (points[_NEIGHBOUR] - points[_VERTEX]) * _SHARE
    return mixed.astype(np.float32)
