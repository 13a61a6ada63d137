"""Cut upright squares out of a scene-linear picture, as networks want them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Floats", "Square", "cut", "srgb_bytes"]

Floats = NDArray[np.float32]
_STEPS = 16384  # five within the narrowest of the 256 codes, so that 8-bit footage comes out as it went in


@dataclass(frozen=True, slots=True)
class Square:
    """A square of the picture, turned by `angle` radians (clockwise on screen), in px with pixel centres at +0.5."""

    x: float
    y: float
    side: float
    angle: float = 0.0

    def to_picture(self, points: NDArray[Any]) -> NDArray[np.float64]:
        """Map points from the square, `(..., 2)` in [0, 1], to the picture in px."""
        x, y = (np.asarray(points, np.float64)[..., axis] - 0.5 for axis in (0, 1))
        cos, sin = np.cos(self.angle) * self.side, np.sin(self.angle) * self.side
        return np.stack([self.x + x * cos - y * sin, self.y + x * sin + y * cos], axis=-1)


@cache
def _codes() -> NDArray[np.uint8]:
    value = np.arange(_STEPS) / (_STEPS - 1)
    encoded = np.where(value <= 0.0031308, value * 12.92, 1.055 * np.power(value, 1 / 2.4) - 0.055)
    codes: NDArray[np.uint8] = np.rint(encoded * 255).astype(np.uint8)
    return codes


def srgb_bytes(linear: NDArray[Any]) -> NDArray[np.uint8]:
    """Encode scene-linear values of any shape as sRGB 0..255, clipped."""
    steps = np.clip(linear, 0.0, 1.0) * (_STEPS - 1) + 0.5
    return _codes()[steps.astype(np.intp)]


def cut(rgb: Floats, square: Square, size: int, *, repeat_edge: bool = False) -> NDArray[np.uint8]:
    """Resample a square of a picture, averaging over what a smaller pixel covers.

    Args:
        rgb: `(3, H, W)` scene-linear.
        square: What to cut out; it may reach beyond the picture.
        size: Width and height of the result.
        repeat_edge: Continue the picture's edge outwards instead of black.

    Returns:
        `(size, size, 3)` sRGB 0..255.
    """
    import cv2

    height, width = rgb.shape[1:]
    corners = square.to_picture(np.array([(0, 0), (1, 0), (0, 1), (1, 1)]))
    left, top = np.clip(np.floor(corners.min(axis=0)) - 2, 0, (width - 1, height - 1)).astype(int)
    right, bottom = np.clip(np.ceil(corners.max(axis=0)) + 2, (left + 1, top + 1), (width, height)).astype(int)
    planes = list(rgb[:, top:bottom, left:right])
    factor = max(1, int(square.side / size))
    wide, high = max(1, (right - left) // factor), max(1, (bottom - top) // factor)
    if factor > 1:
        planes = [cv2.resize(plane, (wide, high), interpolation=cv2.INTER_AREA) for plane in planes]
    part = cv2.merge(planes)
    # The square's corners 0, x and y in px of the part tell the affine map; cv2 counts from pixel centres.
    scale = np.array([wide / (right - left), high / (bottom - top)])
    origin, along_x, along_y = ((corner - (left, top)) * scale for corner in corners[:3])
    steps = np.stack([along_x - origin, along_y - origin], axis=1) / size
    shift = origin + steps @ (0.5, 0.5) - 0.5
    matrix = np.concatenate([steps, shift[:, None]], axis=1)
    border = cv2.BORDER_REPLICATE if repeat_edge else cv2.BORDER_CONSTANT
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return srgb_bytes(cv2.warpAffine(part, matrix, (size, size), flags=flags, borderMode=border))
