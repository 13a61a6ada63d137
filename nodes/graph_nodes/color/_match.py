"""Colour matching: statistics of colour in CIE Lab, and the maps that carry one set of statistics to another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray

from graph_core import Image, Matte, Window
from graph_nodes.color._spaces import lab_from_linear
from graph_nodes.merge._mix import require_same_size
from graph_nodes.time._smooth import gaussian_weight

__all__ = [
    "ColourStatistics",
    "Method",
    "average",
    "map_affine",
    "map_histogram",
    "measure",
    "measure_window",
    "transfer",
]

Method = Literal["reinhard", "affine", "histogram"]
Floats = NDArray[np.float64]

_SAMPLES = 1 << 16
_LEAST_WEIGHT = 8.0  # px of coverage below which statistics mean nothing
_QUANTILES = np.linspace(0.005, 0.995, 100)
_TABLE = 1024
# Variance in Lab units added to both sides, so that a flat surface is shifted and its noise is not blown up.
_FLOOR = 0.05


@dataclass(frozen=True)
class ColourStatistics:
    """What is known of a region's colour, in CIE Lab.

    Attributes:
        mean: `(3,)`.
        covariance: `(3, 3)`.
        quantiles: `(3, 100)`, of the shares 0.5 % to 99.5 %.
    """

    mean: Floats
    covariance: Floats
    quantiles: Floats

    @property
    def deviation(self) -> Floats:
        """Standard deviations, `(3,)`."""
        return np.asarray(np.sqrt(np.diag(self.covariance) + _FLOOR))


def measure(rgb: torch.Tensor, weights: torch.Tensor, clip: float = 0.0) -> ColourStatistics | None:
    """Measure the colour of a region on a regular grid of at most 65,536 pixels.

    Args:
        rgb: `(3, H, W)`, scene-linear, unpremultiplied.
        weights: `(1, H, W)`, how much a pixel belongs to the region.
        clip: Colours further from the mean than this many standard deviations, in any of L, a, b, are left out;
            0 takes all.

    Returns:
        The statistics, or None if the region holds next to nothing.
    """
    step = max(1, math.ceil(math.sqrt(rgb.shape[1] * rgb.shape[2] / _SAMPLES)))
    grid = (..., slice(step // 2, None, step), slice(step // 2, None, step))
    lab = lab_from_linear(rgb[grid].float()).flatten(1).double().cpu().numpy()
    weight = weights[grid].flatten().double().cpu().numpy()
    inside = weight > 0
    lab, weight = lab[:, inside], weight[inside]
    if weight.sum() * step * step < _LEAST_WEIGHT:
        return None
    mean, covariance = _moments(lab, weight)
    if clip > 0:
        reach = clip * np.sqrt(np.diag(covariance) + _FLOOR)
        kept = (np.abs(lab - mean[:, None]) <= reach[:, None]).all(axis=0)
        if weight[kept].sum() > 0:
            lab, weight = lab[:, kept], weight[kept]
            mean, covariance = _moments(lab, weight)
    quantiles = np.stack([_quantiles(channel, weight) for channel in lab])
    return ColourStatistics(mean, covariance, quantiles)


def _moments(lab: Floats, weight: Floats) -> tuple[Floats, Floats]:
    share = weight / weight.sum()
    mean = lab @ share
    centred = lab - mean[:, None]
    return mean, (centred * share) @ centred.T


def _quantiles(channel: Floats, weight: Floats) -> Floats:
    order = np.argsort(channel)
    middle = np.cumsum(weight[order]) - weight[order] / 2
    return np.asarray(np.interp(_QUANTILES, middle / weight.sum(), channel[order]))


def measure_window(pictures: Window[Image], mattes: Window[Matte] | None, clip: float) -> ColourStatistics | None:
    """Measure the frames of a window and average what is found, near frames counting more.

    Returns:
        The statistics, or None if no frame has anything to measure.
    """
    found, weights = [], []
    measured: dict[tuple[int, int], ColourStatistics | None] = {}
    width = (len(pictures) + 1) / 4
    for place, picture in enumerate(pictures):
        matte = None if mattes is None else mattes.values[place]
        require_same_size(picture=picture, matte=matte)
        # A still, or the first frame of a shot, appears several times in a window.
        key = (id(picture), id(matte))
        if key not in measured:
            weight = picture.alpha if matte is None else picture.alpha * matte.pixels
            measured[key] = measure(picture.unpremultiplied, weight, clip)
        statistics = measured[key]
        if statistics is not None:
            found.append(statistics)
            weights.append(gaussian_weight(place - pictures.before, width))
    return average(found, weights) if found else None


def average(statistics: Sequence[ColourStatistics], weights: Sequence[float]) -> ColourStatistics:
    """Average the statistics of several frames."""
    return ColourStatistics(
        np.average([one.mean for one in statistics], axis=0, weights=weights),
        np.average([one.covariance for one in statistics], axis=0, weights=weights),
        np.average([one.quantiles for one in statistics], axis=0, weights=weights),
    )


def transfer(
    lab: torch.Tensor, source: ColourStatistics, target: ColourStatistics, method: Method, strength: float = 1.0
) -> torch.Tensor:
    """Carry colours of one distribution to another.

    Args:
        lab: `(3, H, W)`, CIE Lab.
        source: Distribution the picture has.
        target: Distribution it should have.
        method: "reinhard" matches mean and deviation of L, a and b; "affine" the whole covariance by the linear
            map that moves colours least (Monge-Kantorovich); "histogram" the distribution of each of L, a and b.
        strength: 0 leaves the picture, 1 matches in full.

    Returns:
        `(3, H, W)`, CIE Lab.
    """
    if method == "histogram":
        moved = map_histogram(lab, source.quantiles, target.quantiles)
        return lab.lerp(moved, strength)
    linear = np.diag(target.deviation / source.deviation) if method == "reinhard" else map_affine(source, target)
    linear = np.eye(3) * (1 - strength) + linear * strength
    goal = source.mean * (1 - strength) + target.mean * strength
    shift = torch.as_tensor(goal - linear @ source.mean, dtype=lab.dtype, device=lab.device)[:, None]
    weights = torch.as_tensor(linear, dtype=lab.dtype, device=lab.device)
    return torch.addmm(shift, weights, lab.flatten(1)).reshape(lab.shape)


def map_affine(source: ColourStatistics, target: ColourStatistics) -> Floats:
    """Return the symmetric matrix that turns one covariance into the other (Pitié and Kokaram 2007)."""
    floor = np.eye(3) * _FLOOR
    root = _power(source.covariance + floor, 0.5)
    inverse = _power(source.covariance + floor, -0.5)
    return inverse @ _power(root @ (target.covariance + floor) @ root, 0.5) @ inverse


def _power(matrix: Floats, exponent: float) -> Floats:
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray((vectors * np.maximum(values, 1e-12) ** exponent) @ vectors.T)


def map_histogram(lab: torch.Tensor, source: Floats, target: Floats) -> torch.Tensor:
    """Carry each channel's quantiles to those of the target; beyond the outermost ones colours are shifted.

    Args:
        lab: `(3, H, W)`.
        source, target: `(3, Q)`, ascending.
    """
    channels = []
    for channel, own, wanted in zip(lab, source, target, strict=True):
        low, high = own[0], max(own[-1], own[0] + 1e-3)
        places = np.linspace(low, high, _TABLE)
        shifts = torch.as_tensor(np.interp(places, own, wanted) - places, dtype=lab.dtype, device=lab.device)
        position = ((channel - low) * ((_TABLE - 1) / (high - low))).clamp(0, _TABLE - 1)
        cell = position.floor().clamp_max(_TABLE - 2)
        first = cell.int()
        shift = shifts[first].lerp(shifts[first + 1], position - cell)
        channels.append(channel + shift)
    return torch.stack(channels)
