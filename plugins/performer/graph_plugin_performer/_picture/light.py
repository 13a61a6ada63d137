"""The lamps round a performer, the shadows they throw, and how hair answers to them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numba import njit

from graph_plugin_performer._arrays import Floats, Ints
from graph_plugin_performer._render.raster import exposure_to, rasterise

__all__ = ["AMBIENT", "KEY", "RIM", "Light", "draw_light", "harmonics", "key_exposure", "shade_strands"]

SHADOW_SIDE, SHADOW_REACH_MM = 224, 330.0
KEY, RIM, AMBIENT = 0, 2, 4  # rows of the lights' table


@dataclass(frozen=True, slots=True)
class Light:
    """Lamps and surroundings.

    Attributes:
        azimuth: Degrees round the head the key light stands at: 0 over the camera, positive to the picture's right.
        elevation: Degrees over the horizon.
        key: Strength of the key light.
        fill: Strength of the surroundings.
        rim: Strength of the light from behind.
        warmth: Colour of the key light, -1 blue to 1 orange.
        surroundings: Seed of what reflects light from all sides; 0 is a plain studio.
    """

    azimuth: float = -35.0
    elevation: float = 34.0
    key: float = 1.0
    fill: float = 1.0
    rim: float = 1.0
    warmth: float = 0.35
    surroundings: int = 0

    @property
    def table(self) -> Floats:
        """`(13, 3)`: key direction and colour, rim direction and colour, nine coefficients of the surroundings.

        The coefficients belong to the polynomials 1, y, z, x, xy, yz, 3 z² - 1, xz, x² - y² of the normal and give
        the light that arrives there over π, as an unshadowed white surface would send it on.
        """
        turn, rise = math.radians(self.azimuth), math.radians(self.elevation)
        key = (math.sin(turn) * math.cos(rise), math.sin(rise), math.cos(turn) * math.cos(rise))
        behind = -math.copysign(1.0, math.sin(turn)) if abs(math.sin(turn)) > 1e-6 else 0.0
        rim = np.asarray((0.75 * behind, 0.35, -0.55))
        rim /= np.linalg.norm(rim)
        table = np.zeros((13, 3), np.float32)
        table[0] = key
        table[1] = self.key * np.asarray((1.17 + 0.24 * self.warmth, 1.17, 1.17 - 0.34 * self.warmth))
        table[2] = rim
        table[3] = self.rim * np.asarray((0.22, 0.25, 0.30))
        table[4:] = self.fill * _surroundings(self.surroundings, 0.05 * math.sin(turn))
        return table


def _surroundings(seed: int, side: float) -> Floats:
    sky, ground = np.asarray((0.36, 0.38, 0.42)), np.asarray((0.17, 0.15, 0.14))
    table = np.zeros((9, 3))
    table[0], table[1], table[3] = (sky + ground) / 2, (sky - ground) / 2, side
    if seed:
        rng = np.random.default_rng((seed, 41))
        tint = 1 + 0.07 * rng.normal(0, 1, 3)
        table *= tint * rng.uniform(0.75, 1.3)
        table[1:4] += table[0].mean() * (rng.normal(0, 0.20, (3, 1)) + rng.normal(0, 0.035, (3, 3)))
        table[4:] += table[0].mean() * (rng.normal(0, 0.06, (5, 1)) + rng.normal(0, 0.02, (5, 3)))
    return table


def draw_light(seed: int) -> Light:
    """Return the lamps of a seed."""
    rng = np.random.default_rng((seed, 42))
    return Light(
        azimuth=float(rng.uniform(-80, 80)),
        elevation=float(rng.uniform(8, 60)),
        key=float(rng.uniform(0.45, 1.25)),
        fill=float(rng.uniform(0.7, 1.6)),
        rim=float(rng.uniform(0, 1.5)),
        warmth=float(rng.uniform(-0.5, 1)),
        surroundings=int(rng.integers(1, 1 << 30)),
    )


def harmonics(light: Light) -> Floats:
    """Return the `(9, 3)` real spherical harmonics of all light, without shadows, as arriving light over π.

    The key light and the rim light enter as what a matt surface makes of them: their clamped cosine to order two.
    """
    table = light.table.astype(np.float64)
    # Polynomials to orthonormal harmonics.
    norms = np.asarray((0.282095, 0.488603, 0.488603, 0.488603, 1.092548, 1.092548, 0.315392, 1.092548, 0.546274))
    coefficients = table[AMBIENT:] / norms[:, None]
    for row in (KEY, RIM):
        x, y, z = table[row]
        basis = norms * (1, y, z, x, x * y, y * z, 3 * z * z - 1, x * z, x * x - y * y)
        lobe = np.repeat((math.pi, 2 * math.pi / 3, math.pi / 4), (1, 3, 5))
        coefficients += (lobe * basis)[:, None] * table[row + 1]
    rounded: Floats = coefficients.astype(np.float32)
    return rounded


def key_exposure(
    places: tuple[Floats, Floats], casters: list[tuple[Floats, Ints]], lights: Floats, middle: tuple[float, float]
) -> Floats:
    """Return how much of the key light reaches points past everything that casts a shadow.

    Args:
        places: `(V, 3)` points and normals there.
        casters: Points and triangles.
        lights: As `Light.table`.
        middle: x, y that the lamp points at.
    """
    forward = lights[KEY].astype(np.float64)
    right = np.cross((0, 1, 0), forward)
    right /= np.linalg.norm(right)
    axes = np.stack([right, -np.cross(forward, right), forward])
    axes[:2] *= SHADOW_SIDE / (2 * SHADOW_REACH_MM)
    shift = np.asarray((SHADOW_SIDE / 2, SHADOW_SIDE / 2, 0.0)) - axes @ (middle[0], middle[1] - 30, 0)
    axes, shift = axes.astype(np.float32), shift.astype(np.float32)
    nearness = np.full((SHADOW_SIDE, SHADOW_SIDE), -1e9, np.float32)
    owner = np.empty((SHADOW_SIDE, SHADOW_SIDE), np.int32)
    for points, triangles in casters:
        drawn = np.empty_like(points)
        _view(points, points, 0.0, axes, shift, drawn)
        rasterise(drawn, triangles, nearness, owner, 0, False)
    asked = np.empty_like(places[0])
    _view(places[0], places[1], 2.5, axes, shift, asked)
    seen: Floats = exposure_to(asked, nearness, 1, 2.0, 5.0)
    return seen


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def _view(points: Floats, normals: Floats, lift: float, axes: Floats, shift: Floats, out: Floats) -> None:
    """Write points, lifted along their normals, as the lamp sees them."""
    for index in range(points.shape[0]):
        x = points[index, 0] + lift * normals[index, 0]
        y = points[index, 1] + lift * normals[index, 1]
        z = points[index, 2] + lift * normals[index, 2]
        for axis in range(3):
            out[index, axis] = axes[axis, 0] * x + axes[axis, 1] * y + axes[axis, 2] * z + shift[axis]


@njit(nogil=True, cache=True, forceinline=True)  # type: ignore[untyped-decorator]
def surroundings_at(x: float, y: float, z: float, lights: Floats, channel: int) -> float:
    """Return the light of the surroundings on a surface with a normal."""
    level = lights[4, channel] + lights[5, channel] * y + lights[6, channel] * z + lights[7, channel] * x
    bend = lights[8, channel] * x * y + lights[9, channel] * y * z + lights[10, channel] * (3 * z * z - 1)
    bend += lights[11, channel] * x * z + lights[12, channel] * (x * x - y * y)
    arriving: float = max(level + bend, 0.0)
    return arriving


@njit(nogil=True, cache=True, fastmath=True)  # type: ignore[untyped-decorator]
def shade_strands(
    normals: Floats, tangents: Floats, albedo: Floats, exposure: Floats, openness: Floats, lights: Floats, out: Floats
) -> None:
    """Light hair: scattered around the strand, with a white and a coloured highlight across it (Kajiya and Kay 1989).

    Args:
        normals, tangents: `(V, 3)` unit, away from the head and along the strand.
        albedo: `(V, 3)` linear colour.
        exposure, openness: `(V,)` share of the key light and of the surroundings.
        lights: As `Light.table`.
        out: `(V, 3)` radiance.
    """
    half = lights[0].copy()
    half[2] += 1
    half /= math.sqrt(half[0] ** 2 + half[1] ** 2 + half[2] ** 2)
    for index in range(normals.shape[0]):
        normal, tangent = normals[index], tangents[index]
        facing = normal[0] * lights[0, 0] + normal[1] * lights[0, 1] + normal[2] * lights[0, 2]
        along = tangent[0] * lights[0, 0] + tangent[1] * lights[0, 1] + tangent[2] * lights[0, 2]
        across = math.sqrt(max(1 - along * along, 0.0))
        lit = (0.35 + 0.65 * across) * max((facing + 0.35) / 1.35, 0.0) * exposure[index]
        shift = tangent[0] * half[0] + tangent[1] * half[1] + tangent[2] * half[2]
        # Powers by squaring: 64 and 16.
        white = max(1 - (shift + 0.10) ** 2, 0.0)
        white *= white
        white *= white
        white *= white
        warm = max(1 - (shift - 0.12) ** 2, 0.0)
        warm *= warm
        warm *= warm
        warm *= warm
        warm *= warm
        white *= white
        white *= white
        white *= white
        shine = max(min(facing * 2 + 0.4, 1.0), 0.0) * exposure[index] * openness[index]
        rim = max(normal[0] * lights[2, 0] + normal[1] * lights[2, 1] + normal[2] * lights[2, 2], 0.0)
        for channel in range(3):
            ambient = surroundings_at(normal[0], normal[1], normal[2], lights, channel)
            colour = albedo[index, channel]
            light = colour * (lit * lights[1, channel] + ambient * openness[index] + 1.6 * rim * lights[3, channel])
            light += lights[1, channel] * shine * (0.06 * white + 0.9 * warm * colour)
            out[index, channel] = light + 0.08 * rim * lights[3, channel] * openness[index]
