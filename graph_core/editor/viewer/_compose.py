"""Compose what the viewer shows, at the size of its screen, from pictures and marks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from graph_core.editor.viewer._look import Codes, to_codes
from graph_core.editor.viewer._paper import GROUND
from graph_core.editor.viewer._picture import Picture
from graph_core.editor.viewer._sample import Placement, Sample, sample
from graph_core.editor.viewer._view import View

__all__ = ["Mark", "Scene", "compose"]

_EDGE = (58, 60, 66)
_GRID_FROM = 8.0
_GRID, _DARK = 26, 70

Mark = Callable[[Codes, Placement], None]
"""Paints an overlay over what is shown."""


@dataclass(frozen=True, eq=False, slots=True)
class Scene:
    """All that goes into one picture on the screen.

    Attributes:
        view: How it is shown.
        size: Width and height of the screen in px.
        a, b: Pictures; B is the one compared with.
        marks: Overlays, painted in this order.
        is_dimmed: The picture is an old one, behind a message.
    """

    view: View
    size: tuple[int, int]
    a: Picture | None = None
    b: Picture | None = None
    marks: tuple[Mark, ...] = ()
    is_dimmed: bool = False


def compose(scene: Scene) -> Codes:
    """Return the codes of the screen, `(H, W, 3)`."""
    width, height = scene.size
    canvas = np.empty((height, width, 3), np.uint8)
    canvas[:] = GROUND
    compared = scene.b is not None and scene.view.mode != "a"
    if compared and scene.view.mode == "side":
        half = scene.view.screen(scene.size)[0]
        _paint(canvas[:, :half], scene, scene.a)
        _paint(canvas[:, half : 2 * half], scene, scene.b)
        canvas[:, half - 1 : half + 1] = _EDGE
    elif compared and scene.view.mode == "difference":
        _paint_difference(canvas, scene)
    else:
        _paint(canvas, scene, scene.a)
        if compared:
            _paint_wiped(canvas, scene)
    if scene.is_dimmed:
        ground = np.array(GROUND, np.int16)
        canvas[:] = ground + (canvas - ground) // 4
    return canvas


def _paint(canvas: Codes, scene: Scene, picture: Picture | None) -> None:
    """Paint one picture with its overlays."""
    if picture is None:
        return
    size = (canvas.shape[1], canvas.shape[0])
    placement = scene.view.placement(scene.size)
    seen = sample(picture, placement, size)
    if seen is not None:
        codes = to_codes(seen.pixels, scene.view.look, is_light=picture.is_light)
        canvas[seen.window] = codes
        _paint_edge(canvas, seen)
    if placement.zoom >= _GRID_FROM and seen is not None:
        _paint_grid(canvas, seen, picture, placement)
    for mark in scene.marks:
        mark(canvas, placement)


def _paint_wiped(canvas: Codes, scene: Scene) -> None:
    """Paint B where it lies beyond the line."""
    assert scene.a is not None or scene.b is not None
    picture = scene.a or scene.b
    beyond = np.empty_like(canvas)
    beyond[:] = GROUND
    _paint(beyond, scene, scene.b)
    wipe = scene.view.wipe
    assert picture is not None
    x, y = scene.view.placement(scene.size).to_screen(wipe.x * picture.size[0], wipe.y * picture.size[1])
    across, down = wipe.normal
    columns = (np.arange(canvas.shape[1], dtype=np.float32) + 0.5 - x) * across
    rows = (np.arange(canvas.shape[0], dtype=np.float32) + 0.5 - y) * down
    np.copyto(canvas, beyond, where=(columns[None, :] + rows[:, None] > 0)[..., None])


def _paint_difference(canvas: Codes, scene: Scene) -> None:
    """Paint how far A and B are apart, as light."""
    placement = scene.view.placement(scene.size)
    if scene.a is None or scene.b is None:
        return
    seen, other = sample(scene.a, placement, scene.size), sample(scene.b, placement, scene.size)
    if seen is not None:
        whole = np.zeros((*canvas.shape[:2], 4), np.float32)
        if other is not None:
            whole[other.window] = other.pixels
        apart = np.abs(seen.pixels - whole[seen.window]) * np.float32(scene.view.gain)
        look = replace(scene.view.look, is_checkered=False)
        canvas[seen.window] = to_codes(apart, look, is_light=scene.a.is_light and scene.b.is_light)
        _paint_edge(canvas, seen)
    for mark in scene.marks:
        mark(canvas, placement)


def _paint_edge(canvas: Codes, seen: Sample) -> None:
    """Draw a line around the picture, so that a dark one can be told from the ground."""
    rows, columns = seen.window
    height, width = canvas.shape[:2]
    around = slice(max(0, columns.start - 1), columns.stop + 1)
    for row in (rows.start - 1, rows.stop):
        if 0 <= row < height:
            canvas[row, around] = _EDGE
    for column in (columns.start - 1, columns.stop):
        if 0 <= column < width:
            canvas[rows, column] = _EDGE


def _paint_grid(canvas: Codes, seen: Sample, picture: Picture, placement: Placement) -> None:
    """Draw lines between single pixels."""
    rows, columns = seen.window
    for axis, part, origin, scale in (
        (0, rows, placement.top, picture.scale[1]),
        (1, columns, placement.left, picture.scale[0]),
    ):
        first = int(np.ceil((origin + part.start / placement.zoom) * scale))
        last = int(np.floor((origin + part.stop / placement.zoom) * scale))
        lines = np.round((np.arange(first, last + 1) / scale - origin) * placement.zoom).astype(int)
        lines = lines[(lines >= part.start) & (lines < part.stop)]
        where = (lines, columns) if axis == 0 else (rows, lines)
        under = canvas[where].astype(np.int16)
        canvas[where] = np.where(under.max(axis=2, keepdims=True) > _DARK, under * 3 // 4, under + _GRID)
