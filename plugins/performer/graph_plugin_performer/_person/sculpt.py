"""The solid shape of a head: a signed distance built from rounded volumes, in millimetres.

+x is the person's left, +y up, +z out of the face; the origin lies between the ears.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph_plugin_performer._arrays import Floats
from graph_plugin_performer._person.measures import Measures

__all__ = ["Landmarks", "capsule", "carve", "ellipsoid", "head_distance", "landmarks_of", "merge", "skewed"]


def merge(first: Floats, second: Floats, width: float) -> Floats:
    """Join two volumes, rounding the seam over `width` mm."""
    blend = np.maximum(width - np.abs(first - second), 0) / width
    merged: Floats = np.minimum(first, second) - blend * blend * (width / 4)
    return merged


def carve(body: Floats, tool: Floats, width: float) -> Floats:
    """Take a volume out of another, rounding the edge over `width` mm."""
    return -merge(-body, tool, width)


def ellipsoid(points: Floats, centre: tuple[float, float, float], radii: tuple[float, float, float]) -> Floats:
    """Return the approximate distance of `(N, 3)` points to an ellipsoid; exact on its surface."""
    offset = points - np.asarray(centre, points.dtype)
    first = np.linalg.norm(offset / np.asarray(radii, points.dtype), axis=1)
    second = np.linalg.norm(offset / np.square(np.asarray(radii, points.dtype)), axis=1)
    distance: Floats = first * (first - 1) / np.maximum(second, 1e-9)
    return distance


def capsule(
    points: Floats,
    start: tuple[float, float, float],
    end: tuple[float, float, float],
    start_radius: float,
    end_radius: float | None = None,
) -> Floats:
    """Return the distance of `(N, 3)` points to a rod whose radius changes from one end to the other."""
    first, last = np.asarray(start, points.dtype), np.asarray(end, points.dtype)
    axis = last - first
    share = np.clip((points - first) @ axis / (axis @ axis), 0, 1)
    radius = start_radius + share * ((start_radius if end_radius is None else end_radius) - start_radius)
    distance: Floats = np.linalg.norm(points - first - share[:, None] * axis, axis=1) - radius
    return distance


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Where the features of one person sit; x is that of the left side, mirrored on the right.

    Attributes:
        eye: Centre of the eyeball.
        eye_radius: Of the eyeball.
        eye_half_width: From the middle of the eye's opening to its corners.
        upper_lid, lower_lid: Greatest height of the lids' edges over the eye's centre.
        eye_tilt: How much higher the outer corner is than the inner one.
        brow_y: Height of the brow over the pupil's column.
        nose_tip: Most forward point of the nose.
        nose_half_width: At the wings.
        nose_base_y: Where the nose meets the lip.
        mouth_y, mouth_z: Where the closed lips meet, and how far forward.
        mouth_half_width: To the corners.
        upper_lip, lower_lip: Height of the red of the lips.
        chin_y, chin_z: Lowest and foremost point of the chin.
        top_y: Crown.
    """

    eye: tuple[float, float, float]
    eye_radius: float
    eye_half_width: float
    upper_lid: float
    lower_lid: float
    eye_tilt: float
    brow_y: float
    nose_tip: tuple[float, float, float]
    nose_half_width: float
    nose_base_y: float
    mouth_y: float
    mouth_z: float
    mouth_half_width: float
    upper_lip: float
    lower_lip: float
    chin_y: float
    chin_z: float
    top_y: float


def landmarks_of(who: Measures) -> Landmarks:
    """Place the features of a person by mean anthropometric measures and the person's deviations."""
    soft = who.femininity
    eye_y = 17.0 + 1.2 * who.eye_height
    nose_base_y = -29 - 3.0 * who.nose_length - 1.5 * who.face_length
    mouth_y = nose_base_y - 22 - 2.0 * who.face_length + 1.5 * soft - 1.6 * who.mouth_height
    return Landmarks(
        eye=(31.5 + 1.8 * who.eye_spacing, eye_y, 70.5 - 1.2 * who.eye_depth),
        eye_radius=13.0,
        eye_half_width=14.3 + 0.7 * who.eye_size + 0.8 * soft,
        upper_lid=4.9 + 0.6 * who.eye_size + 0.6 * who.lid_height + 0.9 * soft,
        lower_lid=4.8 + 0.4 * who.eye_size + 0.4 * who.lower_lid,
        eye_tilt=1.5 + 1.8 * who.eye_tilt + 0.8 * soft,
        brow_y=eye_y + 20.5 + 2.2 * soft + 1.5 * who.brow_arch + 1.5 * who.brow_height,
        nose_tip=(
            0.0,
            nose_base_y + 9 + 2.0 * who.nose_tip + soft + 1.5 * who.nose_tilt,
            118.5 + 2.4 * who.nose_bridge - 2.5 * soft - 1.5 * who.melanin,
        ),
        nose_half_width=16.8 + 2.0 * who.nose_width + 2.4 * who.melanin - 2.4 * soft,
        nose_base_y=nose_base_y,
        mouth_y=mouth_y,
        mouth_z=94.0 + 1.6 * who.mouth_forward,
        mouth_half_width=25.8 + 2.4 * who.mouth_width - 1.6 * soft,
        upper_lip=6.6 + 1.4 * who.upper_lip + 2.0 * soft + 1.8 * who.melanin,
        lower_lip=8.6 + 1.4 * who.lower_lip + 2.2 * soft + 1.4 * who.melanin,
        chin_y=mouth_y - 45 - 4 * who.chin_length - 2.5 * who.face_length + 3.5 * soft,
        chin_z=88 + 2 * who.chin_length - 2.5 * soft + 2.5 * who.chin_forward,
        top_y=127 + 2.5 * who.forehead + 3.5 * who.skull_height,
    )


