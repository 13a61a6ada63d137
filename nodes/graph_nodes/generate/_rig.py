"""Move a head: expressions as displacements, the jaw about its hinge, lids over the eyes, the neck under it all."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numba import njit

from graph_nodes.generate._arrays import Floats, Ints, smoothstep
from graph_nodes.generate._layout import lid_edges, lip_line
from graph_nodes.generate._mesh import HeadMesh
from graph_nodes.generate._performance import Pose
from graph_nodes.generate._sculpt import Landmarks

__all__ = ["SkinRig", "build_rig", "carried_by_head", "hinge", "move_skin", "turn_head"]

HINGE = (0.0, 2.0, 8.0)
PIVOT = (0.0, -58.0, -22.0)
JAW_DEGREES = 23.0


@dataclass(frozen=True, slots=True)
class SkinRig:
    """How every vertex of the skin answers to a pose.

    Attributes:
        smile, pucker, brow: `(V, 3)` mm at full strength.
        jaw: `(V,)` share of the jaw's turn.
        lids: For each eye: vertex numbers, height of both lids' edges there, share of the lid's way (positive on
            the upper lid, negative on the lower), and the eye's centre.
    """

    smile: Floats
    pucker: Floats
    brow: Floats
    jaw: Floats
    lids: tuple[_Lid, ...]


@dataclass(frozen=True, slots=True)
class _Lid:
    vertices: Ints
    upper: Floats
    lower: Floats
    share: Floats
    centre: Floats
    clearance: float


def carried_by_head(points: Floats) -> Floats:
    """Return how far points follow the head's turn: the neck twists from none at its foot to all at the skull."""
    carried: Floats = smoothstep(-175.0, -75.0, points[:, 1] - 0.30 * np.clip(-points[:, 2] - 20, 0, 60))
    return carried


def build_rig(mesh: HeadMesh, marks: Landmarks) -> SkinRig:
    """Work out how a person's skin moves."""
    rest = mesh.vertices[mesh.anchors].astype(np.float64)
    inner = np.where(mesh.depth > 2, 0.55, 1.0)
    smile, pucker = _mouth_fields(rest, marks)
    return SkinRig(
        smile=(smile * inner[:, None]).astype(np.float32),
        pucker=(pucker * inner[:, None]).astype(np.float32),
        brow=_brow_field(rest, marks).astype(np.float32),
        jaw=(_jaw_share(rest, mesh.unrolled[:, 1], marks) * np.where(mesh.depth > 3, 0.7, 1.0)).astype(np.float32),
        lids=tuple(_lid(mesh, rest, marks, side) for side in (1.0, -1.0)),
    )


def _mouth_fields(rest: Floats, marks: Landmarks) -> tuple[Floats, Floats]:
    x, y, z = rest.T
    side, ahead = np.tanh(x / 6), smoothstep(15, 45, z)
    corner = np.exp(-(((np.abs(x) - marks.mouth_half_width - 1) / 15) ** 2) - ((y - marks.mouth_y) / 15) ** 2)
    cheek = np.exp(-(((np.abs(x) - 40) / 17) ** 2) - ((y + 18) / 17) ** 2)
    upper_lip = np.exp(-((x / 20) ** 2) - ((y - marks.mouth_y - 7) / 8) ** 2)
    smile = np.stack(
        [
            side * (7.0 * corner + 1.5 * cheek),
            6.5 * corner + 4.0 * cheek + 1.6 * upper_lip,
            -4.0 * corner + 3.8 * cheek - 1.2 * upper_lip,
        ],
        axis=1,
    )
    around = np.exp(-((x / 27) ** 2) - ((y - marks.mouth_y) / 17) ** 2)
    near = np.exp(-((x / 16) ** 2) - ((y - marks.mouth_y) / 11) ** 2)
    pucker = np.stack([-0.40 * x * around, -0.10 * (y - marks.mouth_y) * near, 6.5 * near], axis=1)
    return smile * ahead[:, None], pucker * ahead[:, None]


def _brow_field(rest: Floats, marks: Landmarks) -> Floats:
    x, y, z = rest.T
    ahead = smoothstep(10, 40, z)
    over = smoothstep(marks.eye[1] + 7.5, marks.brow_y - 2, y) * smoothstep(marks.brow_y + 36, marks.brow_y + 4, y)
    lift = over * np.exp(-(((np.abs(x) - 28) / 26) ** 2)) * ahead
    return np.stack([np.zeros_like(x), 6.5 * lift, 1.0 * lift], axis=1)


def _jaw_share(rest: Floats, height: Floats, marks: Landmarks) -> Floats:
    x, y, z = rest.T
    line = lip_line(x, marks)
    share = np.abs(x) / marks.mouth_half_width
    at_corner = 0.46 * np.clip(share, 0, 1) ** 3
    above = at_corner * smoothstep(marks.nose_base_y + 4, marks.mouth_y + 1, y)
    below = 1 - (0.54 * np.clip(share, 0, 1) ** 3) * smoothstep(marks.mouth_y - 20, marks.mouth_y - 1, y)
    centre = np.where(height >= line, above, below)
    outside = smoothstep(marks.mouth_y + 27, marks.mouth_y - 30, y)
    mixed = centre + (outside - centre) * smoothstep(0.95, 1.55, share)
    # The throat and the corner of the jaw stay behind.
    throat = smoothstep(marks.chin_y - 34, marks.chin_y - 4, y - 0.35 * np.clip(z - 30, 0, 60) * (y < marks.chin_y))
    jaw: Floats = mixed * smoothstep(-6, 48, z) * np.maximum(throat, smoothstep(45, 75, z))
    return jaw


