"""A curve of numbers as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch

from graph_core import Color
from graph_nodes.draw._paint import fill, paint, pixel_centres
from graph_nodes.draw._shapes import edge
from graph_nodes.view._write import write_label

__all__ = ["Axis", "curve_coverage", "draw_plot", "fit_axis"]

_GROUND, _LINES = Color(0.01, 0.01, 0.01), Color(0.06, 0.06, 0.06)


class Axis(NamedTuple):
    """What the bottom and the top of a plot stand for."""

    low: float
    high: float


def fit_axis(values: Sequence[float]) -> Axis:
    """Return an axis on which all values can be seen.

    >>> fit_axis([1.0, 3.0]), fit_axis([2.0])
    (Axis(low=1.0, high=3.0), Axis(low=1.5, high=2.5))
    """
    low, high = min(values), max(values)
    return Axis(low, high) if high > low else Axis(low - 0.5, high + 0.5)


def curve_coverage(values: Sequence[float], axis: Axis, height: int, width: int, thickness_px: float) -> torch.Tensor:
    """Draw a line through values that are spread evenly over the width: coverage `(height, width)`."""
    x, y = pixel_centres(height, width, "cpu")
    curve = torch.tensor(values, dtype=torch.float64)
    rows = (axis.high - curve) / (axis.high - axis.low) * (height - 1) + 0.5
    place = (x[0].double() - 0.5) / max(1, width - 1) * (len(values) - 1)
    first = place.long().clamp(0, max(0, len(values) - 2))
    step = rows[(first + 1).clamp_max(len(values) - 1)] - rows[first]
    along = rows[first] + step * (place - first)
    # The distance to a steep line is shorter than the distance down to it.
    slope = step * (len(values) - 1) / max(1, width - 1)
    distance = (y - along).abs() / torch.sqrt(1 + slope * slope)
    return edge(distance - thickness_px / 2, 1.0).float()


def draw_plot(
    values: Sequence[float], axis: Axis, height: int, width: int, color: Color, *, notes: tuple[str, str]
) -> torch.Tensor:
    """Draw a curve with lines at every quarter and the ends of the axis: `(3, height, width)`.

    Args:
        values: At least one.
        axis: What the bottom and the top stand for.
        height, width: Size in px.
        color: Colour of the curve.
        notes: Text in the top right and the bottom right corner.
    """
    pixels = fill(_GROUND, height, width, "cpu")
    rows = torch.zeros((height, width))
    rows[[min(height - 1, height * quarter // 4) for quarter in range(5)]] = 1.0
    pixels = paint(pixels, rows, _LINES)
    pixels = paint(pixels, curve_coverage(values, axis, height, width, max(1.0, height / 120)), color)
    size, margin = max(8.0, height / 16), height / 40
    pixels = write_label(pixels, f"{axis.high:.4g}", size, margin, margin)
    pixels = write_label(pixels, f"{axis.low:.4g}", size, margin, margin, from_bottom=True)
    pixels = write_label(pixels, notes[0], size, margin, margin, from_right=True)
    return write_label(pixels, notes[1], size, margin, margin, from_right=True, from_bottom=True)
