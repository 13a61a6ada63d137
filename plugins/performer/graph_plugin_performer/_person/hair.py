"""The hair of the head, combed along its surface from parting to tip."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph_plugin_performer._arrays import Floats, smoothstep, unit
from graph_plugin_performer._person.measures import Measures
from graph_plugin_performer._person.parts import Label
from graph_plugin_performer._person.sculpt import Landmarks, ellipsoid, head_distance, merge
from graph_plugin_performer._person.strands import Ground, Roots, Strands, hair_colour, ribbons, scatter

__all__ = ["grow_hair", "scalp_cover"]


@dataclass(frozen=True, slots=True)
class _Style:
    """How hair is cut and combed.

    Attributes:
        count: Number of strands.
        length, fringe: In mm; the fringe is what grows over the forehead.
        volume: How far the outermost strands stand off the head, in mm.
        width: Of a strand, in mm.
        side, back, down, forward: Shares of the combing: away from the parting, and so on; forward at the fringe only.
        gravity: How much more the tips hang.
        curl: Radius of the curls in mm.
        ruffle: Disorder.
        steps: Straight pieces of a strand.
        lowest: Height the hair is cut off at.
    """

    count: int
    length: float
    fringe: float
    volume: float
    width: float
    side: float = 0.0
    back: float = 0.0
    down: float = 0.0
    forward: float = 0.0
    gravity: float = 0.0
    curl: float = 0.0
    ruffle: float = 0.15
    steps: int = 7
    lowest: float = -1000.0


_STYLES = {
    "buzz": _Style(7000, 3.4, 3.2, 1, 0.55, back=0.2, down=0.6, forward=0.2, ruffle=0.3, steps=2),
    "crop": _Style(3600, 38, 34, 11, 2.2, side=0.25, back=0.15, down=0.35, forward=0.55, ruffle=0.35, steps=5),
    "side_part": _Style(3400, 70, 95, 13, 2.4, side=1.0, back=0.55, down=0.3, ruffle=0.12),
    "bob": _Style(
        2500, 200, 56, 14, 3.0,
        side=0.5, back=0.1, down=0.9, forward=0.6, gravity=0.5, ruffle=0.08, steps=11, lowest=-95,
    ),
    "long": _Style(
        2400, 330, 300, 13, 3.2, side=0.8, back=0.35, down=1.0, gravity=0.6, ruffle=0.1, steps=11, lowest=-215
    ),
    "tied_back": _Style(3200, 150, 170, 6, 2.0, back=1.0, ruffle=0.05, steps=10),
    "curly": _Style(3600, 80, 42, 30, 1.9, side=0.3, back=0.2, down=0.25, curl=6.0, ruffle=0.6, steps=14),
    "receding": _Style(1500, 16, 12, 4, 2.2, back=0.5, down=0.5, ruffle=0.25, steps=4),
    "bald": _Style(1500, 3, 3, 1, 0.5, back=0.2, down=0.6, ruffle=0.3, steps=2),
}  # fmt: skip
_KNOT = (0.0, 62.0, -122.0)


def scalp_cover(points: Floats, who: Measures) -> Floats:
    """Return how densely hair grows at `(N, 3)` points of the skin, 0 to 1."""
    around = np.arctan2(np.abs(points[:, 0]), points[:, 2])
    angles = (0.0, 0.35, 0.62, 0.85, 1.05, 1.22, 1.36, 1.5, 1.66, 1.9, 2.3, 3.15)
    lowest = np.asarray((86.0, 86, 82, 64, 44, 16, 2, 10, 26, -2, -38, -52))
    lowest[:4] += 5 * who.forehead - 4 * who.femininity
    edge = 5.0
    if who.hair_style == "receding":
        lowest += np.asarray((46, 50, 52, 48, 26, 6, 0, 0, 0, 0, 0, 0))
        edge = 9.0
    cover = smoothstep(-edge, edge, points[:, 1] - np.interp(around, angles, lowest))
    if who.hair_style == "receding":
        cover = cover * smoothstep(118, 88, points[:, 1])
    if who.hair_style == "bald":
        cover = 0.35 * cover * smoothstep(62, 30, points[:, 1])
    return cover


def grow_hair(ground: Ground) -> Strands:
    """Grow the hair of a person's style."""
    who = ground.who
    style = _STYLES[who.hair_style]
    rng = np.random.default_rng((who.seed, 11))
    cover = scalp_cover(ground.mesh.vertices, who)
    roots = scatter(ground, cover, style.count, rng)
    layer = rng.uniform(0.15, 1, style.count)
    path, outward = _comb(ground, roots, _lengths(roots.points, style, rng), layer, rng)
    shade = np.clip(1 + rng.normal(0, 0.16, style.count) + 0.25 * (layer - 0.6), 0.5, 1.7)[:, None]
    silver = (rng.uniform(size=style.count) < who.grey * 0.7)[:, None]
    colour = np.where(silver, np.asarray((0.24, 0.24, 0.25)), hair_colour(who)) * shade
    # Fine hair along the hairline.
    width = style.width * (0.3 + 0.7 * cover[roots.vertices] ** 2)
    return ribbons(path, outward, colour, layer, roots.vertices, width, Label.HAIR)


