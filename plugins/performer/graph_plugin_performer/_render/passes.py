"""Colour and truth of every pixel, all read off the same samples."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit

from graph_plugin_performer._arrays import Floats, Ints
from graph_plugin_performer._picture.light import surroundings_at

__all__ = ["BACKGROUND_MM", "MATERIALS", "Look", "Passes", "Ribbons", "Solids", "empty_passes", "shade"]

BACKGROUND_MM = 1850.0
_OCCLUDER, _PAINTED = 254, 255  # as in `Label`
_ONE = np.float32(1.0)
_HIDDEN = 1.004  # what is seen at a place hides what is farther away than this many times its distance

MATERIALS = np.asarray(
    [  # wrap of red, green, blue; gloss, its exponent
        (0.34, 0.16, 0.11, 0.30, 16),  # skin
        (0.15, 0.12, 0.12, 1.00, 260),  # eye
        (0.22, 0.15, 0.12, 0.50, 70),  # wet
        (0.10, 0.10, 0.10, 0.06, 5),  # cloth
        (0.0, 0.0, 0.0, 0.0, 1),  # strands: lit per knot
        (0.05, 0.05, 0.05, 0.9, 120),  # glass and plastic
    ],
    dtype=np.float32,
)


class Solids(NamedTuple):
    """Solid triangles.

    Attributes:
        points: `(V, 3)` x, y in samples and nearness.
        after: The same at the next frame.
        triangles: `(T, 3)`.
        kinds: `(T, 2)` material and label.
        surface: `(V, 10)` u, v, tint, normal, share of the key light, share of the surroundings.
    """

    points: Floats
    after: Floats
    triangles: Ints
    kinds: Ints
    surface: Floats


class Ribbons(NamedTuple):
    """Hair, whose knot `q` has the vertices `2 q` and `2 q + 1`.

    Attributes:
        points, after: `(2 Q, 3)` as in `Solids`.
        triangles: `(T, 3)`.
        labels: `(T,)`.
        knots: `(Q, 9)` radiance, albedo, normal.
    """

    points: Floats
    after: Floats
    triangles: Ints
    labels: Ints
    knots: Floats


class Look(NamedTuple):
    """What it is seen by and in.

    Attributes:
        texture: `(H, W, 4)` linear colour and strength of the gloss.
        texture_labels: `(H, W)`.
        lights: As `Light.table`.
        lens: As `Lens.numbers`, for one sample a px.
        nearness_after: `(2 H, 2 W)` depth buffer of the next frame.
    """

    texture: Floats
    texture_labels: Ints
    lights: Floats
    lens: Floats
    nearness_after: Floats


class Passes(NamedTuple):
    """What a frame holds.

    Attributes:
        picture: `(3, H, W)` scene-linear.
        planes: `(14, H, W)` all float passes, one after another; the properties name them.
        labels: `(H, W)` parsing.
    """

    picture: Floats
    planes: Floats
    labels: Ints

    @property
    def matte(self) -> Floats:
        """`(H, W)` coverage of the performer."""
        plane: Floats = self.planes[0]
        return plane

    @property
    def occluder(self) -> Floats:
        """`(H, W)` coverage of what is in front of the performer."""
        plane: Floats = self.planes[1]
        return plane

    @property
    def depth(self) -> Floats:
        """`(H, W)` mm from the camera, along its axis."""
        plane: Floats = self.planes[2]
        return plane

    @property
    def normals(self) -> Floats:
        """`(3, H, W)` unit: right, up, to the camera; zero where there is only background."""
        return self.planes[3:6]

    @property
    def albedo(self) -> Floats:
        """`(3, H, W)` linear colour without light."""
        return self.planes[6:9]

    @property
    def uv(self) -> Floats:
        """`(2, H, W)` place in the texture, on the skin of the head only."""
        return self.planes[9:11]

    @property
    def flow(self) -> Floats:
        """`(2, H, W)` px to the next frame, NaN where it is not seen there."""
        return self.planes[11:13]


def empty_passes(background: Floats, distance_mm: float, *, with_truth: bool) -> Passes:
    """Return passes over a background, `(3, H, W)`, which is copied and stands behind the mark at a distance."""
    height, width = background.shape[1:] if with_truth else (1, 1)
    planes = np.zeros((13, height, width), np.float32)
    planes[2] = distance_mm + BACKGROUND_MM
    return Passes(background.copy(), planes, np.zeros((height, width), np.uint8))


def shade(owner: Ints, solids: Solids, ribbons: Ribbons, look: Look, passes: Passes) -> None:
    """Colour what `rasterise` found and lay it over the picture, averaging 2 x 2 samples a pixel.

    Args:
        owner: `(2 H, 2 W)` triangle seen at every sample, solids first, -1 for none.
        solids, ribbons: What was drawn.
        look: How it looks.
        passes: Written; the truth only when it has the picture's size.
    """
    _shade(owner, *solids, *ribbons, *look, *passes)


# The functions below take every array by itself: a tuple of arrays would count references at each access, which
# takes longer than the shading.


@njit(nogil=True, cache=True, fastmath=True)  # type: ignore[untyped-decorator]
def _shade(  # noqa: PLR0912, PLR0913, PLR0915, PLR0917 - one loop over the pixels
    owner: Ints,
    points: Floats,
    after: Floats,
    triangles: Ints,
    kinds: Ints,
    surface: Floats,
    edges: Floats,
    edges_after: Floats,
    strips: Ints,
    strip_labels: Ints,
    knots: Floats,
    texture: Floats,
    texture_labels: Ints,
    lights: Floats,
    lens: Floats,
    seen_after: Floats,
    picture: Floats,
    planes: Floats,
    labels: Ints,
) -> None:
    room = np.zeros(16, dtype=np.float32)
    colour = np.zeros(3, dtype=np.float32)
    count = triangles.shape[0]
    with_truth = planes.shape[1:] == picture.shape[1:]
    for row in range(picture.shape[1]):
        for column in range(picture.shape[2]):
            y, x = 2 * row, 2 * column
            first = owner[y, x]
            same = first == owner[y, x + 1] == owner[y + 1, x] == owner[y + 1, x + 1]
            if same and first < 0:
                if with_truth:
                    _behind(row, column, seen_after, planes)
                continue
            colour[:] = 0
            hits, people = 0, 0
            best, best_person, near, near_person = -1, -1, np.float32(0), np.float32(0)
            steps = 1 if same else 4
            for sample in range(steps):
                down, right = sample >> 1, sample & 1
                number = owner[y + down, x + right]
                if number < 0:
                    continue
                at_x = x + np.float32(1.0) if same else x + right + np.float32(0.5)
                at_y = y + np.float32(1.0) if same else y + down + np.float32(0.5)
                hits += 1
                if number < count:
                    distance = _solid(number, at_x, at_y, points, triangles, surface, texture, room)
                    _light(room, at_x, at_y, kinds[number, 0], lights, lens, colour)
                    is_person = kinds[number, 1] != _OCCLUDER
                else:
                    distance = _strand(number - count, at_x, at_y, edges, strips, knots, colour)
                    is_person = True
                if distance > near:
                    best, near = sample, distance
                if is_person:
                    people += 1
                    if distance > near_person:
                        best_person, near_person = sample, distance
            if same:
                hits, people = 4 * hits, 4 * people
                for channel in range(3):
                    picture[channel, row, column] = colour[channel]
            else:
                for channel in range(3):
                    behind = picture[channel, row, column] * (4 - hits)
                    picture[channel, row, column] = (behind + colour[channel]) * np.float32(0.25)
            if not with_truth:
                continue
            planes[0, row, column] = people * np.float32(0.25)
            planes[1, row, column] = (hits - people) * np.float32(0.25)
            if hits < 2:
                _behind(row, column, seen_after, planes)
                continue
            chosen = best_person if people >= 2 else best
            down, right = chosen >> 1, chosen & 1
            number = owner[y + down, x + right]
            at_x = x + np.float32(1.0) if same else x + right + np.float32(0.5)
            at_y = y + np.float32(1.0) if same else y + down + np.float32(0.5)
            if number < count:
                if not same:
                    # The middle of the pixel, unless the triangle is too steep to be followed there.
                    near = _solid(number, at_x, at_y, points, triangles, surface, texture, room)
                    middle = _solid(number, x + _ONE, y + _ONE, points, triangles, surface, texture, room)
                    if abs(middle - near) < np.float32(0.004) * near:
                        at_x, at_y = x + _ONE, y + _ONE
                    else:
                        _solid(number, at_x, at_y, points, triangles, surface, texture, room)
                _tell_solid(number, row, column, kinds, room, texture_labels, planes, labels)
                _follow(number, at_x, at_y, row, column, points, after, triangles, seen_after, planes)
            else:
                _tell_strand(number - count, at_x, at_y, row, column, edges, strips, knots, planes)
                labels[row, column] = strip_labels[number - count]
                _follow(number - count, at_x, at_y, row, column, edges, edges_after, strips, seen_after, planes)
            if people < 2:
                labels[row, column] = 0


@njit(nogil=True, cache=True, forceinline=True)  # type: ignore[untyped-decorator]
def _behind(row: int, column: int, seen_after: Floats, planes: Floats) -> None:
    """Mark background that the next frame covers."""
    hits = (seen_after[2 * row, 2 * column] > 0) + (seen_after[2 * row, 2 * column + 1] > 0)
    hits += (seen_after[2 * row + 1, 2 * column] > 0) + (seen_after[2 * row + 1, 2 * column + 1] > 0)
    if hits > 0:
        planes[11, row, column] = np.nan
        planes[12, row, column] = np.nan


@njit(nogil=True, cache=True, forceinline=True)  # type: ignore[untyped-decorator]
def _shares(points: Floats, triangles: Ints, number: int, x: float, y: float) -> tuple[float, float, float, float]:
    """Return a sample's shares of three corners, correct in perspective, and its nearness."""
    a, b, c = triangles[number, 0], triangles[number, 1], triangles[number, 2]
    ax, ay = points[a, 0] - x, points[a, 1] - y
    bx, by = points[b, 0] - x, points[b, 1] - y
    cx, cy = points[c, 0] - x, points[c, 1] - y
    flat_a, flat_b, flat_c = bx * cy - cx * by, cx * ay - ax * cy, ax * by - bx * ay
    part_a, part_b, part_c = flat_a * points[a, 2], flat_b * points[b, 2], flat_c * points[c, 2]
    whole = part_a + part_b + part_c
    scale = np.float32(1) / whole
    return part_a * scale, part_b * scale, part_c * scale, whole / (flat_a + flat_b + flat_c)


