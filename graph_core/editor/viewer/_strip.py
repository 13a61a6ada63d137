"""The strip beside the picture: scopes, and the list of the faces that are seen."""

from __future__ import annotations

import math
from dataclasses import dataclass

from graph_core.editor.viewer._cards import strongest
from graph_core.editor.viewer._look import Codes
from graph_core.editor.viewer._paper import ACCENT, FAINT, LINE, Paper
from graph_core.editor.viewer._picture import Picture
from graph_core.editor.viewer._sample import Placement, sample
from graph_core.editor.viewer._scopes import histogram, signal_of, waveform
from graph_core.values import Face, Faces

__all__ = ["Strip", "paint_strip"]

Box = tuple[float, float, float, float]

_GROUND = (30, 31, 34)
_GAP = 6


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
        unit: Screen px that words and gaps take for one.
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
    unit: float = 1.0


def paint_strip(strip: Strip) -> Codes:
    """Return the codes of the strip, `(H, W, 3)`."""
    paper = Paper(strip.size, strip.unit, _GROUND)
    top = _paint_scopes(paper, strip) if strip.has_scopes else 0
    if strip.faces is not None:
        _paint_faces(paper, strip.faces, strip.scale, top)
    return paper.canvas


def _paint_scopes(paper: Paper, strip: Strip) -> int:
    """Paint histogram over waveform; return where they end."""
    end = paper.height // 2 if strip.faces is not None else paper.height
    gap, upper = paper.px(_GAP), end * 2 // 5
    signal = _measured(strip)
    inner, lower = paper.width - 2 * gap, end - upper - 2 * gap
    if signal is None or min(inner, upper - gap, lower) < paper.px(20):
        return end
    columns = slice(gap, paper.width - gap)
    paper.canvas[gap:upper, columns] = histogram(signal, (inner, upper - gap), unit=strip.unit)
    scope = waveform(signal, (inner, lower), is_parade=strip.is_parade, unit=strip.unit)
    paper.canvas[upper + gap : upper + gap + lower, columns] = scope
    return end


def _measured(strip: Strip) -> Codes | None:
    picture, placement, screen = strip.picture, strip.placement, strip.screen
    if picture is None or placement is None:
        return None
    if strip.region is not None:
        left, top, right, bottom = strip.region
        width, height = (right - left) * placement.zoom, (bottom - top) * placement.zoom
        placement = Placement(left, top, placement.zoom)
        screen = (max(1, min(screen[0], round(width))), max(1, min(screen[1], round(height))))
    seen = sample(picture, placement, screen)
    return signal_of(seen.pixels, is_light=picture.is_light) if seen is not None else None


def _paint_faces(paper: Paper, faces: Faces, scale: float, top: int) -> None:
    top += paper.px(10)
    count = len(faces)
    title = "No face" if count == 0 else "1 face" if count == 1 else f"{count} faces"
    paper.words(title, (paper.px(12), top), size=15)
    top += paper.px(28)
    for number, face in enumerate(faces):
        if top > paper.height:
            break
        top = _paint_face(paper, face, number, scale, top)


def _paint_face(paper: Paper, face: Face, number: int, scale: float, top: int) -> int:
    """Paint what is known of one face; return where it ends."""
    px, left, right = paper.px, paper.px(12), paper.width - paper.px(12)
    name = f"Track {face.track}" if face.track >= 0 else f"Face {number + 1}"
    paper.words(name, (left, top), ACCENT, size=13)
    paper.words(f"{face.score:.2f}", (right, top), size=13, is_right=True)
    x, y, end, foot = (edge / scale for edge in face.box.tolist())
    rows = [("box", f"{x:.0f}, {y:.0f}   {end - x:.0f} x {foot - y:.0f} px")]
    if face.pose is not None:
        yaw, pitch, roll = (math.degrees(angle) for angle in face.pose.angles.tolist())
        rows.append(("pose", f"yaw {yaw:+.0f}°   pitch {pitch:+.0f}°   roll {roll:+.0f}°"))
    top += px(20)
    for label, text in rows:
        paper.words(label, (left, top), FAINT)
        paper.words(text, (px(54), top))
        top += px(18)
    if face.expression is not None:
        for blendshape, weight in strongest(face.expression, 5):
            _paint_bar(paper, blendshape, weight, top)
            top += px(18)
    return top + px(12)


def _paint_bar(paper: Paper, name: str, weight: float, top: int) -> None:
    px = paper.px
    begin, end = px(150), paper.width - px(50)
    paper.words(name, (px(12), top), FAINT)
    paper.words(f"{weight:.2f}", (paper.width - px(12), top), is_right=True)
    if end > begin:
        paper.bar(begin, top + px(5), end, top + px(10), LINE)
        share = min(max(weight, 0.0), 1.0)
        if share * (end - begin) >= 1:
            paper.bar(begin, top + px(5), begin + share * (end - begin), top + px(10), ACCENT)
