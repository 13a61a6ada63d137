"""Turn triangles into pixels: visibility by depth buffer, shading per sample, four samples a pixel."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit

from graph_nodes.generate._arrays import Floats, Ints

__all__ = ["Studio", "Surface", "exposure_to", "rasterise", "shade", "vertex_normals"]


class Surface(NamedTuple):
    """What is drawn.

    Attributes:
        points: `(V, 3)` x, y in samples, and a nearness that is linear on the screen.
        triangles: `(T, 3)` vertex numbers.
        material_of: `(T,)` row of `Studio.materials`.
        attributes: `(V, 10)` u, v, normal, exposure, openness, and a colour the texture is multiplied by. Exposure is
            how much of the key light arrives, openness how much of the surroundings.
    """

    points: Floats
    triangles: Ints
    material_of: Ints
    attributes: Floats


class Studio(NamedTuple):
    """What it is seen by and in.

    Attributes:
        texture: `(H, W, 4)` linear colour and strength of the gloss.
        materials: `(M, 6)` wrap of red, green and blue round the terminator; gloss, its exponent; lit by the lamps.
        lights: `(7, 3)` key direction, key colour, sky, ground, side (ambient slope along x), rim direction, colour.
        camera: Focal length and optical centre x, y in samples.
    """

    texture: Floats
    materials: Floats
    lights: Floats
    camera: Floats


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def rasterise(points: Floats, triangles: Ints, single_sided: int, nearness: Floats, owner: Ints) -> None:
    """Draw triangles into a depth buffer, nearest first whatever their order.

    Args:
        points: `(V, 3)` x, y in samples, and a nearness that is linear on the screen (such as 1 / distance).
        triangles: `(T, 3)` vertex numbers, counter-clockwise in a y-up world when seen from outside.
        single_sided: How many triangles, from the first, vanish when seen from behind.
        nearness: `(H, W)` nearness of what is drawn; updated.
        owner: `(H, W)` number of the triangle that is seen; updated.
    """
    height, width = nearness.shape
    for number in range(triangles.shape[0]):
        a, b, c = triangles[number, 0], triangles[number, 1], triangles[number, 2]
        ax, ay = points[a, 0], points[a, 1]
        bx, by = points[b, 0], points[b, 1]
        cx, cy = points[c, 0], points[c, 1]
        area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
        if area == 0 or (area > 0 and number < single_sided):
            continue
        left = max(math.ceil(min(ax, bx, cx) - 0.5), 0)
        right = min(math.floor(max(ax, bx, cx) - 0.5), width - 1)
        top = max(math.ceil(min(ay, by, cy) - 0.5), 0)
        bottom = min(math.floor(max(ay, by, cy) - 0.5), height - 1)
        if right < left or bottom < top:
            continue
        # Shares of the corners a and b are linear in x and y; so is the nearness.
        step_a, step_b = (by - cy) / area, (cy - ay) / area
        step_c = -step_a - step_b
        zero_a, zero_b, zero_c = _reach(step_a), _reach(step_b), _reach(step_c)
        near_a, near_b, near_c = points[a, 2], points[b, 2], points[c, 2]
        step = step_a * near_a + step_b * near_b + step_c * near_c
        for y in range(top, bottom + 1):
            part_a = ((bx - left - 0.5) * (cy - y - 0.5) - (cx - left - 0.5) * (by - y - 0.5)) / area
            part_b = ((cx - left - 0.5) * (ay - y - 0.5) - (ax - left - 0.5) * (cy - y - 0.5)) / area
            part_c = 1 - part_a - part_b
            first, last = _span(part_a, zero_a, 0.0, float(right - left))
            first, last = _span(part_b, zero_b, first, last)
            first, last = _span(part_c, zero_c, first, last)
            start = math.ceil(first)
            near = part_a * near_a + part_b * near_b + part_c * near_c + start * step
            for x in range(left + start, left + math.floor(last) + 1):
                if near > nearness[y, x]:
                    nearness[y, x] = near
                    owner[y, x] = number
                near += step


@njit(nogil=True, cache=True, forceinline=True)  # type: ignore[untyped-decorator]
def _reach(step: float) -> float:
    """Return in how many steps a linear value falls by 1; the sign says in which direction."""
    return -1 / step if step != 0 else -1e30


@njit(nogil=True, cache=True, forceinline=True)  # type: ignore[untyped-decorator]
def _span(value: float, reach: float, first: float, last: float) -> tuple[float, float]:
    """Narrow a range of steps to where a linear value is not negative."""
    if reach < 0:
        return max(first, value * reach - 1e-4), last
    return first, min(last, value * reach + 1e-4)


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def vertex_normals(vertices: Floats, triangles: Ints) -> Floats:
    """Return the smooth unit normals `(V, 3)` of a mesh: the mean of its triangles', weighted by area."""
    normals = np.zeros_like(vertices)
    for number in range(triangles.shape[0]):
        a, b, c = triangles[number, 0], triangles[number, 1], triangles[number, 2]
        px, py, pz = vertices[b, 0] - vertices[a, 0], vertices[b, 1] - vertices[a, 1], vertices[b, 2] - vertices[a, 2]
        qx, qy, qz = vertices[c, 0] - vertices[a, 0], vertices[c, 1] - vertices[a, 1], vertices[c, 2] - vertices[a, 2]
        nx, ny, nz = py * qz - pz * qy, pz * qx - px * qz, px * qy - py * qx
        for corner in (a, b, c):
            normals[corner, 0] += nx
            normals[corner, 1] += ny
            normals[corner, 2] += nz
    for vertex in range(normals.shape[0]):
        x, y, z = normals[vertex]
        length = math.sqrt(x * x + y * y + z * z)
        if length > 0:
            normals[vertex] /= np.float32(length)
    return normals


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def exposure_to(points: Floats, nearness: Floats, reach: int, bias: float, softness: float) -> Floats:
    """Return how much of a light each point sees, from the light's own depth buffer: 1 lit, 0 in shadow.

    Args:
        points: `(V, 3)` as drawn into the buffer.
        nearness: The light's `(H, W)` depth buffer.
        reach: Samples looked at to either side, for soft edges.
        bias: How much nearer something must be before it casts a shadow.
        softness: Further nearness over which the shadow sets in.
    """
    height, width = nearness.shape
    seen = np.ones(points.shape[0], dtype=np.float32)
    for vertex in range(points.shape[0]):
        column, row = int(points[vertex, 0]), int(points[vertex, 1])
        if not (reach <= column < width - reach and reach <= row < height - reach):
            continue
        hidden = 0.0
        for y in range(row - reach, row + reach + 1):
            for x in range(column - reach, column + reach + 1):
                over = (nearness[y, x] - points[vertex, 2] - bias) / softness
                hidden += min(max(over, 0.0), 1.0)
        seen[vertex] = 1 - hidden / (2 * reach + 1) ** 2
    return seen


