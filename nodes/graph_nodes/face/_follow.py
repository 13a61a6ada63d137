"""Keep landmarks on a face while something hides a part of it: follow what can still be seen."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from graph_nodes.face._mesh_warp import box_around
from graph_nodes.face._regions import face_width, smoothstep
from graph_nodes.face._rigid import STEADY, fit_similarity
from graph_nodes.face._topology import ALL_TRIANGLES

__all__ = ["Followed", "begin_following", "follow"]

Floats = NDArray[np.float32]

_SIDE_PX = 220.0
"""Width of the face in the small picture that is followed."""

_STEADY_ENOUGH = 0.02
"""Change of the head's own shape between two frames, in widths of the face, that a bare face never shows."""

_RETURN = 0.2


@dataclass
class Followed:
    """A face as it was in the last frame.

    Attributes:
        points: `(478, 3)` accepted landmarks in px.
        small: `(h, w)` grey picture of the face's surroundings, 8 bit.
        view: `(3,)` left and top of the small picture in px, and its scale.
        trust: How far the detector was followed: 1 on a bare face.
    """

    points: Floats
    small: NDArray[np.uint8]
    view: Floats
    trust: float

    def to_state(self) -> dict[str, Any]:
        """Return the fields by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def begin_following(picture: Floats, points: Floats, trust: float = 1.0) -> Followed:
    """Remember a face with landmarks `(478, 3)` in a picture `(3, H, W)`."""
    width = face_width(points)
    left, top, right, bottom = box_around(points[:468], picture.shape[2], picture.shape[1], 0.3 * width)
    scale = min(_SIDE_PX / width, 2.0)
    view = np.array([left, top, scale], dtype=np.float32)
    shape = (max(int((bottom - top) * scale), 1), max(int((right - left) * scale), 1))
    return Followed(points, _small(picture, view, shape), view, trust)


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


def follow(before: Followed, picture: Floats, detected: Floats, hidden: Floats) -> tuple[Floats, float]:
    """Return the landmarks to believe in this frame, `(478, 3)`, and how far the detector is trusted.

    As long as nothing is hidden and the head keeps its shape, the detector is right. Otherwise the parts that
    can be seen are followed by optical flow; hidden vertices go with them, visible ones believe the detector
    as far as it agrees.

    Args:
        before: The face in the last frame.
        picture: `(3, H, W)` this frame, scene-linear.
        detected: `(478, 3)` landmarks that the detector found.
        hidden: `(478,)` how far each vertex is hidden.
    """
    width = face_width(before.points)
    rigid = fit_similarity(before.points[STEADY], detected[STEADY]).apply(before.points[STEADY])
    bent = float(np.linalg.norm((rigid - detected[STEADY])[:, :2], axis=1).max()) / width
    far = float(np.linalg.norm((detected - before.points)[STEADY, :2].mean(axis=0))) / width
    if far > 0.5:
        return detected, 1.0
    if before.trust == 1.0 and bent < _STEADY_ENOUGH and not (hidden > 0.5).any():
        return detected, 1.0
    carried = _carried(before, picture, hidden)
    seen = STEADY[hidden[STEADY] < 0.5]
    if len(seen) >= 6:
        apart = float(np.sqrt(((detected - carried)[seen, :2] ** 2).sum(axis=1).mean())) / width
        agrees = 1 - float(smoothstep(0.012, 0.035, np.array(apart)))
    else:
        agrees = 0.0
    trust = min(agrees, before.trust + _RETURN)
    share = (trust * (1 - hidden))[:, None]
    return (carried + share * (detected - carried)).astype(np.float32), trust


def _carried(before: Followed, picture: Floats, hidden: Floats) -> Floats:
    """Return the last frame's landmarks, moved as the visible part of the face moved."""
    height, width = before.small.shape
    now = _small(picture, before.view, (height, width))
    places = (before.points[:, :2] - before.view[:2]) * before.view[2] - 0.5
    mask = np.zeros(before.small.shape, dtype=np.uint8)
    corners = np.round(places).astype(np.int32)
    for triangle in ALL_TRIANGLES[(hidden[ALL_TRIANGLES] < 0.5).all(axis=1)]:
        cv2.fillConvexPoly(mask, corners[triangle], 255)
    mask = cv2.erode(mask, np.ones((7, 7), np.uint8))
    marks = cv2.goodFeaturesToTrack(before.small, 150, 0.01, 4, mask=mask)
    if marks is None or len(marks) < 8:
        return before.points
    ahead, found, _ = cv2.calcOpticalFlowPyrLK(before.small, now, marks, None, winSize=(17, 17))
    back, found_back, _ = cv2.calcOpticalFlowPyrLK(now, before.small, ahead, None, winSize=(17, 17))
    good = (found[:, 0] > 0) & (found_back[:, 0] > 0) & (np.linalg.norm((back - marks)[:, 0], axis=1) < 0.7)
    if good.sum() < 8:
        return before.points
    matrix, inliers = cv2.estimateAffinePartial2D(marks[good], ahead[good], ransacReprojThreshold=1.0)
    if matrix is None or inliers.sum() < 8:
        return before.points
    moved = before.points.copy()
    there = places @ matrix[:, :2].T + matrix[:, 2]
    moved[:, :2] = (there + 0.5) / before.view[2] + before.view[:2]
    moved[:, 2] *= float(np.hypot(*matrix[:, 0]))
    return moved
