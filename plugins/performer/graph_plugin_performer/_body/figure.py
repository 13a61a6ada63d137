"""The body below the head: a clothed surface that follows the skeleton."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_plugin_performer._arrays import Floats, Ints, smoothstep
from graph_plugin_performer._body.skeleton import BONES, REST, Stance, bone_frames
from graph_plugin_performer._person.layout import GIRTH, skin_places
from graph_plugin_performer._person.measures import Measures
from graph_plugin_performer._person.parts import (
    CLOTH_TILE,
    PLAIN_TILE,
    Label,
    Material,
    Part,
    in_tile,
    surface_nets,
)
from graph_plugin_performer._person.sculpt import capsule, ellipsoid, merge

__all__ = ["Figure", "build_figure", "moved"]

STEP_MM = 13.0
_TROUSERS = ((0.03, 0.04, 0.08), (0.05, 0.05, 0.05), (0.16, 0.12, 0.08), (0.10, 0.12, 0.16))


@dataclass(frozen=True, slots=True)
class Figure:
    """A body at rest.

    Attributes:
        parts: Its surface: bare skin, shirt, trousers, shoes.
        weights: `(V, B)` how far each vertex follows each of the `BONES`; a row sums to 1.
    """

    parts: tuple[Part, ...]
    weights: NDArray[np.float32]


def build_figure(who: Measures) -> Figure:
    """Build the body of a person; takes a second."""
    vertices, triangles = surface_nets(
        lambda points: _distance(points, who), (-520, -1620, -190), (520, -118, 220), STEP_MM
    )
    rng = np.random.default_rng((who.seed, 84))
    parts = _dressed(vertices, triangles, rng)
    return Figure(parts, np.concatenate([_weights(part.vertices) for part in parts]))


def _distance(points: Floats, who: Measures) -> Floats:
    soft, full = who.femininity, who.fullness
    folded = points.copy()
    folded[:, 0] = np.abs(points[:, 0])
    broad = 1 - 0.10 * soft + 0.03 * who.shoulders
    chest = ellipsoid(folded, (0, -330, -30), ((150 + 6 * full) * broad, 190, 100 + 6 * full + 8 * soft))
    waist = ellipsoid(folded, (0, -500, -26), (128 + 12 * full - 18 * soft, 170, 92 + 10 * full - 6 * soft))
    hips = ellipsoid(folded, (0, -680, -34), (150 + 8 * full + 14 * soft, 120, 104 + 6 * full + 6 * soft))
    shoulder = capsule(folded, (20, -172, -36), (170 * broad, -196, -36), 46, 52)
    neck = capsule(folded, (0, -140, -36), (0, -215, -38), 46 - 9 * soft, 66)
    body = merge(merge(merge(chest, waist, 90), hips, 90), merge(shoulder, neck, 40), 50)
    thick = 4 * full - 6 * soft
    arm = capsule(folded, (176 * broad, -200, -36), REST["left_forearm"], 50 + thick, 40 + thick)
    forearm = capsule(folded, REST["left_forearm"], REST["left_hand"], 39 + thick, 27)
    hand = ellipsoid(folded, (425, -700, -16), (24, 76, 34))
    body = merge(merge(merge(body, arm, 26), forearm, 18), hand, 14)
    thigh = capsule(folded, (86, -700, -28), REST["left_shin"], 92 + thick + 8 * soft, 60 + thick)
    shin = capsule(folded, REST["left_shin"], (120, -1500, -38), 58 + thick, 40)
    foot = capsule(folded, (120, -1560, -50), (128, -1572, 105), 42, 34)
    leg = merge(merge(thigh, shin, 24), foot, 26)
    return merge(body, leg, 40)


def _weights(points: Floats) -> NDArray[np.float32]:
    """Return how far points follow each bone: the nearer to it, the more."""
    ends = {
        "pelvis": (0, -560, -28), "chest": (0, -190, -34), "neck": (0, -60, -20), "left_hand": (445, -760, -12),
        "left_foot": (125, -1560, 100), "left_arm": REST["left_forearm"], "left_forearm": REST["left_hand"],
        "left_thigh": REST["left_shin"], "left_shin": REST["left_foot"],
    }  # fmt: skip
    rows = []
    for name in BONES:
        twin = name.replace("right", "left")
        mirror = np.asarray((-1.0 if name.startswith("right") else 1.0, 1, 1))
        start, end = np.asarray(REST[twin]) * mirror, np.asarray(ends[twin]) * mirror
        radius = {"pelvis": 120.0, "chest": 120.0, "left_thigh": 70.0}.get(twin, 42.0)
        rows.append(capsule(points, tuple(start), tuple(end), radius))
    near = np.stack(rows, axis=1)
    pull = np.exp(-(near - near.min(axis=1, keepdims=True)) / 16)
    weights: NDArray[np.float32] = (pull / pull.sum(axis=1, keepdims=True)).astype(np.float32)
    return weights


def _dressed(vertices: Floats, triangles: Ints, rng: np.random.Generator) -> tuple[Part, ...]:
    """Cut the body into bare skin, shirt, trousers and shoes, and give the cloth folds."""
    x, y, z = np.abs(vertices[:, 0]), vertices[:, 1], vertices[:, 2]
    along_arm = np.hypot(x - 176, y + 188) * (x > 190)
    sleeve = 480.0 if rng.uniform() < 0.5 else 150.0
    bare = ((along_arm > sleeve) & (y > -820)) | ((y > -134) & (x < 90))
    region = np.select([bare, y > -640, y > -1500], [0, 1, 2], 3)
    turn = np.arctan2(vertices[:, 0], z + 30)
    fold = np.sin(turn * 7 + 0.021 * y) * np.sin(0.013 * y + 2 * turn) * np.isin(region, (1, 2))
    folded = vertices.copy()
    folded[:, 2] += 4.0 * fold
    folded[:, 0] += 2.5 * fold * np.sign(vertices[:, 0])
    sky = (0.55 + 0.45 * smoothstep(-1700, -300, y)) * (1 - 0.45 * smoothstep(60, 20, x) * (y < -760))
    plain = in_tile(PLAIN_TILE, np.full(len(y), 0.5), np.full(len(y), 0.5))
    skin = np.repeat(skin_places(np.asarray([(GIRTH * 0.25, 66.0)])), len(y), axis=0)
    # The cloth's tile has its seam at a fifth of its height; shirts keep below it.
    cloth = in_tile(CLOTH_TILE, np.abs(turn) / np.pi, 0.3 + 0.65 * (-y / 700).clip(0, 1))
    trousers = _TROUSERS[rng.integers(len(_TROUSERS))]
    looks = (
        (skin, (1.0, 0.93, 0.9), Material.SKIN, Label.SKIN),
        (cloth, (1.0, 1.0, 1.0), Material.CLOTH, Label.CLOTH),
        (plain, trousers, Material.CLOTH, Label.CLOTH),
        (plain, (0.03, 0.025, 0.02), Material.WET, Label.CLOTH),
    )
    parts = []
    owner = region[triangles].max(axis=1)
    for number, (uv, tint, material, label) in enumerate(looks):
        own = triangles[owner == number]
        kept, renamed = np.unique(own, return_inverse=True)
        colour = np.tile(tint, (len(kept), 1))
        faces = renamed.reshape(own.shape).astype(np.int32)
        parts.append(Part(folded[kept], faces, uv[kept], colour, sky[kept], material, label))
    return tuple(parts)


def moved(figure: Figure, stance: Stance) -> NDArray[np.float32]:
    """Return the vertices `(V, 3)` of all parts in a stance."""
    frames = bone_frames(stance)
    rest = np.concatenate([part.vertices for part in figure.parts])
    places = np.zeros_like(rest)
    for number, name in enumerate(BONES):
        turned, start = frames[name]
        share = figure.weights[:, number : number + 1]
        places += share * ((rest - REST[name]) @ turned.T + start)
    return places.astype(np.float32)
