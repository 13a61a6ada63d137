"""The parts of the test card: colour bars, grey steps and ramp, circle, clock hand, counter.

Parts are painted within their box only, for a frame is due 24 times a second.
"""

from __future__ import annotations

import math

import torch

from graph_core import Color, Format, Point
from graph_nodes.draw._paint import paint, pixel_centres, touched
from graph_nodes.draw._shapes import edge, ellipse_distance, ramp_share
from graph_nodes.draw._text import TextStyle, block_size, draw_block

__all__ = ["draw_card", "draw_counter", "draw_hand"]

# White, yellow, cyan, green, magenta, red, blue at 75 % of the sRGB signal.
_BARS = ("#bfbfbf", "#bfbf00", "#00bfbf", "#00bf00", "#bf00bf", "#bf0000", "#0000bf")
_GREYS = tuple("#" + f"{round(255 * step / 10):02x}" * 3 for step in range(11))
_LINE, _WHITE, _BLACK = Color(0.9, 0.9, 0.9), Color(1.0, 1.0, 1.0), Color(0.0, 0.0, 0.0)


def draw_card(size: Format, device: str | torch.device) -> torch.Tensor:
    """Return what stands still: bars over two thirds of the height, a ramp, grey steps, a circle: `(3, H, W)`."""
    height, width = size.height, size.width
    pixels = torch.cat(
        [
            _stripes(_BARS, height * 2 // 3, width, device),
            _ramp(height // 6, width, device),
            _stripes(_GREYS, height - height * 2 // 3 - height // 6, width, device),
        ],
        dim=1,
    )
    diameter = 0.9 * min(width * size.pixel_aspect, height)
    _paint_ellipse(pixels, size, Point(width / 2, height / 2), diameter, _LINE, line_px=max(2.0, height / 180))
    return pixels


def draw_hand(pixels: torch.Tensor, size: Format, turns: float) -> None:
    """Draw a disc on the circle, `turns` clockwise from the top, into pixels `(3, H, W)`."""
    radius = 0.45 * min(size.width * size.pixel_aspect, size.height)
    across, down = math.sin(2 * math.pi * turns), -math.cos(2 * math.pi * turns)
    centre = Point(size.width / 2 + across * radius / size.pixel_aspect, size.height / 2 + down * radius)
    _paint_ellipse(pixels, size, centre, size.height / 15, _WHITE)


def draw_counter(pixels: torch.Tensor, text: str) -> None:
    """Write lines with a shadow into the middle of pixels `(3, H, W)`."""
    height, width = pixels.shape[-2:]
    style = TextStyle(size_px=height / 9, align="centre")
    text_width, text_height = block_size(text, style)
    for shift, color in ((height / 200, _BLACK), (0.0, _WHITE)):
        left, top = (width - text_width) / 2 + shift, (height - text_height) / 2 + shift
        rows, columns = touched(top, text_height, height), touched(left, text_width, width)
        window = pixels[:, rows, columns]
        letters = draw_block(text, style, left - columns.start, top - rows.start, window.shape[1], window.shape[2])
        window.copy_(paint(window, letters.to(pixels.device), color))


def _paint_ellipse(
    pixels: torch.Tensor, size: Format, centre: Point, diameter: float, color: Color, *, line_px: float = 0.0
) -> None:
    """Draw what looks like a circle on the screen: filled, or its outline `line_px` thick."""
    across = diameter / size.pixel_aspect
    rows = touched(centre.y - (diameter + line_px) / 2, diameter + line_px, size.height)
    columns = touched(centre.x - (across + line_px) / 2, across + line_px, size.width)
    x, y = pixel_centres(size.height, size.width, pixels.device)
    distance = ellipse_distance(x[:, columns], y[rows], centre, across, diameter)
    if line_px:
        distance = distance.abs() - line_px / 2
    window = pixels[:, rows, columns]
    window.copy_(paint(window, edge(distance, 1.0), color))


def _stripes(colors: tuple[str, ...], height: int, width: int, device: str | torch.device) -> torch.Tensor:
    table = torch.tensor([Color.parse(color)[:3] for color in colors], device=device).T
    column = torch.arange(width, device=device) * len(colors) // width
    return table[:, column][:, None, :].expand(3, height, width)


def _ramp(height: int, width: int, device: str | torch.device) -> torch.Tensor:
    x, y = pixel_centres(height, width, device)
    share = ramp_share(x, y, Point(0.5, 0.0), Point(max(width - 0.5, 1.0), 0.0), is_radial=False)
    return share.expand(3, height, width)
