"""Linear filters along one axis of a picture, as banded matrices: blurs, resizing, pyramids.

A filter says for every pixel of the result which pixels it is made of and how much of each. The matrix is
multiplied in blocks of rows; that runs at the speed of matrix products, whatever the kernel.
"""

from __future__ import annotations

import torch

__all__ = ["apply_bands"]

_BLOCK = 48  # rows per product; of 16 to 128 the fastest at 1080p for kernels of 3 to 60 px


def apply_bands(pixels: torch.Tensor, axis: int, first: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """Filter along one axis; beyond the border the edge pixel is repeated.

    Args:
        pixels: `(C, H, W)`.
        axis: 1 for down the columns, 2 for along the rows.
        first: `(N,)` integers in host memory: the first pixel each result is made of; may lie outside.
        weights: `(N, K)` in host memory: how much of that pixel and the K - 1 after it.

    Returns:
        `(C, N, W)` or `(C, H, N)`.
    """
    size, count = pixels.shape[axis], first.shape[0]
    index = (first[:, None] + torch.arange(weights.shape[1])).clamp_(0, size - 1)
    shape = list(pixels.shape)
    shape[axis] = count
    out = pixels.new_empty(shape)
    for start in range(0, count, _BLOCK):
        used = index[start : start + _BLOCK]
        low = int(used.min())
        span = int(used.max()) + 1 - low
        matrix = torch.zeros(used.shape[0], span).scatter_add_(1, used - low, weights[start : start + _BLOCK])
        matrix = matrix.to(pixels.device, pixels.dtype)
        source, result = pixels.narrow(axis, low, span), out.narrow(axis, start, used.shape[0])
        if axis == 1:
            torch.matmul(matrix, source, out=result)
        else:
            torch.matmul(source, matrix.T, out=result)
    return out
