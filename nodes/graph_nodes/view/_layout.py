"""Pictures side by side in cells of one size."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch.nn import functional

from graph_core import Color, Image
from graph_nodes.draw._paint import fill

__all__ = ["cell_corners", "column_count", "fit", "grid"]


def column_count(count: int, wanted: int) -> int:
    """Return how many columns a sheet has; 0 wanted makes it about square.

    >>> column_count(5, 0), column_count(5, 2), column_count(2, 4)
    (3, 2, 2)
    """
    return min(count, wanted) if wanted else math.ceil(math.sqrt(count))


def cell_corners(count: int, columns: int, cell: tuple[int, int], gap: int) -> list[tuple[int, int]]:
    """Return the top left corner (x, y) in px of each cell; `cell` is its height and width."""
    height, width = cell
    return [(at % columns * (width + gap), at // columns * (height + gap)) for at in range(count)]


def grid(images: Sequence[Image], columns: int, cell: tuple[int, int], gap: int, background: Color) -> torch.Tensor:
    """Lay pictures into cells, each scaled to fit and centred.

    Args:
        images: At least one.
        columns: How many lie side by side.
        cell: Height and width of a cell in px.
        gap: Room between cells in px.
        background: Colour of gaps and borders, and behind transparent pictures.

    Returns:
        `(3, H, W)`, or premultiplied `(4, H, W)` when the background is not opaque.
    """
    rows = -(-len(images) // columns)
    height, width = rows * cell[0] + (rows - 1) * gap, columns * cell[1] + (columns - 1) * gap
    sheet = fill(background, height, width, images[0].pixels.device)
    for image, (x, y) in zip(images, cell_corners(len(images), columns, cell, gap), strict=True):
        pixels = fit(image, cell)
        top, left = y + (cell[0] - pixels.shape[1]) // 2, x + (cell[1] - pixels.shape[2]) // 2
        window = sheet[:, top : top + pixels.shape[1], left : left + pixels.shape[2]]
        window.mul_(1 - pixels[3:]).add_(pixels[: len(sheet)])
    return sheet


def fit(image: Image, cell: tuple[int, int]) -> torch.Tensor:
    """Scale a picture to the largest size that fits a cell of height and width: premultiplied `(4, h, w)`."""
    pixels = image.with_alpha().pixels.float()
    scale = min(cell[0] / image.height, cell[1] / image.width)
    size = (max(1, round(image.height * scale)), max(1, round(image.width * scale)))
    if size == (image.height, image.width):
        return pixels
    return functional.interpolate(pixels[None], size, mode="bilinear", antialias=True, align_corners=False)[0]