@njit(nogil=True, cache=True, forceinline=True)  # type: ignore[untyped-decorator]
def _strand(number: int, x: float, y: float, edges: Floats, strips: Ints, knots: Floats, colour: Floats) -> float:
    """Add the light of a ribbon at a sample to `colour`; return its nearness."""
    near: float
    part_a, part_b, part_c, near = _shares(edges, strips, number, x, y)
    a, b, c = strips[number, 0] >> 1, strips[number, 1] >> 1, strips[number, 2] >> 1
    for channel in range(3):
        colour[channel] += part_a * knots[a, channel] + part_b * knots[b, channel] + part_c * knots[c, channel]
    return near


@njit(nogil=True, cache=True, forceinline=True)  # type: ignore[untyped-decorator]
def _solid(
    number: int, x: float, y: float, points: Floats, triangles: Ints, surface: Floats, texture: Floats, room: Floats
) -> float:
    """Write albedo and gloss (0-3), unit normal (4-6), exposure, openness (7, 8), u, v (9, 10), nearness (11)."""
    near: float
    part_a, part_b, part_c, near = _shares(points, triangles, number, x, y)
    a, b, c = triangles[number, 0], triangles[number, 1], triangles[number, 2]
    u = part_a * surface[a, 0] + part_b * surface[b, 0] + part_c * surface[c, 0]
    v = part_a * surface[a, 1] + part_b * surface[b, 1] + part_c * surface[c, 1]
    _texel(texture, u, v, room)
    for item in range(3):
        room[item] *= part_a * surface[a, 2 + item] + part_b * surface[b, 2 + item] + part_c * surface[c, 2 + item]
    for item in range(5):
        room[4 + item] = part_a * surface[a, 5 + item] + part_b * surface[b, 5 + item] + part_c * surface[c, 5 + item]
    scale = np.float32(1) / (math.sqrt(room[4] * room[4] + room[5] * room[5] + room[6] * room[6]) + np.float32(1e-6))
    room[4] *= scale
    room[5] *= scale
    room[6] *= scale
    room[9], room[10], room[11] = u, v, near
    return near


