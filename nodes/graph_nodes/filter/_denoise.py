"""Denoising by shrinking wavelets, after the noise has been made equal everywhere."""

from __future__ import annotations

import math

import numpy as np
import torch

from graph_nodes.color._matrix import apply_matrix
from graph_nodes.filter._bands import apply_bands
from graph_nodes.filter._grain import GrainModel

__all__ = ["denoise"]

_LEVELS = 4
_SPLINE = (1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16)
_LEAST_FLOOR = 1e-8
# Orthonormal, so that equal noise in the channels stays equal: brightness, and two differences of colour.
_OPPONENT = np.array(
    [
        [1 / math.sqrt(3), 1 / math.sqrt(3), 1 / math.sqrt(3)],
        [1 / math.sqrt(2), 0, -1 / math.sqrt(2)],
        [1 / math.sqrt(6), -2 / math.sqrt(6), 1 / math.sqrt(6)],
    ]
)


def denoise(rgb: torch.Tensor, model: GrainModel, strength: float, color: float) -> torch.Tensor:
    """Take grain out of a picture.

    A variance-stabilising root makes the grain's deviation 1 everywhere; à-trous wavelets split the picture into
    scales (Starck and Murtagh); in each, what is small against the grain's share there is shrunk (garrote).

    Args:
        rgb: `(3, H, W)`, scene-linear, unpremultiplied.
        model: Its grain.
        strength: Shrinks what is smaller than this many deviations of brightness.
        color: The same for colour.

    Returns:
        `(3, H, W)`.
    """
    floor, slope = (
        torch.as_tensor(part, dtype=rgb.dtype, device=rgb.device)[:, None, None]
        for part in (np.maximum(model.floor, _LEAST_FLOOR), model.slope)
    )
    rest = apply_matrix(_stabilise(rgb, floor, slope), _OPPONENT)
    kept = torch.zeros_like(rest)
    # Grain the channels share is brightness; what each has of its own is colour as well.
    share = model.saturation
    spread = [math.sqrt(3 - 2 * share), math.sqrt(share), math.sqrt(share)]
    limits = torch.tensor([strength, color, color], dtype=rgb.dtype) * torch.tensor(spread, dtype=rgb.dtype)
    for level, gain in enumerate(_level_gains(model.size)):
        soft = _spline_blur(rest, 2**level)
        kept += _shrink(rest - soft, limits.to(rgb.device)[:, None, None] * gain)
        rest = soft
    return _restore(apply_matrix(kept + rest, _OPPONENT.T), floor, slope)


def _stabilise(light: torch.Tensor, floor: torch.Tensor, slope: torch.Tensor) -> torch.Tensor:
    # 2 (sqrt(floor + slope x) - sqrt(floor)) / slope in a form that holds for slope 0; a straight line below 0.
    return 2 * light / ((floor + slope * light.clamp_min(0)).sqrt() + floor.sqrt())


def _restore(value: torch.Tensor, floor: torch.Tensor, slope: torch.Tensor) -> torch.Tensor:
    return value * floor.sqrt() + slope * value.clamp_min(0).square() / 4


def _shrink(detail: torch.Tensor, limit: torch.Tensor) -> torch.Tensor:
    return detail * (1 - (limit / detail.abs().clamp_min(1e-12)).square()).clamp_min(0)


def _spline_blur(pixels: torch.Tensor, step: int) -> torch.Tensor:
    """Blur with a cubic B-spline whose five taps lie `step` px apart."""
    taps = torch.zeros(4 * step + 1)
    taps[::step] = torch.tensor(_SPLINE)
    for axis in (1, 2):
        first = torch.arange(pixels.shape[axis]) - 2 * step
        pixels = apply_bands(pixels, axis, first, taps.expand(first.shape[0], -1))
    return pixels


def _level_gains(size: float) -> list[float]:
    """Return what deviation grain of deviation 1 and the given size has at each scale."""
    frequency = np.cos(2 * np.pi * np.fft.fftfreq(64))
    power = np.exp(2 * size * size * (frequency - 1))
    power = np.outer(power, power) / np.outer(power, power).mean()
    gains, passed = [], np.ones((64, 64))
    for level in range(_LEVELS):
        turned = np.cos(2 * np.pi * np.fft.fftfreq(64) * 2**level)
        spline = ((1 + turned) / 2) ** 2
        lower = passed * np.outer(spline, spline)
        gains.append(float(np.sqrt(((passed - lower) ** 2 * power).mean())))
        passed = lower
    return gains
