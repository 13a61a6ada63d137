"""From scene-linear light to the codes of the screen: channels, exposure, gamma, the sRGB curve, stripes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
from numba import njit
from numpy.typing import NDArray

from graph_core.editor.viewer._picture import Pixels

__all__ = ["Channels", "Codes", "Look", "srgb_codes", "to_codes"]

Codes = NDArray[np.uint8]
Channels = Literal["rgb", "r", "g", "b", "a", "y"]

_STEPS = 4096
_SQUARE_PX = 12
_WEIGHTS: dict[Channels, tuple[float, float, float, float] | None] = {
    "rgb": None,
    "r": (1, 0, 0, 0),
    "g": (0, 1, 0, 0),
    "b": (0, 0, 1, 0),
    "a": (0, 0, 0, 1),
    "y": (0.2126, 0.7152, 0.0722, 0),
}


@dataclass(frozen=True, slots=True)
class Look:
    """How pixels are turned into light on the screen.

    Attributes:
        channels: Colour, one channel, or luminance.
        exposure: In stops.
        gamma: Above 1 shows more in the shadows.
        is_striped: Mark what is brighter than 1 with red stripes, what is below 0 with blue ones.
        is_checkered: Show a chequered ground where there is no alpha.
    """

    channels: Channels = "rgb"
    exposure: float = 0.0
    gamma: float = 1.0
    is_striped: bool = False
    is_checkered: bool = False


def srgb_codes(light: NDArray[Any]) -> NDArray[Any]:
    """Return what the sRGB curve makes of light in [0, 1].

    >>> [round(float(code) * 255, 2) for code in srgb_codes(np.array([0.0, 0.18, 1.0]))]
    [0.0, 117.65, 255.0]
    """
    curved = 1.055 * np.power(np.maximum(light, 1e-9), 1 / 2.4) - 0.055
    return np.where(light <= 0.0031308, light * 12.92, curved)


def to_codes(pixels: Pixels, look: Look, *, is_light: bool = True) -> Codes:
    """Return what the screen shows, `(H, W, 3)`; what is no number is magenta.

    Args:
        pixels: `(H, W, 4)`, premultiplied.
        look: How to show them.
        is_light: Whether they are light; alpha and other measures are shown without the sRGB curve.
    """
    weights = _WEIGHTS[look.channels]
    light = pixels[..., :3] if weights is None else (pixels @ np.array(weights, np.float32))[..., None]
    if weights is None and look.is_checkered:
        light = light + _squares(*pixels.shape[:2]) * (1 - pixels[..., 3:])
    codes = np.empty((*pixels.shape[:2], 3), np.uint8)
    curve = _curve(look.gamma, is_light and look.channels != "a")
    _show(light, np.float32(2.0**look.exposure), curve, look.is_striped, codes)
    return codes


def _squares(height: int, width: int) -> NDArray[np.float32]:
    """Return a ground of dark and less dark squares, `(H, W, 1)`."""
    odd = (np.arange(height)[:, None] // _SQUARE_PX + np.arange(width) // _SQUARE_PX) % 2
    return np.where(odd, np.float32(0.05), np.float32(0.12))[..., None]


@lru_cache(maxsize=16)
def _curve(gamma: float, is_curved: bool) -> NDArray[np.float32]:
    """Return codes (0 to 255) at equal steps of the square root of light, which is close to straight between them."""
    light = np.linspace(0, 1, _STEPS + 1) ** 2
    light = light ** (1 / max(gamma, 0.01))
    codes = srgb_codes(light) if is_curved else light
    return np.append(codes, codes[-1]).astype(np.float32) * np.float32(255)


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def _show(light: Any, gain: Any, curve: Any, is_striped: bool, codes: Any) -> None:
    """Fill `codes` from light `(H, W, 3)`, or grey `(H, W, 1)`."""
    height, width, lanes = light.shape
    zero, one, steps = np.float32(0), np.float32(1), np.float32(len(curve) - 2)
    for y in range(height):
        for x in range(width):
            is_above = is_below = is_unknown = False
            for lane in range(lanes):
                level = light[y, x, lane] * gain
                is_above |= level > one
                is_below |= level < zero
                is_unknown |= np.isnan(level)
                place = np.sqrt(min(max(level, zero), one)) * steps
                step = int(place) if place >= zero else 0
                code = curve[step] + (curve[step + 1] - curve[step]) * (place - step)
                codes[y, x, lane] = np.uint8(code + np.float32(0.5))
            for lane in range(lanes, 3):
                codes[y, x, lane] = codes[y, x, 0]
            if is_striped and (is_above or is_below) and (x + y) % 8 < 3:
                codes[y, x, 0], codes[y, x, 1], codes[y, x, 2] = (255, 0, 0) if is_above else (0, 0, 255)
            if is_unknown:
                codes[y, x, 0], codes[y, x, 1], codes[y, x, 2] = 255, 0, 255