def head_distance(points: Floats, who: Measures, marks: Landmarks) -> Floats:
    """Return the signed distance of `(N, 3)` points to the head and neck of a person; negative inside.

    The head is mirror-symmetric here; `skewed` makes it as lopsided as heads are.
    """
    folded = points.copy()
    folded[:, 0] = np.sqrt(np.square(points[:, 0]) + 0.25)
    body = _skull(folded, who, marks)
    body = _jaw(folded, who, marks, body)
    body = _sockets(folded, who, marks, body)
    body = _nose(folded, who, marks, body)
    return _neck(folded, who, marks, body)


def skewed(points: Floats, who: Measures, marks: Landmarks) -> Floats:
    """Return `(N, 3)` points of the head with the person's asymmetry, up to about two millimetres."""
    x, y, z = points.T
    ahead = 1 / (1 + np.exp(-(z - 40) / 12))
    nose = np.exp(-((x / 22) ** 2) - ((y - marks.nose_base_y - 14) / 24) ** 2)
    mouth = np.exp(-((x / 36) ** 2) - ((y - marks.mouth_y) / 20) ** 2)
    eyes = np.exp(-(((y - marks.eye[1] - 8) / 22) ** 2)) * np.clip(x / 32, -1.3, 1.3)
    jaw = np.exp(-(((y - marks.chin_y) / 40) ** 2))
    moved = points.copy()
    moved[:, 0] += ahead * (1.1 * who.skew_nose * nose + 0.8 * who.skew_mouth * mouth + 1.3 * who.skew_jaw * jaw)
    moved[:, 1] += ahead * (0.6 * who.skew_eyes * eyes + 0.6 * who.skew_mouth * mouth * np.clip(x / 25, -1.2, 1.2))
    return moved


def _relief(points: Floats, who: Measures) -> Floats:
    """Return low swells and dents that no other measure names, in mm."""
    x, y, z = points[:, 0] / 46, points[:, 1] / 46, points[:, 2] / 46
    swell = who.relief_0 * np.cos(2.1 * y + 0.7) * np.cos(1.6 * x) + who.relief_1 * np.sin(2.9 * y - 0.4 + 0.8 * x)
    swell += who.relief_2 * np.cos(2.6 * x + 0.9 * y) + who.relief_3 * np.cos(3.3 * y + 1.1) * np.sin(2.0 * x - 0.3)
    swell += who.relief_4 * np.sin(2.4 * z + 1.3 * y) + who.relief_5 * np.cos(2.0 * z - 1.9 * x)
    relief: Floats = 0.55 * swell
    return relief


def _skull(points: Floats, who: Measures, marks: Landmarks) -> Floats:
    soft = who.femininity
    width = 74 + 3.0 * who.skull_width - 2 * soft
    body = ellipsoid(points, (0, 45, -10 - 2 * who.skull_depth), (width, marks.top_y - 45, 97 + 3 * who.skull_depth))
    slope = 4 * who.forehead_slope + 2 * (1 - soft)
    forehead = ellipsoid(
        points, (0, 52 + 3 * who.forehead, 34 - slope), (width - 12 + 2.5 * who.temples, 46, 55 + 1.5 * soft)
    )
    body = merge(body, forehead, 30)
    face = ellipsoid(points, (0, -6, 28), (58 + 2 * who.skull_width + 2.5 * who.fullness - 4 * soft, 64, 58))
    body = merge(body, face, 36)
    ridge = capsule(points, (6, 33 + marks.eye[1] - 17, 80), (43, 36 + marks.eye[1] - 17, 62), 11)
    body = merge(body, ridge + 2.0 * soft - 1.8 * who.brow_ridge, 16)
    cheekbone = ellipsoid(points, (44 + 2 * who.cheekbones, -4 + 3 * who.cheekbone_height, 52), (20, 15, 24))
    body = merge(body, cheekbone - 1.4 * who.cheekbones, 22)
    seen: Floats = body - _relief(points, who)
    return seen


