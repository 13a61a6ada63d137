"""What is drawn over the nodes while the mouse does something: bands, loose links, guides, hints; and the minimap."""

from __future__ import annotations

import dearpygui.dearpygui as dpg

from graph_core.editor.canvas._curves import curve_between
from graph_core.editor.canvas._gestures import Band
from graph_core.editor.canvas._linking import LinkDrag
from graph_core.editor.canvas._moving import Move
from graph_core.editor.canvas._scene import PortHit
from graph_core.editor.canvas._stage import Stage
from graph_core.editor.canvas._view import Detail, Rect
from graph_core.editor.layout import Position
from graph_core.editor.theme import Theme

__all__ = ["Minimap", "Overlay"]

Item = int | str
_MAP_PX = (190, 120)


class Overlay:
    """Drawn anew in every turn in which there is something to draw.

    Args:
        drawing: The drawlist.
        theme: Colours and fonts.
    """

    def __init__(self, drawing: Item, theme: Theme) -> None:
        self._theme = theme
        self._item = dpg.add_draw_node(parent=drawing)
        self._is_empty = True

    def update(self, stage: Stage, hint: tuple[str, ...], mouse: Position) -> None:
        """Draw what the mouse is doing, and a hint beside it."""
        if not self._is_empty:
            dpg.delete_item(self._item, children_only=True)
        gesture = stage.gesture
        self._is_empty = gesture is None and not hint
        if isinstance(gesture, Band):
            self._draw_band(stage, gesture.rect)
        elif isinstance(gesture, LinkDrag) and gesture.has_moved:
            self._draw_link(stage, gesture)
        elif isinstance(gesture, Move):
            for guide in gesture.guides:
                begin, end = stage.view.to_surface(*guide.begin), stage.view.to_surface(*guide.end)
                dpg.draw_line(begin, end, color=(*self._theme.accent[:3], 160), parent=self._item)
        if hint:
            self._draw_hint(hint, mouse)

    def _draw_band(self, stage: Stage, rect: Rect) -> None:
        begin, end = stage.view.to_surface(rect.left, rect.top), stage.view.to_surface(rect.right, rect.bottom)
        accent = self._theme.accent
        dpg.draw_rectangle(begin, end, fill=(*accent[:3], 30), color=(*accent[:3], 200), parent=self._item)

    def _draw_link(self, stage: Stage, drag: LinkDrag) -> None:
        theme, view = self._theme, stage.view
        fixed = stage.scene.boxes[drag.end.port.node].port(drag.end.port.is_input, drag.end.port.port)
        begin, end = (fixed, drag.at) if drag.end.source else (drag.at, fixed)
        points = [view.to_surface(x, y) for x, y in curve_between(begin, end)]
        is_wrong = drag.over is not None and not drag.is_fit
        color = theme.error if is_wrong else theme.accent
        dpg.draw_bezier_cubic(*points, color=color, thickness=2.5, segments=24, parent=self._item)
        if view.detail is Detail.FAR:
            return
        for port in drag.fits:
            self._ring(stage, port)

    def _ring(self, stage: Stage, port: PortHit) -> None:
        place = stage.scene.boxes[port.node].port(port.is_input, port.port)
        if stage.view.rect.contains(*place):
            radius = max(7.5 * stage.view.scale, 5.0)
            dpg.draw_circle(
                stage.view.to_surface(*place), radius, color=self._theme.good, thickness=2, segments=12,
                parent=self._item,
            )  # fmt: skip

    def _draw_hint(self, lines: tuple[str, ...], mouse: Position) -> None:
        px, theme = self._theme.px, self._theme
        size = px(13)
        width = max(len(line) for line in lines) * size * 0.5 + px(18)
        x, y = mouse[0] + px(16), mouse[1] + px(18)
        corner = (x + width, y + len(lines) * (size + 4) + px(8))
        dpg.draw_rectangle((x, y), corner, fill=theme.background, color=theme.line, rounding=3, parent=self._item)
        for number, line in enumerate(lines):
            color = theme.text if number == 0 else theme.faint
            place = (x + px(8), y + px(4) + number * (size + 4))
            dpg.draw_text(place, line, size=size, color=color, parent=self._item)


class Minimap:
    """The whole graph in the corner, with what is in view.

    Attributes:
        is_shown: Whether it is to be seen.
    """

    def __init__(self, drawing: Item, theme: Theme) -> None:
        """Begin without a graph."""
        self.is_shown = True
        self._theme = theme
        self._item = dpg.add_draw_node(parent=drawing)
        self._stamp: object = None
        self._place = Rect(0, 0, 0, 0)
        self._world = Rect(0, 0, 1, 1)

    def update(self, stage: Stage, size: tuple[float, float], revision: object) -> None:
        """Draw it where something has changed."""
        view = stage.view
        stamp = (revision, size, view.corner, view.scale, self.is_shown)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        dpg.delete_item(self._item, children_only=True)
        world = stage.scene.bounds()
        px = self._theme.px
        if not self.is_shown or world is None or min(size) < px(260):
            self._place = Rect(0, 0, 0, 0)
            return
        self._world = world.grown(60)
        self._place = Rect(size[0] - px(_MAP_PX[0]) - 10, size[1] - px(_MAP_PX[1]) - 10, size[0] - 10, size[1] - 10)
        place = self._place
        dpg.draw_rectangle(
            (place.left, place.top), (place.right, place.bottom), fill=(*self._theme.background[:3], 225),
            color=self._theme.line, parent=self._item,
        )  # fmt: skip
        for box in stage.scene.boxes.values():
            begin, end = self._on_map(box.left, box.top), self._on_map(box.left + box.width, box.top + box.height)
            color = self._theme.accent if box.name in stage.selection else self._theme.faint
            dpg.draw_rectangle(begin, end, fill=color, color=(0, 0, 0, 0), parent=self._item)
        seen = view.rect
        begin, end = self._on_map(seen.left, seen.top), self._on_map(seen.right, seen.bottom)
        dpg.draw_rectangle(begin, end, color=self._theme.text, parent=self._item)

    def at(self, x: float, y: float) -> Position | None:
        """Return the place on the canvas at a px of the surface, if the map is there."""
        place, world = self._place, self._world
        if not place.contains(x, y) or place.right <= place.left:
            return None
        scale, left, top = self._fit()
        return (world.left + (x - left) / scale, world.top + (y - top) / scale)

    def _fit(self) -> tuple[float, float, float]:
        place, world = self._place, self._world
        width, height = world.right - world.left, world.bottom - world.top
        scale = min((place.right - place.left) / width, (place.bottom - place.top) / height)
        left = (place.left + place.right - width * scale) / 2
        return scale, left, (place.top + place.bottom - height * scale) / 2

    def _on_map(self, x: float, y: float) -> Position:
        scale, left, top = self._fit()
        place = self._place
        x, y = left + (x - self._world.left) * scale, top + (y - self._world.top) * scale
        return (min(max(x, place.left), place.right), min(max(y, place.top), place.bottom))