@njit(nogil=True, cache=True, forceinline=True)  # type: ignore[untyped-decorator]
def _texel(texture: Floats, u: float, v: float, out: Floats) -> None:
    """Read a `(H, W, 4)` texture between its texels at u, v in [0, 1]."""
    x = u * texture.shape[1] - 0.5
    y = v * texture.shape[0] - 0.5
    left = min(max(int(x), 0), texture.shape[1] - 2)
    top = min(max(int(y), 0), texture.shape[0] - 2)
    x = min(max(x - left, 0.0), 1.0)
    y = min(max(y - top, 0.0), 1.0)
    for channel in range(4):
        upper = texture[top, left, channel] * (1 - x) + texture[top, left + 1, channel] * x
        lower = texture[top + 1, left, channel] * (1 - x) + texture[top + 1, left + 1, channel] * x
        out[channel] = upper * (1 - y) + lower * y


@njit(nogil=True, cache=True, forceinline=True)  # type: ignore[untyped-decorator]
def _light(surface: Floats, look: tuple[float, float, float], albedo: Floats, material: Floats, lights: Floats,
           out: Floats) -> None:  # fmt: skip
    """Add the light that one surface point sends to the camera.

    Args:
        surface: Attributes as in `Surface`; the normal need not be unit.
        look: Unit vector to the camera; y up, z to the camera.
        albedo: Colour, and the strength of the gloss.
        material: Row of `Studio.materials`.
        lights: As in `Studio`.
        out: Colour; added to.
    """
    x, y, z, exposure, openness = surface[2], surface[3], surface[4], surface[5], surface[6]
    scale = 1 / (math.sqrt(x * x + y * y + z * z) + 1e-6)
    x, y, z = x * scale, y * scale, z * scale
    facing = x * lights[0, 0] + y * lights[0, 1] + z * lights[0, 2]
    rim = max(x * lights[5, 0] + y * lights[5, 1] + z * lights[5, 2], 0.0)
    upward = 0.5 + 0.5 * y
    toward = max(x * look[0] + y * look[1] + z * look[2], 0.0)
    half_x, half_y, half_z = lights[0, 0] + look[0], lights[0, 1] + look[1], lights[0, 2] + look[2]
    length = math.sqrt(half_x * half_x + half_y * half_y + half_z * half_z) + 1e-6
    shine = max((x * half_x + y * half_y + z * half_z) / length, 0.0)
    grazing = (1 - toward) ** 4
    shine = shine ** material[4] * (material[4] + 8) / 25 * (0.35 + 0.65 * grazing)
    gloss = material[3] * albedo[3]
    for channel in range(3):
        wrap = material[channel]
        arriving = max((facing + wrap) / (1 + wrap), 0.0)
        # Light that has travelled through skin leaves the shadow's edge red.
        seen = exposure + (1 - exposure) * wrap * 0.35
        ambient = lights[2, channel] * upward + lights[3, channel] * (1 - upward) + lights[4, channel] * x
        bounce = openness + (1 - openness) * wrap * 0.3
        diffuse = arriving * seen * lights[1, channel] + ambient * bounce + rim * lights[6, channel] * openness
        sheen = gloss * (shine * exposure * lights[1, channel] + grazing * 0.35 * ambient * openness)
        out[channel] += albedo[channel] * diffuse + sheen


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def shade(owner: Ints, surface: Surface, studio: Studio, picture: Floats) -> None:
    """Colour what `rasterise` found and lay it over a picture, averaging 2 x 2 samples a pixel.

    Args:
        owner: `(2 H, 2 W)` triangle seen at every sample, -1 for none.
        surface: What was drawn.
        studio: How it looks.
        picture: `(3, H, W)` scene-linear; updated.
    """
    value = np.zeros(10, dtype=np.float32)
    albedo = np.zeros(4, dtype=np.float32)
    colour = np.zeros(3, dtype=np.float32)
    for row in range(picture.shape[1]):
        for column in range(picture.shape[2]):
            y, x = 2 * row, 2 * column
            first = owner[y, x]
            colour[:] = 0
            if first == owner[y, x + 1] == owner[y + 1, x] == owner[y + 1, x + 1]:
                if first < 0:
                    continue
                _sample(first, x + 1.0, y + 1.0, surface, studio, value, albedo, colour)
                for channel in range(3):
                    picture[channel, row, column] = colour[channel]
                continue
            hits = 0
            for sample in range(4):
                down, right = sample // 2, sample % 2
                number = owner[y + down, x + right]
                if number >= 0:
                    hits += 1
                    _sample(number, x + right + 0.5, y + down + 0.5, surface, studio, value, albedo, colour)
            for channel in range(3):
                behind = picture[channel, row, column] * (4 - hits)
                picture[channel, row, column] = (behind + colour[channel]) / 4


