"""What is drawn over the nodes while the mouse does something: bands, loose links, guides, what fits."""

from __future__ import annotations

import dearpygui.dearpygui as dpg

from graph_core.editor.canvas._curves import curve_between
from graph_core.editor.canvas._gestures import Band
from graph_core.editor.canvas._linking import LinkDrag
from graph_core.editor.canvas._moving import Move
from graph_core.editor.canvas._scene import Box, PortHit
from graph_core.editor.canvas._stage import Stage
from graph_core.editor.canvas._view import Detail, Rect
from graph_core.editor.theme import Color, Theme

__all__ = ["Overlay"]

Item = int | str
_NOTHING: Color = (0, 0, 0, 0)
_DIM = 120


class Overlay:
    """Drawn anew in every turn in which the mouse does something.

    Args:
        drawing: The drawlist.
        theme: Colours and fonts.
    """

    def __init__(self, drawing: Item, theme: Theme) -> None:
        self._theme = theme
        self._fits = dpg.add_draw_node(parent=drawing)
        self._fits_key: object = None
        self._item = dpg.add_draw_node(parent=drawing)
        self._is_empty = True

    def update(self, stage: Stage) -> None:
        """Draw what the mouse is doing."""
        if not self._is_empty:
            dpg.delete_item(self._item, children_only=True)
        gesture = stage.gesture
        is_linking = isinstance(gesture, LinkDrag) and gesture.has_moved
        self._is_empty = gesture is None and not isinstance(stage.hovered, PortHit)
        self._show_fits(stage, gesture if is_linking and isinstance(gesture, LinkDrag) else None)
        if isinstance(gesture, Band):
            self._draw_band(stage, gesture)
        elif isinstance(gesture, LinkDrag) and is_linking:
            self._draw_link(stage, gesture)
        elif isinstance(gesture, Move):
            self._draw_guides(stage, gesture)
        elif gesture is None and isinstance(stage.hovered, PortHit):
            self._ring(stage, stage.hovered, self._theme.text)

    # What fits, drawn once for as long as the view is still

    def _show_fits(self, stage: Stage, drag: LinkDrag | None) -> None:
        view = stage.view
        key = (drag, view.corner, view.scale, view.size) if drag is not None else None
        if key == self._fits_key:
            return
        self._fits_key = key
        dpg.delete_item(self._fits, children_only=True)
        if drag is None:
            return
        dim = (*self._theme.background[:3], _DIM)
        dpg.draw_rectangle((0, 0), view.size, fill=dim, color=_NOTHING, thickness=0, parent=self._fits)
        if view.detail is Detail.FAR:
            for name in {port.node for port in drag.fits}:
                self._frame(stage, stage.scene.boxes[name], self._theme.good)
            return
        for port in drag.fits:
            self._light(stage, port)

    def _frame(self, stage: Stage, box: Box, color: Color) -> None:
        if not box.rect.meets(stage.view.rect):
            return
        begin = stage.view.to_surface(box.left, box.top)
        end = stage.view.to_surface(box.left + box.width, box.top + box.height)
        dpg.draw_rectangle(begin, end, color=color, thickness=1, parent=self._fits)

    def _light(self, stage: Stage, port: PortHit) -> None:
        """Light up a port that fits, with its name."""
        place = stage.scene.boxes[port.node].port(port.is_input, port.port)
        view, theme = stage.view, self._theme
        if not view.rect.contains(*place):
            return
        x, y = view.to_surface(*place)
        radius = max(6.5 * view.scale, 4.0)
        dpg.draw_circle((x, y), radius, fill=theme.good, color=theme.text, thickness=1, segments=14, parent=self._fits)
        size = int(12 * view.scale)
        if view.detail is Detail.NEAR and port.is_input:
            text = port.port.partition("[")[0]
            at = (x + 10 * view.scale, y - size / 2)
            dpg.draw_text(at, text, size=size, color=theme.text, parent=self._fits)

    # What the mouse does

    def _draw_band(self, stage: Stage, band: Band) -> None:
        accent = self._theme.accent
        self._rectangle(stage, band.rect, (*accent[:3], 200), (*accent[:3], 28))
        for name in band.names:
            box = stage.scene.boxes[name]
            if box.rect.meets(stage.view.rect):
                self._rectangle(stage, box.rect, accent, _NOTHING)

    def _rectangle(self, stage: Stage, rect: Rect, color: Color, fill: Color) -> None:
        begin, end = stage.view.to_surface(rect.left, rect.top), stage.view.to_surface(rect.right, rect.bottom)
        dpg.draw_rectangle(begin, end, fill=fill, color=color, thickness=1, parent=self._item)

    def _draw_link(self, stage: Stage, drag: LinkDrag) -> None:
        theme, view = self._theme, stage.view
        port = drag.end.port
        fixed = stage.scene.boxes[port.node].port(port.is_input, port.port)
        begin, end = (fixed, drag.at) if drag.end.source else (drag.at, fixed)
        p1, p2, p3, p4 = (view.to_surface(x, y) for x, y in curve_between(begin, end))
        is_wrong = drag.over is not None and not drag.is_fit
        color = theme.error if is_wrong else theme.good if drag.is_fit else theme.accent
        dpg.draw_bezier_cubic(p1, p2, p3, p4, color=color, thickness=theme.px(3), segments=28, parent=self._item)
        loose = p4 if drag.end.source else p1
        dpg.draw_circle(loose, theme.px(4), fill=color, color=color, segments=12, parent=self._item)
        if drag.over is not None:
            self._ring(stage, drag.over, color)

    def _draw_guides(self, stage: Stage, move: Move) -> None:
        color = (*self._theme.accent[:3], 150)
        for guide in move.guides:
            begin, end = stage.view.to_surface(*guide.begin), stage.view.to_surface(*guide.end)
            dpg.draw_line(begin, end, color=color, thickness=1, parent=self._item)

    def _ring(self, stage: Stage, port: PortHit, color: Color) -> None:
        box = stage.scene.boxes.get(port.node)
        if box is None or stage.view.detail is Detail.FAR:
            return
        radius = max(8.0 * stage.view.scale, 5.0)
        at = stage.view.to_surface(*box.port(port.is_input, port.port))
        dpg.draw_circle(at, radius, color=color, thickness=2, segments=16, parent=self._item)
