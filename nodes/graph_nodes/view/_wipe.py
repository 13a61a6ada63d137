"""Two pictures on the two sides of a line."""

from __future__ import annotations

import math

import torch

from graph_core import Color
from graph_nodes.draw._paint import paint, pixel_centres
from graph_nodes.draw._shapes import edge

__all__ = ["wipe"]


def wipe(a: torch.Tensor, b: torch.Tensor, position: float, angle: float, line_px: float) -> torch.Tensor:
    """Show `a` on the left of a line and `b` on its right.

    Args:
        a, b: Premultiplied `(3|4, H, W)`, of one shape.
        position: Where the line crosses the middle row, 0 to 1; at 0 and 1 no line is drawn.
        angle: Degrees by which an upright line is turned clockwise about that crossing.
        line_px: Its thickness.
    """
    if position in (0, 1):
        return a if position == 1 else b
    height, width = a.shape[-2:]
    x, y = pixel_centres(height, width, a.device)
    turn = math.radians(angle)
    distance = (x - position * width) * math.cos(turn) + (y - height / 2) * math.sin(turn)
    pixels = b.lerp(a, edge(distance, 1.0).to(a.dtype))
    if line_px == 0:
        return pixels
    return paint(pixels, edge(distance.abs() - line_px / 2, 1.0), Color(1.0, 1.0, 1.0))
