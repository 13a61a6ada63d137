"""Interpolation kernels: how much of its neighbours a place between pixels is made of."""

from __future__ import annotations

from typing import Literal

import torch

__all__ = ["KernelName", "kernel", "sampling_bands", "support"]

KernelName = Literal["nearest", "linear", "cubic", "lanczos"]
_SUPPORT = {"nearest": 0.5, "linear": 1.0, "cubic": 2.0, "lanczos": 3.0}


def support(name: KernelName) -> float:
    """Return how far a kernel reaches to each side, in px."""
    return _SUPPORT[name]


def kernel(name: KernelName, distance: torch.Tensor) -> torch.Tensor:
    """Return a kernel's value at distances in px: a box, a triangle, Catmull-Rom or Lanczos with three lobes.

    >>> kernel("cubic", torch.tensor([0.0, 0.5, 1.0, 1.5])).tolist()
    [1.0, 0.5625, 0.0, -0.0625]
    """
    far = distance.abs()
    if name == "nearest":
        return ((distance >= -0.5) & (distance < 0.5)).to(distance.dtype)
    if name == "linear":
        return (1 - far).clamp_min(0)
    if name == "cubic":
        near = (1.5 * far - 2.5) * far * far + 1
        tail = ((-0.5 * far + 2.5) * far - 4) * far + 2
        return torch.where(far < 1, near, torch.where(far < 2, tail, 0.0))
    return torch.where(far < 3, torch.sinc(distance) * torch.sinc(distance / 3), 0.0)


def sampling_bands(places: torch.Tensor, name: KernelName, stretch: float = 1.0) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the bands, as `apply_bands` takes them, that read pixels at any places.

    Args:
        places: `(N,)`, float64 in host memory, where 0 is the middle of the first pixel.
        name: Kernel to read with.
        stretch: How much wider than a pixel the kernel is; the step between places when that is above 1, so
            that detail too fine for the result is averaged out.

    Returns:
        First pixel `(N,)` and weights `(N, K)`, which add up to 1.
    """
    reach = support(name) * stretch
    first = torch.ceil(places - reach - 1e-9)
    offsets = torch.arange(int(2 * reach) + 1, dtype=torch.float64)
    weights = kernel(name, (first[:, None] + offsets - places[:, None]) / stretch)
    weights /= weights.sum(dim=1, keepdim=True)
    return first.long(), weights.float()
