"""What belongs to a head beside its skin: eyeballs, teeth, tongue, ears, glasses and clothes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from scipy.interpolate import PchipInterpolator

from graph_plugin_performer._arrays import Floats, Ints
from graph_plugin_performer._person.measures import Measures
from graph_plugin_performer._person.sculpt import Landmarks, carve, ellipsoid, merge

__all__ = [
    "Label",
    "Material",
    "Part",
    "ball",
    "build_ear",
    "build_eye",
    "build_glasses",
    "build_teeth",
    "build_tongue",
    "build_torso",
    "mirrored",
    "strip",
    "surface_nets",
]

EYE_TILE, TEETH_TILE, CLOTH_TILE, PLAIN_TILE = ((0.0, 0.75), (0.25, 0.75), (0.5, 0.75), (0.75, 0.75))
TILE = 0.25


class Material(IntEnum):
    """How a surface answers to light."""

    SKIN = 0
    EYE = 1
    WET = 2
    CLOTH = 3
    STRAND = 4
    GLASS = 5


class Label(IntEnum):
    """What a pixel shows; left and right are the person's."""

    BACKGROUND = 0
    SKIN = 1
    LEFT_BROW = 2
    RIGHT_BROW = 3
    LEFT_EYE = 4
    RIGHT_EYE = 5
    GLASSES = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    NOSE = 10
    MOUTH = 11
    UPPER_LIP = 12
    LOWER_LIP = 13
    NECK = 14
    CLOTH = 16
    HAIR = 17
    OCCLUDER = 254  # before the performer and no part of them
    PAINTED = 255  # as the texture's labels say


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of mesh.

    Attributes:
        vertices: `(V, 3)` in mm.
        triangles: `(T, 3)`, counter-clockwise seen from outside.
        uv: `(V, 2)` place in the texture.
        colour: `(V, 3)` the texture is multiplied by it.
        openness: `(V,)` how much of the surroundings it sees.
        material: What it is made of.
        label: What its pixels are.
    """

    vertices: Floats
    triangles: Ints
    uv: Floats
    colour: Floats
    openness: Floats
    material: Material
    label: Label


def in_tile(tile: tuple[float, float], u: Floats, v: Floats) -> Floats:
    """Return texture places inside a tile of the texture for u, v in [0, 1], clear of its border."""
    place: Floats = np.stack([tile[0] + TILE * (0.02 + 0.96 * u), tile[1] + TILE * (0.02 + 0.96 * v)], axis=-1)
    return place


def plain(
    vertices: Floats, triangles: Ints, colour: tuple[float, float, float], material: Material, label: Label
) -> Part:
    """Return a part of one colour, without a picture on it."""
    count = len(vertices)
    uv = in_tile(PLAIN_TILE, np.full(count, 0.5), np.full(count, 0.5))
    return Part(vertices, triangles, uv, np.tile(np.asarray(colour), (count, 1)), np.ones(count), material, label)


def mirrored(part: Part) -> Part:
    """Return the part for the other side of the body."""
    flip = np.asarray((-1.0, 1.0, 1.0))
    label = {Label.LEFT_EYE: Label.RIGHT_EYE, Label.LEFT_EAR: Label.RIGHT_EAR}.get(part.label, part.label)
    return replace(part, vertices=part.vertices * flip, triangles=part.triangles[:, ::-1].copy(), label=label)


def strip(rows: int, columns: int, *, closed: bool) -> Ints:
    """Return the triangles of a grid of vertices, row after row; `closed` joins the last column to the first."""
    row, column = np.meshgrid(np.arange(rows - 1), np.arange(columns if closed else columns - 1), indexing="ij")
    first = (row * columns + column).ravel()
    second = (row * columns + (column + 1) % columns).ravel()
    quads = np.stack([first, second, second + columns, first + columns], axis=1)
    triangles: Ints = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]]).astype(np.int32)
    return triangles


def ball(
    centre: tuple[float, float, float], radii: tuple[float, float, float], rows: int, columns: int
) -> tuple[Floats, Ints]:
    """Return an ellipsoid whose poles lie along y."""
    down, around = np.meshgrid(np.linspace(0, np.pi, rows), np.arange(columns) * 2 * np.pi / columns, indexing="ij")
    unit = np.stack([np.sin(down) * np.sin(around), np.cos(down), np.sin(down) * np.cos(around)], axis=-1)
    return unit.reshape(-1, 3) * radii + centre, strip(rows, columns, closed=True)[:, ::-1].copy()


def surface_nets(
    distance: Callable[[Floats], Floats], low: tuple[float, ...], high: tuple[float, ...], step: float
) -> tuple[Floats, Ints]:
    """Mesh the zero surface of a signed distance: one vertex per crossed cell, one quad per crossed grid edge."""
    axes = [np.arange(first, last + step, step) for first, last in zip(low, high, strict=True)]
    shape = tuple(len(axis) for axis in axes)
    nodes = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
    value = distance(nodes.reshape(-1, 3)).reshape(shape)
    total, hits = np.zeros((*(size - 1 for size in shape), 3)), np.zeros(tuple(size - 1 for size in shape))
    crossings = []
    for axis in range(3):
        before = [slice(None)] * 3
        after = [slice(None)] * 3
        before[axis], after[axis] = slice(None, -1), slice(1, None)
        first, last = value[tuple(before)], value[tuple(after)]
        crossed = (first < 0) != (last < 0)
        share = np.where(crossed, first / np.where(crossed, first - last, 1), 0)
        point = nodes[tuple(before)].copy()
        point[..., axis] += share * step
        crossings.append((crossed, first < 0))
        others = [other for other in range(3) if other != axis]
        for shift in ((0, 0), (0, 1), (1, 0), (1, 1)):
            window = [slice(None)] * 3
            for other, offset in zip(others, shift, strict=True):
                window[other] = slice(offset, shape[other] - 1 + offset)
            total += np.where(crossed[tuple(window)][..., None], point[tuple(window)], 0)
            hits += crossed[tuple(window)]
    number = np.cumsum(hits.ravel() > 0).reshape(hits.shape) - 1
    vertices = total[hits > 0] / hits[hits > 0][:, None]
    triangles = []
    for axis, (crossed, starts_inside) in enumerate(crossings):
        second, third = (axis + 1) % 3, (axis + 2) % 3
        window = [slice(None)] * 3
        window[second] = window[third] = slice(1, -1)
        at = np.argwhere(crossed[tuple(window)])
        inside = starts_inside[tuple(window)][tuple(at.T)]
        at[:, [second, third]] += 1
        corner = []
        for back_second, back_third in ((1, 1), (0, 1), (0, 0), (1, 0)):
            cell = at.copy()
            cell[:, second] -= back_second
            cell[:, third] -= back_third
            corner.append(number[tuple(cell.T)])
        quad = np.stack(corner, axis=1)
        quad = np.where(inside[:, None], quad, quad[:, ::-1])
        triangles += [quad[:, [0, 1, 2]], quad[:, [0, 2, 3]]]
    return vertices, np.concatenate(triangles).astype(np.int32)


def build_eye(marks: Landmarks) -> Part:
    """Build the left eyeball, looking straight ahead, with the bulge of the cornea."""
    rows, columns = 22, 32
    away = np.linspace(0, 1.75, rows)
    away, around = np.meshgrid(away, np.arange(columns) * 2 * np.pi / columns, indexing="ij")
    radius = marks.eye_radius + 0.55 * np.exp(-((away / 0.40) ** 4))
    unit = np.stack([np.sin(away) * np.cos(around), np.sin(away) * np.sin(around), np.cos(away)], axis=-1)
    vertices = (unit * radius[..., None]).reshape(-1, 3) + marks.eye
    flat = (away / 1.75)[..., None] * np.stack([np.cos(around), np.sin(around)], axis=-1)
    flat = 0.5 + 0.5 * flat.reshape(-1, 2)
    count = len(vertices)
    uv = in_tile(EYE_TILE, flat[:, 0], 1 - flat[:, 1])
    triangles = strip(rows, columns, closed=True)[:, ::-1].copy()
    return Part(vertices, triangles, uv, np.ones((count, 3)), np.ones(count), Material.EYE, Label.LEFT_EYE)


def build_teeth(marks: Landmarks, *, upper: bool) -> Part:
    """Build one row of teeth with its gum, as an arch."""
    columns, side = 49, 1.0 if upper else -1.0
    along = np.linspace(-1, 1, columns)
    x = (23.5 if upper else 21.0) * np.sin(along * 1.45)
    front = marks.mouth_z - (6.0 if upper else 8.0) - 30 * (1 - np.cos(along * 1.45)) ** 1.05
    bulge = 0.5 * np.abs(np.sin(along * np.pi * 4.0))
    profile = ((9.0, -2.5), (5.0, 0.2), (1.0, 0.9), (-3.6, 0.5), (-4.0, -2.5))
    rows = []
    for height, forward in profile:
        lift = height * side + (marks.mouth_y + (0.6 if upper else -2.8))
        rows.append(np.stack([x, np.full(columns, lift), front + forward + bulge], axis=1))
    vertices = np.concatenate(rows)
    triangles = strip(len(profile), columns, closed=False)
    triangles = triangles[:, ::-1].copy() if upper else triangles
    u = np.tile(0.5 + 0.5 * along, len(profile))
    v = np.repeat([0.02, 0.40, 0.62, 0.9, 0.98], columns)
    shade = np.clip(1 - np.abs(along) ** 1.7 * 0.72, 0.12, 1)
    colour = np.tile(shade[:, None], (len(profile), 3))
    return Part(
        vertices, triangles, in_tile(TEETH_TILE, u, v), colour, np.tile(shade, len(profile)), Material.WET, Label.MOUTH
    )


def build_tongue(marks: Landmarks) -> Part:
    """Build the tongue, lying behind the lower teeth."""
    vertices, triangles = ball((0, marks.mouth_y - 10, marks.mouth_z - 35), (17, 7.0, 24), 10, 18)
    part = plain(vertices, triangles, (0.42, 0.14, 0.13), Material.WET, Label.MOUTH)
    return replace(part, openness=part.openness * 0.55)


def build_ear(who: Measures, root: Floats) -> tuple[Floats, Ints]:
    """Build the left ear around the place where it grows from the head."""
    size = 1 + 0.1 * who.ears - 0.07 * who.femininity

    def distance(points: Floats) -> Floats:
        ring = np.linalg.norm(points[:, :2] / (13.5, 26.5), axis=1)
        rim = np.hypot((ring - 1) * 17, points[:, 2] - 5.0) - 2.7
        plate = ellipsoid(points, (0, 0, 1.0), (14.5, 27.5, 3.2))
        body = merge(plate, np.maximum(rim, -points[:, 1] - 14 + 0.6 * points[:, 0]), 3)
        fold = np.hypot((np.linalg.norm((points[:, :2] - (-1, 2)) / (8.0, 15), axis=1) - 1) * 10, points[:, 2] - 4) - 2
        body = merge(body, np.maximum(fold, -points[:, 0] - 1), 2.5)
        body = carve(body, ellipsoid(points, (-3.5, -4, 7), (6.5, 9.5, 7)), 2)
        lobe = ellipsoid(points, (-5, -25, 2.5), (7.5, 8.5, 3.6))
        tragus = ellipsoid(points, (-12, -5, 4.5), (3.2, 5.5, 3.2))
        return merge(merge(body, lobe, 5), tragus, 3)

    vertices, triangles = surface_nets(distance, (-20, -36, -5), (18, 32, 11), 1.7)
    # The plane of the ear leans back, and its rear edge stands off the head.
    lean, flare = 0.18, 0.40 + 0.12 * who.ear_flare
    back = vertices[:, 0] * np.cos(lean) - vertices[:, 1] * np.sin(lean)
    up = vertices[:, 0] * np.sin(lean) + vertices[:, 1] * np.cos(lean)
    out = vertices[:, 2] + (back + 14) * np.sin(flare)
    placed = np.stack([out - 5.0 + 0.2 * np.minimum(up + 5, 0), up, -(back + 9) * np.cos(flare)], axis=1) * size
    return placed + root, triangles


def build_torso(who: Measures) -> Part:
    """Build shoulders in a shirt with a round collar."""
    heights = (-124, -122, -128, -136, -146, -160, -182, -212, -264, -460)
    neck = 57 + 2.5 * who.neck + 2 * who.fullness - 10 * who.femininity
    broad = 1.03 - 0.15 * who.femininity + 0.04 * who.shoulders
    widths = np.asarray((neck + 8, neck + 12, neck + 18, 88, 114, 152, 184, 200, 205, 190)) * (1, 1, 1, *[broad] * 7)
    fronts = (30, 36, 42, 47, 52, 60, 72, 86, 98, 100)
    backs = (-88, -93, -98, -101, -104, -108, -112, -116, -120, -120)
    rows, columns = 46, 72
    level = np.linspace(0, 1, rows) ** 1.25 * (len(heights) - 1)
    knots = np.arange(len(heights))
    y, width, front, back = (PchipInterpolator(knots, row)(level) for row in (heights, widths, fronts, backs))
    around = np.arange(columns) * 2 * np.pi / columns + np.pi
    power = 1 - 0.12 * np.clip(level / 5, 0, 1)
    across, ahead = np.sin(around), np.cos(around)
    x = width[:, None] * np.sign(across) * np.abs(across) ** power[:, None]
    depth = (front - back)[:, None] / 2
    z = (front + back)[:, None] / 2 + depth * np.sign(ahead) * np.abs(ahead) ** power[:, None]
    # The collar sits higher at the nape than at the throat.
    slant = 0.42 * np.exp(-level / 2.6)[:, None]
    grid = np.stack([x, y[:, None] - slant * (z + 20), z], axis=-1)
    fall = np.sin(around * 7 + 0.02 * y[:, None]) * np.clip((level - 4)[:, None], 0, 3) * 0.8
    grid[..., 2] += fall
    u = np.tile(np.abs(np.linspace(-1, 1, columns)), rows)
    v = np.repeat(np.linspace(0, 1, rows), columns)
    shade = np.repeat(np.clip(0.45 + level * 0.22, 0, 1), columns)
    triangles = strip(rows, columns, closed=True)[:, ::-1].copy()
    vertices = grid.reshape(-1, 3)
    return Part(
        vertices, triangles, in_tile(CLOTH_TILE, u, v), np.ones((len(vertices), 3)), shade, Material.CLOTH, Label.CLOTH
    )


def build_glasses(who: Measures, marks: Landmarks) -> Part:
    """Build the frame of a pair of glasses: two rims, a bridge and the sides back to the ears."""
    x, y, z = marks.eye
    wide, high, front = 24.0, 18.0 + 2.5 * who.eye_height, z + 25.0
    turn = np.linspace(0, 2 * np.pi, 41)
    round_off = np.power(np.abs(np.cos(turn)) ** 2.6 + np.abs(np.sin(turn)) ** 2.6, -1 / 2.6)
    rim = np.stack([x + 2 + wide * round_off * np.cos(turn), y - 3 + high * round_off * np.sin(turn)], axis=1)
    rim = np.column_stack([rim, front - 0.006 * np.square(rim[:, 0])])
    hinge = (x + 2 + wide, y + 4.0, front - 0.006 * (x + 2 + wide) ** 2)
    side = np.asarray([hinge, (72.0, y + 5, 52), (79.0, y + 4, 8), (76.0, y - 14, -14)])
    arch = np.linspace(-1, 1, 9)
    bridge = np.column_stack([(x - wide + 3) * arch, y + 2 + 3 * (1 - arch**2), front - 1.5 + 1.5 * (1 - arch**2)])
    tone = (0.02, 0.018, 0.016) if who.shirt_tone < 0.6 else (0.16, 0.09, 0.05)
    pieces = [_tube(path, 1.15) for path in (rim, side)]
    flip = np.asarray((-1.0, 1.0, 1.0))
    pieces += [(points * flip, triangles[:, ::-1]) for points, triangles in pieces]
    pieces.append(_tube(bridge, 1.2))
    counts = np.cumsum([0, *(len(points) for points, _ in pieces)])
    triangles = np.concatenate([faces + first for (_, faces), first in zip(pieces, counts, strict=False)])
    return plain(np.concatenate([points for points, _ in pieces]), triangles, tone, Material.GLASS, Label.GLASSES)


def _tube(path: Floats, radius: float) -> tuple[Floats, Ints]:
    """Return a tube of eight sides round a line."""
    tangents = np.gradient(path, axis=0)
    tangents /= np.linalg.norm(tangents, axis=1, keepdims=True)
    aside = np.cross(tangents, (0.31, 0.23, 0.92))
    aside /= np.linalg.norm(aside, axis=1, keepdims=True)
    above = np.cross(tangents, aside)
    turn = np.arange(8) * np.pi / 4
    rings = np.cos(turn)[:, None] * aside[:, None] + np.sin(turn)[:, None] * above[:, None]
    points = path[:, None] + radius * rings
    triangles = strip(len(path), 8, closed=True)
    return points.reshape(-1, 3), triangles
