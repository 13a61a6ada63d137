"""Values over time: the wave of a sound, the curves of an expression; and cards, painted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph_core.editor.viewer import _pen as pen
from graph_core.editor.viewer._cards import Card
from graph_core.editor.viewer._compose import GROUND
from graph_core.editor.viewer._look import Codes
from graph_core.node import Shot
from graph_core.values import ARKIT_NAMES, Audio, Expression, Mesh

__all__ = ["Axis", "paint_audio", "paint_card", "paint_expression", "paint_mesh"]

Size = tuple[int, int]

TEXT: pen.Color = (222, 223, 226)
FAINT: pen.Color = (146, 148, 156)
ACCENT: pen.Color = (242, 157, 72)
_LINE: pen.Color = (48, 50, 55)
_WAVE: pen.Color = (96, 168, 226)
_CURVES: tuple[pen.Color, ...] = (
    (255, 176, 64), (96, 208, 255), (136, 224, 120), (255, 128, 168), (200, 160, 255), (240, 232, 96),
)  # fmt: skip
_EDGE_PX = 14
_FOOT_PX = 26
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000)


class Axis:
    """Frames from left to right, each as wide as the others.

    Args:
        shot: Whose frames.
        width: Of the screen in px.
        left: Where the first frame begins.
    """

    def __init__(self, shot: Shot, width: int, left: int = _EDGE_PX) -> None:
        self.shot = shot
        self.left, self.right = left, max(left + 1, width - _EDGE_PX)

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
    canvas = _sheet(size)
    foot = size[1] - _FOOT_PX
    _paint_frames(canvas, axis, foot)
    lane = (foot - _EDGE_PX) / len(audio.samples)
    fps, first = float(axis.shot.fps), axis.shot.frames.first
    edges = np.arange(axis.left, axis.right + 1)
    frames = (edges - axis.left) / (axis.right - axis.left) * len(axis.shot.frames)
    bounds = np.round((frames / fps - audio.start_s) * audio.rate).astype(np.int64)
    for channel, track in enumerate(audio.samples):
        middle = _EDGE_PX + (channel + 0.5) * lane
        canvas[round(middle), axis.left : axis.right] = _LINE
        low, high = _outline(track, bounds)
        top = np.round(middle - np.clip(high, -1, 1) * lane * 0.46).astype(int)
        bottom = np.round(middle - np.clip(low, -1, 1) * lane * 0.46).astype(int)
        rows = np.arange(size[1])[:, None]
        lit = (rows >= top) & (rows <= bottom)
        canvas[:, axis.left : axis.right][lit] = _WAVE
    _paint_playhead(canvas, axis, frame, foot)
    length = len(audio.samples)
    name = {1: "mono", 2: "stereo"}.get(length, f"{length} channels")
    pen.words(canvas, f"{name}   {audio.rate} Hz   {audio.duration_s:.2f} s", (axis.left, 6), FAINT, ground=GROUND)
    moment = audio.cut((frame - first) / fps, (frame - first + 1) / fps).samples
    loud = float(np.sqrt(np.mean(np.square(moment, dtype=np.float64)))) if moment.size else 0.0
    level = f"{20 * np.log10(loud):.1f} dB" if loud > 1e-6 else "silent"
    pen.words(canvas, level, (axis.right - pen.size_of(level)[0], 6), TEXT, ground=GROUND)
    return canvas


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
    canvas = _sheet(size)
    foot = size[1] - _FOOT_PX
    _paint_frames(canvas, axis, foot)
    for share in (0.0, 0.5, 1.0):
        row = round(foot - 4 - share * (foot - 24))
        canvas[row, axis.left : axis.right] = _LINE
        pen.words(canvas, f"{share:g}", (axis.left - 26, row - 8), FAINT, size_px=11)
    if not known:
        return canvas
    frames = sorted(known)
    weights = np.stack([known[at].weights for at in frames])
    order = np.argsort(-weights.max(axis=0), kind="stable")[:count]
    for place, blendshape in enumerate(order.tolist()):
        color = _CURVES[place % len(_CURVES)]
        for path in _runs(frames, weights[:, blendshape], axis, foot):
            pen.lines(canvas, [path], color, width_px=2)
            if len(path) == 1:
                pen.dots(canvas, path, 2.5, color)
        now = known.get(frame)
        weight = f"{float(now.weights[blendshape]):.2f}" if now is not None else "–"
        row = 12 + 20 * place
        pen.dots(canvas, np.array([[16, row + 8.0]]), 4, color)
        pen.words(canvas, ARKIT_NAMES[blendshape], (28, row), TEXT)
        pen.words(canvas, weight, (axis.left - 44 - pen.size_of(weight)[0], row), TEXT)
    _paint_playhead(canvas, axis, frame, foot)
    return canvas


def _runs(frames: list[int], weights: NDArray[Any], axis: Axis, foot: int) -> list[NDArray[Any]]:
    """Return the points of a curve, broken where frames are not known."""
    x = np.array([axis.place(at + 0.5) for at in frames])
    points = np.stack([x, foot - 4 - np.clip(weights, 0, 1) * (foot - 24)], axis=1)
    breaks = np.flatnonzero(np.diff(frames) > 1) + 1
    return np.split(points, breaks)


def paint_card(card: Card, size: Size) -> Codes:
    """Paint a title, names with what they are, and a curve if there is one."""
    canvas = _sheet(size)
    left, top = 36, 28
    pen.words(canvas, card.title, (left, top), TEXT, size_px=20)
    top += 40
    column = left + max([pen.size_of(name, 13)[0] for name, _ in card.rows], default=0) + 28
    for name, value in card.rows:
        pen.words(canvas, name, (left, top), FAINT, size_px=13)
        pen.words(canvas, value, (column, top), TEXT, size_px=13)
        top += 24
    if len(card.curve) > 1:
        _paint_curve(canvas, card.curve, (left, top + 16, size[0] - left, size[1] - 36))
    return canvas


def _paint_curve(canvas: Codes, numbers: tuple[float, ...], box: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = box
    if right - left < 40 or bottom - top < 30:
        return
    values = np.array(numbers)
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    x = np.linspace(left + 52, right, len(values))
    y = bottom - (values - low) / ((high - low) or 1) * (bottom - top)
    canvas[bottom, left + 52 : right] = _LINE
    canvas[top, left + 52 : right] = _LINE
    pen.words(canvas, f"{high:.4g}", (left, top - 8), FAINT, size_px=11)
    pen.words(canvas, f"{low:.4g}", (left, bottom - 8), FAINT, size_px=11)
    pen.lines(canvas, [np.stack([x, y], axis=1)], ACCENT, width_px=2)


def paint_mesh(mesh: Mesh, size: Size) -> Codes:
    """Paint the edges of a mesh as large as they fit, seen from the front."""
    canvas = _sheet(size)
    flat = mesh.vertices[:, :2].astype(np.float64)
    if len(flat):
        span = float(np.ptp(flat, axis=0).max()) or 1.0
        middle = (flat.max(axis=0) + flat.min(axis=0)) / 2
        flat = (flat - middle) / span * (min(size) - 80) + np.array(size) / 2
        edges = np.concatenate([mesh.triangles[:, [0, 1]], mesh.triangles[:, [1, 2]], mesh.triangles[:, [2, 0]]])
        pen.lines(canvas, flat[np.unique(np.sort(edges, axis=1), axis=0)], _WAVE)
    pen.words(canvas, f"{len(mesh.vertices)} vertices   {len(mesh.triangles)} triangles", (14, 8), FAINT)
    return canvas


def _paint_frames(canvas: Codes, axis: Axis, foot: int) -> None:
    """Paint the ruler."""
    frames = axis.shot.frames
    across = (axis.right - axis.left) / len(frames)
    step = next((step for step in _STEPS if step * across >= 64), _STEPS[-1])
    for at in range(-(-frames.first // step) * step, frames.last + 1, step):
        x = round(axis.place(at))
        canvas[_EDGE_PX:foot, x : x + 1] = _LINE
        pen.words(canvas, str(at), (x + 3, foot + 4), FAINT, size_px=11)


def _paint_playhead(canvas: Codes, axis: Axis, frame: int, foot: int) -> None:
    x = round(axis.place(frame))
    end = max(x + 1, round(axis.place(frame + 1)))
    part = canvas[:foot, x:end].astype(np.int16)
    canvas[:foot, x:end] = np.minimum(part + 24, 255)
    canvas[:foot, x : x + 1] = ACCENT


def _sheet(size: Size) -> Codes:
    canvas = np.empty((size[1], size[0], 3), np.uint8)
    canvas[:] = GROUND
    return canvas
