"""Counts of signal levels, drawn as scopes."""

from __future__ import annotations

import torch

from graph_nodes.metric._signal import srgb_signal

__all__ = ["draw_histogram", "draw_waveform", "level_counts", "waveform_counts"]

_GRID = 0.03


def level_counts(signal: torch.Tensor, bins: int) -> torch.Tensor:
    """Count how many pixels of `(C, H, W)` in [0, 1] are nearest to each level: `(C, bins)`, from 0 to 1."""
    level = _nearest(signal, bins).flatten(1)
    return torch.stack([torch.bincount(channel, minlength=bins) for channel in level])


def _nearest(signal: torch.Tensor, count: int) -> torch.Tensor:
    # With 256 levels each is one value of 8 bits, and lies in the middle of what is rounded to it.
    return (signal * (count - 1) + 0.5).long()


def waveform_counts(signal: torch.Tensor, height: int, width: int) -> torch.Tensor:
    """Count levels column by column: `(C, height, width)`, full signal in the top row.

    Args:
        signal: `(C, H, W)` in [0, 1].
        height: How many levels are told apart.
        width: How many columns the picture is divided into.
    """
    rows = height - 1 - _nearest(signal, height)
    columns = torch.arange(signal.shape[2], device=signal.device) * width // signal.shape[2]
    places = (rows * width + columns).flatten(1)
    counts = [torch.bincount(channel, minlength=height * width) for channel in places]
    return torch.stack(counts).reshape(len(signal), height, width)


def draw_histogram(rgb: torch.Tensor, height: int, width: int, *, is_log: bool) -> torch.Tensor:
    """Draw the histograms of red, green and blue over each other.

    Args:
        rgb: `(3, H, W)`, scene-linear.
        height, width: Size of the scope in px.
        is_log: Show the logarithm of the counts.

    Returns:
        `(3, height, width)`.
    """
    counts = level_counts(srgb_signal(rgb), min(256, width)).float()
    if is_log:
        counts = counts.log1p()
    # Clipped blacks and whites would flatten all the rest, so they do not set the scale.
    inner = counts[:, 1:-1] if counts.shape[1] > 2 else counts
    peak = float(inner.max()) or float(counts.max())
    bars = (counts / peak).clamp_max(1) * height
    column = torch.arange(width, device=rgb.device) * counts.shape[1] // width
    rows = height - 0.5 - torch.arange(height, device=rgb.device)
    lit = (rows[None, :, None] < bars[:, None, column]).to(torch.float32)
    return torch.maximum(lit * 0.8, _graticule(height, width, upright=True, device=rgb.device))


def draw_waveform(signal: torch.Tensor, height: int, width: int, intensity: float) -> torch.Tensor:
    """Draw a waveform for each channel, brighter where more pixels lie.

    Args:
        signal: `(C, H, W)` in [0, 1].
        height, width: Size of the scope in px.
        intensity: Brightness of the trace.

    Returns:
        `(C, height, width)` in [0, 1].
    """
    columns = min(width, signal.shape[2])
    counts = waveform_counts(signal, height, columns).float()
    counts = counts[:, :, torch.arange(width, device=signal.device) * columns // width]
    each = counts.sum(dim=1, keepdim=True).clamp_min(1)
    trace = 1 - torch.exp(-intensity * height * counts / each)
    return torch.maximum(trace, _graticule(height, width, upright=False, device=signal.device))


def _graticule(height: int, width: int, *, upright: bool, device: torch.device) -> torch.Tensor:
    """Lines at every quarter of the signal, `(1, height, width)`."""
    lines = torch.zeros((height, width), device=device)
    for quarter in range(5):
        if upright:
            lines[:, (width - 1) * quarter // 4] = _GRID
        else:
            lines[(height - 1) * quarter // 4, :] = _GRID
    return lines[None]
