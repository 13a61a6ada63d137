"""Coverage of simple shapes, from the distance of each pixel to their outline."""

from __future__ import annotations

import torch

from graph_core import Point

__all__ = ["edge", "ellipse_distance", "ramp_share", "rectangle_distance"]


def ramp_share(x: torch.Tensor, y: torch.Tensor, start: Point, end: Point, *, is_radial: bool) -> torch.Tensor:
    """Return how far each pixel lies on the way from `start` to `end`, `(H, W)` in [0, 1].

    Args:
        x, y: Pixel centres, `(1, W)` and `(H, 1)`, in px.
        start, end: Where the way begins and ends; when they coincide every pixel is at its end.
        is_radial: Measure the distance from `start` instead of the projection on the line.
    """
    along_x, along_y = end.x - start.x, end.y - start.y
    length = (along_x * along_x + along_y * along_y) ** 0.5
    if length == 0:
        return x.new_ones((y.shape[0], x.shape[1]))
    share: torch.Tensor
    if is_radial:
        share = torch.hypot((x - start.x).expand(y.shape[0], -1), (y - start.y).expand(-1, x.shape[1])) / length
    else:
        share = ((x - start.x) * along_x + (y - start.y) * along_y) / (length * length)
    return share.clamp(0, 1)


def rectangle_distance(
    x: torch.Tensor, y: torch.Tensor, centre: Point, width: float, height: float, rounding: float
) -> torch.Tensor:
    """Return the distance to a rectangle's outline in px, `(H, W)`, negative inside.

    Args:
        x, y: Pixel centres, `(1, W)` and `(H, 1)`, in px.
        centre: Middle of the rectangle.
        width, height: Its sides in px.
        rounding: Radius of its corners in px, at most half the shorter side.
    """
    radius = min(rounding, width / 2, height / 2)
    across = ((x - centre.x).abs() - width / 2 + radius).expand(y.shape[0], -1)
    down = ((y - centre.y).abs() - height / 2 + radius).expand(-1, x.shape[1])
    outside = torch.hypot(across.clamp_min(0), down.clamp_min(0))
    return outside + torch.maximum(across, down).clamp_max(0) - radius


def ellipse_distance(x: torch.Tensor, y: torch.Tensor, centre: Point, width: float, height: float) -> torch.Tensor:
    """Return about the distance to an ellipse's outline in px, `(H, W)`, negative inside.

    To first order: the implicit function over the length of its gradient. Exact for a circle.

    Args:
        x, y: Pixel centres, `(1, W)` and `(H, 1)`, in px.
        centre: Middle of the ellipse.
        width, height: Its axes in px, above zero.
    """
    across, down = (x - centre.x) / (width / 2), (y - centre.y) / (height / 2)
    reach = torch.hypot(across.expand(y.shape[0], -1), down.expand(-1, x.shape[1]))
    slope = torch.hypot(
        (across / (width / 2)).expand(y.shape[0], -1),
        (down / (height / 2)).expand(-1, x.shape[1]),
    )
    inside = -min(width, height) / 2
    return torch.where(slope > 0, (reach - 1) * reach / slope.clamp_min(1e-12), inside)


def edge(distance: torch.Tensor, softness: float) -> torch.Tensor:
    """Turn a signed distance in px into coverage in [0, 1], falling over `softness` px, at least one.

    >>> edge(torch.tensor([-1.0, -0.5, 0.0, 0.5]), 0).tolist()
    [1.0, 1.0, 0.5, 0.0]
    """
    share = (0.5 - distance / max(softness, 1.0)).clamp(0, 1)
    return share * share * (3 - 2 * share) if softness > 1 else share