@njit(nogil=True, cache=True, forceinline=True)  # type: ignore[untyped-decorator]
def _sample(number: int, x: float, y: float, surface: Surface, studio: Studio, value: Floats, albedo: Floats,
            colour: Floats) -> None:  # fmt: skip
    """Add the light of one triangle at x, y in samples to `colour`; `value` and `albedo` are room to work in."""
    material = studio.materials[surface.material_of[number]]
    if material[5] == 0:
        _interpolate(surface, number, x, y, 7, value)
        for channel in range(3):
            colour[channel] += value[7 + channel]
        return
    _interpolate(surface, number, x, y, 0, value)
    _texel(studio.texture, value[0], value[1], albedo)
    for channel in range(3):
        albedo[channel] *= value[7 + channel]
    look_x, look_y, look_z = studio.camera[1] - x, y - studio.camera[2], studio.camera[0]
    scale = 1 / math.sqrt(look_x * look_x + look_y * look_y + look_z * look_z)
    _light(value, (look_x * scale, look_y * scale, look_z * scale), albedo, material, studio.lights, colour)


@njit(nogil=True, cache=True, forceinline=True)  # type: ignore[untyped-decorator]
def _interpolate(surface: Surface, number: int, x: float, y: float, first: int, out: Floats) -> None:
    """Blend a triangle's vertex attributes, from the `first` on, at a sample; correct in perspective."""
    a, b, c = surface.triangles[number, 0], surface.triangles[number, 1], surface.triangles[number, 2]
    points, attributes = surface.points, surface.attributes
    ax, ay = points[a, 0] - x, points[a, 1] - y
    bx, by = points[b, 0] - x, points[b, 1] - y
    cx, cy = points[c, 0] - x, points[c, 1] - y
    part_a = (bx * cy - cx * by) * points[a, 2]
    part_b = (cx * ay - ax * cy) * points[b, 2]
    part_c = (ax * by - bx * ay) * points[c, 2]
    total = 1 / (part_a + part_b + part_c)
    part_a *= total
    part_b *= total
    part_c *= total
    for item in range(first, out.shape[0]):
        out[item] = part_a * attributes[a, item] + part_b * attributes[b, item] + part_c * attributes[c, item]