def _lengths(points: Floats, style: _Style, rng: np.random.Generator) -> Floats:
    front = _over_forehead(points)
    lengths = (style.length + (style.fringe - style.length) * front) * rng.uniform(0.75, 1.1, len(points))
    if style.length < 100:
        # Short hair is shortest at the temples and the nape.
        lengths = lengths * (0.22 + 0.78 * smoothstep(5, 80, points[:, 1]))
    left: Floats = 1.12 * (points[:, 1] - style.lowest) + rng.uniform(0, 22, len(points))
    return np.minimum(lengths, left)


def _over_forehead(points: Floats) -> Floats:
    front: Floats = smoothstep(20, 70, points[:, 2]) * smoothstep(60, 95, points[:, 1])
    return front


def _outward(points: Floats, who: Measures, marks: Landmarks) -> tuple[Floats, Floats]:
    """Return the distance to head, neck and ears, and the unit direction away from them."""

    def obstacle(places: Floats) -> Floats:
        folded = np.stack([np.abs(places[:, 0]), places[:, 1], places[:, 2]], axis=1)
        return merge(head_distance(places, who, marks), ellipsoid(folded, (74, 2, -10), (9, 30, 15)), 10)

    here = obstacle(points)
    slope = np.stack([obstacle(points + 1.5 * axis) - here for axis in np.eye(3)], axis=1)
    return here, unit(slope)


def _comb(
    ground: Ground, roots: Roots, lengths: Floats, layer: Floats, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Let hair grow step by step; return its points `(N, K, 3)` and the directions away from the head there."""
    style = _STYLES[ground.who.hair_style]
    count, step = len(lengths), (lengths / style.steps)[:, None]
    wild = rng.normal(0, 1, (count, 3)) * style.ruffle
    phase, turns = rng.uniform(0, 2 * np.pi, count), rng.uniform(0.8, 1.2, count)
    # A strand keeps to the side of the parting its root is on.
    side = np.where(roots.points[:, 0] < 24.0 * ground.who.parting, -1.0, 1.0)
    side *= np.clip(np.abs(np.tanh((roots.points[:, 0] - 24.0 * ground.who.parting) / 6)), 0.7, 1)
    out_of_face = ((lengths > 62) & (style.length > 60)).astype(float)
    heading = roots.normals * min(0.9, 0.05 * style.volume) + wild
    here, away = roots.points, roots.normals
    path, outward = [here], [away]
    for number in range(1, style.steps + 1):
        share = number / style.steps
        flow = _flow(here, roots, side, out_of_face, style)
        if ground.who.hair_style == "tied_back":
            flow = unit(np.asarray(_KNOT) - here)
        flow = flow + wild * 0.5 - np.asarray((0, style.gravity * share, 0))
        flow = unit(flow - 0.9 * np.sum(flow * away, axis=1, keepdims=True) * away)
        heading = unit(0.45 * heading + 0.65 * flow)
        here = here + step * heading
        distance, away = _outward(here, ground.who, ground.marks)
        height = 0.8 + style.volume * layer * (0.35 + 0.65 * min(1.0, 2.5 * share)) * (1 - 0.3 * share)
        cling = 0.45 * smoothstep(-30, 40, here[:, 1])
        lift = np.maximum(height - distance, 0) - cling * np.maximum(distance - height, 0)
        here = here + away * lift[:, None]
        turn = (phase + number * 1.2 * turns)[:, None]
        curl = np.cos(turn) * unit(np.cross(heading, away)) + np.sin(turn) * away
        path.append(here + style.curl * share**0.5 * curl)
        outward.append(away)
    return np.stack(path, axis=1), np.stack(outward, axis=1)


def _flow(here: Floats, roots: Roots, side: Floats, out_of_face: Floats, style: _Style) -> Floats:
    """Return the direction hair is combed in at the points it has grown to."""
    front = smoothstep(30, 75, roots.points[:, 2])
    over_face = smoothstep(25, 60, here[:, 2]) * smoothstep(66, 46, np.abs(here[:, 0])) * out_of_face
    return np.stack(
        [
            side * (style.side * smoothstep(0, 90, here[:, 1] + 30) + 2.2 * over_face),
            -style.down * (1 - 0.75 * front * (here[:, 1] > 70)),
            -style.back + style.forward * front,
        ],
        axis=1,
    )
