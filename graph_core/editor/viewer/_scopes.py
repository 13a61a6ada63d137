"""Histogram and waveform of what is seen of a picture, and the figures of a region."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from graph_core.editor.viewer._look import Codes, Look, to_codes
from graph_core.editor.viewer._paper import FAINT, LINE, Paper
from graph_core.editor.viewer._picture import Picture, Pixels

__all__ = ["Figures", "figures_of", "histogram", "signal_of", "waveform"]

Box = tuple[float, float, float, float]

_GROUND = (16, 17, 19)
_INKS = np.array([(255, 72, 64), (72, 220, 96), (80, 136, 255)], np.float32)
_MOST_ROWS = 240
_LABELLED = 60


@dataclass(frozen=True, slots=True)
class Figures:
    """What can be said of the numbers in a region, channel by channel.

    Attributes:
        names: Of the channels.
        mean, least, most: One number each.
        pixels: How many were looked at.
    """

    names: tuple[str, ...]
    mean: tuple[float, ...]
    least: tuple[float, ...]
    most: tuple[float, ...]
    pixels: int


def figures_of(picture: Picture, box: Box) -> Figures | None:
    """Return the figures of a box (left, top, right, bottom in full-resolution px), or None if nothing is known."""
    part = picture.inside(box)
    if part is None:
        return None
    known = part.reshape(len(part), -1)
    known = known[:, np.isfinite(known).all(axis=0)]
    if known.shape[1] == 0:
        return None
    columns = (known.mean(axis=1, dtype=np.float64), known.min(axis=1), known.max(axis=1))
    mean, least, most = (tuple(float(number) for number in column) for column in columns)
    return Figures(picture.names, mean, least, most, known.shape[1])


def signal_of(pixels: Pixels, *, is_light: bool) -> Codes:
    """Return the signal that scopes measure, `(H, W, 3)`: the picture's own, whatever the viewer's exposure."""
    step = -(-pixels.shape[0] // _MOST_ROWS)
    return to_codes(np.ascontiguousarray(pixels[::step]), Look(), is_light=is_light)


def histogram(signal: Codes, size: tuple[int, int], *, unit: float = 1.0) -> Codes:
    """Draw how often each level occurs in red, green and blue."""
    paper = Paper(size, unit, _GROUND)
    width, height = size
    for quarter in range(1, 4):
        paper.bar(width * quarter / 4, 0, width * quarter / 4, height, LINE)
    counts = np.stack([np.bincount(signal[..., channel].ravel(), minlength=256) for channel in range(3)])
    # Clipped blacks and whites would flatten all the rest, so they do not set the scale.
    peak = float(np.percentile(counts[:, 1:-1], 99.5)) or float(counts.max()) or 1.0
    bars = np.minimum(counts / peak, 1) * (height - paper.px(18))
    level = np.arange(width) * 256 // width
    lit = (height - 1 - np.arange(height))[:, None, None] < bars[:, level].T[None]
    _shine(paper, lit.astype(np.float32) @ (_INKS * np.float32(0.62)))
    total = max(1, signal.shape[0] * signal.shape[1])
    low = 100 * float((signal.max(axis=2) == 0).sum()) / total
    high = 100 * float((signal.max(axis=2) == 255).sum()) / total
    paper.words(f"black {low:.1f} %", (paper.px(6), paper.px(2)), FAINT, size=11)
    paper.words(f"white {high:.1f} %", (width - paper.px(6), paper.px(2)), FAINT, size=11, is_right=True)
    return paper.canvas


def waveform(signal: Codes, size: tuple[int, int], *, is_parade: bool, unit: float = 1.0) -> Codes:
    """Draw which levels occur in each column of the picture, over each other or side by side."""
    paper = Paper(size, unit, _GROUND)
    width, height = size
    lanes = 3 if is_parade else 1
    lane = width // lanes
    light = np.zeros((height, width, 3), np.float32)
    for channel in range(3):
        left = channel * lane if is_parade else 0
        light[:, left : left + lane] += _trace(signal[..., channel], lane, height)[..., None] * _INKS[channel]
    for quarter in range(1, 4):
        paper.bar(0, height * quarter / 4, width, height * quarter / 4, LINE)
    for border in range(1, lanes):
        paper.bar(lane * border, 0, lane * border, height, LINE)
    _shine(paper, light)
    for quarter in range(1, 4) if height > paper.px(_LABELLED) else ():
        place = (paper.px(4), height * quarter / 4 - paper.px(13))
        paper.words(str(100 - 25 * quarter), place, FAINT, size=10)
    return paper.canvas


def _shine(paper: Paper, light: NDArray[np.float32]) -> None:
    np.maximum(paper.canvas, np.minimum(light, 255).astype(np.uint8), out=paper.canvas)


def _trace(codes: NDArray[np.uint8], width: int, height: int) -> NDArray[np.float32]:
    """Return how strongly each level is lit, `(height, width)` in [0, 1]."""
    columns = min(width, codes.shape[1])
    column = np.arange(codes.shape[1], dtype=np.int32) * columns // codes.shape[1]
    counts = np.bincount((codes.astype(np.int32) * columns + column).ravel(), minlength=256 * columns)
    share = counts.reshape(256, columns)[::-1].astype(np.float32) / (codes.size / columns)
    # One way at a time: cv2 takes means only where nothing is enlarged.
    share = cv2.resize(share, (columns, height), interpolation=cv2.INTER_AREA) * np.float32(max(1, 256 / height))
    traced: NDArray[np.float32] = 1 - np.exp(-share * np.float32(40))
    return traced[:, np.arange(width) * columns // width]
