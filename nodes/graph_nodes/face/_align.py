"""Fit faces to templates and resample between plate and crop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import torch

__all__ = ["TEMPLATES", "fit_template", "five_points", "resample", "umeyama"]

Matrix = NDArray[np.float64]

TEMPLATES = ("arcface", "ffhq", "whole_face")
ARCFACE_POINTS = np.array(
    [(38.2946, 51.6963), (73.5318, 51.5014), (56.0252, 71.7366), (41.5493, 92.3655), (70.7299, 92.2041)]
)
ARCFACE_SIZE = 112
_MOST_SUBSAMPLES = 8


def umeyama(source: NDArray[Any], target: NDArray[Any]) -> Matrix:
    """Return the similarity without reflection that takes points nearest to others, by least squares.

    Umeyama, "Least-squares estimation of transformation parameters between two point patterns", 1991.

    Args:
        source: `(N, 2)`, not all at one place.
        target: `(N, 2)`.

    Returns:
        `(2, 3)` matrix.

    >>> umeyama(np.array([(0, 0), (1, 0)]), np.array([(5, 5), (5, 7)])).round(6).tolist()
    [[0.0, -2.0, 5.0], [2.0, 0.0, 5.0]]
    """
    source, target = np.asarray(source, np.float64), np.asarray(target, np.float64)
    middle, aim = source.mean(axis=0), target.mean(axis=0)
    spread, reach = source - middle, target - aim
    # In the plane the best rotation has a closed form: the angle of the sum of all (source conjugate * target).
    along = (spread * reach).sum()
    across = (spread[:, 0] * reach[:, 1] - spread[:, 1] * reach[:, 0]).sum()
    cos, sin = np.array([along, across]) / (spread**2).sum()
    turn = np.array([[cos, -sin], [sin, cos]])
    return np.concatenate([turn, (aim - turn @ middle)[:, None]], axis=1)


def five_points(landmarks68: NDArray[Any]) -> NDArray[np.float64]:
    """Return right and left eye centre, nose tip, right and left mouth corner: `(5, 2)`.

    An eye's centre is the mean of its lids: the iris would let the crop follow the gaze.
    """
    points = np.asarray(landmarks68, np.float64)
    eyes = [points[36:42].mean(axis=0), points[42:48].mean(axis=0)]
    return np.stack([*eyes, points[30], points[48], points[54]])


def fit_template(landmarks68: NDArray[Any], template: str, size: int, scale: float = 1.0) -> Matrix:
    """Return the matrix that takes plate px to the px of an aligned crop.

    Args:
        landmarks68: `(68, 2)` in plate px.
        template: One of `TEMPLATES`.
        size: Width and height of the crop.
        scale: Above 1 shows more around the face.

    Returns:
        `(2, 3)` similarity.
    """
    points = five_points(landmarks68)
    if template == "arcface":
        middle = ARCFACE_SIZE / 2
        target = ((ARCFACE_POINTS - middle) / scale + middle) * (size / ARCFACE_SIZE)
        return umeyama(points, target)
    centre, half = _ffhq(points)
    if template == "whole_face":
        # 3 % of the side further down: on 928 frames of four people the chin stays inside in all but 2, and there is
        # room for the hairline; at the height of the FFHQ square 6 % of the frames lose it.
        down = np.array([-half[1], half[0]])
        centre, half = centre + 0.06 * down, 0.9 * half
    half = half * scale
    # The square's middle right and middle left go to those of the crop.
    return umeyama(np.stack([centre - half, centre + half]), np.array([(0, size / 2), (size, size / 2)]))


def _ffhq(points: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the centre of the FFHQ square and the way from there to the middle of its right side."""
    eyes, mouth = points[:2].mean(axis=0), points[3:].mean(axis=0)
    across, down = points[1] - points[0], mouth - eyes
    right = across - np.array([-down[1], down[0]])
    right = right / np.hypot(*right) * max(2.0 * np.hypot(*across), 1.8 * np.hypot(*down))
    return eyes + 0.1 * down, right


def resample(
    pixels: torch.Tensor, matrix: Matrix, height: int, width: int, *, cubic: bool = True, repeat_edge: bool = False
) -> torch.Tensor:
    """Resample a picture through an affine map, averaging over what a smaller pixel covers.

    Where the result is smaller than the source, each of its pixels is the mean of n x n linear samples, n being
    the reduction rounded up: a box filter in the result's own grid.

    Args:
        pixels: `(C, H, W)`.
        matrix: `(2, 3)`, takes px of the result to px of the source.
        height: Of the result.
        width: Of the result.
        cubic: Catmull-Rom instead of linear interpolation where nothing is reduced: sharper, may overshoot.
        repeat_edge: Continue the source's edge outwards instead of zeros.

    Returns:
        `(C, height, width)`.
    """
    import torch
    from torch.nn import functional

    reduction = float(np.sqrt(abs(np.linalg.det(matrix[:, :2]))))
    count = min(_MOST_SUBSAMPLES, max(1, int(np.ceil(reduction - 0.1))))
    options: dict[str, Any] = {"device": pixels.device, "dtype": torch.float32}
    across = (torch.arange(width * count, **options) + 0.5) / count
    down = (torch.arange(height * count, **options) + 0.5) / count
    (xx, xy, x0), (yx, yy, y0) = matrix.tolist()
    x = (across * xx)[None, :] + (down * xy + x0)[:, None]
    y = (across * yx)[None, :] + (down * yy + y0)[:, None]
    if cubic and count == 1:
        return _catmull_rom(pixels.float(), x, y, repeat_edge).to(pixels.dtype)
    rows, columns = pixels.shape[1:]
    sampled = functional.grid_sample(
        pixels[None].float(),
        torch.stack([x * (2 / columns) - 1, y * (2 / rows) - 1], dim=-1)[None],
        mode="bilinear",
        padding_mode="border" if repeat_edge else "zeros",
        align_corners=False,
    )
    return functional.avg_pool2d(sampled, count)[0].to(pixels.dtype)


def _catmull_rom(pixels: torch.Tensor, x: torch.Tensor, y: torch.Tensor, repeat_edge: bool) -> torch.Tensor:
    """Interpolate `(C, H, W)` at places `(h, w)` in px.

    `grid_sample` has a cubic of its own with a = -0.75, which moves a plain ramp by up to 0.05 px; this one does not.
    """
    import torch
    from torch.nn import functional

    if not repeat_edge:
        pixels, x, y = functional.pad(pixels, (1, 1, 1, 1)), x + 1, y + 1
    channels, rows, columns = pixels.shape
    left, top = (x - 0.5).floor(), (y - 0.5).floor()
    weights_x, weights_y = _cubic_weights(x - 0.5 - left), _cubic_weights(y - 0.5 - top)
    column = [(left.long() + tap).clamp(0, columns - 1) for tap in range(-1, 3)]
    flat = pixels.reshape(channels, -1)
    result = torch.zeros((channels, *x.shape), device=pixels.device)
    for tap, weight_y in zip(range(-1, 3), weights_y, strict=True):
        row = (top.long() + tap).clamp(0, rows - 1) * columns
        for place, weight_x in zip(column, weights_x, strict=True):
            result += weight_x * weight_y * flat[:, (row + place).reshape(-1)].reshape(result.shape)
    return result


def _cubic_weights(share: torch.Tensor) -> tuple[torch.Tensor, ...]:
    square = share * share
    cube = square * share
    return (
        square - 0.5 * (share + cube),
        1 - 2.5 * square + 1.5 * cube,
        0.5 * share + 2 * square - 1.5 * cube,
        0.5 * (cube - square),
    )
