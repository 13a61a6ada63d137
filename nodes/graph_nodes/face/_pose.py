"""Head pose: rotations and angles, and the pose that brings an average head onto landmarks."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph_core import HeadPose
from graph_nodes.face._topology import MIRROR

__all__ = ["HEAD_POINTS", "HEAD_VERTICES", "angles_of", "focal_length", "project", "rotation_of", "solve_pose"]

Doubles = NDArray[np.float64]

# An average head in mm: mean of frontal faces measured with MediaPipe's mesh, made symmetric, 63 mm between the pupils,
# whose middle is the origin; x to the picture's right, y down, z away. The lower rims of the eye sockets and the ear
# holes lie on one level (the Frankfort plane), as in somebody who looks straight ahead. Only what hardly moves with
# the expression: the middle line first, then the person's right half; the left half is its mirror image.
_MIDDLE = (
    (10, -49.7, -15.6), (151, -33.9, -18.2), (9, -17.2, -19.7), (8, -8.9, -17.9), (168, -1.4, -17.1), (6, 6.7, -20.8),
    (197, 14.2, -25.3), (195, 21.2, -30.0), (5, 28.7, -35.0), (4, 37.6, -37.0), (1, 44.1, -34.8), (2, 49.2, -19.0),
)  # fmt: skip
_RIGHT = (
    (33, -43.7, 0.6, 5.0), (133, -17.3, 3.5, -0.3), (98, -17.0, 46.0, -11.2), (64, -19.0, 42.5, -15.7),
    (48, -18.6, 40.3, -19.2), (127, -67.7, 3.5, 53.2), (162, -66.8, -11.0, 42.3), (54, -58.0, -33.3, 16.5),
    (103, -48.6, -41.6, 3.7), (67, -34.2, -46.9, -7.4), (234, -66.9, 17.4, 58.6), (116, -61.0, 17.3, 18.2),
    (143, -60.1, 4.8, 19.2), (122, -5.5, 8.1, -18.4), (129, -20.4, 38.9, -7.9),
)  # fmt: skip
_RIGHT_VERTICES = np.array([row[0] for row in _RIGHT])
_RIGHT_POINTS = np.array([row[1:] for row in _RIGHT])

HEAD_VERTICES = np.concatenate([[row[0] for row in _MIDDLE], _RIGHT_VERTICES, MIRROR[_RIGHT_VERTICES]])
"""`(42,)` which of the 478 landmarks `HEAD_POINTS` are."""

HEAD_POINTS = np.concatenate(
    [[(0.0, *row[1:]) for row in _MIDDLE], _RIGHT_POINTS, _RIGHT_POINTS * np.array([-1.0, 1.0, 1.0])]
)
"""`(42, 3)` the average head, in mm."""


def rotation_of(angles: NDArray[Any]) -> Doubles:
    """Return the rotation `(3, 3)` of yaw, pitch and roll in radians.

    It is Rz(roll) Ry(-yaw) Rx(pitch): the head nods, then turns, then tilts in the picture.

    >>> looks = rotation_of(np.array([np.pi / 2, 0, 0])) @ (0, 0, -1)  # yaw 90 degrees: to the picture's right
    >>> (looks.round(6) + 0.0).tolist()
    [1.0, 0.0, 0.0]
    """
    yaw, pitch, roll = np.asarray(angles, np.float64)
    cos, sin = np.cos([yaw, pitch, roll]), np.sin([yaw, pitch, roll])
    turn = np.array([[cos[0], 0, -sin[0]], [0, 1, 0], [sin[0], 0, cos[0]]])
    nod = np.array([[1, 0, 0], [0, cos[1], -sin[1]], [0, sin[1], cos[1]]])
    tilt = np.array([[cos[2], -sin[2], 0], [sin[2], cos[2], 0], [0, 0, 1]])
    rotation: Doubles = tilt @ turn @ nod
    return rotation


def angles_of(rotation: NDArray[Any]) -> Doubles:
    """Return yaw, pitch and roll of a rotation, yaw within 90 degrees: the inverse of `rotation_of`."""
    yaw = np.arcsin(np.clip(rotation[2, 0], -1, 1))
    pitch = np.arctan2(rotation[2, 1], rotation[2, 2])
    roll = np.arctan2(rotation[1, 0], rotation[0, 0])
    return np.array([yaw, pitch, roll])


def focal_length(width: int, height: int, field_of_view: float) -> float:
    """Return the focal length in px of a camera that sees so many degrees along the longer side."""
    return float(max(width, height) / 2 / np.tan(np.deg2rad(field_of_view) / 2))


def project(points: NDArray[Any], pose: HeadPose, focal_px: float, centre: NDArray[Any]) -> Doubles:
    """Return where points `(N, 3)` of the head, in mm, are seen: `(N, 2)` px."""
    seen = np.asarray(points, np.float64) @ rotation_of(pose.angles).T + pose.translation
    projected: Doubles = seen[:, :2] / seen[:, 2:] * focal_px + centre
    return projected


def solve_pose(
    landmarks478: NDArray[Any], focal_px: float, centre: NDArray[Any], distortion: NDArray[Any] | None = None
) -> HeadPose:
    """Return the pose of the average head that is seen nearest to landmarks, by least squares.

    Args:
        landmarks478: `(478, 2)` or `(478, 3)` in px, pixel centres at +0.5.
        focal_px: Focal length of the camera.
        centre: `(2,)` principal point in px.
        distortion: `(2,)` Brown-Conrady k1, k2.
    """
    import cv2

    seen = np.ascontiguousarray(landmarks478[HEAD_VERTICES, :2], np.float64)
    camera = np.array([[focal_px, 0, centre[0]], [0, focal_px, centre[1]], [0, 0, 1]], np.float64)
    bent = np.array([*distortion, 0, 0], np.float64) if distortion is not None else None
    _, turn, translation = cv2.solvePnP(HEAD_POINTS, seen, camera, bent, flags=cv2.SOLVEPNP_SQPNP)
    turn, translation = cv2.solvePnPRefineLM(HEAD_POINTS, seen, camera, bent, turn, translation)
    rotation, _ = cv2.Rodrigues(turn)
    return HeadPose(angles_of(rotation).astype(np.float32), translation.reshape(3).astype(np.float32))
