"""Overlays: how values that belong to a picture are drawn over it. One table from a value's type to a painter."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from graph_core.editor.viewer import _pen as pen
from graph_core.editor.viewer._look import Codes
from graph_core.editor.viewer._paper import COLORS
from graph_core.editor.viewer._picture import Picture
from graph_core.editor.viewer._sample import Placement, sample
from graph_core.values import Alignment, Body, Boundary, Face, Faces, Flow, Matte, Parsing

__all__ = ["Landmarks", "Layer", "can_overlay", "paint_tint"]

Landmarks = Literal["none", "68", "478"]
Points = NDArray[Any]

_INK: pen.Color = (250, 250, 250)
_SHADE: pen.Color = (18, 19, 21)
_TINTS: tuple[pen.Color, ...] = ((232, 36, 36), (40, 200, 80), (56, 110, 255), (230, 200, 40))
_OPACITY = 0.55

# Runs of the iBUG 300-W scheme: first, one behind the last, whether the end meets the beginning.
_RUNS68 = (
    (0, 17, False), (17, 22, False), (22, 27, False), (27, 31, False), (31, 36, False),
    (36, 42, True), (42, 48, True), (48, 60, True), (60, 68, True),
)  # fmt: skip
_LIMBS = (
    (0, 1), (1, 2), (2, 3), (3, 4), (1, 5), (5, 6), (6, 7), (1, 8), (8, 9), (9, 10), (1, 11), (11, 12), (12, 13),
    (0, 14), (14, 16), (0, 15), (15, 17),
)  # fmt: skip
_SEEN = 0.3
_ARROW_EVERY_PX = 26


@dataclass(frozen=True, eq=False, slots=True)
class Layer:
    """A value that is drawn over a picture.

    Attributes:
        value: The value.
        scale: Its px to one px of full resolution; less than 1 for a draft.
        picture: What is drawn of it, if it is a raster.
        landmarks: Which landmarks of faces are drawn.
        number: Of the layer: each has a colour of its own.
        unit: Screen px that words and dots take for one, on a screen with more of them.
    """

    value: Any
    scale: float = 1.0
    picture: Picture | None = None
    landmarks: Landmarks = "68"
    number: int = 0
    unit: float = 1.0

    def __call__(self, canvas: Codes, placement: Placement) -> None:
        """Paint it."""
        for kind in type(self.value).__mro__:
            if kind in _PAINTERS:
                _PAINTERS[kind](self, canvas, placement)
                return

    def to_screen(self, points: Points, placement: Placement) -> Points:
        """Take places `(N, 2)` in the value's own px to the screen."""
        corner = np.array([placement.left, placement.top])
        screen: Points = (np.asarray(points, np.float64)[:, :2] / self.scale - corner) * placement.zoom
        return screen

    def write(self, canvas: Codes, text: str, at: tuple[float, float], color: pen.Color, size_px: int = 12) -> None:
        """Write words that begin at a place of the screen, on a dark ground."""
        pen.words(canvas, text, at, color, size_px=round(size_px * self.unit), ground=_SHADE)

    @property
    def tint(self) -> pen.Color:
        """The colour of what covers the picture."""
        return _TINTS[self.number % len(_TINTS)]


def can_overlay(kind: Any) -> bool:
    """Return whether values of a port's type can be drawn over a picture."""
    if isinstance(kind, TypeVar) or not isinstance(kind, type):
        return False
    return any(base in _PAINTERS for base in kind.__mro__)


def paint_tint(
    canvas: Codes, picture: Picture, placement: Placement, color: pen.Color = _TINTS[0], channel: int = 0
) -> None:
    """Cover what a matte covers with a colour one can see through."""
    seen = sample(picture, placement, (canvas.shape[1], canvas.shape[0]))
    if seen is not None:
        under = canvas[seen.window].astype(np.float32)
        share = np.clip(seen.pixels[..., channel, None], 0, 1) * np.float32(_OPACITY)
        canvas[seen.window] = under + (np.array(color, np.float32) - under) * share + np.float32(0.5)


def _paint_faces(layer: Layer, canvas: Codes, placement: Placement) -> None:
    for number, face in enumerate(layer.value):
        color = COLORS[(face.track if face.track >= 0 else number) % len(COLORS)]
        left, top, right, bottom = face.box.tolist()
        corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
        box = layer.to_screen(corners, placement)
        pen.lines(canvas, [box], color, is_closed=True)
        _paint_landmarks(layer, face, canvas, placement, color)
        name = f"track {face.track}" if face.track >= 0 else f"face {number + 1}"
        label = f"{name}   {face.score:.2f}"
        layer.write(canvas, label, (box[0, 0] + 4, box[0, 1] - 18 * layer.unit), color)


