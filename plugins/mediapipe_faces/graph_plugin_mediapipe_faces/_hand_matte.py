"""Draw the matte of a hand from its joints and the picture's colours."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph_plugin_mediapipe_faces._crops import Floats
from graph_plugin_mediapipe_faces._guided import guided

__all__ = ["BONES", "flesh_depth", "hand_matte"]

# Pairs of joints with flesh between them: the fingers, the rays of the palm, and what ties those together.
BONES = (
    (1, 2), (2, 3), (3, 4), (5, 6), (6, 7), (7, 8), (9, 10), (10, 11), (11, 12), (13, 14), (14, 15), (15, 16),
    (17, 18), (18, 19), (19, 20), (0, 1), (0, 5), (0, 9), (0, 13), (0, 17), (1, 5), (5, 9), (9, 13), (13, 17),
)  # fmt: skip
# Half width of the flesh at each joint, in palm lengths (wrist to the root of the middle finger).
_HALF_WIDTHS = np.array(
    [0.25, 0.19, 0.14, 0.12, 0.095, *[0.15, 0.11, 0.1, 0.08] * 3, 0.135, 0.095, 0.085, 0.07], dtype=np.float64
)
_WRIST_HALF_WIDTH = 0.26
_MOST_PX = 256  # longer side of the picture the matte is worked out in
_SURE_INSIDE, _SURE_OUTSIDE, _NEARBY = 0.4, -0.6, -3.0  # depth in finger half-widths
_BINS = 24  # of each colour channel
_COLOUR_TRUST = 2.0  # most that the colour may say, in log odds
_STEEPNESS = 6.0  # log odds for one half-width of depth


def flesh_depth(joints: NDArray[Any], palm: float, forearm: float, places: NDArray[Any]) -> Floats:
    """Return how deep places lie inside the flesh, in half-widths of a finger; negative outside.

    Args:
        joints: `(21, 2)` px.
        palm: Length of the palm in px.
        forearm: How far the arm is drawn beyond the wrist, in palm lengths.
        places: `(H, W, 2)` px.
    """
    points = np.asarray(joints, np.float64)
    deepest = np.full(places.shape[:2], -np.inf)
    for a, b in BONES:
        inside = _inside(places, points[a], points[b], _HALF_WIDTHS[a] * palm, _HALF_WIDTHS[b] * palm)
        np.maximum(deepest, inside / (0.1 * palm), out=deepest)
    if forearm > 0:
        along = points[0] - points[[5, 9, 13, 17]].mean(axis=0)
        elbow = points[0] + along / max(float(np.hypot(*along)), 1e-6) * forearm * palm
        half_width = _WRIST_HALF_WIDTH * palm
        # Where the arm goes is a guess, so its depth counts in its own half-widths and leaves more to the colour.
        np.maximum(deepest, _inside(places, points[0], elbow, half_width, half_width) / half_width, out=deepest)
    return deepest.astype(np.float32)


def _inside(places: NDArray[Any], start: NDArray[Any], end: NDArray[Any], first: float, last: float) -> NDArray[Any]:
    """Return how far places lie inside a capsule with these half widths at its ends, in px."""
    way = end - start
    share = np.clip(((places - start) @ way) / max(float(way @ way), 1e-9), 0, 1)
    distance = np.hypot(*np.moveaxis(places - start - share[..., None] * way, -1, 0))
    depth: NDArray[Any] = first + (last - first) * share - distance
    return depth


def hand_matte(joints: NDArray[Any], palm: float, picture: Floats, *, forearm: float, grow: float) -> Floats:
    """Return the matte of one hand.

    Flesh is where the joints say it is, corrected by the colours: from what lies surely inside and surely just
    outside, two normal distributions of colour are made, and their log odds are added to those of the geometry.
    Over skin both are alike and the geometry decides. A guided filter lays the edge along the picture's.

    Args:
        joints: `(21, 2)` px of the picture.
        palm: Length of the palm in px.
        picture: `(H, W, 3)` in [0, 1], display-like values.
        forearm: How far the arm is drawn beyond the wrist, in palm lengths.
        grow: Half-widths of a finger to add all around.

    Returns:
        `(H, W)` in [0, 1].
    """
    import cv2

    height, width = picture.shape[:2]
    matte = np.zeros((height, width), np.float32)
    margin = (0.5 + forearm) * palm
    low = np.clip(np.floor(joints.min(axis=0) - margin), 0, (width, height)).astype(int)
    high = np.clip(np.ceil(joints.max(axis=0) + margin), 0, (width, height)).astype(int)
    if (high <= low).any():
        return matte
    part = picture[low[1] : high[1], low[0] : high[0]]
    reduction = max(1.0, max(part.shape[:2]) / _MOST_PX)
    wide, tall = (max(1, round(length / reduction)) for length in (part.shape[1], part.shape[0]))
    small = cv2.resize(part, (wide, tall), interpolation=cv2.INTER_AREA)
    y, x = np.mgrid[:tall, :wide] + 0.5
    places = np.stack([x * part.shape[1] / wide + low[0], y * part.shape[0] / tall + low[1]], axis=-1)
    depth = flesh_depth(joints, palm, forearm, places)
    odds = _STEEPNESS * (depth + grow) + _colour_odds(small, depth) * np.exp(-np.maximum(np.abs(depth) - 0.5, 0) / 0.5)
    coarse = (1 / (1 + np.exp(-np.clip(odds, -30, 30)))).astype(np.float32)
    full = cv2.resize(coarse, (part.shape[1], part.shape[0]), interpolation=cv2.INTER_LINEAR)
    fine = guided(full, np.ascontiguousarray(part), max(1.0, 0.06 * palm), 1e-4)
    # What the filter leaves far from the edge, a tenth of the coverage at most, is no part of it.
    matte[low[1] : high[1], low[0] : high[0]] = np.clip(fine * 1.25 - 0.125, 0, 1)
    return matte


def _colour_odds(picture: Floats, depth: Floats) -> Floats:
    """Return the log odds that a pixel's colour is the hand's, held within `_COLOUR_TRUST`."""
    inside = depth > _SURE_INSIDE
    outside = (depth < _SURE_OUTSIDE) & (depth > _NEARBY)
    if inside.sum() < 20 or outside.sum() < 20:
        return np.zeros_like(depth)
    bins = np.clip((picture * _BINS).astype(int), 0, _BINS - 1)
    flat = (bins[..., 0] * _BINS + bins[..., 1]) * _BINS + bins[..., 2]
    odds = np.log(_frequencies(flat[inside]) / _frequencies(flat[outside]))
    held: Floats = np.clip(odds[flat], -_COLOUR_TRUST, _COLOUR_TRUST).astype(np.float32)
    return held


def _frequencies(flat: NDArray[np.int_]) -> NDArray[np.float64]:
    """Return how often each colour occurs, smoothed over its neighbours: what surrounds a hand has many colours."""
    from scipy.ndimage import gaussian_filter

    counts = np.bincount(flat, minlength=_BINS**3).astype(np.float64).reshape((_BINS,) * 3)
    smooth: NDArray[np.float64] = gaussian_filter(counts, 1.0, mode="constant").reshape(-1)
    return (smooth + 1e-4 * len(flat)) / len(flat)
