"""Carry a picture from one triangle mesh to another: rasterise, hide what lies behind, sample without aliasing."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = [
    "Box",
    "Levels",
    "box_around",
    "mip_levels",
    "rasterise",
    "sample",
    "silhouette",
    "vertex_facing",
    "vertex_minification",
]

Floats = NDArray[np.float32]
Indices = NDArray[np.int32]
Box = tuple[int, int, int, int]
"""Left, top, right, bottom in px; right and bottom are not included."""

_SHARPER = 0.8


def box_around(points: Floats, width: int, height: int, margin_px: float = 2.0) -> Box:
    """Return the pixels that hold all `points` `(V, 2+)`, cut off at the picture's edge.

    >>> box_around(np.float32([[10.5, 4.0], [20.5, 8.0]]), 100, 7, margin_px=1)
    (9, 3, 22, 7)
    """
    low = np.floor(points[:, :2].min(axis=0) - margin_px).astype(int)
    high = np.ceil(points[:, :2].max(axis=0) + margin_px).astype(int)
    left, top = np.clip(low, 0, (width, height))
    right, bottom = np.clip(high, (left, top), (width, height))
    return int(left), int(top), int(right), int(bottom)


def rasterise(points: Floats, triangles: Indices, values: Floats, box: Box) -> tuple[Floats, NDArray[np.bool_]]:
    """Interpolate values over the triangles that face the camera, the nearest one winning.

    Args:
        points: `(V, 3)` x, y in px and depth, smaller is nearer; a pixel's centre lies at +0.5.
        triangles: `(T, 3)` counter-clockwise in the picture when they face the camera; others are left out.
        values: `(V, K)` what to interpolate.
        box: Which part of the picture.

    Returns:
        `(K, H, W)` of the box, zero where nothing was drawn, and `(H, W)` where something was.
    """
    left, top, right, bottom = box
    drawn = np.zeros((values.shape[1], max(bottom - top, 0), max(right - left, 0)), dtype=np.float32)
    depth = np.full(drawn.shape[1:], np.inf, dtype=np.float32)
    if drawn.size:
        shifted = points.astype(np.float32) - np.array((left, top, 0), dtype=np.float32)
        _draw(shifted, triangles, np.ascontiguousarray(values, dtype=np.float32), drawn, depth)
    return drawn, depth < np.inf


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _draw(points: Floats, triangles: Indices, values: Floats, drawn: Floats, depth: Floats) -> None:
    count, height, width = drawn.shape
    for number in range(triangles.shape[0]):
        a, b, c = triangles[number]
        ax, ay, bx, by = points[a, 0], points[a, 1], points[b, 0], points[b, 1]
        cx, cy = points[c, 0], points[c, 1]
        area = (by - ay) * (cx - ax) - (bx - ax) * (cy - ay)
        if not area > 1e-6:
            continue
        first = max(int(np.ceil(min(ay, by, cy) - 0.5)), 0)
        last = min(int(np.floor(max(ay, by, cy) - 0.5)), height - 1)
        start = max(int(np.ceil(min(ax, bx, cx) - 0.5)), 0)
        stop = min(int(np.floor(max(ax, bx, cx) - 0.5)), width - 1)
        for row in range(first, last + 1):
            y = row + 0.5
            for column in range(start, stop + 1):
                x = column + 0.5
                u = ((by - y) * (cx - x) - (bx - x) * (cy - y)) / area
                v = ((cy - y) * (ax - x) - (cx - x) * (ay - y)) / area
                w = 1.0 - u - v
                # A hair's breadth of overlap, so that rounding leaves no pinholes between neighbours.
                if u < -1e-5 or v < -1e-5 or w < -1e-5:
                    continue
                z = u * points[a, 2] + v * points[b, 2] + w * points[c, 2]
                if z >= depth[row, column]:
                    continue
                depth[row, column] = z
                for k in range(count):
                    drawn[k, row, column] = u * values[a, k] + v * values[b, k] + w * values[c, k]


def silhouette(points: Floats, triangles: Indices, height: int, width: int) -> NDArray[np.uint8]:
    """Fill all triangles that face the camera: `(H, W)`, 255 where there is one at a pixel's centre.

    Args:
        points: `(V, 2+)` in px.
        triangles: `(T, 3)` counter-clockwise in the picture when they face the camera.
        height: Rows to fill.
        width: Columns to fill.
    """
    filled = np.zeros((height, width), dtype=np.uint8)
    _fill(points, triangles, filled)
    return filled


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _fill(points: Floats, triangles: Indices, filled: NDArray[np.uint8]) -> None:
    height, width = filled.shape
    for number in range(triangles.shape[0]):
        a, b, c = triangles[number]
        ax, ay, bx, by = points[a, 0], points[a, 1], points[b, 0], points[b, 1]
        cx, cy = points[c, 0], points[c, 1]
        if not (by - ay) * (cx - ax) - (bx - ax) * (cy - ay) > 1e-6:
            continue
        first = max(int(np.ceil(min(ay, by, cy) - 0.5)), 0)
        last = min(int(np.floor(max(ay, by, cy) - 0.5)), height - 1)
        for row in range(first, last + 1):
            y = row + 0.5
            start, stop = np.inf, -np.inf
            for px, py, qx, qy in ((ax, ay, bx, by), (bx, by, cx, cy), (cx, cy, ax, ay)):
                if (py <= y) != (qy <= y):
                    cut = px + (y - py) / (qy - py) * (qx - px)
                    start, stop = min(start, cut), max(stop, cut)
            if stop < start:
                continue
            # A hair's breadth of overlap leaves no pinholes between neighbours.
            low, high = max(int(np.ceil(start - 0.501)), 0), min(int(np.floor(stop - 0.499)), width - 1)
            for column in range(low, high + 1):
                filled[row, column] = 255


class Levels(NamedTuple):
    """A picture and its halves, one after the other.

    Attributes:
        pixels: `(N, 4)` all pixels, row by row, level by level; channels that the picture lacks are 0.
        table: `(L, 3)` of each level the first row in `pixels`, height and width.
        channels: How many the picture has: 1 to 4.
    """

    pixels: Floats
    table: NDArray[np.int64]
    channels: int


def mip_levels(picture: Floats, most: int = 6) -> Levels:
    """Return the picture `(C, H, W)` and its halves, each averaging 2×2 px, down to 2 px."""
    channels = picture.shape[0]
    level = np.zeros((*picture.shape[1:], 4), dtype=np.float32)
    level[..., :channels] = picture.transpose(1, 2, 0)
    parts, rows, first = [], [], 0
    while True:
        height, width = level.shape[:2]
        parts.append(level.reshape(-1, 4))
        rows.append((first, height, width))
        first += height * width
        if len(parts) == most or min(height, width) < 4:
            return Levels(np.concatenate(parts), np.array(rows, dtype=np.int64), channels)
        even = level[: height // 2 * 2, : width // 2 * 2]
        level = (even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2]) * np.float32(0.25)


def sample(levels: Levels, x: Floats, y: Floats, minification: Floats, share: Floats) -> Floats:
    """Look a picture up at positions, in the levels that fit how much it is made smaller.

    Args:
        levels: What `mip_levels` returns.
        x: `(H, W)` position in px of the first level.
        y: The same, downwards.
        minification: `(H, W)` how many px of the picture one px takes; up to 1.25 the first level alone is used.
        share: `(H, W)` what the looked-up colour is multiplied by; nothing is looked up where it is 0.

    Returns:
        `(C, H, W)`; beyond the picture its edge goes on.
    """
    found = np.zeros((4, *x.shape), dtype=np.float32)
    _look_up(levels.pixels, levels.table, x, y, minification, share.astype(np.float32, copy=False), found)
    return found[: levels.channels]


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _cubic(t: float, weights: Floats) -> None:
    """Write the weights of Catmull and Rom's spline at `t` between the second and third of four samples."""
    weights[0] = ((-0.5 * t + 1.0) * t - 0.5) * t
    weights[1] = (1.5 * t - 2.5) * t * t + 1.0
    weights[2] = ((-1.5 * t + 2.0) * t + 0.5) * t
    weights[3] = (0.5 * t - 0.5) * t * t


