"""Move the skin of a head: blendshapes, the jaw about its hinge, lids over the eyes, lips that do not cross."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numba import njit

from graph_core import ARKIT_NAMES
from graph_plugin_performer._acting.shapes import ShapeFields, build_fields, is_upper_lip
from graph_plugin_performer._arrays import Floats, Ints, smoothstep
from graph_plugin_performer._person.layout import lid_edges, lip_line
from graph_plugin_performer._person.sculpt import Landmarks
from graph_plugin_performer._person.skin import HeadMesh

__all__ = ["HINGE", "JAW_DEGREES", "SkinRig", "build_rig", "gaze_angles", "hinge", "move_skin", "weight_of"]

HINGE = (0.0, 2.0, 8.0)
JAW_DEGREES = 23.0
GAZE_DEGREES = {"In": 34.0, "Out": 34.0, "Up": 22.0, "Down": 28.0}
_AT = {name: number for number, name in enumerate(ARKIT_NAMES)}
_SMILES = [_AT["mouthSmileLeft"], _AT["mouthSmileRight"]]
_CORNERS = [_AT[f"mouth{what}{side}"] for what in ("Stretch", "Dimple", "Frown") for side in ("Left", "Right")]


@dataclass(frozen=True, slots=True)
class SkinRig:
    """How every vertex of the skin answers to an expression.

    Attributes:
        fields: Blendshapes that are displacements.
        jaw: `(V,)` share of the jaw's turn.
        close: `(V,)` what of it the lips give up for `mouthClose`.
        lids: Of the left and the right eye.
        lips: What keeps the lips from crossing.
    """

    fields: ShapeFields
    jaw: Floats
    close: Floats
    lids: tuple[_Lid, _Lid]
    lips: _Lips


@dataclass(frozen=True, slots=True)
class _Lid:
    """Vertices of one eye's lids, the height of both edges there, and the share of the lid's way each goes.

    The share is positive on the upper lid and negative on the lower.
    """

    vertices: Ints
    upper: Floats
    lower: Floats
    share: Floats
    centre: Floats
    clearance: float


@dataclass(frozen=True, slots=True)
class _Lips:
    """Edges of the lips in pairs, one above the other, and the vertices that are pushed apart with them."""

    upper: Ints
    lower: Ints
    followers: Ints
    column: Ints
    push: Floats


def weight_of(weights: Floats, name: str) -> float:
    """Return the weight of one blendshape."""
    return float(weights[_AT[name]])


def gaze_angles(weights: Floats, side: str) -> tuple[float, float]:
    """Return the yaw and pitch of an eye in radians, to the person's left and down.

    Args:
        weights: `(52,)`.
        side: "Left" or "Right".
    """
    look = {way: weight_of(weights, f"eyeLook{way}{side}") * GAZE_DEGREES[way] for way in GAZE_DEGREES}
    aside = (look["Out"] - look["In"]) * (1 if side == "Left" else -1)
    return math.radians(aside), math.radians(look["Down"] - look["Up"])


def build_rig(mesh: HeadMesh, marks: Landmarks) -> SkinRig:
    """Work out how a person's skin moves."""
    rest = mesh.vertices[mesh.anchors].astype(np.float64)
    height = mesh.unrolled[:, 1]
    jaw = _jaw_share(rest, height, marks) * np.where(mesh.depth > 3, 0.7, 1.0)
    near = np.exp(
        -((np.abs(rest[:, 0]) / (marks.mouth_half_width + 4)) ** 4) - ((rest[:, 1] - marks.mouth_y) / 15) ** 2
    )
    return SkinRig(
        fields=build_fields(rest, height, marks, np.where(mesh.depth > 2, 0.55, 1.0)),
        jaw=jaw.astype(np.float32),
        close=((jaw - 0.3 * smoothstep(1.0, 0.4, jaw) - 0.3 * (jaw > 0.4)) * near).astype(np.float32),
        lids=(_lid(mesh, rest, marks, 1.0), _lid(mesh, rest, marks, -1.0)),
        lips=_lips(mesh, rest, height, marks),
    )


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
    on_upper = up >= (upper + lower) / 2
    share = np.where(
        on_upper, np.clip(1 - (up - upper) / 10.5, 0, 1) ** 1.4, -(np.clip(1 + (up - lower) / 9, 0, 1) ** 1.5)
    )
    share = share * smoothstep(1.12, 0.98, np.abs(across)) * (rest[:, 2] > 40)
    chosen = np.nonzero(np.abs(share) > 1e-3)[0]
    return _Lid(
        chosen.astype(np.int32),
        upper[chosen].astype(np.float32),
        lower[chosen].astype(np.float32),
        share[chosen].astype(np.float32),
        centre.astype(np.float32),
        marks.eye_radius + 0.9,
    )


