"""Resampling through a projective map, anti-aliased, with any kernel.

Matrices are 3x3 and take places of the result to places of the source, in px with the middle of the first pixel at
(0.5, 0.5).
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from graph_nodes.filter._bands import apply_bands
from graph_nodes.filter._kernels import KernelName, kernel, sampling_bands, support

__all__ = ["Matrix", "coverage", "homography", "is_inside", "mapped", "placement", "warp"]

Matrix = NDArray[np.float64]

_CHUNK = {"cpu": 1 << 15}  # pixels gathered together: what fits the processor's cache
_CHUNK_ELSEWHERE = 1 << 22


def placement(
    width: int,
    height: int,
    *,
    translate: tuple[float, float],
    rotate: float,
    scale: tuple[float, float],
    pivot: tuple[float, float],
) -> Matrix:
    """Return the matrix that takes a picture to its place: scaled, turned, then moved.

    Args:
        width, height: Of the picture in px.
        translate: In px, x right and y down.
        rotate: In degrees, counter-clockwise.
        scale: Along x and y.
        pivot: What stays in place when scaling and turning, in px from the picture's middle.
    """
    cosine, sine = np.cos(np.radians(rotate)), np.sin(np.radians(rotate))
    turn = np.array([[cosine * scale[0], sine * scale[1]], [-sine * scale[0], cosine * scale[1]]])
    centre = np.array([width / 2 + pivot[0], height / 2 + pivot[1]])
    matrix = np.eye(3)
    matrix[:2, :2] = turn
    matrix[:2, 2] = centre + translate - turn @ centre
    return matrix


def homography(source: Matrix, target: Matrix) -> Matrix:
    """Return the matrix that takes four points, `(4, 2)`, to four others.

    Raises:
        ValueError: If three of the points lie on a line.
    """
    for corners in (source, target):
        for left_out in range(4):
            (ax, ay), (bx, by), (cx, cy) = np.delete(corners, left_out, axis=0)
            if abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) < 1e-6:
                raise ValueError("three of the corners lie on a line")
    rows, values = [], []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return np.append(np.linalg.solve(np.array(rows), np.array(values)), 1.0).reshape(3, 3)


def mapped(matrix: Matrix, points: Matrix) -> Matrix:
    """Take points, `(N, 2)`, through a matrix."""
    places = np.concatenate([points, np.ones((len(points), 1))], axis=1) @ matrix.T
    return np.asarray(places[:, :2] / places[:, 2:])


def is_inside(matrix: Matrix, source: tuple[int, int], size: tuple[int, int]) -> bool:
    """Return whether all of a result of `size` (height, width) lies within a source of that size."""
    height, width = size
    corners = np.array([[0, 0], [width, 0], [0, height], [width, height]], dtype=np.float64)
    depth = np.concatenate([corners, np.ones((4, 1))], axis=1) @ matrix[2]
    if (depth <= 0).any():
        return False
    places = mapped(matrix, corners)
    return bool((places > -1e-6).all() and (places < np.array(source[::-1]) + 1e-6).all())


def warp(pixels: torch.Tensor, matrix: Matrix, size: tuple[int, int], name: KernelName) -> torch.Tensor:
    """Resample a picture; beyond its border the edge pixel is repeated.

    Where the result is smaller than the source, what falls on one pixel is averaged (except with "nearest").

    Args:
        pixels: `(C, H, W)`.
        matrix: Takes places of the result to places of the source.
        size: Height and width of the result.
        name: How pixels are interpolated.

    Returns:
        `(C, height, width)`. "cubic" and "lanczos" may overshoot at hard edges.
    """
    matrix = matrix / matrix[2, 2]
    across = np.abs(matrix[[0, 1, 2, 2], [1, 0, 0, 1]])
    if across.max() < 1e-12:
        for axis, row, count in ((1, 1, size[0]), (2, 0, size[1])):
            pixels = _resample_axis(pixels, axis, count, matrix[row, row], matrix[row, 2], name)
        return pixels
    if name != "nearest":
        pixels, matrix = _shrunk(pixels, matrix, size, name)
    return _gather(pixels, matrix, size, name)


def _resample_axis(
    pixels: torch.Tensor, axis: int, count: int, step: float, start: float, name: KernelName
) -> torch.Tensor:
    if step == 1 and start == 0 and count == pixels.shape[axis]:
        return pixels
    places = (torch.arange(count, dtype=torch.float64) + 0.5) * step + start - 0.5
    stretch = 1.0 if name == "nearest" else max(1.0, abs(step))
    return apply_bands(pixels, axis, *sampling_bands(places, name, stretch))


def _steps(matrix: Matrix, size: tuple[int, int]) -> tuple[float, float]:
    """Return how far apart neighbouring pixels of the result lie in the source, along its x and y.

    Under perspective that differs from place to place; the median over the result is taken.
    """
    y, x = np.meshgrid((np.arange(9) + 0.5) / 9 * size[0], (np.arange(9) + 0.5) / 9 * size[1], indexing="ij")
    points = np.stack([x.ravel(), y.ravel()], axis=1)
    middle = mapped(matrix, points)
    sideways, down = (mapped(matrix, points + step) - middle for step in np.eye(2) / 2)
    along_x, along_y = np.median(2 * np.hypot(sideways, down), axis=0)
    return float(along_x), float(along_y)


def _shrunk(
    pixels: torch.Tensor, matrix: Matrix, size: tuple[int, int], name: KernelName
) -> tuple[torch.Tensor, Matrix]:
    """Shrink the source to the result's fineness where it is finer, and the matrix with it."""
    for axis, row, step in zip((2, 1), (0, 1), _steps(matrix, size), strict=True):
        if step <= 1:
            continue
        count = max(1, round(pixels.shape[axis] / step))
        ratio = pixels.shape[axis] / count
        pixels = _resample_axis(pixels, axis, count, ratio, 0.0, name)
        matrix = matrix.copy()
        matrix[row] /= ratio
    return pixels, matrix


