"""The strip beside the picture: scopes, and the list of the faces that are seen."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from graph_core.editor.viewer import _pen as pen
from graph_core.editor.viewer._cards import strongest
from graph_core.editor.viewer._look import Codes
from graph_core.editor.viewer._picture import Picture
from graph_core.editor.viewer._plots import ACCENT, FAINT, TEXT
from graph_core.editor.viewer._sample import Placement, sample
from graph_core.editor.viewer._scopes import histogram, signal_of, waveform
from graph_core.values import Face, Faces

__all__ = ["Strip", "paint_strip"]

Box = tuple[float, float, float, float]

_GROUND = (30, 31, 34)
_RAISED = (48, 50, 55)
_GAP_PX = 6


@dataclass(frozen=True, eq=False, slots=True)
class Strip:
    """What the strip shows.

    Attributes:
        size: In px.
        has_scopes: Whether there are scopes.
        is_parade: Red, green and blue side by side in the waveform.
        picture: What is measured.
        placement, screen: How much of it is seen, on a screen of what size.
        region: Measure this part alone: left, top, right, bottom in full-resolution px.
        faces: To be listed.
        scale: Px of the faces to one px of full resolution.
    """

    size: tuple[int, int]
    has_scopes: bool = False
    is_parade: bool = False
    picture: Picture | None = None
    placement: Placement | None = None
    screen: tuple[int, int] = (1, 1)
    region: Box | None = None
    faces: Faces | None = None
    scale: float = 1.0


def paint_strip(strip: Strip) -> Codes:
    """Return the codes of the strip, `(H, W, 3)`."""
    canvas = np.empty((strip.size[1], strip.size[0], 3), np.uint8)
    canvas[:] = _GROUND
    top = 0
    if strip.has_scopes:
        top = _paint_scopes(canvas, strip)
    if strip.faces is not None:
        _paint_faces(canvas, strip.faces, strip.scale, top)
    return canvas


def _paint_scopes(canvas: Codes, strip: Strip) -> int:
    """Paint histogram over waveform; return where they end."""
    height, width = canvas.shape[:2]
    end = height // 2 if strip.faces is not None else height
    upper = end * 2 // 5
    pixels = _measured(strip)
    if pixels is None:
        return end
    inner = width - 2 * _GAP_PX
    canvas[_GAP_PX:upper, _GAP_PX : width - _GAP_PX] = histogram(pixels, (inner, upper - _GAP_PX))
    lower = end - upper - 2 * _GAP_PX
    if lower > 20:
        scope = waveform(pixels, (inner, lower), is_parade=strip.is_parade)
        canvas[upper + _GAP_PX : upper + _GAP_PX + lower, _GAP_PX : width - _GAP_PX] = scope
    return end


def _measured(strip: Strip) -> Codes | None:
    picture, placement, screen = strip.picture, strip.placement, strip.screen
    if picture is None or placement is None:
        return None
    if strip.region is not None:
        left, top, right, bottom = strip.region
        width, height = (right - left) * placement.zoom, (bottom - top) * placement.zoom
        placement = Placement(left, top, placement.zoom)
        screen = (max(1, round(width)), max(1, round(height)))
    seen = sample(picture, placement, screen)
    return signal_of(seen.pixels, is_light=picture.is_light) if seen is not None else None


def _paint_faces(canvas: Codes, faces: Faces, scale: float, top: int) -> None:
    top += 10
    count = len(faces)
    title = "No face" if count == 0 else "1 face" if count == 1 else f"{count} faces"
    pen.words(canvas, title, (12, top), TEXT, size_px=15)
    top += 28
    for number, face in enumerate(faces):
        if top > canvas.shape[0]:
            break
        top = _paint_face(canvas, face, number, scale, top)


def _paint_face(canvas: Codes, face: Face, number: int, scale: float, top: int) -> int:
    """Paint what is known of one face; return where it ends."""
    width = canvas.shape[1]
    name = f"Track {face.track}" if face.track >= 0 else f"Face {number + 1}"
    pen.words(canvas, name, (12, top), ACCENT, size_px=13)
    score = f"{face.score:.2f}"
    pen.words(canvas, score, (width - 12 - pen.size_of(score, 13)[0], top), TEXT, size_px=13)
    left, upper, right, lower = (edge / scale for edge in face.box.tolist())
    rows = [("box", f"{left:.0f}, {upper:.0f}   {right - left:.0f} x {lower - upper:.0f} px")]
    if face.pose is not None:
        yaw, pitch, roll = (math.degrees(angle) for angle in face.pose.angles.tolist())
        rows.append(("pose", f"yaw {yaw:+.0f}°   pitch {pitch:+.0f}°   roll {roll:+.0f}°"))
    top += 20
    for label, text in rows:
        pen.words(canvas, label, (12, top), FAINT)
        pen.words(canvas, text, (54, top), TEXT)
        top += 18
    if face.expression is not None:
        for blendshape, weight in strongest(face.expression, 5):
            _paint_bar(canvas, blendshape, weight, top)
            top += 18
    return top + 12


def _paint_bar(canvas: Codes, name: str, weight: float, top: int) -> None:
    begin, end = 150, canvas.shape[1] - 50
    pen.words(canvas, name, (12, top), FAINT)
    if end > begin:
        canvas[top + 5 : top + 10, begin:end] = _RAISED
        canvas[top + 5 : top + 10, begin : begin + round((end - begin) * min(max(weight, 0), 1))] = ACCENT
    pen.words(canvas, f"{weight:.2f}", (canvas.shape[1] - 40, top), TEXT)
