"""Lines, dots and words on the codes of the screen, anti-aliased."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from graph_core.editor.viewer._look import Codes

__all__ = ["Color", "dots", "fill", "lines", "size_of", "words"]

Color = tuple[int, int, int]

_SHIFT = 4  # cv2 draws at sixteenths of a pixel
_FAR = 20_000


def lines(
    canvas: Codes, paths: Iterable[NDArray[Any]], color: Color, *, width_px: int = 1, is_closed: bool = False
) -> None:
    """Draw through the points of each path, `(N, 2)` screen px."""
    fixed = [_fixed(path) for path in paths]
    if fixed:
        cv2.polylines(canvas, fixed, is_closed, color, width_px, cv2.LINE_AA, _SHIFT)


def fill(canvas: Codes, path: NDArray[Any], color: Color) -> None:
    """Fill a shape, `(N, 2)` screen px."""
    cv2.fillPoly(canvas, [_fixed(path)], color, cv2.LINE_AA, _SHIFT)


def dots(canvas: Codes, points: NDArray[Any], radius_px: float, color: Color) -> None:
    """Draw a disc at each point `(N, 2)` that is on the screen."""
    height, width = canvas.shape[:2]
    near = (points > -radius_px) & (points < np.array([width, height]) + radius_px)
    radius = round(radius_px * (1 << _SHIFT))
    for x, y in _fixed(points[near.all(axis=1)]).reshape(-1, 2).tolist():
        cv2.circle(canvas, (x, y), radius, color, -1, cv2.LINE_AA, _SHIFT)


def words(
    canvas: Codes, text: str, at: tuple[float, float], color: Color, *, size_px: int = 12, ground: Color | None = None
) -> None:
    """Write words with their top left corner at a place, on a box of the ground's colour if there is one."""
    mask = _letters(text, size_px)
    left, top = round(at[0]), round(at[1])
    if ground is not None:
        _blend(canvas, np.full((mask.shape[0] + 2, mask.shape[1] + 8), 205, np.uint8), left - 4, top - 1, ground)
    _blend(canvas, mask, left, top, color)


def size_of(text: str, size_px: int = 12) -> tuple[int, int]:
    """Return width and height of words in px."""
    height, width = _letters(text, size_px).shape
    return (width, height)


def _blend(canvas: Codes, mask: NDArray[np.uint8], left: int, top: int, color: Color) -> None:
    height, width = canvas.shape[:2]
    rows = slice(max(0, top), min(height, top + mask.shape[0]))
    columns = slice(max(0, left), min(width, left + mask.shape[1]))
    if rows.stop <= rows.start or columns.stop <= columns.start:
        return
    part = mask[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left, None]
    under = canvas[rows, columns]
    share = part.astype(np.float32) * np.float32(1 / 255)
    canvas[rows, columns] = under + (np.array(color, np.float32) - under) * share + np.float32(0.5)


@lru_cache(maxsize=4096)
def _letters(text: str, size_px: int) -> NDArray[np.uint8]:
    """Return the coverage of words, `(H, W)`; every line of a size is equally high."""
    font = _font(size_px)
    ascent, descent = font.getmetrics()
    sheet = Image.new("L", (max(1, int(np.ceil(font.getlength(text)))), ascent + descent))
    ImageDraw.Draw(sheet).text((0, 0), text, fill=255, font=font)
    return np.asarray(sheet)


@lru_cache(maxsize=16)
def _font(size_px: int) -> ImageFont.FreeTypeFont:
    """Load the window's font; without the window's libraries, the one that comes with Pillow."""
    try:
        files = resources.files("font_roboto") / "files"
        return ImageFont.truetype(str(files / "Roboto-Regular.ttf"), size_px)
    except ModuleNotFoundError:
        font = ImageFont.load_default(size_px)
        assert isinstance(font, ImageFont.FreeTypeFont)
        return font


def _fixed(points: NDArray[Any]) -> NDArray[np.int32]:
    """Return points as cv2 wants them: fixed-point, pixel centres at whole numbers."""
    held = np.clip(np.asarray(points, np.float64)[:, :2], -_FAR, _FAR)
    fixed: NDArray[np.int32] = np.round((held - 0.5) * (1 << _SHIFT)).astype(np.int32).reshape(-1, 1, 2)
    return fixed
