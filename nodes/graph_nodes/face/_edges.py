"""Smoothing that follows the edges of a colour picture, and the colours such pictures are compared in."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["log_colour", "snap_to_edges"]

Floats = NDArray[np.float32]

_FLOOR = 0.01
_REC709 = np.array([0.2126, 0.7152, 0.0722], dtype=np.float32)


def log_colour(rgb: Floats) -> Floats:
    """Return brightness, red over green and blue over green, as logarithms: `(3, H, W)` from scene-linear RGB.

    A shadow moves the first alone, and a given step looks the same in light and in shade.
    """
    lit = np.maximum(rgb, 0) + _FLOOR
    light = np.tensordot(_REC709, lit, axes=1)
    log_light, log_lit = np.log(light), np.log(lit)
    colour: Floats = np.stack([log_light, log_lit[0] - log_lit[1], log_lit[2] - log_lit[1]]).astype(np.float32)
    return colour


def snap_to_edges(values: Floats, guide: Floats, weight: Floats, radius_px: int, contrast: float) -> Floats:
    """Smooth values so that they change where the guide does (guided filter, He et al. 2010).

    Args:
        values: `(H, W)`.
        guide: `(3, H, W)`.
        weight: `(H, W)` how much each value counts; where it is 0 the surroundings answer.
        radius_px: Half the side of the square neighbourhoods.
        contrast: Difference in the guide that counts as an edge.

    Returns:
        `(H, W)`.
    """
    answer = _smoothed(values * weight, guide, radius_px, contrast)
    known: Floats = _smoothed(weight + np.float32(1e-3), guide, radius_px, contrast)
    snapped: Floats = answer / np.maximum(known, 0.05)
    return snapped


def _smoothed(values: Floats, guide: Floats, radius_px: int, contrast: float) -> Floats:
    """Solve the filter's 3×3 systems by Cramer's rule: exact, and far quicker than a call for each pixel."""
    planes = [*guide, values]
    products = [guide[a] * planes[b] for a in range(3) for b in range(a, 4)]
    side = (2 * radius_px + 1,) * 2
    means = cv2.blur(np.stack([*planes, *products], axis=-1), side, borderType=cv2.BORDER_REFLECT)
    r, g, b, mean = (means[..., at] for at in range(4))
    rr, rg, rb, rv, gg, gb, gv, bb, bv = (means[..., at] for at in range(4, 13))
    even = np.float32(contrast * contrast)
    rr, gg, bb = rr - r * r + even, gg - g * g + even, bb - b * b + even
    rg, rb, gb = rg - r * g, rb - r * b, gb - g * b
    rv, gv, bv = rv - r * mean, gv - g * mean, bv - b * mean
    c0, c1, c2 = gg * bb - gb * gb, rb * gb - rg * bb, rg * gb - rb * gg
    determinant = rr * c0 + rg * c1 + rb * c2
    slope_r = (c0 * rv + c1 * gv + c2 * bv) / determinant
    slope_g = (c1 * rv + (rr * bb - rb * rb) * gv + (rg * rb - rr * gb) * bv) / determinant
    slope_b = (c2 * rv + (rg * rb - rr * gb) * gv + (rr * gg - rg * rg) * bv) / determinant
    level = mean - slope_r * r - slope_g * g - slope_b * b
    model = cv2.blur(
        np.stack([slope_r, slope_g, slope_b, level], axis=-1).astype(np.float32), side, borderType=cv2.BORDER_REFLECT
    )
    smoothed: Floats = (model[..., :3].transpose(2, 0, 1) * guide).sum(axis=0) + model[..., 3]
    return smoothed
