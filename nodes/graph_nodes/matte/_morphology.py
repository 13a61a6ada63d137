"""Shrinking, growing and softening coverage."""

from __future__ import annotations

import math

import torch
from torch.nn.functional import pad

from graph_nodes.filter._gaussian import gaussian_blur
from graph_nodes.matte._bounds import bounds

__all__ = ["diameter", "erode", "feather"]


def erode(coverage: torch.Tensor, size: float, *, is_border_kept: bool = True) -> torch.Tensor:
    """Shrink coverage by a disc, or grow it; half tones keep their value.

    Between whole numbers of px the two neighbouring sizes are mixed, so that an edge moves smoothly.

    Args:
        coverage: `(1, H, W)` in [0, 1].
        size: By how many px; below 0 it grows.
        is_border_kept: Whether coverage that touches the border of the picture goes on beyond it.

    Returns:
        `(1, H, W)`.
    """
    # Further away from what is covered than the disc reaches, all stays 0.
    box = bounds(coverage, margin=math.ceil(abs(size)))
    if size == 0 or box is None:
        return coverage
    out, part = torch.zeros_like(coverage), coverage[:, *box]
    if size < 0:
        out[:, *box] = 1 - _smallest(1 - part, -size, 1.0)
    else:
        out[:, *box] = _smallest(part, size, 1.0 if is_border_kept else 0.0)
    return out


def _smallest(pixels: torch.Tensor, radius: float, beyond: float) -> torch.Tensor:
    """Return the smallest value within a disc around each pixel; `beyond` is what lies outside."""
    whole = math.floor(radius)
    smaller = _disc_minimum(pixels, whole, beyond)
    if radius == whole:
        return smaller
    return smaller.lerp(_disc_minimum(pixels, whole + 1, beyond), radius - whole)


def _disc_minimum(pixels: torch.Tensor, radius: int, beyond: float) -> torch.Tensor:
    if radius == 0:
        return pixels
    height, width = pixels.shape[1:]
    padded = pad(pixels, (radius,) * 4, value=beyond)
    # Rows of the disc from its top, where they are narrow, to its middle: each is got from the one before.
    row = padded[:, :, radius : radius + width]
    half, out = 0, torch.ones_like(pixels)
    for offset in range(radius, -1, -1):
        wanted = math.isqrt(radius * radius - offset * offset)
        while half < wanted:
            half += 1
            for left in (radius - half, radius + half):
                row = torch.minimum(row, padded[:, :, left : left + width])
        for shift in {radius - offset, radius + offset}:
            torch.minimum(out, row[:, shift : shift + height], out=out)
    return out


def feather(coverage: torch.Tensor, size: float, direction: str) -> torch.Tensor:
    """Soften the edge.

    Args:
        coverage: `(1, H, W)` in [0, 1].
        size: Over about how many px the edge fades.
        direction: "both" ways from the edge; "inside" or "outside" of it only.

    Returns:
        `(1, H, W)`.
    """
    if direction == "both":
        return gaussian_blur(coverage, size / 4)
    # A blurred edge is 1/2 where the edge was: half of the ramp, stretched to the full range.
    soft = gaussian_blur(coverage, size / 2) * 2
    return (soft - 1).clamp_min(0) if direction == "inside" else soft.clamp_max(1)


def diameter(coverage: torch.Tensor) -> float:
    """Return the diameter in px of the disc with the same area."""
    return 2 * math.sqrt(float(coverage.sum()) / math.pi)
