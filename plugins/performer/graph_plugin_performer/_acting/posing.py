"""Put a head where it is to be: turns, the neck under them, and how they are told by a `HeadPose`."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numba import njit

from graph_core import HeadPose
from graph_plugin_performer._arrays import Floats, Ints, smoothstep

__all__ = [
    "AIM_MM",
    "DISTANCE_MM",
    "PIVOT",
    "PUPILS",
    "Posture",
    "carried_by_head",
    "head_pose",
    "move_strands",
    "posture_of",
    "posture_with",
    "rotation",
    "turn",
    "turned_by",
]

PIVOT = (0.0, -58.0, -22.0)
PUPILS = (0.0, 17.0, 83.5)
"""Middle between an average head's pupils, in mm from its origin: what a `HeadPose` gives the place of."""
DISTANCE_MM, AIM_MM = 1150.0, -22.0
"""The camera stands so far before the mark and aims so high at it."""


@dataclass(frozen=True, slots=True)
class Posture:
    """Where a head points and how far its owner stands off the mark.

    Attributes:
        yaw: Radians, positive to the person's left, the picture's right.
        pitch: Radians, positive down.
        roll: Radians, positive clockwise in the picture.
        x, y, z: How far the whole person stands off the mark, in mm: to the picture's right, up, to the camera.
    """

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    x: float = 0.0
    y: float = 0.0
    z: float = 0.0

    @property
    def angles(self) -> tuple[float, float, float]:
        """Yaw, pitch and roll."""
        return self.yaw, self.pitch, self.roll

    @property
    def shift(self) -> tuple[float, float, float]:
        """How far the person stands off the mark."""
        return self.x, self.y, self.z


def rotation(angles: tuple[float, float, float]) -> Floats:
    """Return the `(3, 3)` turn of a head by yaw, pitch and roll: it nods, then turns, then tilts in the picture.

    >>> (rotation((math.pi / 2, 0, 0)) @ (0, 0, 1)).round(6).tolist()  # looks to its left
    [1.0, 0.0, 0.0]
    """
    (sin_yaw, sin_pitch, sin_roll), (cos_yaw, cos_pitch, cos_roll) = np.sin(angles), np.cos(angles)
    nod = np.array([[1, 0, 0], [0, cos_pitch, -sin_pitch], [0, sin_pitch, cos_pitch]])
    yaw = np.array([[cos_yaw, 0, sin_yaw], [0, 1, 0], [-sin_yaw, 0, cos_yaw]])
    roll = np.array([[cos_roll, sin_roll, 0], [-sin_roll, cos_roll, 0], [0, 0, 1]])
    turned: Floats = roll @ yaw @ nod
    return turned


def head_pose(posture: Posture, distance_mm: float = DISTANCE_MM) -> HeadPose:
    """Return where a camera at a distance sees the head: its turn, and where the middle of the pupils is."""
    about = np.asarray(PIVOT)
    pupils = rotation(posture.angles) @ (np.asarray(PUPILS) - about) + about + posture.shift
    seen = (pupils[0], AIM_MM - pupils[1], distance_mm - pupils[2])
    return HeadPose(np.asarray(posture.angles, np.float32), np.asarray(seen, np.float32))


def posture_of(pose: HeadPose) -> Posture:
    """Return the posture that a camera at the usual distance sees as this pose: the inverse of `head_pose`."""
    yaw, pitch, roll = (float(angle) for angle in pose.angles)
    about = np.asarray(PIVOT)
    pupils = rotation((yaw, pitch, roll)) @ (np.asarray(PUPILS) - about) + about
    x, y, z = (float(value) for value in pose.translation)
    return Posture(yaw, pitch, roll, x - pupils[0], AIM_MM - y - pupils[1], DISTANCE_MM - z - pupils[2])


def posture_with(turned: Floats, start: Floats, rest: Floats) -> Posture:
    """Return the posture of a head whose point `rest` is carried to `start` and turned by a `(3, 3)` rotation."""
    yaw = math.asin(min(max(-float(turned[2, 0]), -1.0), 1.0))
    pitch = math.atan2(float(turned[2, 1]), float(turned[2, 2]))
    roll = math.atan2(-float(turned[1, 0]), float(turned[0, 0]))
    about = np.asarray(PIVOT)
    x, y, z = start - turned @ (rest - about) - about
    return Posture(yaw, pitch, roll, float(x), float(y), float(z))


