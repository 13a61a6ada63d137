"""Weighted mean over time that leaves out what does not belong together."""

from __future__ import annotations

import math
from collections.abc import Iterable

import torch

__all__ = ["gaussian_weight", "smooth"]


def gaussian_weight(offset: int, size: float) -> float:
    """Weight of a frame `offset` frames away in a Gaussian of standard deviation `size`.

    >>> gaussian_weight(0, 1.0), round(gaussian_weight(1, 1.0), 4)
    (1.0, 0.6065)
    """
    return math.exp(-0.5 * (offset / size) ** 2)


def smooth(
    centre: torch.Tensor,
    neighbours: Iterable[tuple[torch.Tensor, torch.Tensor | None, float]],
    tolerance: float,
) -> torch.Tensor:
    """Average a picture with its neighbours in time.

    Args:
        centre: The picture `(C, H, W)`; its weight is 1.
        neighbours: Pixels `(C, H, W)`, where they may be used `(1, H, W)` of 0 or 1 or None, and their weight.
        tolerance: Difference of colour at which a neighbour's pixel counts 0.61 times; 0 takes all fully.

    Returns:
        `(C, H, W)`.
    """
    total, weights = centre.clone(), torch.ones_like(centre[:1])
    for pixels, known, weight in neighbours:
        share = torch.full_like(weights, weight) if known is None else known * weight
        if tolerance > 0:
            difference = (pixels[:3] - centre[:3]).abs().mean(dim=0, keepdim=True)
            share = share * torch.exp(-0.5 * (difference / tolerance) ** 2)
        total += pixels * share
        weights += share
    return total / weights
