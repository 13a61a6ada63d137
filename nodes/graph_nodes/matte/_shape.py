"""Mattes of simple shapes, turned about their middle."""

from __future__ import annotations

import math

import torch

from graph_core import Point
from graph_nodes.draw._paint import pixel_centres

__all__ = ["turned_centres"]


def turned_centres(
    height: int, width: int, position: Point, rotate: float, device: str
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return pixel centres as a shape sees them that is turned about its middle.

    Args:
        height, width: Of the picture.
        position: Middle of the shape in px.
        rotate: In degrees, counter-clockwise.
        device: Where to put them.

    Returns:
        x and y in px, `(1, W)` and `(H, 1)`, or `(H, W)` each when turned.
    """
    x, y = pixel_centres(height, width, device)
    if rotate % 360 == 0:
        return x, y
    cosine, sine = math.cos(math.radians(rotate)), math.sin(math.radians(rotate))
    across, down = x - position.x, y - position.y
    return across * cosine - down * sine + position.x, across * sine + down * cosine + position.y
