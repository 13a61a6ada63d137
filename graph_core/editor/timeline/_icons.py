"""The signs on the timeline's buttons, painted at the size they are shown at."""

from __future__ import annotations

import dearpygui.dearpygui as dpg
import numpy as np
from PIL import Image as Picture
from PIL import ImageDraw

__all__ = ["NAMES", "make_icons", "painted"]

Polygon = tuple[tuple[float, float], ...]
_FINER = 8


def _bar(left: float, width: float = 1.6) -> Polygon:
    return ((left, 3.0), (left + width, 3.0), (left + width, 13.0), (left, 13.0))


def _arrow(left: float, width: float, half: float = 5.0) -> Polygon:
    return ((left, 8 - half), (left + width, 8.0), (left, 8 + half))


def _diamond(x: float, half: float = 3.4) -> Polygon:
    return ((x, 8 - half), (x + half, 8.0), (x, 8 + half), (x - half, 8.0))


def _back(*polygons: Polygon) -> tuple[Polygon, ...]:
    return tuple(tuple((16 - x, y) for x, y in polygon) for polygon in polygons)


_HORN: Polygon = ((1.5, 6.0), (4.2, 6.0), (8.0, 2.6), (8.0, 13.4), (4.2, 10.0), (1.5, 10.0))
_END = (_arrow(3.0, 7.4), _bar(11.2))
_NEXT = (_arrow(6.6, 6.6, 4.6), _bar(3.4))
_NEXT_KEY = (_arrow(2.4, 5.0, 4.2), _diamond(11.0))
_PLAY = (_arrow(4.0, 9.4, 5.6),)

# On a square of 16 by 16.
_POLYGONS: dict[str, tuple[Polygon, ...]] = {
    "start": _back(*_END),
    "previous key": _back(*_NEXT_KEY),
    "previous": _back(*_NEXT),
    "play backward": _back(*_PLAY),
    "play": _PLAY,
    "stop": (((3.6, 3.6), (12.4, 3.6), (12.4, 12.4), (3.6, 12.4)),),
    "next": _NEXT,
    "next key": _NEXT_KEY,
    "end": _END,
    "sound": (_HORN,),
    "silent": (_HORN,),
    "curves": (),
}
NAMES = tuple(_POLYGONS)


def painted(name: str, size: int) -> Picture.Image:
    """Paint a sign as coverage, white on black, smooth at its edges."""
    scale = size * _FINER / 16
    picture = Picture.new("L", (size * _FINER, size * _FINER))
    pen = ImageDraw.Draw(picture)
    for polygon in _POLYGONS[name]:
        pen.polygon([(x * scale, y * scale) for x, y in polygon], fill=255)
    width = round(1.5 * scale)
    if name == "sound":
        for radius in (3.2, 6.0):
            box = [(8.8 - radius) * scale, (8 - radius) * scale, (8.8 + radius) * scale, (8 + radius) * scale]
            pen.arc(box, -50, 50, fill=255, width=width)
    if name == "silent":
        for line in ((10.2, 5.8, 14.6, 10.2), (10.2, 10.2, 14.6, 5.8)):
            pen.line([place * scale for place in line], fill=255, width=width)
    if name == "curves":
        steps = [step / 24 for step in range(25)]
        curve = [((2 + 12 * t) * scale, (13 - 10 * t * t * (3 - 2 * t)) * scale) for t in steps]
        pen.line(curve, fill=255, width=width, joint="curve")
        for x, y in (curve[0], curve[-1]):
            pen.ellipse([x - 1.6 * scale, y - 1.6 * scale, x + 1.6 * scale, y + 1.6 * scale], fill=255)
    return picture.resize((size, size), Picture.Resampling.BOX)


def make_icons(size: int) -> dict[str, int | str]:
    """Make a texture of each sign, white where it is to be seen."""
    textures = {}
    with dpg.texture_registry():
        for name in NAMES:
            pixels = np.ones((size, size, 4), np.float32)
            pixels[..., 3] = np.asarray(painted(name, size), np.float32) / 255
            textures[name] = dpg.add_static_texture(size, size, pixels.ravel().tolist())
    return textures
