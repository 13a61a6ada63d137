"""The guided filter: smoothing that follows the edges of a guide."""

from __future__ import annotations

import torch

from graph_nodes.filter._gaussian import blur_within

__all__ = ["guided_filter"]


def guided_filter(
    pixels: torch.Tensor, guide: torch.Tensor, weights: torch.Tensor | None, size: float, edges: float
) -> torch.Tensor:
    """Smooth with the local linear model `pixels = slope * guide + level` (He et al. 2010).

    Args:
        pixels: `(C, H, W)`.
        guide: `(1, H, W)`, whose edges are kept.
        weights: `(1, H, W)`, which pixels count; None when all do.
        size: Standard deviation of the Gaussian neighbourhood in px.
        edges: Standard deviation of the guide above which a neighbourhood is taken for an edge.

    Returns:
        `(C, H, W)`.
    """
    channels = pixels.shape[0]
    means = blur_within(torch.cat([guide, guide * guide, pixels, guide * pixels]), weights, size)
    mean_guide, mean_square, mean, mean_product = means.tensor_split([1, 2, 2 + channels])
    variance = (mean_square - mean_guide * mean_guide).clamp_min(0)
    slope = (mean_product - mean_guide * mean) / (variance + edges * edges)
    level = mean - slope * mean_guide
    slope, level = blur_within(torch.cat([slope, level]), weights, size).tensor_split(2)
    return slope * guide + level
