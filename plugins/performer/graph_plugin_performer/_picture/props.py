"""What gets in front of a face: a hand, a microphone, a cup."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from graph_plugin_performer._arrays import Floats, Ints
from graph_plugin_performer._names import Occluding
from graph_plugin_performer._person.layout import GIRTH, skin_places
from graph_plugin_performer._person.parts import Label, Material, Part, ball, plain, strip, surface_nets
from graph_plugin_performer._person.sculpt import capsule, ellipsoid, merge

__all__ = ["Prop", "build_prop", "place_prop"]


@dataclass(frozen=True, slots=True)
class Prop:
    """Something before the face.

    Attributes:
        kind: What it is.
        raised: 0 below the picture to 1 before nose and mouth.
        aside: How far to the picture's right, in mm.
        seed: Bend of the fingers, colour of the cup.
    """

    kind: Occluding
    raised: float = 1.0
    aside: float = 0.0
    seed: int = 0


def build_prop(kind: Occluding, seed: int) -> Part:
    """Build a prop, upright at the origin, its side to the performer facing -z; takes a tenth of a second."""
    rng = np.random.default_rng((seed, 51))
    if kind == "hand":
        vertices, triangles = build_hand(float(rng.uniform(0, 1)) if seed else 0.25)
        uv = np.repeat(skin_places(np.asarray([(GIRTH * 0.25, 66.0)])), len(vertices), axis=0)
        tint = np.tile((1.0, 0.93, 0.9), (len(vertices), 1))
        return Part(vertices, triangles, uv, tint, np.full(len(vertices), 0.95), Material.SKIN, Label.OCCLUDER)
    if kind == "microphone":
        return _join([_head_of_microphone(), _handle()])
    hue = np.asarray([(0.55, 0.10, 0.08), (0.10, 0.22, 0.45), (0.60, 0.58, 0.52), (0.08, 0.30, 0.16)])
    return _cup(tuple(hue[rng.integers(len(hue))].tolist()))


def place_prop(vertices: Floats, prop: Prop, shift: tuple[float, float, float]) -> Floats:
    """Return a prop's points raised before a face that stands off its mark by `shift`."""
    way = prop.raised * prop.raised * (3 - 2 * prop.raised)
    tilt = math.radians({"hand": 24 - 12 * way, "microphone": -18.0}.get(prop.kind, 0.0))
    x = vertices[:, 0] * math.cos(tilt) + vertices[:, 1] * math.sin(tilt)
    y = vertices[:, 1] * math.cos(tilt) - vertices[:, 0] * math.sin(tilt)
    low = {"hand": (-140.0, -430.0, 190.0), "microphone": (40.0, -330.0, 170.0)}.get(prop.kind, (30.0, -330.0, 170.0))
    high = {"hand": (10.0, -45.0, 160.0), "microphone": (8.0, -96.0, 152.0)}.get(prop.kind, (4.0, -82.0, 160.0))
    at = np.asarray(low) + way * (np.asarray(high) - low) + shift
    at[0] += prop.aside
    placed: Floats = (np.stack([x, y, vertices[:, 2]], axis=1) + at).astype(np.float32)
    return placed


def build_hand(bent: float) -> tuple[Floats, Ints]:
    """Build an open hand, its palm at the origin facing -z, fingers up and bent by 0 to 1."""
    fingers = (  # root x, root y, lean, lengths of the three bones, radius
        (-31, 38, -0.20, (33, 22, 19), 8.0),
        (-11, 45, -0.06, (41, 27, 21), 8.8),
        (10, 44, 0.05, (38, 25, 20), 8.6),
        (29, 36, 0.17, (28, 19, 17), 7.4),
    )

    def distance(points: Floats) -> Floats:
        body = ellipsoid(points, (0, 0, 0), (42, 50, 13))
        wrist = capsule(points, (0, -30, 2), (2, -190, 6), 24, 31)
        body = merge(body, wrist, 22)
        for number, (x, y, lean, bones, radius) in enumerate(fingers):
            at, bend = np.asarray((x, y, 0.0)), 0.0
            for joint, bone in enumerate(bones):
                bend -= 0.06 + (0.10 + 0.55 * bent * (0.6 + 0.2 * number)) * (0.6 if joint == 0 else 1.0)
                end = at + bone * np.asarray((np.sin(lean), np.cos(lean) * np.cos(bend), np.sin(bend)))
                thick = radius - 0.9 * joint
                body = merge(body, capsule(points, tuple(at), tuple(end), thick, thick - 0.9), 4)
                at = end
        body = merge(body, capsule(points, (-28, -24, 0), (-56, 8, -10), 14, 10.5), 12)
        return merge(body, capsule(points, (-56, 8, -10), (-68, 38, -16), 9.5, 8), 5)

    return surface_nets(distance, (-88, -180, -96), (62, 150, 40), 4.0)


def _head_of_microphone() -> Part:
    vertices, triangles = ball((0, 40, 0), (26, 30, 26), 14, 24)
    part = plain(vertices, triangles, (0.055, 0.055, 0.06), Material.WET, Label.OCCLUDER)
    mesh = 0.75 + 0.5 * ((np.arange(len(vertices)) // 24 + np.arange(len(vertices))) % 2)
    return replace(part, colour=part.colour * mesh[:, None])


def _handle() -> Part:
    return _turned([(10, 14.0), (14, 18.0), (22, 22.0), (24, 8.0), (12, -200.0)], (0.02, 0.02, 0.022))


def _cup(colour: tuple[float, float, float]) -> Part:
    return _turned([(0.5, 42.0), (30, 42.0), (38, 50.0), (40, 48.0), (34, -45.0), (1, -46.0)], colour)


def _turned(profile: list[tuple[float, float]], colour: tuple[float, float, float]) -> Part:
    """Return a body of revolution about y from radius and height, from top to bottom."""
    columns = 28
    turn = np.arange(columns) * 2 * np.pi / columns
    rows = [np.stack([r * np.sin(turn), np.full(columns, y), r * np.cos(turn)], axis=1) for r, y in profile]
    triangles = strip(len(profile), columns, closed=True)[:, ::-1].copy()
    return plain(np.concatenate(rows), triangles, colour, Material.GLASS, Label.OCCLUDER)


def _join(parts: list[Part]) -> Part:
    """Return several parts of one label as one; the first one's material counts."""
    counts = np.cumsum([0, *(len(part.vertices) for part in parts)])
    return Part(
        np.concatenate([part.vertices for part in parts]),
        np.concatenate([part.triangles + first for part, first in zip(parts, counts, strict=False)]),
        np.concatenate([part.uv for part in parts]),
        np.concatenate([part.colour for part in parts]),
        np.concatenate([part.openness for part in parts]),
        parts[0].material,
        parts[0].label,
    )
