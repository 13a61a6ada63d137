"""Where the vertices of a head's skin go: places on its unrolled surface, in rings round eyes and mouth.

The unrolled surface is measured in mm: along the girth from the nose, and up. A place is turned into a point by a
ray from the head's axis to the sculpted volume.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.interpolate import RBFInterpolator
from scipy.spatial import cKDTree

from graph_plugin_performer._arrays import Floats, smoothstep
from graph_plugin_performer._person.measures import Measures
from graph_plugin_performer._person.sculpt import Landmarks, head_distance

__all__ = [
    "GIRTH",
    "HIGHEST",
    "LOWEST",
    "Layout",
    "fit_layout",
    "lay_out",
    "lid_edges",
    "lip_line",
    "skin_places",
    "surface_at",
]

GIRTH = 85.0  # mm of unrolled surface per radian
LOWEST, CROWN_START = -190.0, 45.0
HIGHEST = CROWN_START + GIRTH * np.pi / 2
LID_POINTS, LIP_POINTS = 40, 36
LID_OFFSETS = (1.2, 2.6, 4.4, 6.8)
LIP_OFFSETS = (0.9, 2.0, 3.4, 5.0, 7.0, 9.4, 12.0)
LIP_GAP = 1.05  # mm between the middle of the mouth and either lip, before it is closed


class Layout(NamedTuple):
    """Places on the left half of the unrolled surface.

    Attributes:
        places: `(P, 2)`: first the lids' loop, then that of the lips, then the rings round both, then the rest.
        lids: How many belong to the lids' loop; it starts at the outer corner and runs over the top.
        lips: How many belong to the lips' edge; it runs from the middle of the upper one to that of the lower.
        rings: How many belong to either loop or the rings round them.
    """

    places: Floats
    lids: int
    lips: int
    rings: int


def lid_edges(across: Floats, marks: Landmarks) -> tuple[Floats, Floats]:
    """Return the heights of the open upper and lower lid's edge over the eye's centre.

    Args:
        across: -1 at the inner corner to 1 at the outer.
        marks: The person's features.
    """
    bow = np.clip(1 - across * across, 0, 1)
    slope = marks.eye_tilt * 0.5 * across
    upper = slope + marks.upper_lid * bow**0.72 * (1 - 0.16 * across)
    lower = slope - marks.lower_lid * bow**0.8 * (1 + 0.14 * across)
    return upper, lower


def lip_line(x: Floats, marks: Landmarks) -> Floats:
    """Return the height where the closed lips meet."""
    share = np.clip(np.abs(x) / marks.mouth_half_width, 0, 1.4)
    dip, rise = np.exp(-((share / 0.2) ** 2)), np.exp(-(((share - 0.42) / 0.22) ** 2))
    line: Floats = marks.mouth_y - 0.7 * dip + 0.5 * rise + 1.3 * share**3
    return line


def skin_places(unrolled: Floats) -> Floats:
    """Return the texture places `(V, 2)` of points of the unrolled template; the face gets the larger share."""
    angle = unrolled[:, 0] / GIRTH
    u = 0.5 + 0.5 * (angle + 0.6 * np.sin(angle)) / np.pi
    v = 0.75 * (HIGHEST - unrolled[:, 1]) / (HIGHEST - LOWEST)
    return np.stack([u, v * 0.996 + 0.001], axis=1)


def surface_at(places: Floats, who: Measures, marks: Landmarks) -> Floats:
    """Return the `(N, 3)` points of the head at `(N, 2)` places on its unrolled surface."""
    starts, directions = _rays(places)
    reach = np.full(len(places), 170.0)
    moving = np.arange(len(places))
    for _ in range(44):
        here = starts[moving] + reach[moving, None] * directions[moving]
        step = 0.85 * head_distance(here, who, marks)
        reach[moving] = np.maximum(reach[moving] - step, 2.0)
        moving = moving[np.abs(step) > 2e-3]
        if len(moving) == 0:
            break
    points: Floats = starts + reach[:, None] * directions
    return points


def lay_out(who: Measures, marks: Landmarks) -> Layout:
    """Choose the places of the vertices on the template, the head that all others are made of."""
    kept = _rings(who, marks)
    edge, rings = LIP_POINTS + 1, len(kept)
    eye = kept[:LID_POINTS]
    eye_centre, eye_half = (eye.max(axis=0) + eye.min(axis=0)) / 2, np.ptp(eye, axis=0) / 2
    slit = float(lip_line(np.zeros(1), marks)[0])
    for points, clearance in _grids(marks):
        free = cKDTree(kept).query(points)[0] > clearance
        in_eye = np.square((points - eye_centre) / eye_half).sum(axis=1) < 1
        in_mouth = (points[:, 0] < 1) & (np.abs(points[:, 1] - slit) < LIP_GAP)
        kept = np.concatenate([kept, points[free & ~in_eye & ~in_mouth]])
    return Layout(kept, LID_POINTS, edge, rings)


def fit_layout(template: Layout, home: tuple[Measures, Landmarks], who: Measures, marks: Landmarks) -> Layout:
    """Move the template's places to where a person has the same features.

    Args:
        template: As `lay_out` made it.
        home: Whom it was made for.
        who, marks: The person.
    """
    rings = _rings(who, marks)
    before = np.concatenate([template.places[: template.rings], _features(*home)])
    after = np.concatenate([rings, _features(who, marks)])
    _, kept = np.unique((before / 2.0).round(), axis=0, return_index=True)
    before, moved = before[kept], after[kept] - before[kept]
    beside = before[:, 0] > 1e-6
    flip = np.asarray((-1.0, 1.0))
    fixed = _fixed_places()
    knots = np.concatenate([before, before[beside] * flip, fixed])
    shifts = np.concatenate([moved, moved[beside] * flip, np.zeros_like(fixed)])
    warp = RBFInterpolator(knots, shifts, kernel="linear", smoothing=1.0)
    rest = template.places[template.rings :]
    shift = warp(rest)
    shift[rest[:, 0] == 0, 0] = 0
    shift[rest[:, 0] >= GIRTH * np.pi] = 0
    return template._replace(places=np.concatenate([rings, rest + shift]))


def _rings(who: Measures, marks: Landmarks) -> Floats:
    """Return the places of the edges of lids and lips, then of the rings round them."""
    lids = _unroll(_lid_rings(marks), who, marks)
    lips = _unroll(_lip_rings(marks), who, marks)
    edge = LIP_POINTS + 1
    return np.concatenate([lids[:LID_POINTS], lips[:edge], lids[LID_POINTS:], lips[edge:]])


def _features(who: Measures, marks: Landmarks) -> Floats:
    """Return the places of what a face has beside eyes and lips: nose, brows, chin."""
    eye_x, eye_y, _ = marks.eye
    wing, base, tip_y = marks.nose_half_width, marks.nose_base_y, marks.nose_tip[1]
    front = [(0.0, tip_y), (0.0, base + 1.0), (0.0, 0.5 * (eye_y + tip_y)), (0.0, eye_y + 5), (wing + 1.0, base + 6.0)]
    front += [(wing - 8.0, base + 1.5), (0.55 * wing, tip_y + 4), (wing + 2.0, base - 2.0)]
    front += [(eye_x + shift, marks.brow_y + rise) for shift, rise in ((-19, -2), (-8, 0), (3, 2), (14, 0), (22, -3))]
    front += [(0.0, marks.chin_y + 8), (15.0, marks.chin_y + 11), (0.0, marks.chin_y + 22)]
    return _unroll(np.asarray(front), who, marks)


def _fixed_places() -> Floats:
    """Return places that are the same on every head: round the ears, over the forehead, on the neck and behind."""
    up = np.linspace(LOWEST, HIGHEST, 14)
    columns = [np.stack([np.full_like(up, turn), up], axis=1) for turn in (-250, -195, -140, 140, 195, 250)]
    along = np.linspace(-140, 140, 11)
    rows = [np.stack([along, np.full_like(along, height)], axis=1) for height in (LOWEST, -150, 75, 110, HIGHEST)]
    return np.concatenate(columns + rows)


def _rays(places: Floats) -> tuple[Floats, Floats]:
    """Return where rays start and where they point."""
    angle, height = places[:, 0] / GIRTH, places[:, 1]
    # Under the chin the surface is level: there, and at the front only, rays fan out downwards.
    front = smoothstep(0.0, 0.75, np.cos(angle))
    knots = (LOWEST, -152.0, -126.0, -99.0, -62.0)
    fan = np.interp(height, knots, (LOWEST, -150, -84, -63, -62)) - height
    start_y = np.minimum(height + front * fan * (height < knots[-1]), CROWN_START)
    tilt = front * np.interp(height, knots, (0.0, 0.0, -0.95, -0.45, 0.0))
    tilt = np.where(height > CROWN_START, (height - CROWN_START) / GIRTH, tilt)
    level, axis = np.cos(tilt), np.zeros_like(angle)
    directions = np.stack([np.sin(angle) * level, np.sin(tilt), np.cos(angle) * level], axis=1)
    return np.stack([axis, start_y, axis], axis=1), directions


def _unroll(front: Floats, who: Measures, marks: Landmarks) -> Floats:
    """Return the places of points given by x and y as seen from the front."""
    depth = np.full(len(front), 80.0)
    for _ in range(6):
        places = np.stack([GIRTH * np.arctan2(front[:, 0], depth), front[:, 1]], axis=1)
        depth = 0.5 * depth + 0.5 * np.maximum(surface_at(places, who, marks)[:, 2], 20.0)
    return np.stack([GIRTH * np.arctan2(front[:, 0], depth), front[:, 1]], axis=1)


def _lid_rings(marks: Landmarks) -> Floats:
    """Return x, y of the left lids' edge and of rings round it."""
    turn = np.arange(LID_POINTS) * (2 * np.pi / LID_POINTS)
    across = np.cos(turn)
    upper, lower = lid_edges(across, marks)
    edge = np.stack([marks.eye_half_width * across, np.where(np.sin(turn) >= 0, upper, lower)], axis=1)
    outward = edge * np.asarray((0.28, 1.3))
    outward = outward / np.linalg.norm(outward, axis=1, keepdims=True)
    rings = [edge + offset * outward for offset in (0.0, *LID_OFFSETS)]
    placed: Floats = np.concatenate(rings) + np.asarray(marks.eye[:2])
    return placed