def _paint_landmarks(layer: Layer, face: Face, canvas: Codes, placement: Placement, color: pen.Color) -> None:
    if layer.landmarks == "none":
        return
    is_few = layer.landmarks == "68"
    points = layer.to_screen(face.landmarks68 if is_few else face.landmarks478, placement)
    if is_few:
        for first, end, is_closed in _RUNS68:
            pen.lines(canvas, [points[first:end]], _dark(color), is_closed=is_closed)
    spread = np.ptp(points[:, 1]) / math.sqrt(len(points))
    pen.dots(canvas, points, min(max(spread / 14, 0.9), 3.0) * layer.unit, color)
    # Numbers are written once there is room for them.
    if spread > 34 * layer.unit:
        height, width = canvas.shape[:2]
        for number, (x, y) in enumerate(points.tolist()):
            if 0 <= x < width and 0 <= y < height:
                layer.write(canvas, str(number), (x + 6, y - 6), _INK, 11)


def _paint_body(layer: Layer, canvas: Codes, placement: Placement) -> None:
    seen = layer.value.joints[:, 2] >= _SEEN
    points = layer.to_screen(layer.value.joints, placement)
    for number, (begin, end) in enumerate(_LIMBS):
        if seen[begin] and seen[end]:
            color = COLORS[number % len(COLORS)]
            pen.lines(canvas, [points[[begin, end]]], color, width_px=2)
    pen.dots(canvas, points[seen], 3.5 * layer.unit, _INK)


def _paint_flow(layer: Layer, canvas: Codes, placement: Placement) -> None:
    picture = layer.picture
    if picture is None:
        return
    height, width = canvas.shape[:2]
    rows, columns = np.mgrid[
        _ARROW_EVERY_PX // 2 : height : _ARROW_EVERY_PX, _ARROW_EVERY_PX // 2 : width : _ARROW_EVERY_PX
    ]
    across, down = picture.scale
    x = np.floor((placement.left + columns.ravel() / placement.zoom) * across).astype(int)
    y = np.floor((placement.top + rows.ravel() / placement.zoom) * down).astype(int)
    inside = (x >= 0) & (y >= 0) & (x < picture.values.shape[2]) & (y < picture.values.shape[1])
    begin = np.stack([columns.ravel(), rows.ravel()], axis=1)[inside].astype(np.float64)
    motion = picture.values[:, y[inside], x[inside]].T * placement.zoom
    for tail, along in zip(begin, motion, strict=True):
        length = float(np.hypot(*along))
        if not length >= 1:  # too short to have a direction, or unknown
            if length < 1:
                pen.dots(canvas, tail[None], 0.9, COLORS[1])
            continue
        tip = tail + along
        back = along / length * min(length * 0.45, 6.0)
        side = np.array([-back[1], back[0]]) * 0.6
        pen.lines(canvas, [np.stack([tail, tip]), np.stack([tip - back + side, tip, tip - back - side])], COLORS[1])


def _paint_alignment(layer: Layer, canvas: Codes, placement: Placement) -> None:
    alignment: Alignment = layer.value
    if alignment.is_empty:
        return
    side = float(alignment.size)
    corners = np.array([(0, 0), (side, 0), (side, side), (0, side)], np.float32)
    square = layer.to_screen(alignment.to_plate(corners), placement)
    color = COLORS[2]
    pen.lines(canvas, [square], color, is_closed=True)
    pen.lines(canvas, [square[:2]], color, width_px=3)  # where the top of the crop is
    label = f"{alignment.template}   {alignment.size} px"
    layer.write(canvas, label, (square[:, 0].min() + 4, square[:, 1].min() - 18 * layer.unit), color)


def _paint_cover(layer: Layer, canvas: Codes, placement: Placement) -> None:
    if layer.picture is not None:
        paint_tint(canvas, layer.picture, placement, layer.tint)


def _paint_labels(layer: Layer, canvas: Codes, placement: Placement) -> None:
    seen = sample(layer.picture, placement, (canvas.shape[1], canvas.shape[0])) if layer.picture is not None else None
    if seen is not None:
        codes = np.clip(seen.pixels[..., :3] * 255, 0, 255).astype(np.uint8)
        canvas[seen.window] = cv2.addWeighted(canvas[seen.window], 0.5, codes, 0.5, 0)


_PAINTERS: dict[type, Callable[[Layer, Codes, Placement], None]] = {
    Faces: _paint_faces,
    Body: _paint_body,
    Flow: _paint_flow,
    Alignment: _paint_alignment,
    Matte: _paint_cover,
    Boundary: _paint_cover,
    Parsing: _paint_labels,
}


def _dark(color: pen.Color) -> pen.Color:
    red, green, blue = (part * 5 // 8 for part in color)
    return (red, green, blue)
