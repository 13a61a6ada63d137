"""Keep landmarks on a face while something hides a part of it: follow what can still be seen."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from graph_nodes.face._mesh_warp import box_around
from graph_nodes.face._regions import face_width
from graph_nodes.face._topology import ALL_TRIANGLES

__all__ = ["Followed", "carry", "remember"]

Floats = NDArray[np.float32]

_SIDE_PX = 220.0
"""Width of the face in the small picture that is followed."""


@dataclass
class Followed:
    """A face as it was in the last frame.

    Attributes:
        points: `(478, 3)` accepted landmarks in px.
        carried: `(478, 3)` landmarks that optical flow brought here from the last frame without doubt.
        small: `(h, w)` grey picture of the face's surroundings, 8 bit.
        view: `(3,)` left and top of the small picture in px, and its scale.
        trust: How far the detector was believed: 1 on a bare face.
    """

    points: Floats
    carried: Floats
    small: NDArray[np.uint8]
    view: Floats
    trust: float

    def to_state(self) -> dict[str, Any]:
        """Return the fields by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def remember(picture: Floats, points: Floats, carried: Floats, trust: float = 1.0) -> Followed:
    """Remember a face in a picture `(3, H, W)`: its accepted and its carried landmarks, `(478, 3)`."""
    width = face_width(points)
    left, top, right, bottom = box_around(points[:468], picture.shape[2], picture.shape[1], 0.3 * width)
    scale = min(_SIDE_PX / width, 2.0)
    view = np.array([left, top, scale], dtype=np.float32)
    shape = (max(int((bottom - top) * scale), 1), max(int((right - left) * scale), 1))
    return Followed(points, carried, _small(picture, view, shape), view, trust)


def _small(picture: Floats, view: Floats, shape: tuple[int, int]) -> NDArray[np.uint8]:
    left, top, scale = int(view[0]), int(view[1]), float(view[2])
    cut = picture[:, top : top + round(shape[0] / scale) + 1, left : left + round(shape[1] / scale) + 1]
    if not cut.size:
        return np.zeros(shape, dtype=np.uint8)
    grey = np.clip(cut.mean(axis=0), 0, 1) ** np.float32(1 / 2.2) * 255
    matrix = np.array([[scale, 0, 0.5 * scale - 0.5], [0, scale, 0.5 * scale - 0.5]], dtype=np.float32)
    if scale < 1:
        grey = cv2.GaussianBlur(grey, (0, 0), 0.4 / scale)
    moved = cv2.warpAffine(grey.astype(np.float32), matrix, shape[::-1], borderMode=cv2.BORDER_REPLICATE)
    small: NDArray[np.uint8] = np.clip(moved, 0, 255).astype(np.uint8)
    return small


def carry(before: Followed, picture: Floats, hidden: Floats) -> Floats:
    """Return the landmarks carried so far, `(478, 3)`, moved as the visible part of the face moved.

    Corners in it are followed by optical flow there and back; the similarity that most of them agree on is taken.

    Args:
        before: The face in the last frame.
        picture: `(3, H, W)` this frame, scene-linear.
        hidden: `(478,)` how far each vertex is hidden.
    """
    height, width = before.small.shape
    now = _small(picture, before.view, (height, width))
    places = (before.carried[:, :2] - before.view[:2]) * before.view[2] - 0.5
    mask = np.zeros(before.small.shape, dtype=np.uint8)
    corners = np.round(places).astype(np.int32)
    for triangle in ALL_TRIANGLES[(hidden[ALL_TRIANGLES] < 0.5).all(axis=1)]:
        cv2.fillConvexPoly(mask, corners[triangle], 255)
    mask = cv2.erode(mask, np.ones((7, 7), np.uint8))
    marks = cv2.goodFeaturesToTrack(before.small, 150, 0.01, 4, mask=mask)
    if marks is None or len(marks) < 8:
        return before.carried
    ahead, found, _ = cv2.calcOpticalFlowPyrLK(before.small, now, marks, None, winSize=(17, 17))
    back, found_back, _ = cv2.calcOpticalFlowPyrLK(now, before.small, ahead, None, winSize=(17, 17))
    good = (found[:, 0] > 0) & (found_back[:, 0] > 0) & (np.linalg.norm((back - marks)[:, 0], axis=1) < 0.7)
    if good.sum() < 8:
        return before.carried
    matrix, inliers = cv2.estimateAffinePartial2D(marks[good], ahead[good], ransacReprojThreshold=1.0)
    if matrix is None or inliers.sum() < 8:
        return before.carried
    moved = before.carried.copy()
    there = places @ matrix[:, :2].T + matrix[:, 2]
    moved[:, :2] = (there + 0.5) / before.view[2] + before.view[:2]
    moved[:, 2] *= float(np.hypot(*matrix[:, 0]))
    return moved
