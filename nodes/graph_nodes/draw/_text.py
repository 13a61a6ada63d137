"""Text as coverage, drawn with Pillow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image as PillowImage
from PIL import ImageDraw, ImageFont

from graph_core import MediaError

__all__ = ["TextStyle", "block_size", "draw_block", "missing_letters"]

Align = Literal["left", "centre", "right"]

# Glyphs are drawn this much larger and averaged down: text can then move by fractions of a pixel.
_FINER = 4
_NO_LETTER = "\uffff"  # a code point that stands for no character, so every font shows its box for it


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a text looks.

    Attributes:
        size_px: Height of the type.
        font: File of a TrueType or OpenType font; empty for the one that comes with Pillow.
        align: Which edge the lines share.
        tracking_px: Room added after every character.
        line_spacing: Distance between lines, in line heights.
    """

    size_px: float
    font: str = ""
    align: Align = "left"
    tracking_px: float = 0.0
    line_spacing: float = 1.0


def block_size(text: str, style: TextStyle) -> tuple[float, float]:
    """Return width and height in px of the box around a text's lines."""
    font = _load_font(style)
    lines = text.split("\n")
    widest = max(_advances(line, font, style)[-1] for line in lines)
    ascent, descent = font.getmetrics()
    height = (ascent + descent) * (1 + (len(lines) - 1) * style.line_spacing)
    return widest / _FINER, height / _FINER


def draw_block(text: str, style: TextStyle, left_px: float, top_px: float, height: int, width: int) -> torch.Tensor:
    """Draw lines of text into a picture.

    Args:
        text: Lines, separated by a line feed.
        style: How they look.
        left_px, top_px: Top left corner of the box that `block_size` measures.
        height, width: Size of the picture in px.

    Returns:
        Coverage `(H, W)` in [0, 1], in host memory.
    """
    font = _load_font(style)
    lines = text.split("\n")
    advances = [_advances(line, font, style) for line in lines]
    widest = max(line[-1] for line in advances)
    ascent, descent = font.getmetrics()
    coverage = np.zeros((height, width), dtype=np.float32)
    slack = {"left": 0.0, "centre": 0.5, "right": 1.0}[style.align]
    for number, (line, advance) in enumerate(zip(lines, advances, strict=True)):
        left = left_px * _FINER + (widest - advance[-1]) * slack
        baseline = top_px * _FINER + ascent + number * (ascent + descent) * style.line_spacing
        _draw_line(coverage, line, font, [left + step for step in advance], baseline, tracked=style.tracking_px != 0)
    return torch.from_numpy(coverage)


def missing_letters(text: str, style: TextStyle) -> str:
    """Return the letters, each once, that the font has none for and draws as a box.

    >>> missing_letters("Größe", TextStyle(12.0))
    'öß'
    """
    unusual = dict.fromkeys(letter for letter in text if not letter.isascii())
    if not unusual:
        return ""
    font = _load_font(style)
    box = _shape(_NO_LETTER, font)
    return "".join(letter for letter in unusual if not letter.isspace() and _shape(letter, font) == box)


def _shape(letter: str, font: ImageFont.FreeTypeFont) -> tuple[tuple[int, int], bytes]:
    mask, _ = font.getmask2(letter, mode="L")
    return mask.size, bytes(mask)


def _load_font(style: TextStyle) -> ImageFont.FreeTypeFont:
    size = max(1.0, style.size_px * _FINER)
    if style.font:
        try:
            return ImageFont.truetype(style.font, size)
        except OSError as error:
            raise MediaError(
                f"The font {style.font} cannot be read: {error}.",
                hint="choose a TrueType or OpenType file, or leave the knob empty",
                file=style.font,
            ) from error
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise MediaError("This Pillow cannot draw type: it was built without FreeType.", hint="pip install pillow")
    return font


def _advances(line: str, font: ImageFont.FreeTypeFont, style: TextStyle) -> list[float]:
    """Where each piece that is drawn by itself begins and the last one ends, in fine px; with kerning."""
    if style.tracking_px == 0:
        return [0.0, font.getlength(line)]
    tracking = style.tracking_px * _FINER
    return [font.getlength(line[:count]) + tracking * count for count in range(len(line))] + [
        font.getlength(line) + tracking * max(0, len(line) - 1)
    ]


def _draw_line(
    coverage: NDArray[np.float32],
    line: str,
    font: ImageFont.FreeTypeFont,
    places: list[float],
    baseline: float,
    *,
    tracked: bool,
) -> None:
    pieces = list(zip(line, places, strict=False)) if tracked else [(line, places[0])]
    for piece, place in pieces:
        x, y = round(place), round(baseline)
        left, top, right, bottom = (round(edge) for edge in font.getbbox(piece, anchor="ls"))
        first_x, first_y = (x + left) // _FINER, (y + top) // _FINER
        columns, rows = -(-(x + right) // _FINER) - first_x, -(-(y + bottom) // _FINER) - first_y
        if columns <= 0 or rows <= 0 or not _overlaps(coverage, first_x, first_y, columns, rows):
            continue
        fine = PillowImage.new("L", (columns * _FINER, rows * _FINER))
        anchor = (x - first_x * _FINER, y - first_y * _FINER)
        ImageDraw.Draw(fine).text(anchor, piece, fill=255, font=font, anchor="ls")
        _lay(coverage, _averaged(fine), first_x, first_y)


def _averaged(fine: PillowImage.Image) -> NDArray[np.float32]:
    # Whole rows and columns at a time, which takes NumPy a tenth of the time of a mean over two axes.
    levels = np.asarray(fine).astype(np.uint16)
    rows = sum(levels[step::_FINER] for step in range(1, _FINER)) + levels[::_FINER]
    total = sum(rows[:, step::_FINER] for step in range(1, _FINER)) + rows[:, ::_FINER]
    return np.asarray(total, dtype=np.float32) / (_FINER * _FINER) / 255


def _overlaps(coverage: NDArray[np.float32], x: int, y: int, columns: int, rows: int) -> bool:
    height, width = coverage.shape
    return x < width and y < height and x + columns > 0 and y + rows > 0


def _lay(coverage: NDArray[np.float32], tile: NDArray[np.float32], x: int, y: int) -> None:
    """Lay a tile over the coverage, where the two overlap."""
    height, width = coverage.shape
    rows = slice(max(y, 0), min(y + tile.shape[0], height))
    columns = slice(max(x, 0), min(x + tile.shape[1], width))
    part = tile[rows.start - y : rows.stop - y, columns.start - x : columns.stop - x]
    # Neighbouring glyphs cover each other's edges; their sum would be too dense.
    coverage[rows, columns] = 1 - (1 - coverage[rows, columns]) * (1 - part)
