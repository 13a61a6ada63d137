"""Grading maths: Grade's line and gamma, contrast, and correction by tonal range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from graph_core import ParamError
from graph_nodes.color._matrix import luma

__all__ = ["Correction", "GradeLine", "contrast", "correct", "gamma", "tonal_weights"]


@dataclass(frozen=True)
class GradeLine:
    """A straight line per channel, `slope * in + intercept`, and a gamma after it.

    Attributes:
        slope, intercept, gamma: One number for each of red, green, blue.
    """

    slope: tuple[float, ...]
    intercept: tuple[float, ...]
    gamma: tuple[float, ...]

    @classmethod
    def of(
        cls,
        *,
        black_point: Sequence[float],
        white_point: Sequence[float],
        lift: Sequence[float],
        gain: Sequence[float],
        multiply: Sequence[float],
        offset: Sequence[float],
        gamma: Sequence[float],
    ) -> GradeLine:
        """Gather a Grade's knobs.

        Raises:
            ParamError: If black and white point coincide, or gamma is not above 0.
        """
        slopes, intercepts = [], []
        for channel, name in enumerate(("red", "green", "blue")):
            span = white_point[channel] - black_point[channel]
            if span == 0:
                raise ParamError(
                    f"Black point and white point are both {white_point[channel]:g} in {name}.",
                    hint="set the white point above the black point",
                    param="white_point",
                )
            if gamma[channel] <= 0:
                raise ParamError(f"Gamma is {gamma[channel]:g} in {name}.", hint="set it above 0", param="gamma")
            slope = multiply[channel] * (gain[channel] - lift[channel]) / span
            slopes.append(slope)
            intercepts.append(offset[channel] + lift[channel] - slope * black_point[channel])
        return cls(tuple(slopes), tuple(intercepts), tuple(gamma[:3]))

    @property
    def is_identity(self) -> bool:
        """Whether it changes nothing."""
        return self == GradeLine((1.0,) * 3, (0.0,) * 3, (1.0,) * 3)

    def apply(self, rgb: torch.Tensor) -> torch.Tensor:
        """Grade unpremultiplied colour, `(3, H, W)`."""
        line = torch.addcmul(_column(self.intercept, rgb), rgb, _column(self.slope, rgb))
        return gamma(line, self.gamma)

    def undo(self, rgb: torch.Tensor) -> torch.Tensor:
        """Take the grade out of graded colour, `(3, H, W)`.

        Raises:
            ParamError: If the grade makes a channel one flat value.
        """
        if 0 in self.slope:
            raise ParamError("This grade cannot be reversed: it makes a channel flat.", hint="set gain above lift")
        line = gamma(rgb, tuple(1 / value for value in self.gamma))
        return (line - _column(self.intercept, rgb)) / _column(self.slope, rgb)


def gamma(rgb: torch.Tensor, gammas: Sequence[float]) -> torch.Tensor:
    """Raise each channel of `(3, H, W)` to 1 / gamma between 0 and 1.

    Values below 0 stay; above 1 the curve goes on as its tangent, so that highlights do not burst.
    """
    if all(value == 1 for value in gammas):
        return rgb
    power = _column([1 / value for value in gammas], rgb)
    curved = rgb.clamp(0, 1).pow(power)
    # Below 0 the clamped power is 0 and above 1 it is 1; what was cut off is added as a straight line.
    return curved + rgb.clamp_max(0) + (rgb - 1).clamp_min(0) * power


def contrast(value: torch.Tensor, amount: float, pivot: float) -> torch.Tensor:
    """Turn the curve about the pivot in logarithmic light: `pivot * (value / pivot) ** amount`; odd below 0."""
    return (value.abs() / pivot).pow(amount).mul(pivot).copysign(value)


@dataclass(frozen=True)
class Correction:
    """What is done to one tonal range, in this order."""

    saturation: float
    contrast: float
    gamma: float
    gain: tuple[float, float, float]
    offset: tuple[float, float, float]

    @property
    def is_identity(self) -> bool:
        """Whether it changes nothing."""
        return self == Correction(1.0, 1.0, 1.0, (1.0,) * 3, (0.0,) * 3)

    def apply(self, rgb: torch.Tensor) -> torch.Tensor:
        """Correct unpremultiplied colour, `(3, H, W)`."""
        if self.is_identity:
            return rgb
        if self.saturation != 1:
            rgb = luma(rgb).lerp(rgb, self.saturation)
        if self.contrast != 1:
            rgb = contrast(rgb, self.contrast, 0.18)
        rgb = gamma(rgb, (self.gamma,) * 3)
        return torch.addcmul(_column(self.offset, rgb), rgb, _column(self.gain, rgb))


def tonal_weights(
    brightness: torch.Tensor, shadows_end: float, highlights_start: float
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return how much of shadow, midtone and highlight each pixel is, `(1, H, W)`; they add up to 1.

    Shadows fade out smoothly from black to `shadows_end`, highlights fade in from `highlights_start` to 1.
    """
    shadows = 1 - _smooth_step(brightness / shadows_end)
    highlights = _smooth_step((brightness - highlights_start) / (1 - highlights_start))
    midtones = (1 - shadows - highlights).clamp_min(0)
    total = shadows + midtones + highlights
    return shadows / total, midtones / total, highlights / total


def correct(
    rgb: torch.Tensor, ranges: Sequence[Correction], shadows_end: float, highlights_start: float
) -> torch.Tensor:
    """Correct shadows, midtones and highlights of unpremultiplied colour, `(3, H, W)`, each in its own way.

    Args:
        rgb: The colour.
        ranges: What is done to shadows, midtones, highlights.
        shadows_end, highlights_start: Brightness where the ranges part.
    """
    if all(correction.is_identity for correction in ranges):
        return rgb
    weights = tonal_weights(luma(rgb), shadows_end, highlights_start)
    out = torch.zeros_like(rgb)
    for weight, correction in zip(weights, ranges, strict=True):
        out.addcmul_(weight.expand_as(rgb), correction.apply(rgb))
    return out


def _smooth_step(share: torch.Tensor) -> torch.Tensor:
    share = share.clamp(0, 1)
    return share * share * (3 - 2 * share)


def _column(values: Sequence[float], like: torch.Tensor) -> torch.Tensor:
    return torch.tensor(values[:3], dtype=like.dtype, device=like.device)[:, None, None]