def _jaw(points: Floats, who: Measures, marks: Landmarks, body: Floats) -> Floats:
    soft = who.femininity
    angle_x = 40 + 4.0 * who.jaw_width + 2.0 * who.fullness - 9 * soft
    angle_y = marks.mouth_y - 4 + 6 * soft + 4 * who.jaw_angle
    chin_x = 10 + 3 * who.chin_width - 3 * soft
    mandible = capsule(points, (angle_x, angle_y, 6), (chin_x, marks.chin_y + 17, marks.chin_z - 20), 12, 15)
    body = merge(body, mandible, 34)
    ramus = capsule(points, (angle_x + 8, -6, 6), (angle_x, angle_y, 8), 12, 13)
    body = merge(body, ramus, 34)
    chin = ellipsoid(points, (0, marks.chin_y + 14, marks.chin_z - 14), (17 + 3 * who.chin_width - 2 * soft, 14, 14))
    body = merge(body, chin, 16)
    cleft = capsule(points, (0, marks.chin_y + 8, marks.chin_z + 4), (0, marks.chin_y + 20, marks.chin_z + 3), 2.0)
    body = carve(body, cleft + max(0.0, 3 - 2.6 * who.chin_cleft), 4)
    cheek = ellipsoid(points, (31, -37, 53), (23, 32, 24))
    hollow = 1.2 * max(0.0, who.hollow_cheeks) * (1 + who.age)
    body = merge(body, cheek - 2.2 * who.fullness + 1.0 * who.age + hollow - 1.0 * soft, 28)
    under = ellipsoid(points, (0, marks.chin_y + 12, 38), (32, 17, 32))
    body = merge(body, under + 6 - 3.4 * max(0.0, who.double_chin + 0.5 * who.fullness), 30)
    muzzle = ellipsoid(points, (0, marks.mouth_y + 2, 62), (31, 29, marks.mouth_z - 65))
    return merge(body, muzzle, 22)


def _sockets(points: Floats, who: Measures, marks: Landmarks, body: Floats) -> Floats:
    x, y, z = marks.eye
    socket = ellipsoid(points, (x + 0.5, y + 1.5, z + 27), (19, 12.5, 16))
    body = carve(body, socket, 12)
    inner = ellipsoid(points, (x - 13, y + 2, z + 25), (8, 8, 9))
    body = carve(body, inner, 9)
    lid = ellipsoid(points, marks.eye, (marks.eye_radius + 1.9,) * 3)
    body = merge(body, lid, 5)
    bag = ellipsoid(points, (x, y - 11.0, z + 9.5), (13.5, 5.2, 5.0))
    return merge(body, bag + 2.6 - 0.8 * max(0.0, who.eye_bags) - 1.2 * who.age, 8)


def _nose(points: Floats, who: Measures, marks: Landmarks, body: Floats) -> Floats:
    _, tip_y, tip_z = marks.nose_tip
    wing, base = marks.nose_half_width, marks.nose_base_y
    thick = 0.8 * who.nose_width + 1.2 * who.melanin - 1.1 * who.femininity
    root_z = 85 + 2.0 * who.nose_bridge + 2.2 * who.nose_root
    hump = 2.2 * who.nose_bridge + 0.5 + 1.6 * who.nose_hump
    middle = (0.0, 0.45 * 22 + 0.55 * tip_y, 0.42 * root_z + 0.58 * (tip_z - 9) + hump)
    body = merge(body, capsule(points, (0, 27, root_z), middle, 6.0 + thick, 6.6 + thick), 13)
    body = merge(body, capsule(points, middle, (0, tip_y, tip_z - 9.5), 6.6 + thick, 8.6 + 0.7 * thick), 11)
    bulb = thick + 0.9 * who.nose_tip_width
    ball = ellipsoid(points, (1.8, tip_y, tip_z - 9.2 - 0.3 * thick), (7.6 + bulb, 8.0 + 0.3 * bulb, 8.8))
    body = merge(body, ball, 4)
    ala = ellipsoid(points, (wing - 6.4, base + 6.0 + 0.8 * who.nostrils, 95), (6.0, 6.8 + 0.6 * who.nostrils, 10))
    body = merge(body, ala, 6)
    column = capsule(points, (0, tip_y - 5, tip_z - 10), (0, base, 95), 3.6, 4.2)
    body = merge(body, column, 5)
    groove = capsule(points, (wing + 1.5, base + 10, 96), (wing + 2.5, base + 1, 92), 1.6)
    body = carve(body, groove, 4)
    nostril = ellipsoid(points, (wing - 9.2, base + 0.6, 100.5), (2.8, 3.2, 5.2))
    return carve(body, nostril - 0.3 * who.nostrils, 2.5)


def _neck(points: Floats, who: Measures, marks: Landmarks, body: Floats) -> Floats:
    radius = 50 + 2.5 * who.neck + 2 * who.fullness - 10 * who.femininity
    stretched = points * np.asarray((1.0, 1.0, 1.04), points.dtype)
    neck = capsule(stretched, (0, -30, -24), (0, -200, -30), radius, radius + 5)
    body = merge(body, neck, 16)
    trapezius = capsule(points, (18, -92, -48), (84, -178, -36), 17, 20)
    body = merge(body, trapezius + 9 * who.femininity, 34)
    throat = ellipsoid(points, (0, -118, 14 + 4 * (1 - who.femininity)), (9, 14, 9))
    body = merge(body, throat, 22)
    cord = capsule(points, (46, -36, -16), (12, -185, 20), 8.5)
    return merge(body, cord + 3 * who.femininity, 22)
