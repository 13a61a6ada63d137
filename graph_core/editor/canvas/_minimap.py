"""The whole graph in a corner of the canvas, while not all of it is in view; a picture, so that it costs one item."""

from __future__ import annotations

import dearpygui.dearpygui as dpg
import numpy as np
from numpy.typing import NDArray

from graph_core.editor.canvas._appearance import Appearance
from graph_core.editor.canvas._looks import mixed
from graph_core.editor.canvas._stage import Stage
from graph_core.editor.canvas._view import Rect
from graph_core.editor.layout import Position
from graph_core.editor.theme import Color, Theme

__all__ = ["Minimap"]

Item = int | str
_SIZE_PX = (190, 120)
_AWAY_PX = 12
_LEAST_ROOM_PX = 250
_MARGIN = 120.0
_PADDING = 4


class Minimap:
    """The map.

    Attributes:
        is_shown: Whether it is wanted.

    Args:
        drawing: The drawlist.
        theme: Colours and sizes.
    """

    def __init__(self, drawing: Item, theme: Theme) -> None:
        self.is_shown = True
        self._theme = theme
        self._size = (theme.px(_SIZE_PX[0]), theme.px(_SIZE_PX[1]))
        width, height = self._size
        self._pixels: NDArray[np.float32] = np.zeros((height, width, 4), np.float32)
        with dpg.texture_registry():
            self._texture = dpg.add_raw_texture(width, height, self._pixels, format=dpg.mvFormat_Float_rgba)
        self._item = dpg.add_draw_node(parent=drawing, show=False)
        dpg.draw_image(self._texture, (0, 0), self._size, parent=self._item)
        self._seen = dpg.draw_rectangle((0, 0), (1, 1), color=theme.text, parent=self._item)
        dpg.draw_rectangle((0, 0), self._size, color=theme.line, parent=self._item)
        self._corner: Position | None = None
        self._world = Rect(0, 0, 1, 1)
        self._painted: object = None
        self._drawn: object = None

    def update(self, stage: Stage, appearance: Appearance, revision: object) -> None:
        """Bring it up to date.

        Args:
            stage: What stands where.
            appearance: How the nodes look.
            revision: Another one than before when they stand or look otherwise.
        """
        size, bounds = stage.view.size, stage.scene.bounds()
        key = (revision, size, stage.view.corner, stage.view.scale, self.is_shown)
        if key == self._drawn:
            return
        self._drawn = key
        has_room = min(size) >= self._theme.px(_LEAST_ROOM_PX)
        if not self.is_shown or not has_room or bounds is None or stage.view.rect.holds(bounds):
            self._corner = None
            dpg.configure_item(self._item, show=False)
            return
        if revision != self._painted:
            self._painted = revision
            self._world = bounds.grown(_MARGIN)
            self._paint(stage, appearance)
        away = self._theme.px(_AWAY_PX)
        self._corner = (size[0] - self._size[0] - away, size[1] - self._size[1] - away)
        dpg.apply_transform(self._item, dpg.create_translation_matrix(self._corner))
        left, top, right, bottom = self._box(stage.view.rect)
        dpg.configure_item(self._seen, pmin=(left, top), pmax=(max(right, left + 2), max(bottom, top + 2)))
        dpg.configure_item(self._item, show=True)

    def at(self, x: float, y: float) -> Position | None:
        """Return the place on the canvas at a px of the surface, if the map is there."""
        if self._corner is None:
            return None
        x, y = x - self._corner[0], y - self._corner[1]
        if not (0 <= x < self._size[0] and 0 <= y < self._size[1]):
            return None
        return self._on_canvas(x, y)

    def beside(self, x: float, y: float) -> Position:
        """Return the place on the canvas at a px of the surface, as if the map went on for ever."""
        left, top = self._corner or (0.0, 0.0)
        return self._on_canvas(x - left, y - top)

    def _on_canvas(self, x: float, y: float) -> Position:
        scale, left, top = self._fit()
        return (self._world.left + (x - left) / scale, self._world.top + (y - top) / scale)

    def _paint(self, stage: Stage, appearance: Appearance) -> None:
        theme = self._theme
        self._pixels[:] = _floats((*theme.background[:3], 225))
        for backdrop in stage.scene.backdrops:
            (x, y), (width, height) = backdrop.position, backdrop.size
            tone = mixed(theme.background, (*backdrop.color, 255), 0.8)
            self._fill(Rect(x, y, x + width, y + height), tone)
        for box in stage.scene.boxes.values():
            look = appearance.of(box.name)
            tone = theme.accent if look.is_selected else mixed(theme.raised, look.color, 0.6)
            self._fill(box.rect, theme.error if look.mark.status == "error" else tone)

    def _fill(self, rect: Rect, color: Color) -> None:
        left, top, right, bottom = (round(edge) for edge in self._box(rect))
        self._pixels[top : max(bottom, top + 1), left : max(right, left + 2)] = _floats(color)

    def _fit(self) -> tuple[float, float, float]:
        """Return the scale of the map, and where the canvas begins on it."""
        world = self._world
        width, height = self._size[0] - 2 * _PADDING, self._size[1] - 2 * _PADDING
        scale = min(width / (world.right - world.left), height / (world.bottom - world.top))
        left = (self._size[0] - (world.right - world.left) * scale) / 2
        return scale, left, (self._size[1] - (world.bottom - world.top) * scale) / 2

    def _box(self, rect: Rect) -> tuple[float, float, float, float]:
        """Return a rectangle of the canvas on the map, cut off at its edges."""
        scale, left, top = self._fit()
        width, height = self._size[0] - 1, self._size[1] - 1
        xs = [min(max(left + (x - self._world.left) * scale, 0), width) for x in (rect.left, rect.right)]
        ys = [min(max(top + (y - self._world.top) * scale, 0), height) for y in (rect.top, rect.bottom)]
        return xs[0], ys[0], xs[1], ys[1]


def _floats(color: Color) -> tuple[float, ...]:
    return tuple(part / 255 for part in color)