@njit(nogil=True, cache=True, forceinline=True)  # type: ignore[untyped-decorator]
def _texel(texture: Floats, u: float, v: float, out: Floats) -> None:
    """Read a `(H, W, 4)` texture between its texels at u, v in [0, 1]."""
    x = u * texture.shape[1] - np.float32(0.5)
    y = v * texture.shape[0] - np.float32(0.5)
    left = min(max(int(x), 0), texture.shape[1] - 2)
    top = min(max(int(y), 0), texture.shape[0] - 2)
    x = min(max(x - np.float32(left), np.float32(0)), np.float32(1))
    y = min(max(y - np.float32(top), np.float32(0)), np.float32(1))
    for channel in range(4):
        upper = texture[top, left, channel]
        upper += x * (texture[top, left + 1, channel] - upper)
        lower = texture[top + 1, left, channel]
        lower += x * (texture[top + 1, left + 1, channel] - lower)
        out[channel] = upper + y * (lower - upper)


@njit(nogil=True, cache=True, forceinline=True)  # type: ignore[untyped-decorator]
def _light(room: Floats, at_x: float, at_y: float, material: int, lights: Floats, lens: Floats, colour: Floats) -> None:
    """Add the light that one surface point, as `_solid` wrote it, sends to the camera."""
    look_x = (2 * lens[2] - at_x) / (2 * lens[1])
    look_y = (at_y - 2 * lens[3]) / (2 * lens[0])
    scale = np.float32(1) / math.sqrt(look_x * look_x + look_y * look_y + np.float32(1))
    look_x, look_y, look_z = look_x * scale, look_y * scale, scale
    x, y, z, exposure, openness = room[4], room[5], room[6], room[7], room[8]
    facing = x * lights[0, 0] + y * lights[0, 1] + z * lights[0, 2]
    rim = max(x * lights[2, 0] + y * lights[2, 1] + z * lights[2, 2], np.float32(0))
    toward = max(x * look_x + y * look_y + z * look_z, np.float32(0))
    half_x, half_y, half_z = lights[0, 0] + look_x, lights[0, 1] + look_y, lights[0, 2] + look_z
    length = math.sqrt(half_x * half_x + half_y * half_y + half_z * half_z) + np.float32(1e-6)
    shine = max((x * half_x + y * half_y + z * half_z) / length, np.float32(0))
    away = (1 - toward) * (1 - toward)
    grazing = away * away
    exponent = MATERIALS[material, 4]
    shine = shine**exponent * (exponent + 8) * np.float32(0.04) * (np.float32(0.35) + np.float32(0.65) * grazing)
    gloss = MATERIALS[material, 3] * room[3]
    for channel in range(3):
        wrap = MATERIALS[material, channel]
        arriving = max((facing + wrap) / (1 + wrap), np.float32(0))
        # Light that has travelled through skin leaves the shadow's edge red.
        seen = exposure + (1 - exposure) * wrap * np.float32(0.35)
        ambient = surroundings_at(x, y, z, lights, channel)
        bounce = openness + (1 - openness) * wrap * np.float32(0.3)
        diffuse = arriving * seen * lights[1, channel] + ambient * bounce + rim * lights[3, channel] * openness
        sheen = shine * exposure * lights[1, channel] + grazing * np.float32(0.35) * ambient * openness
        colour[channel] += room[channel] * diffuse + gloss * sheen


