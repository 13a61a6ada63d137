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
_ROWS: dict[Channels, tuple[tuple[float, ...], ...]] = {
    "rgb": ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0)),
    "r": ((1, 0, 0, 0),) * 3,
    "g": ((0, 1, 0, 0),) * 3,
    "b": ((0, 0, 1, 0),) * 3,
    "a": ((0, 0, 0, 1),) * 3,
    "y": ((0.2126, 0.7152, 0.0722, 0),) * 3,
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
    """Return what the screen shows, `(H, W, 3)`.

    Args:
        pixels: `(H, W, 4)`, premultiplied.
        look: How to show them.
        is_light: Whether they are light; alpha and other measures are shown without the sRGB curve.
    """
    codes = np.empty((*pixels.shape[:2], 3), np.uint8)
    rows = np.array(_ROWS[look.channels], np.float32)
    is_curved = is_light and look.channels != "a"
    is_checkered = look.is_checkered and look.channels == "rgb"
    gain = np.float32(2.0**look.exposure)
    _show(pixels, rows, gain, _curve(look.gamma, is_curved), is_checkered, look.is_striped, codes)
    return codes


@lru_cache(maxsize=16)
def _curve(gamma: float, is_curved: bool) -> NDArray[np.float32]:
    """Return codes (0 to 255) at equal steps of the square root of light, which is close to straight between them."""
    light = np.linspace(0, 1, _STEPS + 1) ** 2
    light = light ** (1 / max(gamma, 0.01))
    codes = srgb_codes(light) if is_curved else light
    return np.append(codes, codes[-1]).astype(np.float32) * np.float32(255)


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def _show(pixels: Any, rows: Any, gain: Any, curve: Any, is_checkered: bool, is_striped: bool, codes: Any) -> None:
    """Fill `codes` in one pass."""
    height, width = pixels.shape[:2]
    zero, one, steps = np.float32(0), np.float32(1), np.float32(len(curve) - 2)
    for y in range(height):
        for x in range(width):
            ground = zero
            if is_checkered:
                square = np.float32(0.05) if (x // 12 + y // 12) % 2 else np.float32(0.12)
                ground = (one - pixels[y, x, 3]) * square
            is_stripe = is_striped and (x + y) % 8 < 3
            for channel in range(3):
                light = ground
                for part in range(4):
                    if rows[channel, part] != 0:
                        light += rows[channel, part] * pixels[y, x, part] * gain
                if is_stripe and (light > one or light < zero):
                    for other in range(3):
                        codes[y, x, other] = 0
                    codes[y, x, 0 if light > one else 2] = 255
                    break
                # What is no number is shown as magenta: red and blue full, no green.
                if np.isnan(light):
                    codes[y, x, channel] = 0 if channel == 1 else 255
                    continue
                place = np.sqrt(min(max(light, zero), one)) * steps
                step = int(place)
                low = curve[step]
                codes[y, x, channel] = np.uint8(low + (curve[step + 1] - low) * (place - step) + np.float32(0.5))