def _gather(pixels: torch.Tensor, matrix: Matrix, size: tuple[int, int], name: KernelName) -> torch.Tensor:
    height, width = size
    out = pixels.new_empty((pixels.shape[0], height, width))
    rows = max(1, _CHUNK.get(pixels.device.type, _CHUNK_ELSEWHERE) // width)
    flat = pixels.flatten(1)
    x = torch.arange(width, dtype=torch.float64, device=pixels.device)[None, :] + 0.5
    for start in range(0, height, rows):
        count = min(rows, height - start)
        y = torch.arange(start, start + count, dtype=torch.float64, device=pixels.device)[:, None] + 0.5
        columns, lines = (
            _taps(place.expand(count, width).flatten() - 0.5, length, name)
            for place, length in zip(_source_places(matrix, x, y), pixels.shape[:0:-1], strict=False)
        )
        total = pixels.new_zeros((pixels.shape[0], count * width))
        for line, line_weight in lines:
            row = torch.zeros_like(total)
            for column, weight in columns:
                row.addcmul_(flat.index_select(1, line * pixels.shape[2] + column), weight.to(flat.dtype))
            total.addcmul_(row, line_weight.to(flat.dtype))
        out[:, start : start + count] = total.reshape(-1, count, width)
    return out


def _source_places(matrix: Matrix, x: torch.Tensor, y: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return x and y in the source, and the perspective's depth, for columns `(1, W)` and rows `(H, 1)`.

    Each is as large as it needs to be: what does not change down the columns is `(1, W)`.
    """
    u, v, depth = (_plane(row, x, y) for row in matrix.tolist())
    # Behind the horizon there is no source; those places are sent far outside.
    depth = depth.clamp_min(1e-9)
    return (u / depth).clamp(-1e6, 1e6), (v / depth).clamp(-1e6, 1e6), depth


def _plane(row: list[float], x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    total = x.new_full((1, 1), row[2])
    if row[0] != 0:
        total = total + row[0] * x
    return total + row[1] * y if row[1] != 0 else total


def _taps(places: torch.Tensor, size: int, name: KernelName) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Return the pixels each place is read from and how much of each, nearest tap first to last."""
    reach = support(name)
    if name == "nearest":
        return [((places + 0.5).floor().clamp(0, size - 1).int(), torch.ones_like(places).float())]
    first = places.floor() - (int(reach) - 1)
    offset = (first - places).float()
    index = first.int()
    taps = [((index + tap).clamp(0, size - 1), kernel(name, offset + tap)) for tap in range(2 * int(reach))]
    total = torch.stack([weight for _, weight in taps]).sum(dim=0)
    return [(index, weight / total) for index, weight in taps]


def coverage(matrix: Matrix, source: tuple[int, int], size: tuple[int, int], device: torch.device) -> torch.Tensor:
    """Return how much of each pixel of the result lies within the source, `(1, height, width)`.

    Args:
        matrix: Takes places of the result to places of the source.
        source: Height and width of the source.
        size: Height and width of the result.
        device: Where to put it.
    """
    # Single precision: 2e-4 px at the far side of a 4K picture.
    x = torch.arange(size[1], device=device)[None, :] + 0.5
    y = torch.arange(size[0], device=device)[:, None] + 0.5
    *places, depth = _source_places(matrix, x, y)
    share = torch.ones(size, device=device)
    for place, row, length in zip(places, matrix.tolist(), source[::-1], strict=False):
        # Derivative of place = (row . p) / (last . p): how far apart neighbouring pixels lie in the source.
        if matrix[2, 0] == matrix[2, 1] == 0:
            slope = torch.hypot(*torch.tensor(row[:2])).to(device) / depth
        else:
            sideways, down = (row[axis] - place * matrix[2, axis] for axis in (0, 1))
            slope = (torch.hypot(sideways, down) / depth).clamp_min(1e-9)
        # Distance to the nearer of the two borders.
        inside = length / 2 - (place - length / 2).abs()
        share *= (inside / slope + 0.5).clamp_(0, 1)
    return share[None]
