"""Colour on a raster: solid fills, blends of two colours, coverage turned into a picture."""

from __future__ import annotations

import math

import torch

from graph_core import Color

__all__ = ["blend", "fill", "paint", "pixel_centres", "tint", "touched"]


def pixel_centres(height: int, width: int, device: str | torch.device) -> tuple[torch.Tensor, torch.Tensor]:
    """Return x `(1, W)` and y `(H, 1)` of the pixel centres, in px from the top left corner.

    >>> x, y = pixel_centres(1, 2, "cpu")
    >>> x.tolist(), y.tolist()
    ([[0.5, 1.5]], [[0.5]])
    """
    x = torch.arange(width, device=device, dtype=torch.float32) + 0.5
    y = torch.arange(height, device=device, dtype=torch.float32) + 0.5
    return x[None, :], y[:, None]


def fill(color: Color, height: int, width: int, device: str | torch.device) -> torch.Tensor:
    """Return one colour everywhere: `(3, H, W)`, or premultiplied `(4, H, W)` when it is not opaque."""
    channels = _premultiplied(color, device)
    if color.alpha == 1:
        channels = channels[:3]
    return channels[:, None, None].expand(-1, height, width).contiguous()


def blend(first: Color, second: Color, share: torch.Tensor) -> torch.Tensor:
    """Mix two colours by `share`, `(H, W)` in [0, 1]; RGB when both are opaque, else premultiplied RGBA."""
    channels = 3 if first.alpha == second.alpha == 1 else 4
    low = _premultiplied(first, share.device)[:channels, None, None]
    high = _premultiplied(second, share.device)[:channels, None, None]
    return ((high - low) * share).add_(low)


def tint(coverage: torch.Tensor, color: Color) -> torch.Tensor:
    """Return a colour where coverage `(H, W)` says so: premultiplied `(4, H, W)`."""
    return _premultiplied(color, coverage.device)[:, None, None] * coverage


def paint(pixels: torch.Tensor, coverage: torch.Tensor, color: Color) -> torch.Tensor:
    """Lay a colour over premultiplied pixels `(3|4, H, W)` where coverage `(H, W)` says so."""
    layer = tint(coverage.to(pixels.dtype), color)
    return (pixels * (1 - layer[3:])).add_(layer[: pixels.shape[0]])


def touched(start_px: float, length_px: float, size: int) -> slice:
    """Return which of `size` rows or columns a stretch touches, with one more on each side for its soft edge.

    >>> touched(2.5, 3.0, 10), touched(-5.0, 2.0, 10)
    (slice(1, 7, None), slice(0, 0, None))
    """
    first = min(max(math.floor(start_px) - 1, 0), size)
    return slice(first, min(max(math.ceil(start_px + length_px) + 1, first), size))


def _premultiplied(color: Color, device: str | torch.device) -> torch.Tensor:
    red, green, blue, alpha = color
    return torch.tensor([red * alpha, green * alpha, blue * alpha, alpha], dtype=torch.float32, device=device)