@njit(nogil=True, cache=True, forceinline=True)  # type: ignore[untyped-decorator]
def _tell_solid(
    number: int, row: int, column: int, kinds: Ints, room: Floats, texture_labels: Ints, planes: Floats, labels: Ints
) -> None:
    """Write the truth of a surface point, as `_solid` wrote it, into a pixel."""
    planes[2, row, column] = np.float32(1) / room[11]
    for axis in range(3):
        planes[3 + axis, row, column] = room[4 + axis]
        planes[6 + axis, row, column] = room[axis]
    label = kinds[number, 1]
    if label == _PAINTED:
        planes[9, row, column], planes[10, row, column] = room[9], room[10]
        tall, wide = texture_labels.shape
        label = texture_labels[min(int(room[10] * tall), tall - 1), min(int(room[9] * wide), wide - 1)]
    labels[row, column] = label


@njit(nogil=True, cache=True, forceinline=True)  # type: ignore[untyped-decorator]
def _tell_strand(
    number: int,
    x: float,
    y: float,
    row: int,
    column: int,
    edges: Floats,
    strips: Ints,
    knots: Floats,
    planes: Floats,
) -> None:
    """Write the truth of a ribbon at a sample into a pixel."""
    part_a, part_b, part_c, near = _shares(edges, strips, number, x, y)
    a, b, c = strips[number, 0] >> 1, strips[number, 1] >> 1, strips[number, 2] >> 1
    planes[2, row, column] = np.float32(1) / near
    for axis in range(3):
        planes[3 + axis, row, column] = knots[a, 6 + axis]
        planes[6 + axis, row, column] = (
            part_a * knots[a, 3 + axis] + part_b * knots[b, 3 + axis] + part_c * knots[c, 3 + axis]
        )


