"""Sample a picture at the size it is shown: single pixels when enlarged, the mean of what is covered when reduced."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from graph_core.editor.viewer._picture import Picture, Pixels

__all__ = ["Placement", "Sample", "sample"]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a picture lies on the screen.

    Attributes:
        left, top: Place in the picture, in px of full resolution, that is at the top left corner of the screen.
        zoom: Screen px to one px of full resolution.
    """

    left: float
    top: float
    zoom: float

    def to_screen(self, x: float, y: float) -> tuple[float, float]:
        """Take a place in the picture to the screen."""
        return ((x - self.left) * self.zoom, (y - self.top) * self.zoom)

    def to_picture(self, x: float, y: float) -> tuple[float, float]:
        """Take a place on the screen to the picture."""
        return (self.left + x / self.zoom, self.top + y / self.zoom)


@dataclass(frozen=True, eq=False, slots=True)
class Sample:
    """The part of a picture that is on the screen.

    Attributes:
        pixels: `(h, w, 4)`, one for each px of the screen that it covers.
        left, top: Where they begin on the screen.
    """

    pixels: Pixels
    left: int
    top: int

    @property
    def window(self) -> tuple[slice, slice]:
        """Rows and columns of the screen."""
        height, width = self.pixels.shape[:2]
        return (slice(self.top, self.top + height), slice(self.left, self.left + width))


def sample(picture: Picture, placement: Placement, size: tuple[int, int]) -> Sample | None:
    """Return what is seen of a picture on a screen of `size` (width, height), or None if it lies outside."""
    left, right = _covered(placement.left, placement.zoom, picture.size[0], size[0])
    top, bottom = _covered(placement.top, placement.zoom, picture.size[1], size[1])
    if right <= left or bottom <= top:
        return None
    level = _level(picture, placement.zoom)
    height, width = level.shape[:2]
    columns = _Axis(placement.left + left / placement.zoom, placement.zoom, width / picture.size[0], width)
    rows = _Axis(placement.top + top / placement.zoom, placement.zoom, height / picture.size[1], height)
    pixels = np.empty((bottom - top, right - left, 4), np.float32)
    if columns.step <= 1 and rows.step <= 1:
        _pick(level, rows.nearest(bottom - top), columns.nearest(right - left), pixels)
    else:
        _average(level, *rows.shares(bottom - top), *columns.shares(right - left), pixels)
    return Sample(pixels, left, top)


def _covered(origin: float, zoom: float, extent: int, length: int) -> tuple[int, int]:
    """Return the first px of the screen whose centre lies in the picture, and the one behind the last."""
    first = math.ceil(-origin * zoom - 0.5)
    last = math.ceil((extent - origin) * zoom - 0.5)
    return max(0, first), min(length, last)


def _level(picture: Picture, zoom: float) -> Pixels:
    """Return the smallest level that has at least one pixel for each px of the screen."""
    wanted = picture.size[0] * zoom
    fitting = [level for level in picture.levels if level.shape[1] >= wanted * (1 - 1e-9)]
    return fitting[-1] if fitting else picture.levels[0]


class _Axis:
    """Rows or columns of a level, as px of the screen see them.

    Args:
        origin: Where the first px of the screen begins, in px of full resolution.
        zoom: Screen px to one px of full resolution.
        scale: Pixels of the level to one px of full resolution.
        extent: How many pixels the level has.
    """

    def __init__(self, origin: float, zoom: float, scale: float, extent: int) -> None:
        self.step = scale / zoom
        self._begin = origin * scale
        self._extent = extent

    def nearest(self, count: int) -> NDArray[np.int64]:
        """Return which pixel lies under the centre of each px of the screen."""
        places = np.floor(self._begin + (np.arange(count) + 0.5) * self.step).astype(np.int64)
        held: NDArray[np.int64] = np.clip(places, 0, self._extent - 1)
        return held

    def shares(self, count: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the first pixel under each px of the screen, and how much of it and those behind it is covered."""
        taps = min(math.ceil(self.step) + 1, self._extent)
        low = np.clip(self._begin + np.arange(count) * self.step, 0, self._extent)
        high = np.clip(low + self.step, 0, self._extent)
        first = np.clip(np.floor(low).astype(np.int64), 0, self._extent - taps)
        edge = first[:, None] + np.arange(taps)
        covered = np.minimum(high[:, None], edge + 1) - np.maximum(low[:, None], edge)
        weights = np.clip(covered, 0, None)
        total = np.maximum(weights.sum(axis=1, keepdims=True), 1e-9)
        return first, (weights / total).astype(np.float32)


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def _pick(level: Any, rows: Any, columns: Any, pixels: Any) -> None:
    """Fill `pixels` with single ones."""
    for row in range(len(rows)):
        for column in range(len(columns)):
            for channel in range(4):
                pixels[row, column, channel] = level[rows[row], columns[column], channel]


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def _average(level: Any, rows: Any, row_shares: Any, columns: Any, column_shares: Any, pixels: Any) -> None:
    """Fill `pixels` with weighted means: first down into one line, then along it."""
    begin, end = columns[0], columns[-1] + column_shares.shape[1]
    line = np.empty((end - begin, 4), np.float32)
    for row in range(len(rows)):
        line[:] = 0
        for tap in range(row_shares.shape[1]):
            share = row_shares[row, tap]
            if share > 0:
                source = level[rows[row] + tap, begin:end]
                for place in range(len(line)):
                    for channel in range(4):
                        line[place, channel] += share * source[place, channel]
        for column in range(len(columns)):
            for channel in range(4):
                total = np.float32(0)
                for tap in range(column_shares.shape[1]):
                    total += column_shares[column, tap] * line[columns[column] - begin + tap, channel]
                pixels[row, column, channel] = total