@njit(cache=True, nogil=True, fastmath=True)  # type: ignore[untyped-decorator]
def _look_up(
    pixels: Floats,
    table: NDArray[np.int64],
    x: Floats,
    y: Floats,
    minification: Floats,
    share: Floats,
    found: Floats,
) -> None:
    deepest = len(table) - 1
    across, down = np.empty(4, dtype=np.float32), np.empty(4, dtype=np.float32)
    for row in range(share.shape[0]):
        for column in range(share.shape[1]):
            if share[row, column] == 0.0:
                continue
            # Averages of 2×2 px are softer than the ideal: a picture that is little smaller keeps its sharpness.
            fineness = minification[row, column] * _SHARPER
            depth = min(np.log2(fineness), deepest) if fineness > 1.0 else 0.0
            for level in range(int(depth), min(int(depth) + 1, deepest) + 1):
                weight = share[row, column] * (1.0 - abs(depth - level))
                if weight == 0.0:
                    continue
                first, height, width = table[level, 0], table[level, 1], table[level, 2]
                scale = 0.5**level
                px = min(max(x[row, column] * scale - 0.5, -2.0), width + 1.0)
                py = min(max(y[row, column] * scale - 0.5, -2.0), height + 1.0)
                left, top = int(np.floor(px)), int(np.floor(py))
                _cubic(px - left, across)
                _cubic(py - top, down)
                red, green, blue, alpha = np.float32(0), np.float32(0), np.float32(0), np.float32(0)
                for j in range(4):
                    line = first + min(max(top + j - 1, 0), height - 1) * width
                    for i in range(4):
                        at = line + min(max(left + i - 1, 0), width - 1)
                        part = down[j] * across[i]
                        red += part * pixels[at, 0]
                        green += part * pixels[at, 1]
                        blue += part * pixels[at, 2]
                        alpha += part * pixels[at, 3]
                found[0, row, column] += weight * red
                found[1, row, column] += weight * green
                found[2, row, column] += weight * blue
                found[3, row, column] += weight * alpha


