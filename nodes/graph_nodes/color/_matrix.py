"""Matrices of colour: primaries, white balance, hue rotation, luma.

Matrices are 3x3 float64 arrays that multiply colour columns. Applying one is linear, so that it may be done to
premultiplied colour as well.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import torch
from numpy.typing import NDArray

from graph_nodes.color._names import LumaWeights

__all__ = ["LUMA", "adaptation", "apply_matrix", "hue_rotation", "luma", "white_balance", "xyz_matrix"]

Matrix = NDArray[np.float64]
LUMA: dict[str, tuple[float, float, float]] = {
    "rec709": (0.2126, 0.7152, 0.0722),
    "rec601": (0.299, 0.587, 0.114),
    "average": (1 / 3, 1 / 3, 1 / 3),
}
NEUTRAL_KELVIN = 6500.0

# Chromaticities of red, green, blue and white: ITU-R BT.709 and BT.2020, SMPTE EG 432-1, ACES TB-2014-004.
_PRIMARIES = {
    "rec709": ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06), (0.3127, 0.3290)),
    "rec2020": ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046), (0.3127, 0.3290)),
    "p3": ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), (0.3127, 0.3290)),
    "acescg": ((0.713, 0.293), (0.165, 0.830), (0.128, 0.044), (0.32168, 0.33767)),
}
_BRADFORD = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))


def apply_matrix(rgb: torch.Tensor, matrix: Matrix) -> torch.Tensor:
    """Multiply every pixel's colour, `(3, H, W)`, by a matrix."""
    weights = torch.as_tensor(matrix, dtype=rgb.dtype, device=rgb.device)
    return (weights @ rgb.flatten(1)).reshape(rgb.shape)


def luma(rgb: torch.Tensor, weights: LumaWeights = "rec709") -> torch.Tensor:
    """Return the weighted sum of the channels of `(3, H, W)`, as `(1, H, W)`."""
    red, green, blue = LUMA[weights]
    return (rgb[:1] * red).add_(rgb[1:2], alpha=green).add_(rgb[2:3], alpha=blue)


def _xyz_of(x: float, y: float) -> Matrix:
    return np.array([x / y, 1.0, (1 - x - y) / y])


@cache
def xyz_matrix(primaries: str) -> Matrix:
    """Return the matrix from linear RGB of named primaries, or XYZ, to CIE XYZ of the white D65, where Y is 1."""
    if primaries == "xyz":
        return np.eye(3)
    *corners, white = _PRIMARIES[primaries]
    columns = np.stack([_xyz_of(*corner) for corner in corners], axis=1)
    own = columns * np.linalg.solve(columns, _xyz_of(*white))
    return adaptation(_xyz_of(*white), _xyz_of(*_PRIMARIES["rec709"][3])) @ own


def adaptation(source_white: Matrix, white: Matrix) -> Matrix:
    """Return the Bradford matrix that turns one white, in XYZ, into another."""
    cones = np.array(_BRADFORD)
    gains = (cones @ white) / (cones @ source_white)
    return np.linalg.solve(cones, gains[:, None] * cones)


def _planck_uv(kelvin: float) -> Matrix:
    """Return the CIE 1960 chromaticity of a black body; Krystek 1985, good to 1e-4 from 1000 to 15000 K."""
    square = kelvin * kelvin
    u = (0.860117757 + 1.54118254e-4 * kelvin + 1.28641212e-7 * square) / (
        1 + 8.42420235e-4 * kelvin + 7.08145163e-7 * square
    )
    v = (0.317398726 + 4.22806245e-5 * kelvin + 4.20481691e-8 * square) / (
        1 - 2.89741816e-5 * kelvin + 1.61456053e-7 * square
    )
    return np.array([u, v])


def light_xyz(kelvin: float, tint: float) -> Matrix:
    """Return the XYZ of a light of that temperature; one unit of tint is 1/3000 in CIE 1960 uv towards green."""
    along = _planck_uv(kelvin * 1.001) - _planck_uv(kelvin * 0.999)
    # The locus runs towards smaller u as it gets hotter; its normal with larger v points to green.
    normal = np.array([along[1], -along[0]]) / np.hypot(*along)
    u, v = _planck_uv(kelvin) + normal * tint / 3000
    scale = 2 * u - 8 * v + 4
    return _xyz_of(3 * u / scale, 2 * v / scale)


def white_balance(kelvin: float, tint: float) -> Matrix:
    """Return the matrix on linear Rec. 709 that makes a light of this colour as neutral as 6500 K."""
    to_xyz = xyz_matrix("rec709")
    balance = adaptation(light_xyz(kelvin, tint), light_xyz(NEUTRAL_KELVIN, 0.0))
    return np.linalg.solve(to_xyz, balance @ to_xyz)


def hue_rotation(degrees: float) -> Matrix:
    """Return the matrix that turns hues around the grey axis and keeps Rec. 709 luma.

    At 120 degrees red takes the place of green, green of blue and blue of red.
    """
    angle = np.deg2rad(degrees)
    axis = np.full((3, 3), 1 / 3)
    cross = np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]]) / np.sqrt(3)
    turn = axis + np.cos(angle) * (np.eye(3) - axis) + np.sin(angle) * cross
    weights = np.array(LUMA["rec709"])
    keeps_luma: Matrix = turn + (weights - weights @ turn)[None, :]
    return keeps_luma