@njit(nogil=True, cache=True, forceinline=True)  # type: ignore[untyped-decorator]
def _follow(
    number: int,
    x: float,
    y: float,
    row: int,
    column: int,
    points: Floats,
    after: Floats,
    triangles: Ints,
    seen_after: Floats,
    planes: Floats,
) -> None:
    """Write where a point of a triangle goes in the next frame, and NaN when something hides it there."""
    part_a, part_b, part_c, _ = _shares(points, triangles, number, x, y)
    a, b, c = triangles[number, 0], triangles[number, 1], triangles[number, 2]
    weight_a, weight_b, weight_c = part_a / after[a, 2], part_b / after[b, 2], part_c / after[c, 2]
    far = weight_a + weight_b + weight_c
    next_x = (weight_a * after[a, 0] + weight_b * after[b, 0] + weight_c * after[c, 0]) / far
    next_y = (weight_a * after[a, 1] + weight_b * after[b, 1] + weight_c * after[c, 1]) / far
    height, width = seen_after.shape
    left, top = math.floor(next_x), math.floor(next_y)
    if left < 0 or top < 0 or left >= width or top >= height or seen_after[top, left] * far > _HIDDEN:
        planes[11, row, column] = np.nan
        planes[12, row, column] = np.nan
        return
    planes[11, row, column] = np.float32(0.5) * (next_x - x)
    planes[12, row, column] = np.float32(0.5) * (next_y - y)