def turned_by(posture: Posture, yaw: float, pitch: float, roll: float) -> Posture:
    """Return a posture with degrees of yaw, pitch and roll added."""
    return replace(
        posture,
        yaw=posture.yaw + math.radians(yaw),
        pitch=posture.pitch + math.radians(pitch),
        roll=posture.roll + math.radians(roll),
    )


def carried_by_head(points: Floats) -> Floats:
    """Return how far points follow the head's turn: the neck twists from none at its foot to all at the skull."""
    carried: Floats = smoothstep(-175.0, -75.0, points[:, 1] - 0.30 * np.clip(-points[:, 2] - 20, 0, 60))
    return carried


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def turn(
    vectors: Floats,
    carried: Floats,
    angles: tuple[float, float, float],
    about: tuple[float, float, float],
    shift: tuple[float, float, float],
) -> Floats:
    """Return vectors turned about a point, each by the share it is carried, then shifted.

    Args:
        vectors: `(V, 3)` points; directions when `about` and `shift` are zero.
        carried: `(V,)` 0 to 1.
        angles: Yaw, pitch, roll in radians.
        about: The pivot.
        shift: Added in the end.
    """
    turned = np.empty_like(vectors)
    matrix = np.zeros((3, 3), np.float32)
    share = np.float32(-1)
    for index in range(vectors.shape[0]):
        if carried[index] != share:
            share = carried[index]
            _matrix(angles, share, matrix)
        x, y, z = vectors[index, 0] - about[0], vectors[index, 1] - about[1], vectors[index, 2] - about[2]
        for axis in range(3):
            value = matrix[axis, 0] * x + matrix[axis, 1] * y + matrix[axis, 2] * z
            turned[index, axis] = value + about[axis] + shift[axis]
    return turned


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def _matrix(angles: tuple[float, float, float], share: float, out: Floats) -> None:
    """Write `rotation` of a share of the angles."""
    sy, cy = math.sin(angles[0] * share), math.cos(angles[0] * share)
    sp, cp = math.sin(angles[1] * share), math.cos(angles[1] * share)
    sr, cr = math.sin(angles[2] * share), math.cos(angles[2] * share)
    out[0, 0], out[0, 1], out[0, 2] = cr * cy, cr * sy * sp + sr * cp, cr * sy * cp - sr * sp
    out[1, 0], out[1, 1], out[1, 2] = -sr * cy, cr * cp - sr * sy * sp, -sr * sy * cp - cr * sp
    out[2, 0], out[2, 1], out[2, 2] = -sy, cy * sp, cy * cp


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def move_strands(
    strands: tuple[Floats, Floats, Floats, Floats, Ints],
    moved: Floats,
    carried: Floats,
    angles: tuple[float, float, float],
    places: tuple[tuple[float, float, float], tuple[float, float, float]],
    out: tuple[Floats, Floats, Floats],
) -> None:
    """Carry ribbons along with the skin and the head.

    Args:
        strands: Knots, across, normals, tangents and roots, as `Strands` has them.
        moved: `(S, 3)` how far the expression moves the skin.
        carried: `(Q,)` how far each knot follows the head.
        angles: Yaw, pitch, roll.
        places: The pivot, and what is added in the end.
        out: `(2 Q, 3)` edges; `(Q, 3)` normals and tangents. Written.
    """
    knots, across, normals, tangents, roots = strands
    about, shift = places
    edges, out_normals, out_tangents = out
    matrix = np.zeros((3, 3), np.float32)
    share = np.float32(-1)
    for index in range(knots.shape[0]):
        if carried[index] != share:
            share = carried[index]
            _matrix(angles, share, matrix)
        root = roots[index]
        x = knots[index, 0] + moved[root, 0] - about[0]
        y = knots[index, 1] + moved[root, 1] - about[1]
        z = knots[index, 2] + moved[root, 2] - about[2]
        for axis in range(3):
            first, second, third = matrix[axis, 0], matrix[axis, 1], matrix[axis, 2]
            middle = first * x + second * y + third * z + about[axis] + shift[axis]
            side = first * across[index, 0] + second * across[index, 1] + third * across[index, 2]
            edges[2 * index, axis] = middle - side
            edges[2 * index + 1, axis] = middle + side
            out_normals[index, axis] = (
                first * normals[index, 0] + second * normals[index, 1] + third * normals[index, 2]
            )
            out_tangents[index, axis] = (
                first * tangents[index, 0] + second * tangents[index, 1] + third * tangents[index, 2]
            )