def vertex_facing(points: Floats, triangles: Indices) -> Floats:
    """Return how far the surface at each vertex faces the camera: `(V,)`, 1 fully, 0 edge on, below 0 away.

    Args:
        points: `(V, 3)` x, y and depth, smaller is nearer.
        triangles: `(T, 3)` counter-clockwise in the picture when they face the camera.
    """
    a, b, c = (points[triangles[:, corner]].astype(np.float64) for corner in range(3))
    normals = np.cross(c - a, b - a)
    summed = np.stack([_gathered(normals[:, axis], triangles, len(points)) for axis in range(3)], axis=1)
    facing: Floats = (summed[:, 2] / np.linalg.norm(summed, axis=1).clip(1e-12)).astype(np.float32)
    return facing


def vertex_minification(source: Floats, target: Floats, triangles: Indices) -> Floats:
    """Return how many px of the source one px of the target takes at each vertex: `(V,)`."""
    areas = []
    for points in (source, target):
        a, b, c = (points[triangles[:, corner], :2].astype(np.float64) for corner in range(3))
        area = np.abs((b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0])
        areas.append(_gathered(area, triangles, len(points)))
    ratio: Floats = np.sqrt(areas[0] / np.maximum(areas[1], 1e-3)).clip(0.05, 64.0).astype(np.float32)
    return ratio


def _gathered(values: NDArray[np.float64], triangles: Indices, count: int) -> NDArray[np.float64]:
    """Sum a value of the triangles `(T,)` at their corners: `(V,)`."""
    summed = np.bincount(triangles.ravel(), weights=np.repeat(values, 3), minlength=count)
    return summed.astype(np.float64)
