"""Colours of the screen: scene-linear numbers to what a swatch shows, and back."""

from __future__ import annotations

from graph_core.node import Color

__all__ = ["picked", "swatch"]


def swatch(color: Color) -> tuple[int, int, int, int]:
    """Return a scene-linear colour as the screen shows it; what is brighter than white is scaled down to its hue.

    >>> swatch(Color(1.0, 0.0, 0.0)), swatch(Color(0.5, 0.5, 0.5)), swatch(Color(4.0, 2.0, 0.0))
    ((255, 0, 0, 255), (188, 188, 188, 255), (255, 188, 0, 255))
    """
    brightness = max(1.0, color.red, color.green, color.blue)
    red, green, blue = (round(255 * _encoded(max(0.0, part) / brightness)) for part in color[:3])
    return red, green, blue, 255


def picked(screen: tuple[float, float, float], before: Color) -> Color:
    """Return the colour that a picker's sRGB numbers mean; how much brighter than white it was is kept.

    >>> picked((1.0, 0.0, 0.0), Color(0.2, 0.2, 0.2, 0.5))
    Color(red=1.0, green=0.0, blue=0.0, alpha=0.5)
    >>> picked((1.0, 1.0, 1.0), Color(3.0, 1.0, 0.0))
    Color(red=3.0, green=3.0, blue=3.0, alpha=1.0)
    """
    brightness = max(1.0, before.red, before.green, before.blue)
    red, green, blue = (round(brightness * _decoded(min(max(part, 0.0), 1.0)), 4) for part in screen)
    return Color(red, green, blue, before.alpha)


def _encoded(linear: float) -> float:
    return float(12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055)


def _decoded(screen: float) -> float:
    return float(screen / 12.92 if screen <= 0.04045 else ((screen + 0.055) / 1.055) ** 2.4)
