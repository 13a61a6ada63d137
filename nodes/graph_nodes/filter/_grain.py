"""Grain: a model of it, how it is measured in a plate, and how it is made."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import nnls
from scipy.special import ive

from graph_core import Image, Matte
from graph_nodes.filter._gaussian import gaussian_blur

__all__ = ["GrainModel", "add_grain", "correlation", "frame_seed", "grain_field", "measure_grain"]

Floats = NDArray[np.float64]

_STRIP = 32  # rows measured together
_MOST = 1 << 19  # pixels measured
_BINS = 12
_MEDIAN_OF_NORMAL = 0.6744898  # median of |x| for a standard normal x
_LARGEST = 2.0  # px


@dataclass(frozen=True)
class GrainModel:
    """Grain whose variance is `floor + slope * light` in scene-linear light, as on a sensor.

    Attributes:
        floor: Variance in black, `(3,)`.
        slope: Growth of the variance with light, `(3,)`.
        size: Standard deviation in px of the Gaussian that white noise would have to be blurred with.
        saturation: 0 when all channels carry the same grain, 1 when each has its own.
    """

    floor: Floats
    slope: Floats
    size: float
    saturation: float

    def scaled(self, amount: float) -> GrainModel:
        """Return grain of `amount` times the strength."""
        return replace(self, floor=self.floor * amount**2, slope=self.slope * amount**2)

    def variance(self, rgb: torch.Tensor) -> torch.Tensor:
        """Return the grain's variance at scene-linear, unpremultiplied colour, both `(3, H, W)`."""
        floor, slope = (
            torch.as_tensor(part, dtype=rgb.dtype, device=rgb.device)[:, None, None]
            for part in (self.floor, self.slope)
        )
        return torch.addcmul(floor, rgb.clamp_min(0), slope)


def grain_field(height: int, width: int, size: float, saturation: float, seed: int) -> torch.Tensor:
    """Return noise of mean 0 and variance 1, `(3, H, W)` in host memory; the same for the same seed.

    Args:
        height, width: In px.
        size: Standard deviation in px of the Gaussian it is blurred with.
        saturation: 0 for the same noise in all channels, 1 for its own in each.
        seed: Any whole number.
    """
    generator = torch.Generator().manual_seed(seed & 0x7FFF_FFFF_FFFF_FFFF)
    noise = torch.randn(4, height, width, generator=generator)
    noise = noise[1:] * math.sqrt(saturation) + noise[:1] * math.sqrt(1 - saturation)
    # Blurring by a discrete Gaussian of variance t leaves exp(-2t) I0(2t) of the variance, once for each axis.
    return gaussian_blur(noise, size) / float(ive(0, 2 * size * size))


def add_grain(image: Image, model: GrainModel, own: GrainModel | None, mask: Matte | None, seed: int) -> Image:
    """Add grain to the colour of a picture, within its alpha.

    Args:
        image: Picture to add grain to.
        model: Grain it should have.
        own: Grain it has already, of which the variance is taken off; None for a clean picture.
        mask: How much of the grain is added where; everything when None.
        seed: Any whole number; the same grain for the same seed.
    """
    rgb = image.unpremultiplied
    variance = model.variance(rgb)
    if own is not None:
        variance = (variance - own.variance(rgb)).clamp_min(0)
    strength = variance.sqrt() * image.alpha
    if mask is not None:
        strength = strength * mask.pixels
    field = grain_field(image.height, image.width, model.size, model.saturation, seed).to(rgb.device, rgb.dtype)
    return Image(torch.cat([torch.addcmul(image.rgb, field, strength), image.pixels[3:]]))


def frame_seed(seed: int, frame: int) -> int:
    """Return a seed of its own for every frame."""
    return seed * 1_000_003 + frame


def correlation(distance: int, size: float) -> float:
    """Return how alike grain is at two pixels of one row so far apart: 1 is the same, 0 unrelated."""
    variance = 2 * size * size
    return float(ive(distance, variance) / ive(0, variance))


def measure_grain(rgb: torch.Tensor) -> GrainModel | None:
    """Measure the grain of a picture in its flattest places.

    Fine detail is what a discrete Laplacian leaves; medians keep edges out. How much more the same Laplacian
    leaves on every second pixel tells how large the grain is.

    Args:
        rgb: `(3, H, W)`, scene-linear, unpremultiplied.

    Returns:
        The model, or None for a picture too small to measure.
    """
    if min(rgb.shape[1:]) < 16:
        return None
    strips = _strips(rgb.float())
    light = gaussian_blur(strips.flatten(0, 1), 2.0).reshape(strips.shape)[..., 4:-4, 4:-4]
    flat = _flat_places(light)
    fine, coarse, light = (
        part.movedim(1, 0)[:, flat] for part in (_laplacian(strips, 1), _laplacian(strips, 2), light)
    )
    size = _size_of(float(_spread(coarse).square().sum() / _spread(fine).square().sum().clamp_min(1e-20)))
    gain = _laplacian_gain(1, size)
    fits = [
        _fit(residual.cpu().numpy() / math.sqrt(gain), brightness.cpu().numpy())
        for residual, brightness in zip(fine, light, strict=True)
    ]
    floor, slope = np.array(fits).T
    return GrainModel(floor, slope, size, _saturation(fine))


