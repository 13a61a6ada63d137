"""The lamps around a head, the shadows they throw, and how hair answers to them."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from graph_nodes.generate._arrays import Floats, Ints
from graph_nodes.generate._raster import exposure_to, rasterise

__all__ = ["MATERIALS", "key_exposure", "lamps", "shade_strands"]

ELEVATION_DEGREES = 34.0
SHADOW_SIDE, SHADOW_REACH_MM = 288, 330.0

MATERIALS = np.asarray(
    [  # wrap of red, green, blue; gloss, its exponent; lit by the lamps
        (0.34, 0.16, 0.11, 0.30, 16, 1),  # skin
        (0.15, 0.12, 0.12, 1.00, 260, 1),  # eye
        (0.22, 0.15, 0.12, 0.50, 70, 1),  # wet
        (0.10, 0.10, 0.10, 0.06, 5, 1),  # cloth
        (0.0, 0.0, 0.0, 0.0, 1, 0),  # strands: coloured beforehand, by `shade_strands`
    ],
    dtype=np.float32,
)


def lamps(direction_degrees: float) -> Floats:
    """Return the `(7, 3)` lights as the rasteriser reads them.

    Args:
        direction_degrees: Where the key light stands: 0 over the camera, positive to the picture's right.
    """
    turn, rise = math.radians(direction_degrees), math.radians(ELEVATION_DEGREES)
    key = (math.sin(turn) * math.cos(rise), math.sin(rise), math.cos(turn) * math.cos(rise))
    behind = -math.copysign(1.0, math.sin(turn)) if abs(math.sin(turn)) > 1e-6 else 0.0
    rim = np.asarray((0.75 * behind, 0.35, -0.55))
    rim /= np.linalg.norm(rim)
    side = 0.05 * math.sin(turn)
    return np.asarray(
        [
            key,
            (1.28, 1.20, 1.08),
            (0.36, 0.38, 0.42),
            (0.17, 0.15, 0.14),
            (side, side, side),
            rim,
            (0.22, 0.25, 0.30),
        ],
        dtype=np.float32,
    )


def key_exposure(vertices: Floats, normals: Floats, triangles: Ints, lights: Floats) -> Floats:
    """Return how much of the key light reaches each of `(V, 3)` vertices past all triangles."""
    forward = lights[0].astype(np.float64)
    right = np.cross((0, 1, 0), forward)
    right /= np.linalg.norm(right)
    axes = np.stack([right, -np.cross(forward, right), forward])
    scale = SHADOW_SIDE / (2 * SHADOW_REACH_MM)
    axes[:2] *= scale
    shift = np.asarray((SHADOW_SIDE / 2, SHADOW_SIDE / 2, 0.0)) - axes @ (0, -30, 0)
    drawn = (vertices @ axes.T.astype(np.float32) + shift).astype(np.float32)
    nearness = np.full((SHADOW_SIDE, SHADOW_SIDE), -1e9, np.float32)
    owner = np.empty((SHADOW_SIDE, SHADOW_SIDE), np.int32)
    rasterise(drawn, triangles, 0, nearness, owner)
    asked = ((vertices + 2.5 * normals) @ axes.T.astype(np.float32) + shift).astype(np.float32)
    seen: Floats = exposure_to(asked, nearness, 2, 2.0, 5.0)
    return seen


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def shade_strands(
    normals: Floats, tangents: Floats, albedo: Floats, exposure: Floats, openness: Floats, lights: Floats, out: Floats
) -> None:
    """Light hair: scattered around the strand, with a white and a coloured highlight across it (Kajiya and Kay 1989).

    Args:
        normals, tangents: `(V, 3)` unit, away from the head and along the strand.
        albedo: `(V, 3)` linear colour.
        exposure, openness: `(V,)` share of the key light and of the surroundings.
        lights: As `lamps` makes them.
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
        white = max(1 - (shift + 0.10) ** 2, 0.0) ** 60
        warm = max(1 - (shift - 0.12) ** 2, 0.0) ** 16
        shine = max(min(facing * 2 + 0.4, 1.0), 0.0) * exposure[index] * openness[index]
        rim = max(normal[0] * lights[5, 0] + normal[1] * lights[5, 1] + normal[2] * lights[5, 2], 0.0)
        upward = 0.5 + 0.5 * normal[1]
        for channel in range(3):
            ambient = lights[2, channel] * upward + lights[3, channel] * (1 - upward) + lights[4, channel] * normal[0]
            colour = albedo[index, channel]
            light = colour * (lit * lights[1, channel] + ambient * openness[index] + 1.6 * rim * lights[6, channel])
            light += lights[1, channel] * shine * (0.06 * white + 0.9 * warm * colour)
            out[index, channel] = light + 0.08 * rim * lights[6, channel] * openness[index]
