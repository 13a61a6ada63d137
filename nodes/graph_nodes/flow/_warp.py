"""Sampling along motion, and motion over several frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import torch
from torch.nn import functional

__all__ = ["fill_unknown", "motion_backward", "motion_forward", "pull"]


def pull(
    pixels: torch.Tensor, motion: torch.Tensor, filter: Literal["bilinear", "bicubic"] = "bilinear"
) -> torch.Tensor:
    """Fetch every pixel from where `motion` points to; beyond the border the edge is repeated.

    Args:
        pixels: `(C, H, W)`.
        motion: `(2, H, W)` in px, x right and y down, without NaN.
        filter: How pixels are interpolated.

    Returns:
        `(C, H, W)`: out(x, y) = pixels(x + motion_x, y + motion_y).
    """
    height, width = pixels.shape[-2:]
    x = torch.arange(width, device=motion.device, dtype=torch.float32) + 0.5
    y = torch.arange(height, device=motion.device, dtype=torch.float32) + 0.5
    grid_x = (x[None, :] + motion[0].float()) * (2 / width) - 1
    grid_y = (y[:, None] + motion[1].float()) * (2 / height) - 1
    grid = torch.stack([grid_x, grid_y], dim=-1)[None]
    warped = functional.grid_sample(pixels[None].float(), grid, mode=filter, padding_mode="border", align_corners=False)
    return warped[0].to(pixels.dtype)


def fill_unknown(motion: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the motion with zero where it is unknown, and where it is known, `(1, H, W)` of 0 or 1."""
    known = motion.isfinite().all(dim=0, keepdim=True)
    return motion.where(known, motion.new_zeros(())), known.to(motion.dtype)


def motion_forward(motions: Sequence[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Chain the motions of consecutive frames: from the first frame to the one after the last.

    Args:
        motions: At least one, each `(2, H, W)` in px, NaN where unknown.

    Returns:
        The whole motion `(2, H, W)`, and where all of it is known, `(1, H, W)` of 0 or 1.
    """
    total, known = torch.zeros_like(motions[0]), torch.ones_like(motions[0][:1])
    for motion in motions:
        step, is_known = fill_unknown(motion)
        known = known * (pull(is_known, total) > 0.99)
        total = total + pull(step, total)
    return total, known


def motion_backward(motions: Sequence[torch.Tensor], rounds: int = 4) -> tuple[torch.Tensor, torch.Tensor]:
    """Chain and invert the motions of consecutive frames: from the frame after the last back to the first.

    The inverse b of a motion f solves b(x) = -f(x + b(x)); the iteration converges where f changes
    by less than one px per px.

    Args:
        motions: At least one, in order of time, each `(2, H, W)` in px, NaN where unknown.
        rounds: How often the inverse is refined.

    Returns:
        The whole motion `(2, H, W)`, and where all of it is known, `(1, H, W)` of 0 or 1.
    """
    total, known = torch.zeros_like(motions[0]), torch.ones_like(motions[0][:1])
    for motion in reversed(motions):
        forward, is_known = fill_unknown(motion)
        step = -pull(forward, total)
        for _ in range(rounds):
            step = -pull(forward, total + step)
        total = total + step
        known = known * (pull(is_known, total) > 0.99)
    return total, known
