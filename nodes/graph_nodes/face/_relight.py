"""Give a picture the broad light and colour of another one at the same place."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["light_gain"]

Floats = NDArray[np.float32]

_REC709 = np.array([0.2126, 0.7152, 0.0722], dtype=np.float32)
_FLOOR = 0.002
_MOST = 8.0
_COARSE_PX = 5.0


def light_gain(face: Floats, plate: Floats, weight: Floats, size_px: float, colour: float) -> Floats:
    """Return what to multiply the face by, so that it has the plate's light: `(3, H, W)`.

    Both pictures are averaged with a Gaussian over the pixels that count; the gain is the quotient. It is
    found on a coarser grid, where the Gaussian is 5 px, which is exact enough for something so smooth.

    Args:
        face: `(3, H, W)`, scene-linear.
        plate: `(3, H, W)`, scene-linear.
        weight: `(H, W)` how much each pixel counts.
        size_px: Standard deviation of the Gaussian: broader light than this is taken over.
        colour: 1 takes over the light's colour, 0 only its brightness.
    """
    height, width = weight.shape
    scale = min(_COARSE_PX / size_px, 1.0)
    small = (max(round(width * scale), 1), max(round(height * scale), 1))
    sigma = max(size_px * small[0] / width, 1e-3)
    first, second, counted = (_broad(part, small, sigma) for part in (face * weight, plate * weight, weight[None]))
    # Far from everything that counts the blurred weight vanishes, and the gain tends to 1.
    floor = _FLOOR * counted + 1e-6
    first, second = first + floor, second + floor
    gain = second / first
    if colour < 1:
        grey = (second @ _REC709) / (first @ _REC709)
        gain = gain * colour + grey[..., None] * (1 - colour)
    gain = np.clip(gain, 1 / _MOST, _MOST)
    enlarged: Floats = cv2.resize(gain, (width, height), interpolation=cv2.INTER_LINEAR).transpose(2, 0, 1)
    return enlarged


def _broad(planes: Floats, size: tuple[int, int], sigma: float) -> Floats:
    """Return `(C, H, W)`, made smaller and blurred, as `(h, w, C)`."""
    coarse = cv2.resize(np.ascontiguousarray(planes.transpose(1, 2, 0)), size, interpolation=cv2.INTER_AREA)
    blurred: Floats = cv2.GaussianBlur(coarse, (0, 0), sigma, borderType=cv2.BORDER_CONSTANT)
    return blurred.reshape(size[1], size[0], -1)
