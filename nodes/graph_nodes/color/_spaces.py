"""Colour spaces by name: transfer curves, primaries and CIE Lab.

Everything takes and returns unpremultiplied colour `(3, H, W)`. Curves are continued below 0, so that every
conversion can be undone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch

from graph_nodes.color._matrix import apply_matrix, xyz_matrix
from graph_nodes.color._names import SpaceName

__all__ = ["from_linear", "lab_from_linear", "linear_from_lab", "to_linear"]

_KNEE = 6 / 29  # where CIE Lab's cube root becomes a straight line


def to_linear(rgb: torch.Tensor, space: SpaceName) -> torch.Tensor:
    """Turn colour of a named space into scene-linear Rec. 709.

    >>> round(to_linear(torch.full((3, 1, 1), 0.5), "srgb")[0].item(), 4)
    0.214
    """
    if space == "lab":
        return linear_from_lab(rgb)
    if space in _CURVES:
        rgb = _CURVES[space].decode(rgb)
    if space in _PRIMARIES:
        rgb = apply_matrix(rgb, np.linalg.solve(xyz_matrix("rec709"), xyz_matrix(_PRIMARIES[space])))
    return rgb


def from_linear(rgb: torch.Tensor, space: SpaceName) -> torch.Tensor:
    """Turn scene-linear Rec. 709 into colour of a named space; the inverse of `to_linear`."""
    if space == "lab":
        return lab_from_linear(rgb)
    if space in _PRIMARIES:
        rgb = apply_matrix(rgb, np.linalg.solve(xyz_matrix(_PRIMARIES[space]), xyz_matrix("rec709")))
    return _CURVES[space].encode(rgb) if space in _CURVES else rgb


def lab_from_linear(rgb: torch.Tensor) -> torch.Tensor:
    """Turn scene-linear Rec. 709 into CIE Lab of white D65: L of white is 100."""
    white = xyz_matrix("rec709").sum(axis=1)
    xyz = apply_matrix(rgb, xyz_matrix("rec709") / white[:, None])
    root = torch.where(xyz > _KNEE**3, xyz.clamp_min(_KNEE**3).pow(1 / 3), xyz / (3 * _KNEE**2) + 4 / 29)
    lab = apply_matrix(root, np.array([[0.0, 116, 0], [500, -500, 0], [0, 200, -200]]))
    lab[0] -= 16
    return lab


def linear_from_lab(lab: torch.Tensor) -> torch.Tensor:
    """Turn CIE Lab of white D65 into scene-linear Rec. 709."""
    y = (lab[0] + 16) / 116
    root = torch.stack([y + lab[1] / 500, y, y - lab[2] / 200])
    xyz = torch.where(root > _KNEE, root * root * root, (root - 4 / 29) * (3 * _KNEE**2))
    white = xyz_matrix("rec709").sum(axis=1)
    return apply_matrix(xyz, np.linalg.inv(xyz_matrix("rec709")) * white)


@dataclass(frozen=True)
class _Power:
    """A power with a straight piece near black, mirrored below 0: IEC 61966-2-1, BT.709."""

    gamma: float
    offset: float = 0.0
    slope: float = 1.0
    knee: float = 0.0  # in coded values

    def decode(self, code: torch.Tensor) -> torch.Tensor:
        size = code.abs()
        curved = ((size.clamp_min(self.knee) + self.offset) / (1 + self.offset)).pow(self.gamma)
        return torch.where(size <= self.knee, size / self.slope, curved).copysign(code)

    def encode(self, light: torch.Tensor) -> torch.Tensor:
        size, knee = light.abs(), self.knee / self.slope
        curved = size.clamp_min(knee).pow(1 / self.gamma) * (1 + self.offset) - self.offset
        return torch.where(size <= knee, size * self.slope, curved).copysign(light)


@dataclass(frozen=True)
class _Log:
    """`gain * log2(base * x + shift) + offset` above the knee, its tangent below."""

    gain: float
    base: float
    shift: float
    offset: float
    knee: float  # in light

    @property
    def tangent(self) -> tuple[float, float]:
        """Slope and code value at the knee."""
        inside = self.base * self.knee + self.shift
        return self.gain * self.base / (inside * math.log(2)), self.gain * math.log2(inside) + self.offset

    def decode(self, code: torch.Tensor) -> torch.Tensor:
        slope, start = self.tangent
        curved = (torch.exp2((code - self.offset) / self.gain) - self.shift) / self.base
        return torch.where(code <= start, (code - start) / slope + self.knee, curved)

    def encode(self, light: torch.Tensor) -> torch.Tensor:
        slope, start = self.tangent
        curved = torch.log2(light.clamp_min(self.knee) * self.base + self.shift) * self.gain + self.offset
        return torch.where(light <= self.knee, (light - self.knee) * slope + start, curved)


_LOG10_OF_2 = math.log10(2)
_CINEON_BLACK = 10 ** ((95 - 685) / 300)
_CURVES: dict[str, _Power | _Log] = {
    "srgb": _Power(2.4, offset=0.055, slope=12.92, knee=0.04045),
    "rec709": _Power(1 / 0.45, offset=0.099, slope=4.5, knee=0.081),
    "gamma22": _Power(2.2),
    "gamma24": _Power(2.4),
    # Kodak: 10-bit printing density, white at 685, black at 95.
    "cineon": _Log(300 / 1023 * _LOG10_OF_2, 1 - _CINEON_BLACK, _CINEON_BLACK, 685 / 1023, 0.0),
    # ARRI ALEXA LogC3 at EI 800.
    "logc3": _Log(0.247190 * _LOG10_OF_2, 5.555556, 0.052272, 0.385537, 0.010591),
    "acescct": _Log(1 / 17.52, 1.0, 0.0, 9.72 / 17.52, 0.0078125),  # Academy S-2016-001
}
_PRIMARIES = {"acescct": "acescg", "acescg": "acescg", "rec2020": "rec2020", "p3": "p3", "xyz": "xyz"}
