"""The parts of the test card: colour bars, grey steps and ramp, circle, clock hand."""

from __future__ import annotations

import math

import torch

from graph_core import Color, Format, Point
from graph_nodes.draw._paint import paint, pixel_centres
from graph_nodes.draw._shapes import edge, ellipse_distance, ramp_share

__all__ = ["draw_card", "draw_hand"]

# White, yellow, cyan, green, magenta, red, blue at 75 % of the sRGB signal.
_BARS = ("#bfbfbf", "#bfbf00", "#00bfbf", "#00bf00", "#bf00bf", "#bf0000", "#0000bf")
_GREYS = tuple("#" + f"{round(255 * step / 10):02x}" * 3 for step in range(11))
_LINE = Color(0.9, 0.9, 0.9)


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
    x, y = pixel_centres(height, width, device)
    centre = Point(width / 2, height / 2)
    diameter = 0.9 * min(width * size.pixel_aspect, height)
    distance = ellipse_distance(x, y, centre, diameter / size.pixel_aspect, diameter)
    return paint(pixels, edge(distance.abs() - max(1.0, height / 360), 1.0), _LINE)


def draw_hand(pixels: torch.Tensor, size: Format, turns: float) -> torch.Tensor:
    """Draw a disc on the circle, `turns` clockwise from the top, over pixels `(3, H, W)`."""
    radius = 0.45 * min(size.width * size.pixel_aspect, size.height)
    across, down = math.sin(2 * math.pi * turns), -math.cos(2 * math.pi * turns)
    centre = Point(size.width / 2 + across * radius / size.pixel_aspect, size.height / 2 + down * radius)
    diameter = size.height / 15
    x, y = pixel_centres(size.height, size.width, pixels.device)
    distance = ellipse_distance(x, y, centre, diameter / size.pixel_aspect, diameter)
    return paint(pixels, edge(distance, 1.0), Color(1.0, 1.0, 1.0))


def _stripes(colors: tuple[str, ...], height: int, width: int, device: str | torch.device) -> torch.Tensor:
    table = torch.tensor([Color.parse(color)[:3] for color in colors], device=device).T
    column = torch.arange(width, device=device) * len(colors) // width
    return table[:, column][:, None, :].expand(3, height, width)


def _ramp(height: int, width: int, device: str | torch.device) -> torch.Tensor:
    x, y = pixel_centres(height, width, device)
    share = ramp_share(x, y, Point(0.5, 0.0), Point(max(width - 0.5, 1.0), 0.0), is_radial=False)
    return share.expand(3, height, width)
