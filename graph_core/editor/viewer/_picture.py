"""Pictures as the viewer keeps them: ready to be sampled at any zoom, with the numbers that the read-out tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["Picture", "Pixels"]

Pixels = NDArray[np.float32]

_SMALLEST = 64


@dataclass(frozen=True, eq=False, slots=True)
class Picture:
    """What is drawn of a raster.

    Attributes:
        levels: `(H, W, 4)` premultiplied RGBA, each half the size of the one before it.
        values: `(C, H, W)`, the numbers as the node gave them.
        names: What each of those channels is called.
        size: Width and height at full resolution, in px; a draft has fewer pixels.
        is_light: Scene-linear, to be shown through the sRGB curve; otherwise shown as it is.
        legend: What the colours mean, or "".
        words: For labels: what each number stands for.
    """

    levels: tuple[Pixels, ...]
    values: NDArray[Any]
    names: tuple[str, ...]
    size: tuple[int, int]
    is_light: bool = True
    legend: str = ""
    words: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        shown: Pixels,
        values: NDArray[Any],
        names: tuple[str, ...],
        size: tuple[int, int] | None = None,
        *,
        is_light: bool = True,
        legend: str = "",
        words: tuple[str, ...] = (),
    ) -> Picture:
        """Make the smaller levels of a picture `(H, W, 4)`."""
        levels = [shown]
        while min(levels[-1].shape[:2]) > _SMALLEST:
            height, width = levels[-1].shape[:2]
            half = (max(1, (width + 1) // 2), max(1, (height + 1) // 2))
            levels.append(cv2.resize(levels[-1], half, interpolation=cv2.INTER_AREA))
        size = size or (shown.shape[1], shown.shape[0])
        return cls(tuple(levels), values, names, size, is_light, legend, words)

    @property
    def scale(self) -> tuple[float, float]:
        """How many of its px make one px of full resolution, across and down."""
        height, width = self.levels[0].shape[:2]
        return (width / self.size[0], height / self.size[1])

    def at(self, x: float, y: float) -> tuple[float, ...] | None:
        """Return the numbers at a place in full-resolution px, or None outside the picture."""
        if not (0 <= x < self.size[0] and 0 <= y < self.size[1]):
            return None
        across, down = self.scale
        return tuple(float(number) for number in self.values[:, int(y * down), int(x * across)])

    def inside(self, box: tuple[float, float, float, float]) -> NDArray[Any] | None:
        """Return the numbers in a box (left, top, right, bottom in full-resolution px), or None if it is outside."""
        across, down = self.scale
        height, width = self.values.shape[1:]
        left, right = (int(min(max(round(edge * across), 0), width)) for edge in (box[0], box[2]))
        top, bottom = (int(min(max(round(edge * down), 0), height)) for edge in (box[1], box[3]))
        part = self.values[:, top:bottom, left:right]
        return part if part.size else None
