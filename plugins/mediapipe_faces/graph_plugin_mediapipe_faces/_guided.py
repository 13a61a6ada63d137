"""Make a coarse matte follow the edges of the picture it belongs to."""

from __future__ import annotations

import numpy as np

from graph_plugin_mediapipe_faces._crops import Floats

__all__ = ["guided"]

_RADIUS = 4


def guided(matte: Floats, guide: Floats, radius_px: float, tolerance: float) -> Floats:
    """Return a matte that is locally a straight function of a picture's colour.

    He, Sun, Tang, "Guided Image Filtering", 2013, with a colour guide: around each pixel matte = a . rgb + b, by
    least squares with `tolerance` as a ridge on a. As in their fast variant of 2015, a and b are found in reduced
    pictures in which the neighbourhood is `_RADIUS` px wide to either side.

    Args:
        matte: `(H, W)` in [0, 1].
        guide: `(H, W, 3)` in [0, 1], display-like values.
        radius_px: Half width of the neighbourhood.
        tolerance: Variance of the guide below which its texture is ignored.

    Returns:
        `(H, W)` in [0, 1].
    """
    import cv2

    height, width = matte.shape
    reduction = max(1.0, radius_px / _RADIUS)
    small = (max(1, round(width / reduction)), max(1, round(height / reduction)))
    slope, offset = _coefficients(
        cv2.resize(matte, small, interpolation=cv2.INTER_AREA),
        cv2.resize(guide, small, interpolation=cv2.INTER_AREA),
        max(1, round(radius_px / reduction)),
        tolerance,
    )
    slope, offset = (cv2.resize(part, (width, height), interpolation=cv2.INTER_LINEAR) for part in (slope, offset))
    fine: Floats = np.clip(np.einsum("hwc,hwc->hw", slope, guide) + offset, 0, 1)
    return fine


def _coefficients(matte: Floats, guide: Floats, radius: int, tolerance: float) -> tuple[Floats, Floats]:
    """Return a `(H, W, 3)` and b `(H, W)`, averaged over the neighbourhoods that a pixel belongs to."""
    import cv2

    def mean(values: Floats) -> Floats:
        side = (2 * radius + 1, 2 * radius + 1)
        averaged: Floats = cv2.boxFilter(values, cv2.CV_32F, side, borderType=cv2.BORDER_REFLECT)
        return averaged

    colour, coarse = mean(guide), mean(matte)
    columns = [mean(guide * guide[..., at : at + 1]) - colour * colour[..., at : at + 1] for at in range(3)]
    for at, column in enumerate(columns):
        column[..., at] += tolerance
    cross = mean(guide * matte[..., None]) - colour * coarse[..., None]
    slope = _solved(columns, cross)
    offset = coarse - (slope * colour).sum(axis=-1)
    return mean(slope), mean(offset)


def _solved(columns: list[Floats], right: Floats) -> Floats:
    """Solve one 3 x 3 system per pixel by Cramer's rule; much quicker than a library call for each."""

    def volume(one: Floats, other: Floats, third: Floats) -> Floats:
        a, b, c = (np.moveaxis(vector, -1, 0) for vector in (one, other, third))
        filled: Floats = (
            a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) + a[2] * (b[0] * c[1] - b[1] * c[0])
        )
        return filled

    one, other, third = columns
    parts = [volume(right, other, third), volume(one, right, third), volume(one, other, right)]
    return np.stack(parts, axis=-1) / volume(one, other, third)[..., None]
