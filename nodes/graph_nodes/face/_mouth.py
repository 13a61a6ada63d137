"""What shows between lips that open wider than the picture's own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph_nodes.face._mesh_warp import Box, rasterise, sample, vertex_minification
from graph_nodes.face._regions import region_distance, smoothstep
from graph_nodes.face._topology import LIPS_INNER, MOUTH_TRIANGLES
from graph_nodes.face._transfer import Source

__all__ = ["mouth_interior", "skin_around_mouth"]

Floats = NDArray[np.float32]

_SKIN = np.array([57, 287, 164, 18, 200, 214, 434, 202, 422, 203, 423], dtype=np.int32)
_DEEP = np.array([0.16, 0.045, 0.04], dtype=np.float32)
"""Colour of the palate against that of the skin in the same light."""


def skin_around_mouth(source: Source) -> Floats:
    """Return the mean colour `(3,)` of the skin around a mouth: a measure of its light."""
    places = source.points[_SKIN, :2]
    x, y = places[None, :, 0], places[None, :, 1]
    ones = np.ones_like(x)
    mean: Floats = sample(source.levels, x, y, np.full_like(x, 4), ones)[:3].mean(axis=(1, 2))
    return np.maximum(mean, 1e-4)


def mouth_interior(own: Source, target: Floats, box: Box, other: Source | None) -> Floats:
    """Draw the inside of a portrait's mouth in a new opening: `(3, H, W)` of the box.

    As long as the mouth opens little wider than in the portrait, its own inside is stretched. Beyond, the
    driver's teeth and tongue are taken, in the portrait's light; without a picture of the driver, a dark
    palate that is darkest in the middle.

    Args:
        own: The portrait.
        target: `(478, 3)` its landmarks in the new opening.
        box: Which part of the picture.
        other: The driver's picture of this frame.
    """
    stretched = _warped(own, target, box)
    wider = (_opening(target) + 0.01) / (_opening(own.points) + 0.01)
    share = float(smoothstep(1.2, 2.2, np.array(wider)))
    if share == 0:
        return stretched
    skin = skin_around_mouth(own)
    if other is None:
        depth = region_distance(target, box, "mouth interior")
        half = max(_opening(target) * float(np.linalg.norm(target[308, :2] - target[78, :2])) / 2, 1e-3)
        shade = 1 - 0.75 * smoothstep(0.0, 1.0, depth / half)
        deep = (skin * _DEEP)[:, None, None] * shade
    else:
        light = float(skin.mean() / skin_around_mouth(other).mean())
        deep = _borrowed(other, target, box) * light
    mixed: Floats = stretched * (1 - share) + deep * share
    return mixed


def _opening(points: Floats) -> float:
    """Return the widest gap between the lips, as a share of the mouth's width."""
    upper, lower = LIPS_INNER[1:10], LIPS_INNER[:10:-1]
    gap = np.linalg.norm((points[lower] - points[upper])[:, :2], axis=1).max()
    return float(gap / max(float(np.linalg.norm(points[308, :2] - points[78, :2])), 1e-3))


def _warped(source: Source, target: Floats, box: Box) -> Floats:
    minified = vertex_minification(source.points, target, MOUTH_TRIANGLES)
    # Grown a little, so that the soft edge between lips and mouth has something beneath it.
    spread = target.copy()
    middle = target[LIPS_INNER, :2].mean(axis=0)
    spread[LIPS_INNER, :2] = middle + (target[LIPS_INNER, :2] - middle) * 1.1
    spread[LIPS_INNER, 1] += np.sign(target[LIPS_INNER, 1] - middle[1])
    drawn, inside = rasterise(spread, MOUTH_TRIANGLES, np.column_stack([source.points[:, :2], minified]), box)
    return np.maximum(sample(source.levels, drawn[0], drawn[1], drawn[2], inside.astype(np.float32))[:3], 0)


def _borrowed(source: Source, target: Floats, box: Box) -> Floats:
    """Return another mouth's inside, laid in by one affine map, so that its teeth stay in line."""
    places, looked = target[LIPS_INNER, :2].astype(np.float64), source.points[LIPS_INNER, :2].astype(np.float64)
    # Seen a little enlarged, or the edge of the other lips would show along the rim.
    looked = looked.mean(axis=0) + (looked - looked.mean(axis=0)) * 0.92
    matrix = np.linalg.lstsq(np.column_stack([places, np.ones(len(places))]), looked, rcond=None)[0]
    left, top, right, bottom = box
    y, x = np.mgrid[top:bottom, left:right] + 0.5
    found_x, found_y = (
        (x * matrix[0, axis] + y * matrix[1, axis] + matrix[2, axis]).astype(np.float32) for axis in (0, 1)
    )
    minified = float(np.sqrt(abs(np.linalg.det(matrix[:2]))))
    near = region_distance(target, box, "mouth interior") > -4
    return np.maximum(
        sample(source.levels, found_x, found_y, np.full_like(found_x, minified), near.astype(np.float32))[:3], 0
    )
