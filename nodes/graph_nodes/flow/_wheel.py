"""The colour wheel that shows motion."""

from __future__ import annotations

import math

import torch

__all__ = ["motion_colors"]


def motion_colors(motion: torch.Tensor) -> torch.Tensor:
    """Return the colour of each motion: hue from its direction, saturation from its length.

    Args:
        motion: `(2, H, W)`, x right and y down; length 1 is fully saturated, NaN is black.

    Returns:
        `(3, H, W)` in [0, 1].
    """
    known = motion.isfinite().all(dim=0)
    x, y = motion.where(known, motion.new_zeros(()))
    hue = torch.atan2(y, x) / (2 * math.pi) * 6
    strength = torch.hypot(x, y).clamp_max(1)
    # Each channel is a trapezoid over the hue circle, a third of it apart.
    channels = [((hue - shift + 3) % 6 - 3).abs() for shift in (0, 2, 4)]
    pure = torch.stack([(2 - distance).clamp(0, 1) for distance in channels])
    return (1 - strength * (1 - pure)) * known