def _lid(mesh: HeadMesh, rest: Floats, marks: Landmarks, side: float) -> _Lid:
    centre = np.asarray(marks.eye) * (side, 1, 1)
    offset = rest - centre
    across = offset[:, 0] * side / marks.eye_half_width
    upper, lower = lid_edges(np.clip(across, -1, 1), marks)
    up = offset[:, 1]
    middle = (upper + lower) / 2
    on_upper = up >= middle
    share = np.where(
        on_upper, np.clip(1 - (up - upper) / 10.5, 0, 1) ** 1.4, -(np.clip(1 + (up - lower) / 9, 0, 1) ** 1.5)
    )
    share = share * smoothstep(1.12, 0.98, np.abs(across)) * (rest[:, 2] > 40)
    chosen = np.nonzero(np.abs(share) > 1e-3)[0]
    return _Lid(chosen.astype(np.int32), upper[chosen], lower[chosen], share[chosen], centre, marks.eye_radius + 0.9)


def move_skin(rest: Floats, rig: SkinRig, pose: Pose) -> Floats:
    """Return the `(V, 3)` skin with a pose's expression, before the head turns."""
    expression = pose.smile * rig.smile + pose.pucker * rig.pucker + pose.brow * rig.brow
    moved: Floats = (rest + expression).astype(np.float32)
    hinge(moved, rig.jaw, pose.jaw)
    squint = 0.28 * pose.smile
    # Lids follow the eyes when they look down.
    closing = max(pose.blink, min(0.6, max(0.0, -pose.gaze_y) * 0.016))
    for lid in rig.lids:
        _close(moved, lid, closing, squint)
    return moved


def hinge(points: Floats, share: Floats | float, jaw: float) -> None:
    """Turn points about the jaw's hinge, each by its share; in place."""
    angle = np.asarray(share) * (jaw * math.radians(JAW_DEGREES))
    sine, cosine = np.sin(angle), np.cos(angle)
    y, z = points[:, 1] - HINGE[1], points[:, 2] - HINGE[2]
    points[:, 1] = HINGE[1] + y * cosine - z * sine
    points[:, 2] = HINGE[2] + y * sine + z * cosine


def _close(points: Floats, lid: _Lid, blink: float, squint: float) -> None:
    if blink == 0 and squint == 0:
        return
    offset = points[lid.vertices] - lid.centre
    meeting = lid.lower + 0.16 * (lid.upper - lid.lower)
    way = np.where(lid.share > 0, (meeting - 0.4 - lid.upper) * blink, (meeting - lid.lower) * max(blink, squint * 1.6))
    height = offset[:, 1] + np.abs(lid.share) * way
    around = np.square(offset[:, 1]) + np.square(offset[:, 2])
    outside = lid.clearance**2 - np.square(offset[:, 0]) - np.square(height)
    depth = np.maximum(around - np.square(height), np.where(np.abs(lid.share) > 0.3, outside, 0)).clip(1, None)
    offset[:, 1] = height
    offset[:, 2] = np.sqrt(depth)
    points[lid.vertices] = offset + lid.centre


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def turn_head(
    vectors: Floats, carried: Floats, angles: tuple[float, float, float], about: tuple[float, float, float]
) -> Floats:
    """Return vectors turned by yaw, pitch and roll about a point, each by the share it is carried.

    Args:
        vectors: `(V, 3)` points; directions when `about` is the origin.
        carried: `(V,)` 0 to 1.
        angles: Yaw, pitch, roll in radians, as `Pose` signs them.
        about: The pivot.
    """
    turned = vectors.copy()
    share = np.float32(0)
    sin_yaw = sin_pitch = sin_roll = 0.0
    cos_yaw = cos_pitch = cos_roll = 1.0
    for index in range(vectors.shape[0]):
        if carried[index] != share:
            share = carried[index]
            sin_yaw, cos_yaw = math.sin(angles[0] * share), math.cos(angles[0] * share)
            sin_pitch, cos_pitch = math.sin(angles[1] * share), math.cos(angles[1] * share)
            sin_roll, cos_roll = math.sin(angles[2] * share), math.cos(angles[2] * share)
        if share <= 0:
            continue
        x, y, z = vectors[index, 0] - about[0], vectors[index, 1] - about[1], vectors[index, 2] - about[2]
        x, y = x * cos_roll + y * sin_roll, y * cos_roll - x * sin_roll
        y, z = y * cos_pitch - z * sin_pitch, y * sin_pitch + z * cos_pitch
        x, z = x * cos_yaw + z * sin_yaw, z * cos_yaw - x * sin_yaw
        turned[index, 0], turned[index, 1], turned[index, 2] = x + about[0], y + about[1], z + about[2]
    return turned
