"""Blending across a seam: membranes and Laplacian pyramids, within the matte's bounding box."""

from __future__ import annotations

import math

import torch

from graph_core import Image, Matte
from graph_nodes.filter._bands import apply_bands
from graph_nodes.filter._gaussian import blur_within
from graph_nodes.matte._bounds import Box, bounds
from graph_nodes.merge._algebra import over
from graph_nodes.merge._membrane import membrane

__all__ = ["coverage_of", "decode", "encode", "pyramid", "rim", "seamless"]

_DARK = 0.004  # light about which the logarithm turns into a straight line
_LN_2 = math.log(2)
_LEAST = 1 / 512  # coverage that counts as inside; the tail of a feathered matte does not


def encode(rgb: torch.Tensor, *, is_log: bool) -> torch.Tensor:
    """Turn scene-linear colour into stops, where light that is multiplied is a sum; odd below black.

    >>> round(float(encode(torch.tensor(0.36), is_log=True) - encode(torch.tensor(0.18), is_log=True)), 2)
    0.98
    """
    return torch.log1p(rgb.abs() / _DARK).div_(_LN_2).copysign_(rgb) if is_log else rgb


def decode(coded: torch.Tensor, *, is_log: bool) -> torch.Tensor:
    """Undo `encode`."""
    return torch.expm1(coded.abs() * _LN_2).mul_(_DARK).copysign_(coded) if is_log else coded


def rim(inside: torch.Tensor) -> torch.Tensor:
    """Return the outermost pixels of a region, `(1, H, W)` of bool; the picture's border is no edge."""
    outside = ~inside
    touches = torch.zeros_like(inside)
    touches[:, 1:] |= outside[:, :-1]
    touches[:, :-1] |= outside[:, 1:]
    touches[:, :, 1:] |= outside[:, :, :-1]
    touches[:, :, :-1] |= outside[:, :, 1:]
    return inside & touches


def seamless(
    foreground: Image, plate: Image, coverage: torch.Tensor, *, strength: float, smooth: float, is_log: bool
) -> Image:
    """Lay a foreground over a plate so that its colour meets the plate's at the rim of the matte.

    The difference at the rim is spread over the inside by a membrane, which is what solving Poisson's equation with
    the foreground's gradients comes to (Perez et al. 2003; Farbman et al. 2009), and added.

    Args:
        foreground, plate: Of the same size.
        coverage: `(1, H, W)`, how much of the foreground is seen.
        strength: 0 adds nothing, 1 all of the membrane.
        smooth: Standard deviation in px over which differences along the rim are averaged.
        is_log: Add in stops, so that light is multiplied.

    Returns:
        The plate; not a bit of it differs where coverage is 0.
    """
    box = bounds(coverage, margin=1)
    if box is None:
        return plate
    part, rgb = coverage[:, *box], Image(foreground.pixels[:, *box]).unpremultiplied
    inside = part > _LEAST
    edge = rim(inside)
    if strength > 0 and bool(edge.any()):
        coded = encode(rgb, is_log=is_log)
        difference = encode(Image(plate.pixels[:, *box]).unpremultiplied, is_log=is_log) - coded
        if smooth > 0:
            difference = blur_within(difference, edge.to(difference.dtype), smooth)
        shift = membrane(difference.float(), edge).to(coded.dtype)
        rgb = decode(coded.add(shift, alpha=strength), is_log=is_log)
    return _laid_over(plate, rgb, part, box)


def pyramid(foreground: Image, plate: Image, coverage: torch.Tensor, *, levels: int, is_log: bool) -> Image:
    """Blend by Laplacian pyramids: coarse shapes over a wide seam, fine ones over a narrow one (Burt and Adelson 1983).

    Args:
        foreground, plate: Of the same size.
        coverage: `(1, H, W)`, how much of the foreground is seen.
        levels: How many times the scale is halved.
        is_log: Blend in stops.

    Returns:
        The plate; further than 4 * 2 ** levels px from the matte not a bit of it differs.
    """
    box = bounds(coverage, margin=4 * 2**levels)
    if box is None:
        return plate
    first, second = Image(foreground.pixels[:, *box]), Image(plate.pixels[:, *box])
    base = encode(second.unpremultiplied, is_log=is_log)
    # Blending is linear, so that only the difference of the two need be split and put together again.
    difference = encode(first.unpremultiplied, is_log=is_log) - base
    if first.has_alpha:
        # Where there is no foreground its pyramid needs something that makes no edge of its own.
        is_there = first.alpha > _LEAST
        if bool(is_there.any()) and not bool(is_there.all()):
            difference = membrane(difference.float(), is_there, rounds=1).to(base.dtype)
    blended = base + _blend_levels(difference, coverage[:, *box], levels)
    out = plate.pixels.clone()
    out[:3, *box] = decode(blended, is_log=is_log) * second.alpha if plate.has_alpha else decode(blended, is_log=is_log)
    return Image(out)


def _blend_levels(difference: torch.Tensor, weight: torch.Tensor, levels: int) -> torch.Tensor:
    if levels == 0 or min(difference.shape[1:]) < 2:
        return difference * weight
    coarse = _reduce(difference)
    size = difference.shape[1], difference.shape[2]
    detail = difference - _expand(coarse, size)
    return _expand(_blend_levels(coarse, _reduce(weight), levels - 1), size) + detail * weight


def _reduce(pixels: torch.Tensor) -> torch.Tensor:
    """Halve the scale with the binomial filter 1 4 6 4 1."""
    for axis in (1, 2):
        first = torch.arange(0, pixels.shape[axis], 2) - 2
        weights = torch.tensor([1.0, 4.0, 6.0, 4.0, 1.0]) / 16
        pixels = apply_bands(pixels, axis, first, weights.expand(first.shape[0], -1))
    return pixels


def _expand(pixels: torch.Tensor, size: tuple[int, int]) -> torch.Tensor:
    """Double the scale with the same filter."""
    for axis, count in zip((1, 2), size, strict=True):
        place = torch.arange(count)
        even, odd = torch.tensor([1.0, 6.0, 1.0]) / 8, torch.tensor([0.0, 4.0, 4.0]) / 8
        weights = torch.where((place % 2 == 0)[:, None], even, odd)
        pixels = apply_bands(pixels, axis, place // 2 - 1, weights)
    return pixels


def _laid_over(plate: Image, rgb: torch.Tensor, coverage: torch.Tensor, box: Box) -> Image:
    out = plate.pixels.clone()
    out[:, *box] = over(torch.cat([rgb * coverage, coverage]), plate.pixels[:, *box])
    return Image(out)


def coverage_of(foreground: Image, matte: Matte | None) -> torch.Tensor:
    """Return how much of a foreground is seen, `(1, H, W)`: its alpha, times a matte if there is one."""
    if matte is None:
        return foreground.alpha
    return foreground.alpha * matte.pixels if foreground.has_alpha else matte.pixels
