"""Values over time: the wave of a sound, the curves of an expression."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph_core.editor.viewer._look import Codes
from graph_core.editor.viewer._paper import ACCENT, COLORS, FAINT, GROUND, LINE, Paper
from graph_core.node import Shot
from graph_core.values import ARKIT_NAMES, Audio, Expression

__all__ = ["LEGEND", "Axis", "paint_audio", "paint_expression"]

Size = tuple[int, int]

LEGEND = 240
"""Room for names at the left of curves, before the scale of the screen."""
_WAVE = (96, 168, 226)
_EDGE, _FOOT, _APART = 14, 26, 64
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000)


class Axis:
    """Frames from left to right, each as wide as the others.

    Args:
        shot: Whose frames.
        width: Of the screen in px.
        left: Where the first frame begins, before the scale of the screen.
        unit: Screen px that words and gaps take for one.
    """

    def __init__(self, shot: Shot, width: int, left: int = _EDGE, unit: float = 1.0) -> None:
        self.shot = shot
        self.unit = unit
        self.left = round(left * unit)
        self.right = max(self.left + 1, width - round(_EDGE * unit))

    def place(self, frame: float) -> float:
        """Return where a frame begins."""
        share = (frame - self.shot.frames.first) / len(self.shot.frames)
        return self.left + share * (self.right - self.left)

    def frame(self, x: float) -> int:
        """Return the frame at a place, or the one next to it."""
        share = (x - self.left) / (self.right - self.left)
        return self.shot.frames.clamp(self.shot.frames.first + int(np.floor(share * len(self.shot.frames))))


def paint_audio(audio: Audio, size: Size, axis: Axis, frame: int) -> Codes:
    """Paint the wave of each channel, and where we are."""
    paper = Paper(size, axis.unit)
    foot = _paint_frames(paper, axis)
    lane = (foot - paper.px(_EDGE)) / len(audio.samples)
    fps, first = float(axis.shot.fps), axis.shot.frames.first
    frames = np.linspace(0, len(axis.shot.frames), axis.right - axis.left + 1)
    bounds = np.round((frames / fps - audio.start_s) * audio.rate).astype(np.int64)
    rows = np.arange(paper.height)[:, None]
    for channel, track in enumerate(audio.samples):
        middle = paper.px(_EDGE) + (channel + 0.5) * lane
        paper.bar(axis.left, middle, axis.right, middle, LINE)
        low, high = _outline(track, bounds)
        top = np.round(middle - np.clip(high, -1, 1) * lane * 0.46)
        bottom = np.round(middle - np.clip(low, -1, 1) * lane * 0.46)
        paper.canvas[:, axis.left : axis.right][(rows >= top) & (rows <= bottom)] = _WAVE
    _paint_playhead(paper, axis, frame, foot)
    count = len(audio.samples)
    name = {1: "mono", 2: "stereo"}.get(count, f"{count} channels")
    head = f"{name}   {audio.rate} Hz   {audio.duration_s:.2f} s"
    paper.words(head, (axis.left, paper.px(6)), FAINT, ground=GROUND)
    moment = audio.cut((frame - first) / fps, (frame - first + 1) / fps).samples
    paper.words(_loudness(moment), (axis.right, paper.px(6)), is_right=True, ground=GROUND)
    return paper.canvas


def _loudness(samples: NDArray[np.float32]) -> str:
    loud = float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if samples.size else 0.0
    return f"{20 * np.log10(loud):.1f} dB" if loud > 1e-6 else "silent"


def _outline(track: NDArray[np.float32], bounds: NDArray[np.int64]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the lowest and highest sample between neighbouring bounds; 0 where there is no sound."""
    begin = np.clip(bounds[:-1], 0, len(track))
    end = np.clip(np.maximum(bounds[1:], bounds[:-1] + 1), 0, len(track))
    low, high = np.zeros((2, len(begin)), np.float32)
    held = end > begin
    if held.any():
        # Every second result is one of ours; the zero behind lets the last one end with the track.
        pairs = np.stack([begin[held], end[held]], axis=1).ravel()
        padded = np.append(track, np.float32(0))
        low[held] = np.minimum.reduceat(padded, pairs)[::2]
        high[held] = np.maximum.reduceat(padded, pairs)[::2]
    return low, high


def paint_expression(known: Mapping[int, Expression], size: Size, axis: Axis, frame: int, count: int = 8) -> Codes:
    """Paint the curves of the strongest blendshapes over the frames that are known, and their names and weights."""
    paper = Paper(size, axis.unit)
    foot = _paint_frames(paper, axis)
    for share in (0.0, 0.5, 1.0):
        row = _height(paper, foot, share)
        paper.bar(axis.left, row, axis.right, row, LINE)
        at = (axis.left - paper.px(8), row - paper.px(8))
        paper.words(f"{share:g}", at, FAINT, size=11, is_right=True)
    if not known:
        return paper.canvas
    frames = sorted(known)
    weights = np.stack([known[at].weights for at in frames])
    order = np.argsort(-weights.max(axis=0), kind="stable")[:count]
    for place, blendshape in enumerate(order.tolist()):
        color = COLORS[place % len(COLORS)]
        for path in _runs(frames, _height(paper, foot, weights[:, blendshape]), axis):
            paper.lines([path], color, 2)
            if len(path) == 1:
                paper.dots(path, 2.5, color)
        now = known.get(frame)
        weight = f"{float(now.weights[blendshape]):.2f}" if now is not None else "–"
        row = paper.px(12 + 20 * place)
        paper.dots(np.array([[paper.px(16), row + paper.px(8)]], np.float64), 4, color)
        paper.words(ARKIT_NAMES[blendshape], (paper.px(28), row))
        paper.words(weight, (axis.left - paper.px(44), row), is_right=True)
    _paint_playhead(paper, axis, frame, foot)
    return paper.canvas


def _height(paper: Paper, foot: int, share: Any) -> Any:
    """Return the row of a weight, or of several."""
    return foot - paper.px(4) - np.clip(share, 0, 1) * (foot - paper.px(24))


def _runs(frames: list[int], rows: NDArray[Any], axis: Axis) -> list[NDArray[Any]]:
    """Return the points of a curve, broken where frames are not known."""
    points = np.stack([np.array([axis.place(at + 0.5) for at in frames]), rows], axis=1)
    return np.split(points, np.flatnonzero(np.diff(frames) > 1) + 1)


def _paint_frames(paper: Paper, axis: Axis) -> int:
    """Paint the ruler; return where it begins."""
    foot = paper.height - paper.px(_FOOT)
    frames = axis.shot.frames
    across = (axis.right - axis.left) / len(frames)
    step = next((step for step in _STEPS if step * across >= paper.px(_APART)), _STEPS[-1])
    for at in range(-(-frames.first // step) * step, frames.last + 1, step):
        x = axis.place(at)
        paper.bar(x, paper.px(_EDGE), x, foot, LINE)
        paper.words(str(at), (x + paper.px(3), foot + paper.px(4)), FAINT, size=11)
    return foot


def _paint_playhead(paper: Paper, axis: Axis, frame: int, foot: int) -> None:
    x = round(axis.place(frame))
    end = max(x + 1, round(axis.place(frame + 1)))
    part = paper.canvas[:foot, x:end].astype(np.int16)
    paper.canvas[:foot, x:end] = np.minimum(part + 24, 255)
    paper.bar(x, 0, x, foot, ACCENT)
