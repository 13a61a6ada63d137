"""Convolution with any kernel, and the kernels of lenses and of motion."""

from __future__ import annotations

import math

import torch
from scipy.fft import next_fast_len
from torch.nn.functional import pad

__all__ = ["convolve", "disc_kernel", "line_kernel"]


def convolve(pixels: torch.Tensor, kernel: torch.Tensor) -> torch.Tensor:
    """Convolve by Fourier transform; beyond the border the edge is repeated.

    Args:
        pixels: `(C, H, W)`.
        kernel: `(h, w)`, both odd, adding up to 1.

    Returns:
        `(C, H, W)`. Where alpha comes out below 1e-5 the pixel is empty: less is the transform's rounding.
    """
    height, width = pixels.shape[1:]
    down, right = kernel.shape[0] // 2, kernel.shape[1] // 2
    padded = pad(pixels[None].float(), (right, right, down, down), mode="replicate")[0]
    size = tuple(next_fast_len(length, True) for length in padded.shape[1:])
    response = torch.fft.rfft2(kernel.to(pixels.device, torch.float32), size)
    out = torch.empty_like(pixels)
    for channel, plane in enumerate(padded):
        full = torch.fft.irfft2(torch.fft.rfft2(plane, size) * response, size)
        out[channel] = full[2 * down : 2 * down + height, 2 * right : 2 * right + width]
    if out.shape[0] == 4:
        out *= out[3:] > 1e-5
        out[3:].clamp_(max=1)
    return out


def disc_kernel(radius: float, aspect: float = 1.0) -> torch.Tensor:
    """Return a filled ellipse with anti-aliased rim, `(h, w)`, adding up to 1.

    Args:
        radius: Half its height in px.
        aspect: Width over height.
    """
    wide = radius * aspect
    x = torch.arange(-math.ceil(wide), math.ceil(wide) + 1).float()[None, :]
    y = torch.arange(-math.ceil(radius), math.ceil(radius) + 1).float()[:, None]
    # Distance from the centre, measured along y, so that the rim is about one px wide everywhere.
    reach = torch.hypot(x / max(aspect, 1e-6), y)
    kernel = ((radius - reach) * min(aspect, 1.0) + 0.5).clamp(0, 1)
    return kernel / kernel.sum()


def line_kernel(length: float, angle: float) -> torch.Tensor:
    """Return an anti-aliased line through the middle, `(h, w)`, adding up to 1.

    Args:
        length: In px; 0 is a single pixel.
        angle: In degrees, counter-clockwise from the right.
    """
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    x = torch.arange(-_reach(length * cosine), _reach(length * cosine) + 1).float()[None, :]
    y = torch.arange(-_reach(length * sine), _reach(length * sine) + 1).float()[:, None]
    along, across = x * cosine - y * sine, x * sine + y * cosine
    kernel = (1 - across.abs()).clamp_min(0) * (length / 2 + 0.5 - along.abs()).clamp(0, 1)
    return kernel / kernel.sum()


def _reach(extent: float) -> int:
    return math.ceil(abs(extent) / 2 - 1e-9) + 1