def _strips(rgb: torch.Tensor) -> torch.Tensor:
    """Cut rows out of the picture, spread over its height, `(S, 3, rows, W)`."""
    height, width = rgb.shape[1:]
    rows = min(height, _STRIP)
    count = max(1, min(height // rows, _MOST // (rows * width)))
    starts = [round(place * (height - rows) / max(count - 1, 1)) for place in range(count)]
    return torch.stack([rgb[:, start : start + rows] for start in starts])


def _laplacian(strips: torch.Tensor, step: int) -> torch.Tensor:
    """Apply [1, -2, 1] at every `step`-th pixel along both axes; 4 px are lost at every border."""
    height, width = strips.shape[-2:]
    for axis, size in ((-2, height), (-1, width)):
        middle = strips.narrow(axis, 4, size - 8)
        sides = strips.narrow(axis, 4 - step, size - 8) + strips.narrow(axis, 4 + step, size - 8)
        strips = sides.sub_(middle, alpha=2)
    return strips


def _laplacian_gain(step: int, size: float) -> float:
    """Variance that `_laplacian` leaves of grain with variance 1."""
    along = 6 - 8 * correlation(step, size) + 2 * correlation(2 * step, size)
    return along * along


def _flat_places(light: torch.Tensor) -> torch.Tensor:
    """Return which pixels, `(S, H, W)`, have least structure around them, from `(S, 3, H, W)`.

    Structure is what two blurs differ by, against the brightness: too coarse to be grain itself. A quarter of the
    pixels of every brightness is taken, so that shadows and highlights are both measured, but none of the most
    structured third.
    """
    brightness = light.mean(dim=1)
    structure = (brightness - gaussian_blur(brightness, 3.0)).abs()
    structure = (gaussian_blur(structure, 3.0) / (brightness.abs() + 0.02)).flatten()
    is_flat = torch.zeros_like(structure, dtype=torch.bool)
    for places in brightness.flatten().argsort().chunk(_BINS):
        is_flat[places] = structure[places] <= _quantile(structure[places], 0.25)
    return (is_flat & (structure <= _quantile(structure, 0.67))).reshape(brightness.shape)


def _quantile(values: torch.Tensor, share: float) -> torch.Tensor:
    return values.kthvalue(max(1, round(values.numel() * share))).values


def _spread(values: torch.Tensor) -> torch.Tensor:
    """Return the standard deviation along the last axis as the median of the magnitude tells it."""
    return values.abs().median(dim=-1).values / _MEDIAN_OF_NORMAL


def _size_of(ratio: float) -> float:
    """Return the grain size at which the coarse Laplacian leaves `ratio` times what the fine one leaves."""
    low, high = 0.0, _LARGEST
    for _ in range(30):
        middle = (low + high) / 2
        if _laplacian_gain(2, middle) / _laplacian_gain(1, middle) < ratio:
            low = middle
        else:
            high = middle
    return 0.0 if high < 0.05 else high


def _fit(residual: Floats, light: Floats) -> tuple[float, float]:
    """Fit variance = floor + slope * light, both at least 0, to residuals sorted into bins of equal count."""
    order = np.argsort(light)
    bins = np.array_split(order, _BINS)
    spreads = np.array([np.median(np.abs(residual[one])) / _MEDIAN_OF_NORMAL for one in bins])
    places = np.array([np.median(light[one]) for one in bins]).clip(0)
    variance = spreads * spreads
    if variance.max() == 0:
        return 0.0, 0.0
    if np.ptp(places) < 0.1 * places.max() + 1e-4:  # all of one brightness: a slope cannot be told
        return float(variance.mean()), 0.0
    # The scatter of a measured variance grows with it, so that dark bins count more.
    weight = 1 / (variance + 0.05 * variance.max())
    (floor, slope), _ = nnls(np.stack([weight, weight * places], axis=1), weight * variance)
    return float(floor), float(slope)


def _saturation(residual: torch.Tensor) -> float:
    """Return how little the channels' grain, `(3, N)`, has in common."""
    spread = _spread(residual)
    shared = []
    for first, second in ((0, 1), (1, 2), (2, 0)):
        product = float(2 * spread[first] * spread[second])
        if product > 0:
            apart = float(_spread(residual[first] - residual[second]))
            shared.append((float(spread[first] ** 2 + spread[second] ** 2) - apart * apart) / product)
    return 1 - min(max(float(np.mean(shared)), 0.0), 1.0) if shared else 0.0