def _lip_rings(marks: Landmarks) -> Floats:
    """Return x, y of the left half of the lips' edge, slightly apart, and of rings round it."""
    turn = np.linspace(np.pi / 2, -np.pi / 2, LIP_POINTS + 1)
    x = marks.mouth_half_width * np.cos(turn)
    x[[0, -1]] = 0
    edge = np.stack([x, lip_line(x, marks) + LIP_GAP * np.sin(turn)], axis=1)
    outward = np.stack([np.cos(turn) ** 5, np.sin(turn)], axis=1)
    outward /= np.linalg.norm(outward, axis=1, keepdims=True)
    # The middle stays exactly in the middle: both halves share its vertices.
    outward[[0, -1], 0] = 0
    return np.concatenate([edge + offset * outward for offset in (0.0, *LIP_OFFSETS)])


def _grids(marks: Landmarks) -> list[tuple[Floats, float]]:
    """Return the remaining places from the finest grid to the coarsest, with the clearance each keeps from the last."""
    half = GIRTH * np.pi
    face, crown = np.arange(-128, 60, 2.0), np.arange(60, HIGHEST, 5.0)
    middle = np.concatenate([np.stack([np.zeros_like(up), up], axis=1) for up in (face, crown)])
    back = np.stack([np.full(46, half), np.linspace(LOWEST, HIGHEST, 46)], axis=1)
    along = np.arange(0, half, 9.0)
    ends = np.concatenate([np.stack([along, np.full_like(along, up)], axis=1) for up in (LOWEST, HIGHEST)])
    base = marks.nose_base_y
    return [
        (np.concatenate([middle, back, ends]), 1.2),
        (_honeycomb((0, 22, base - 12, base + 24), 1.6), 1.1),
        (_honeycomb((0, 62, -112, 48), 2.6), 1.8),
        (_honeycomb((0, 150, -140, 75), 5.0), 3.6),
        (_honeycomb((0, half - 4.5, LOWEST, HIGHEST - 6), 9.0), 6.5),
    ]


def _honeycomb(box: tuple[float, float, float, float], step: float) -> Floats:
    """Fill left, right, bottom, top with staggered rows."""
    left, right, bottom, top = box
    u, v = np.meshgrid(np.arange(left, right, step), np.arange(bottom, top, step * 0.866))
    u[1::2] += step / 2
    return np.stack([u.ravel(), v.ravel()], axis=1)
