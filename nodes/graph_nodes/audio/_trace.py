"""The outline of a wave, drawn."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

__all__ = ["outline", "trace_coverage"]

Floats = NDArray[np.float32]


def outline(track: Floats, bounds: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Return the lowest and the highest sample of each section; 0 where there is no sound.

    Args:
        track: Samples `(N,)`.
        bounds: Where sections begin and end, `(W + 1,)`, ascending; they may lie outside the track.
            A section is at least one sample long.

    Returns:
        Two arrays `(W,)`.
    """
    first = bounds[:-1]
    last = np.maximum(bounds[1:], first + 1)
    low, high = np.zeros((2, len(first)), dtype=np.float32)
    begin, end = np.clip(first, 0, len(track)), np.clip(last, 0, len(track))
    held = end > begin
    if held.any():
        track = track[begin[0] : end[-1]]
        # Every second result is the section between two of ours; the appended zero lets one end at the end.
        pairs = np.stack([begin[held], end[held]], axis=1).ravel() - begin[0]
        padded = np.append(track, np.float32(0))
        low[held] = np.minimum.reduceat(padded, pairs)[::2]
        high[held] = np.maximum.reduceat(padded, pairs)[::2]
    return low, high


def trace_coverage(low: Floats, high: Floats, gain: float, height: int) -> torch.Tensor:
    """Draw outlines `(W,)` as bars, at least one px high: coverage `(height, W)`.

    Args:
        low, high: Amplitudes; -1 / `gain` lies at the bottom and 1 / `gain` at the top, what is beyond is cut off.
        gain: How much taller than true the wave is drawn.
        height: Of the lane in px.
    """
    top = (1 - torch.from_numpy(high * np.float32(gain)).clamp(-1, 1)) / 2 * height
    bottom = (1 - torch.from_numpy(low * np.float32(gain)).clamp(-1, 1)) / 2 * height
    grow = (1 - (bottom - top)).clamp_min(0) / 2
    top, bottom = top - grow, bottom + grow
    row = torch.arange(height)[:, None]
    return (torch.minimum(bottom, row + 1.0) - torch.maximum(top, row.float())).clamp(0, 1)