def _lips(mesh: HeadMesh, rest: Floats, height: Floats, marks: Landmarks) -> _Lips:
    count = len(mesh.lips)
    half = np.arange(1, count // 2)
    upper, lower = mesh.lips[half], mesh.lips[count - half]
    near = (np.abs(rest[:, 0]) < marks.mouth_half_width + 2) & (np.abs(rest[:, 1] - marks.mouth_y) < 20)
    followers = np.nonzero(near & (rest[:, 2] > 50))[0]
    place = rest[followers]
    column = np.abs(place[:, :1] - rest[upper, 0]).argmin(axis=1)
    away = place[:, 1] - lip_line(place[:, 0], marks)
    sign = np.where(is_upper_lip(place, height[followers], marks) > 0.5, 1.0, -1.0)
    push = sign * np.exp(-((away / 8.0) ** 2)) * smoothstep(1.06, 0.95, np.abs(place[:, 0]) / marks.mouth_half_width)
    # The edges themselves, and what is folded in behind them, go all the way.
    for edge, way in ((upper, 1.0), (lower, -1.0)):
        number = np.full(mesh.anchors.max() + 1, -1)
        number[edge] = np.arange(len(edge))
        own = number[mesh.anchors[followers]]
        column, push = np.where(own >= 0, own, column), np.where(own >= 0, way, push)
    return _Lips(
        upper.astype(np.int32),
        lower.astype(np.int32),
        followers.astype(np.int32),
        column.astype(np.int32),
        push.astype(np.float32),
    )


def move_skin(rest: Floats, rig: SkinRig, weights: Floats) -> Floats:
    """Return the `(V, 3)` skin with an expression, before the head turns.

    Args:
        rest: `(V, 3)` the straight skin.
        rig: Of that skin.
        weights: `(52,)` blendshapes, ordered as `ARKIT_NAMES`.
    """
    moved = rest.copy()
    _add_fields(moved, rig.fields.vertices, rig.fields.shifts, rig.fields.starts, _corrected(weights))
    jaw, close = weight_of(weights, "jawOpen"), weight_of(weights, "mouthClose")
    if jaw > 0:
        hinge(moved, rig.jaw * np.float32(jaw) - rig.close * np.float32(min(close, jaw)))
    _part_lips(moved, rig.lips)
    for lid, side in zip(rig.lids, ("Left", "Right"), strict=True):
        _move_lid(moved, lid, weights, side)
    return moved


def _corrected(weights: Floats) -> Floats:
    """Return the weights with what cannot go together toned down, as in a face."""
    jaw, funnel, pucker = weights[_AT["jawOpen"]], weights[_AT["mouthFunnel"]], weights[_AT["mouthPucker"]]
    mixed = weights.astype(np.float32, copy=True)
    # An open jaw and rounded lips leave less skin to pull the corners with.
    mixed[_SMILES] *= (1 - 0.30 * jaw) * (1 - 0.55 * max(funnel, pucker))
    mixed[_CORNERS] *= (1 - 0.25 * jaw) * (1 - 0.5 * max(funnel, pucker))
    mixed[_AT["mouthFunnel"]] *= 1 - 0.45 * pucker
    mixed[_AT["mouthPucker"]] *= 1 - 0.35 * jaw
    return mixed


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def _add_fields(points: Floats, vertices: Ints, shifts: Floats, starts: Ints, weights: Floats) -> None:
    for shape in range(weights.shape[0]):
        weight = weights[shape]
        if weight == 0:
            continue
        for item in range(starts[shape], starts[shape + 1]):
            vertex = vertices[item]
            points[vertex, 0] += weight * shifts[item, 0]
            points[vertex, 1] += weight * shifts[item, 1]
            points[vertex, 2] += weight * shifts[item, 2]


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def _hinge(points: Floats, turn: Floats, degrees: float, hinge_y: float, hinge_z: float) -> None:
    for index in range(points.shape[0]):
        if turn[index] == 0:
            continue
        angle = math.radians(degrees * turn[index])
        sine, cosine = math.sin(angle), math.cos(angle)
        y, z = points[index, 1] - hinge_y, points[index, 2] - hinge_z
        points[index, 1] = hinge_y + y * cosine - z * sine
        points[index, 2] = hinge_z + y * sine + z * cosine


def hinge(points: Floats, turn: Floats) -> None:
    """Turn points about the jaw's hinge, each by its share of the widest opening; in place."""
    _hinge(points, turn, JAW_DEGREES, HINGE[1], HINGE[2])


def _part_lips(points: Floats, lips: _Lips) -> None:
    """Push the lips apart where they would cross."""
    crossing = np.maximum(points[lips.lower, 1] - points[lips.upper, 1], 0)
    if crossing.max() > 0:
        points[lips.followers, 1] += lips.push * (0.5 * crossing)[lips.column]


def _move_lid(points: Floats, lid: _Lid, weights: Floats, side: str) -> None:
    """Slide the lids of one eye over its ball."""
    blink, wide = weight_of(weights, f"eyeBlink{side}"), weight_of(weights, f"eyeWide{side}")
    squint = max(weight_of(weights, f"eyeSquint{side}"), 0.6 * weight_of(weights, f"cheekSquint{side}"))
    squint = max(squint, 0.45 * weight_of(weights, f"mouthSmile{side}"))
    down, up = weight_of(weights, f"eyeLookDown{side}"), weight_of(weights, f"eyeLookUp{side}")
    # The upper lid follows the eye when it looks down or up.
    closing = min(blink + (1 - blink) * (0.42 * down + 0.22 * squint), 1.0)
    lifting = (1 - closing) * (1.9 * wide + 1.2 * up)
    lower = max(blink, 0.42 * squint * (1 - 0.6 * wide)) + 0.12 * down * (blink - 1)
    _slide(points, lid.vertices, lid.upper, lid.lower, lid.share, lid.centre, (lid.clearance, closing, lifting, lower))


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def _slide(
    points: Floats,
    vertices: Ints,
    upper: Floats,
    lower: Floats,
    share: Floats,
    centre: Floats,
    how: tuple[float, float, float, float],
) -> None:
    """Move lid vertices up or down and keep them on the ball; `how` is clearance, closing, lifting, lower's way."""
    clearance, closing, lifting, rise = how
    if closing == 0 and lifting == 0 and rise == 0:
        return
    for item in range(vertices.shape[0]):
        vertex = vertices[item]
        x = points[vertex, 0] - centre[0]
        y = points[vertex, 1] - centre[1]
        z = points[vertex, 2] - centre[2]
        meeting = lower[item] + 0.16 * (upper[item] - lower[item])
        closing_way = (meeting - 0.2 - upper[item]) * closing + lifting
        way = closing_way if share[item] > 0 else (meeting - lower[item]) * rise
        height = y + abs(share[item]) * way
        depth = y * y + z * z - height * height
        if abs(share[item]) > 0.3:
            depth = max(depth, clearance * clearance - x * x - height * height)
        points[vertex, 1] = centre[1] + height
        points[vertex, 2] = centre[2] + math.sqrt(max(depth, 1.0))
