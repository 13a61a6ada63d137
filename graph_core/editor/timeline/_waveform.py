"""The sound track as a shape along the timeline. No screen is needed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_core.editor.timeline._axis import Axis
from graph_core.node import Shot
from graph_core.values import Audio

__all__ = ["Peaks", "paint"]

_PER_S = 400


@dataclass(frozen=True, slots=True, eq=False)
class Peaks:
    """How loud a sound is at its loudest in each short while, with silence before and after.

    Attributes:
        values: `(N + 2,)` float32, 0 to 1; the first and last are the silence.
        start_s: Time of the first of the N, from the start of the shot.
        per_s: How many there are a second.
    """

    values: NDArray[np.float32]
    start_s: float
    per_s: float

    @classmethod
    def of(cls, track: Audio) -> Peaks:
        """Measure a sound track; takes a while for a long one."""
        step = max(1, round(track.rate / _PER_S))
        loud = np.abs(track.samples).max(axis=0, initial=0)
        loud = np.pad(loud, (0, -len(loud) % step)).reshape(-1, step).max(axis=1, initial=0)
        values = np.zeros(len(loud) + 2, np.float32)
        values[1:-1] = np.minimum(loud, 1)
        return cls(values, track.start_s, track.rate / step)

    def along(self, axis: Axis, shot: Shot) -> NDArray[np.float32]:
        """Return how loud it is in each px of the width."""
        edges = axis.start + np.arange(axis.width + 1) / axis.scale
        seconds = (edges - shot.frames.first) / float(shot.fps)
        places = np.floor((seconds - self.start_s) * self.per_s).astype(np.int64) + 1
        loudest = np.maximum.reduceat(self.values, np.clip(places, 0, len(self.values) - 1))
        return np.asarray(loudest[:-1], np.float32)


def paint(pixels: NDArray[np.float32], loud: NDArray[np.float32]) -> None:
    """Draw the shape into the alpha of a picture of the same width.

    Args:
        pixels: `(H, W, 4)`; its colours stay as they are.
        loud: `(W,)`, 0 to 1.
    """
    height = len(pixels)
    from_middle = np.abs(np.arange(height, dtype=np.float32) + 0.5 - height / 2)
    np.clip(loud * (height / 2) - from_middle[:, None] + 0.5, 0, 1, out=pixels[..., 3])
