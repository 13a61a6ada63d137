"""Short hair of the face: brows, lashes, beard."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from graph_plugin_performer._arrays import Floats, Ints, smoothstep, unit
from graph_plugin_performer._person.measures import Measures
from graph_plugin_performer._person.parts import Label
from graph_plugin_performer._person.sculpt import Landmarks
from graph_plugin_performer._person.strands import Ground, Roots, Strands, hair_colour, join, ribbons, scatter

__all__ = ["beard_cover", "brow_cover", "grow_beard", "grow_brows", "grow_lashes"]


@dataclass(frozen=True, slots=True)
class _Cut:
    """Length and width in mm, linear colour, and how much of the length the tips rise."""

    length: float
    width: float
    colour: Floats
    rise: float = 0.0


def brow_cover(points: Floats, who: Measures, marks: Landmarks) -> Floats:
    """Return how densely the eyebrows grow at `(N, 3)` points of the skin."""
    across = np.abs(points[:, 0]) - marks.eye[0]
    arch = 2.6 + 1.6 * who.brow_arch + 1.2 * who.femininity
    middle = marks.brow_y - 1.5 + arch * (1 - ((across - 5) / 19) ** 2) * 0.75 - 0.05 * across
    weight = 3.3 + 0.8 * who.brow_weight - 1.5 * who.femininity
    half = weight * np.interp(across, (-20, -12, 4, 24), (0.9, 1, 0.8, 0.35))
    inside = smoothstep(-20.5, -15, across) * smoothstep(25.5, 19, across)
    cover: Floats = inside * smoothstep(1.35, 0.55, np.abs(points[:, 1] - middle) / half) * (points[:, 2] > 30)
    return cover


def grow_brows(ground: Ground) -> Strands:
    """Grow the eyebrows, lying outwards."""
    who = ground.who
    rng = np.random.default_rng((who.seed, 12))
    roots = scatter(ground, brow_cover(ground.mesh.vertices, who, ground.marks), 760, rng)
    side = np.sign(roots.points[:, 0])
    across = np.clip((np.abs(roots.points[:, 0]) - ground.marks.eye[0]) / 20, -1, 1)
    lie = np.stack([side * (1.0 + 0.2 * across), 0.30 - 0.65 * across, np.zeros_like(side)], axis=1)
    colour = 0.9 * hair_colour(replace(who, hair_tone=who.hair_tone * 0.75, grey=who.grey * 0.5))
    labels = np.where(side > 0, Label.LEFT_BROW, Label.RIGHT_BROW)
    return _tufts(roots, lie + rng.normal(0, 0.15, lie.shape), _Cut(3.9, 0.27, colour), rng, labels)


def beard_cover(points: Floats, marks: Landmarks) -> Floats:
    """Return how densely a beard grows at `(N, 3)` points of the skin."""
    x, y, z = np.abs(points[:, 0]), points[:, 1], points[:, 2]
    cheek_line = marks.nose_base_y - 8 + 0.42 * (x - 22).clip(0, None)
    cheeks = smoothstep(5, -7, y - cheek_line) * smoothstep(24, 34, x)
    below = smoothstep(0, -5, y - (marks.mouth_y - marks.lower_lip - 3)) * smoothstep(40, 30, x)
    upper = smoothstep(0, 2.5, y - (marks.mouth_y + marks.upper_lip + 0.5)) * smoothstep(2, -3, y - marks.nose_base_y)
    upper = upper * smoothstep(33, 27, x)
    corner = smoothstep(marks.mouth_half_width + 2.5, marks.mouth_half_width + 6, x) * smoothstep(38, 32, x)
    corner = corner * smoothstep(marks.nose_base_y, marks.nose_base_y - 8, y)
    cover = np.maximum.reduce([cheeks, below, upper, corner])
    above_throat = smoothstep(marks.chin_y - 20, marks.chin_y - 6, y - 0.25 * (z - 40))
    faded: Floats = cover * smoothstep(-4, 14, z) * above_throat
    return faded


def grow_beard(ground: Ground) -> Strands:
    """Grow a short beard and moustache."""
    who = ground.who
    rng = np.random.default_rng((who.seed, 13))
    count = int(6000 * max(0.0, who.beard - 0.25))
    roots = scatter(ground, beard_cover(ground.mesh.vertices, ground.marks), count, rng)
    lie = np.stack([0.3 * np.sign(roots.points[:, 0]), np.full(count, -1.0), np.full(count, 0.1)], axis=1)
    cut = _Cut(3.0 + 4.5 * who.beard, 0.6, 0.9 * hair_colour(who))
    return _tufts(roots, lie + rng.normal(0, 0.25, lie.shape), cut, rng, Label.SKIN)


def grow_lashes(ground: Ground) -> Strands:
    """Grow upper and lower lashes from the lids' edges."""
    marks, mesh = ground.marks, ground.mesh
    rng = np.random.default_rng((ground.who.seed, 14))
    black = np.full(3, 0.006)
    upper = _Cut(4.6 + 2.4 * ground.who.femininity, 0.30, black, rise=0.5)
    lower = _Cut(2.2, 0.26, black, rise=-0.5)
    parts = []
    for loop, side in zip(mesh.lids, (1.0, -1.0), strict=True):
        edge = mesh.vertices[loop].astype(np.float64)
        half = len(loop) // 2
        for first, last, number, cut in ((1, half, 9, upper), (half + 2, len(loop) - 1, 4, lower)):
            at = np.repeat(np.arange(first, last), number)
            mix = rng.uniform(0, 1, (len(at), 1))
            points = edge[at] * (1 - mix) + edge[at + 1] * mix
            across = (points[:, 0] * side - marks.eye[0]) / marks.eye_half_width
            lie = np.stack([side * across * 0.75, np.full(len(at), 0.84 * cut.rise), np.full(len(at), 0.8)], axis=1)
            away = np.tile((0.0, 1.0, 0.2), (len(at), 1))
            reach = (0.75 + 0.3 * across)[:, None]
            label = Label.LEFT_EYE if side > 0 else Label.RIGHT_EYE
            parts.append(_tufts(Roots(points, away, loop[at]), lie, cut, rng, label, reach))
    return join(parts)


def _tufts(
    roots: Roots, lie: Floats, cut: _Cut, rng: np.random.Generator, labels: Ints | int, reach: Floats | float = 1.0
) -> Strands:
    """Return short hairs that lie along a direction, bent towards the skin, or away from it by the cut's rise."""
    points, away = roots.points, roots.normals
    lie = unit(lie - 0.6 * np.sum(lie * away, axis=1, keepdims=True) * away)
    length = cut.length * reach * rng.uniform(0.7, 1.1, (len(points), 1))
    bend = np.asarray((0, cut.rise, 0)) * length
    middle = points + lie * length * 0.5 + 0.35 * away + bend * 0.15
    path = np.stack([points + 0.1 * away, middle, points + lie * length + 0.5 * away + bend * 0.5], axis=1)
    colour = cut.colour * np.clip(1 + rng.normal(0, 0.2, (len(points), 1)), 0.5, 1.6)
    outward = np.repeat(away[:, None], 3, axis=1)
    return ribbons(path, outward, colour, np.ones(len(points)), roots.vertices, cut.width, labels)
