"""The signal that pictures are compared and measured in."""

from __future__ import annotations

import torch

from graph_nodes.color._spaces import from_linear

__all__ = ["srgb_signal"]


def srgb_signal(rgb: torch.Tensor) -> torch.Tensor:
    """Turn scene-linear `(3, H, W)` into the sRGB signal as a screen shows it, clipped to [0, 1], float32.

    >>> [round(level, 3) for level in srgb_signal(torch.tensor([-1.0, 0.214, 9.0]).reshape(3, 1, 1)).flatten().tolist()]
    [0.0, 0.5, 1.0]
    """
    return from_linear(rgb.float().clamp(0, 1), "srgb").clamp_(0, 1)
