"""Gaussian blur of any size."""

from __future__ import annotations

import math

import numpy as np
import torch
from scipy.special import ive

from graph_nodes.filter._bands import apply_bands
from graph_nodes.filter._kernels import sampling_bands

__all__ = ["blur_within", "gaussian_blur"]

# A large Gaussian is smooth enough to be computed at every n-th pixel only and read between by cubics: with a
# quarter of its deviation the largest error against the full sum is 4e-4 of the result's range.
_COARSE = 4.0
_REACH = 4.0  # deviations; what lies beyond is 6e-5 of the weight
_MARGIN = 2  # coarse samples outside the picture that the cubics need


def gaussian_blur(pixels: torch.Tensor, size: float, size_y: float | None = None) -> torch.Tensor:
    """Blur with a Gaussian; beyond the border the edge is repeated.

    Args:
        pixels: `(C, H, W)`.
        size: Standard deviation in px along x, and along y unless `size_y` is given.
        size_y: Standard deviation in px along y.

    Returns:
        `(C, H, W)`; `pixels` itself for size 0.
    """
    pixels = _blur_axis(pixels, 2, size)
    return _blur_axis(pixels, 1, size if size_y is None else size_y)


def blur_within(pixels: torch.Tensor, weights: torch.Tensor | None, size: float) -> torch.Tensor:
    """Blur only over pixels that count, so that nothing bleeds in from where the weight is 0.

    Args:
        pixels: `(C, H, W)`.
        weights: `(1, H, W)`, at least 0; None when all count alike.
        size: Standard deviation in px.

    Returns:
        `(C, H, W)`; 0 where there is no weight within reach.
    """
    if weights is None:
        return gaussian_blur(pixels, size)
    blurred = gaussian_blur(pixels * weights, size)
    total = gaussian_blur(weights, size)
    return (blurred / total.clamp_min(1e-6)).where(total > 1e-6, total.new_zeros(()))


def _blur_axis(pixels: torch.Tensor, axis: int, size: float) -> torch.Tensor:
    count = pixels.shape[axis]
    if size == 0 or count == 1:
        return pixels
    step = max(1, int(size / _COARSE))
    if step == 1:
        return apply_bands(pixels, axis, *_gaussian_bands(torch.arange(count), size))
    places = torch.arange(-_MARGIN, math.ceil(count / step) + _MARGIN + 1) * step
    coarse = apply_bands(pixels, axis, *_gaussian_bands(places, size))
    return apply_bands(coarse, axis, *sampling_bands(torch.arange(count).double() / step + _MARGIN, "cubic"))


def _gaussian_bands(places: torch.Tensor, size: float) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the bands of Lindeberg's discrete Gaussian, whose variance is exact for every size."""
    reach = math.ceil(_REACH * size) + 1
    kernel = torch.from_numpy(ive(np.abs(np.arange(-reach, reach + 1)), size * size))
    kernel = (kernel / kernel.sum()).float()
    return places - reach, kernel.expand(places.shape[0], -1).contiguous()
