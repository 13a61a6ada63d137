"""Legible text on any picture: white letters on a dark box."""

from __future__ import annotations

import torch

from graph_core import Color, Point
from graph_nodes.draw._paint import paint, pixel_centres, touched
from graph_nodes.draw._shapes import edge, rectangle_distance
from graph_nodes.draw._text import TextStyle, block_size, draw_block

__all__ = ["write_label"]

_WHITE, _SHADE = Color(1.0, 1.0, 1.0), Color(0.0, 0.0, 0.0, 0.6)


def write_label(
    pixels: torch.Tensor,
    text: str,
    size_px: float,
    x: float,
    y: float,
    *,
    from_right: bool = False,
    from_bottom: bool = False,
    color: Color = _WHITE,
) -> torch.Tensor:
    """Write on premultiplied pixels `(3|4, H, W)`, scene-linear; an empty text leaves them alone.

    Args:
        pixels: Picture to write on.
        text: Lines, separated by a line feed.
        size_px: Height of the type.
        x, y: Distance in px of the text's corner from the picture's top left corner.
        from_right, from_bottom: Measure from the right or the bottom edge instead.
        color: Colour of the letters.
    """
    if not text:
        return pixels
    height, width = pixels.shape[-2:]
    style = TextStyle(size_px, align="right" if from_right else "left")
    block_width, block_height = block_size(text, style)
    left = width - x - block_width if from_right else x
    top = height - y - block_height if from_bottom else y
    margin = size_px / 6
    box_width, box_height = block_width + 2 * margin, block_height + 2 * margin
    rows, columns = touched(top - margin, box_height, height), touched(left - margin, box_width, width)
    written = pixels.clone()
    window = written[:, rows, columns]
    if window.numel() == 0:
        return pixels
    left, top = left - columns.start, top - rows.start
    columns_px, rows_px = pixel_centres(window.shape[1], window.shape[2], pixels.device)
    centre = Point(left + block_width / 2, top + block_height / 2)
    box = rectangle_distance(columns_px, rows_px, centre, box_width, box_height, margin)
    letters = draw_block(text, style, left, top, window.shape[1], window.shape[2]).to(pixels.device)
    window.copy_(paint(paint(window, edge(box, 1.0), _SHADE), letters, color))
    return written
