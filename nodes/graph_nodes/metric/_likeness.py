"""How alike two pictures are: error, PSNR, SSIM, on the sRGB signal, everywhere or where a mask says so."""

from __future__ import annotations

import math

import torch

from graph_core import ExecutionError, Image, Matte
from graph_nodes.filter._bands import apply_bands
from graph_nodes.merge._mix import require_same_size
from graph_nodes.metric._signal import srgb_signal

__all__ = ["PSNR_LIMIT", "mean_difference", "psnr", "signals", "ssim", "ssim_map"]

PSNR_LIMIT = 100.0
"""What equal pictures score, in dB; their true value, infinity, could be neither averaged nor plotted."""

_RADIUS, _SIGMA = 5, 1.5


def signals(
    image: Image, reference: Image, mask: Matte | None
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor | None]:
    """Return two pictures as sRGB `(3, H, W)` in [0, 1] and the mask's weights `(1, H, W)`, or None.

    Raises:
        ExecutionError: If the sizes differ, or nothing lies inside the mask.
    """
    require_same_size(image=image, reference=reference, mask=mask)
    weights = None if mask is None else mask.pixels.float()
    if weights is not None and not bool(weights.sum() > 0):
        raise ExecutionError(
            "The mask is empty, so there is nothing to compare.", hint="connect a mask that covers something"
        )
    return srgb_signal(image.rgb), srgb_signal(reference.rgb), weights


def mean_difference(first: torch.Tensor, second: torch.Tensor, weights: torch.Tensor | None) -> float:
    """Return the mean absolute difference of two signals `(C, H, W)` in [0, 1], on the scale 0 to 255."""
    return 255 * _mean((first - second).abs(), weights)


def psnr(first: torch.Tensor, second: torch.Tensor, weights: torch.Tensor | None) -> float:
    """Return the peak signal-to-noise ratio in dB of two signals `(C, H, W)` in [0, 1], at most `PSNR_LIMIT`."""
    error = _mean((first - second).square(), weights)
    return min(PSNR_LIMIT, -10 * math.log10(error)) if error > 0 else PSNR_LIMIT


def ssim(first: torch.Tensor, second: torch.Tensor, weights: torch.Tensor | None) -> float:
    """Return the mean structural similarity of two signals `(C, H, W)` in [0, 1].

    As Wang et al. 2004 the mean leaves out the border that the filter does not fill, where there is more.
    """
    likeness = ssim_map(first, second)
    height, width = likeness.shape[-2:]
    if min(height, width) > 2 * _RADIUS:
        inner = (..., slice(_RADIUS, height - _RADIUS), slice(_RADIUS, width - _RADIUS))
        within = None if weights is None else weights[inner]
        if within is None or bool(within.sum() > 0):
            likeness, weights = likeness[inner], within
    return _mean(likeness, weights)


def ssim_map(first: torch.Tensor, second: torch.Tensor) -> torch.Tensor:
    """Return the structural similarity at each pixel: `(C, H, W)` in [-1, 1].

    Wang et al. 2004: an 11x11 Gaussian of standard deviation 1.5, K1 = 0.01, K2 = 0.03.
    """
    # Variances are small differences of squares: measured from the middle of the range those are at most 1/4,
    # and float32 is good for four digits of the likeness even where both pictures are flat.
    a, b = first - 0.5, second - 0.5
    mean_a, mean_b, square_a, square_b, product = _local_mean(torch.stack([a, b, a * a, b * b, a * b]))
    variances = (square_a - mean_a * mean_a) + (square_b - mean_b * mean_b)
    covariance = product - mean_a * mean_b
    mean_a, mean_b = mean_a + 0.5, mean_b + 0.5
    c1, c2 = 0.01**2, 0.03**2
    likeness: torch.Tensor = (2 * mean_a * mean_b + c1) * (2 * covariance + c2)
    likeness /= (mean_a * mean_a + mean_b * mean_b + c1) * (variances + c2)
    return likeness


def _local_mean(maps: torch.Tensor) -> torch.Tensor:
    taps = torch.exp(-0.5 * (torch.arange(-_RADIUS, _RADIUS + 1) / _SIGMA) ** 2)
    taps = taps / taps.sum()
    means = maps.flatten(0, 1)
    for axis in (1, 2):
        first = torch.arange(maps.shape[axis + 1]) - _RADIUS
        means = apply_bands(means, axis, first, taps.expand(len(first), -1))
    return means.reshape(maps.shape)


def _mean(values: torch.Tensor, weights: torch.Tensor | None) -> float:
    values = values.double()
    if weights is None:
        return float(values.mean())
    return float((values * weights).sum() / (weights.double().sum() * values.shape[0]))
