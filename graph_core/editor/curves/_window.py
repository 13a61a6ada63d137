"""The window of the curve editor."""

from __future__ import annotations

import itertools

import dearpygui.dearpygui as dpg

from graph_core.editor import commands
from graph_core.editor.curves._plot import Dot, Plot, is_drawn, numbers_of, steps, with_number
from graph_core.editor.desk import Desk
from graph_core.editor.dialogs import Box
from graph_core.editor.surface import LEFT, MIDDLE, Mouse, Surface
from graph_core.errors import ParamError
from graph_core.node import Curve, Extrapolation, Interpolation

__all__ = ["CurveWindow"]

_INTERPOLATIONS = ("constant", "linear", "smooth")
_EXTRAPOLATIONS = ("hold", "linear", "loop")
_COLORS = ((242, 157, 72, 255), (110, 190, 120, 255), (96, 168, 226, 255), (200, 200, 206, 255))
_drags = itertools.count()


class CurveWindow:
    """Shows the curve of a knob: drag keys, double-click for a new one, Delete removes.

    The wheel zooms, with Shift only the frames and with Ctrl only the values; the middle button pans.

    Args:
        desk: What the panels share.
        node: Name of the node.
        knob: Name of its knob, which has keyframes.

    Raises:
        ParamError: If it has none, or holds no numbers.
    """

    def __init__(self, desk: Desk, node: str, knob: str) -> None:
        self._desk = desk
        self._session = desk.session
        self._document = desk.session.document
        self._node, self._knob = node, knob
        curve = self._curve
        if curve is None or not is_drawn(curve.keys[0].value):
            raise ParamError(f"Knob {node}.{knob} has no keyframes that can be drawn.", hint="set one first")
        self._selected: frozenset[int] = frozenset()
        self._grabbed: Dot | None = None
        self._panning: tuple[float, float] | None = None
        self._merge = ""
        self._stamp: object = None
        self._box = Box(desk, f"Curve of {node}.{knob}", 760, 420, on_close=self._drop)
        self._box.on_turn = self._update
        with self._box.filling():
            self._build()
        shot = self._session.evaluator.shot or self._document.project.shot
        self._frames = (shot.frames.first, shot.frames.last)
        self._plot = Plot.around(curve, self._frames, *self._surface.size)

    @property
    def _curve(self) -> Curve | None:
        """The curve; None once the knob has none any more."""
        graph = self._session.document.graph
        if self._session.document is not self._document or self._node not in graph:
            return None
        value = graph.node(self._node).params.get(self._knob)
        return value if isinstance(value, Curve) else None

    def _build(self) -> None:
        px = self._desk.theme.px
        with dpg.group(horizontal=True):
            dpg.add_text("Selected keys", color=self._desk.theme.faint)
            for name in _INTERPOLATIONS:
                dpg.add_button(label=name, callback=self._interpolate, user_data=name)
            dpg.add_text("   Outside", color=self._desk.theme.faint)
            self._outside = dpg.add_combo(
                _EXTRAPOLATIONS, width=px(100), callback=lambda _, name: self._extrapolate(name)
            )
            dpg.add_button(label="Remove keys", callback=self._remove)
            dpg.add_button(label="Frame all", callback=self._frame_all)
        self._surface = surface = Surface(self._desk.pointer, self._box.window, px(736), px(340))
        self._drawing = dpg.add_draw_node(parent=surface.drawing)
        surface.on_press, surface.on_move, surface.on_release = self._press, self._move, self._release
        surface.on_double, surface.on_wheel = self._double, self._wheel

    # Drawing

    def _update(self) -> None:
        curve = self._curve
        if curve is None:
            self._leave()
            return
        if dpg.is_key_pressed(dpg.mvKey_Delete) and self._surface.is_hovered:
            with self._desk.telling():
                self._remove()
            return
        frame = self._session.timeline.frame
        stamp = (curve, frame, self._plot, self._selected)
        if stamp != self._stamp:
            self._stamp = stamp
            dpg.set_value(self._outside, curve.extrapolation)
            self._draw(curve, frame)

    def _leave(self) -> None:
        if self._box.is_open:
            self._box.cancel()

    def _drop(self) -> None:
        self._desk.pointer.drop(self._surface)

    def _draw(self, curve: Curve, frame: int) -> None:
        theme, plot = self._desk.theme, self._plot
        dpg.delete_item(self._drawing, children_only=True)
        dpg.draw_rectangle(
            (0, 0), (plot.width, plot.height), fill=theme.background, color=theme.line, parent=self._drawing
        )
        for value in steps(plot.low, plot.high, 6):
            y = plot.place(0, value)[1]
            dpg.draw_line((0, y), (plot.width, y), color=(*theme.line[:3], 90), parent=self._drawing)
            self._write(f"{value:g}", 4, y - 14)
        for at in steps(plot.first, plot.last, 10):
            x = plot.place(at, 0)[0]
            dpg.draw_line((x, 0), (x, plot.height), color=(*theme.line[:3], 90), parent=self._drawing)
            self._write(f"{at:g}", x + 3, plot.height - 16)
        x = plot.place(frame, 0)[0]
        dpg.draw_line((x, 0), (x, plot.height), color=theme.accent, thickness=1.5, parent=self._drawing)
        for line in range(len(numbers_of(curve.keys[0].value))):
            dpg.draw_polyline(plot.line(curve, line), color=_COLORS[line % 4], thickness=2, parent=self._drawing)
        for dot in plot.dots(curve):
            self._draw_dot(dot)

    def _draw_dot(self, dot: Dot) -> None:
        x, y = self._plot.place(dot.frame, dot.value)
        size = self._desk.theme.px(5)
        color = self._desk.theme.text if dot.key in self._selected else _COLORS[dot.line % 4]
        points = [(x, y - size), (x + size, y), (x, y + size), (x - size, y)]
        dpg.draw_quad(*points, fill=color, color=self._desk.theme.background, parent=self._drawing)

    def _write(self, text: str, x: float, y: float) -> None:
        theme = self._desk.theme
        dpg.draw_text((x, y), text, size=theme.px(12), color=theme.faint, parent=self._drawing)

    # The mouse

    def _press(self, mouse: Mouse) -> None:
        curve = self._curve
        if curve is None:
            return
        if mouse.button == MIDDLE or (mouse.button == LEFT and mouse.alt):
            self._panning = mouse.place
        elif mouse.button == LEFT:
            self._grabbed = self._plot.dot_at(curve, mouse.x, mouse.y)
            self._merge = f"curve {next(_drags)}"
            if self._grabbed is None:
                self._selected = frozenset()
            elif mouse.shift:
                self._selected ^= {self._grabbed.key}
            elif self._grabbed.key not in self._selected:
                self._selected = frozenset({self._grabbed.key})

    def _move(self, mouse: Mouse) -> None:
        if self._panning is not None:
            before, self._panning = self._panning, mouse.place
            self._plot = self._plot.panned(mouse.x - before[0], mouse.y - before[1])
        elif self._grabbed is not None and self._surface.is_pressed:
            with self._desk.telling():
                self._drag(mouse)

    def _drag(self, mouse: Mouse) -> None:
        """Move the grabbed key; it does not jump over its neighbours."""
        curve, grabbed = self._curve, self._grabbed
        if curve is None or grabbed is None:
            return
        key = curve.keys[grabbed.key]
        frame, number = self._plot.at(mouse.x, mouse.y)
        others = [other.frame for other in curve.keys if other is not key]
        low = max((other for other in others if other < key.frame), default=None)
        high = min((other for other in others if other > key.frame), default=None)
        at = round(frame)
        at = at if low is None else max(at, low + 1)
        at = at if high is None else min(at, high - 1)
        value = with_number(key.value, grabbed.line, number)
        self._session.timeline.is_dragging = True
        commands.place_key(self._document, self._node, self._knob, key.frame, (at, value), self._merge)

    def _release(self, mouse: Mouse) -> None:
        self._grabbed = self._panning = None
        self._session.timeline.is_dragging = False
        self._document.end_merge()

    def _double(self, mouse: Mouse) -> None:
        curve = self._curve
        if curve is None or self._plot.dot_at(curve, mouse.x, mouse.y) is not None:
            return
        frame, number = self._plot.at(mouse.x, mouse.y)
        at = round(frame)
        value = curve.at(at)
        is_single = len(numbers_of(value)) == 1
        with self._desk.telling():
            made = with_number(value, 0, number) if is_single else value
            commands.set_key(self._document, self._node, self._knob, at, made)

    def _wheel(self, mouse: Mouse) -> None:
        factor = 1.2**mouse.wheel
        self._plot = self._plot.zoomed(factor, mouse.x, mouse.y, frames=not mouse.ctrl, values=not mouse.shift)

    # Buttons

    def _chosen_frames(self, curve: Curve) -> list[int]:
        return [key.frame for number, key in enumerate(curve.keys) if number in self._selected]

    def _interpolate(self, _: object, __: object, name: Interpolation) -> None:
        curve = self._curve
        if curve is not None and self._selected:
            frames = self._chosen_frames(curve)
            commands.set_key_interpolation(self._document, self._node, self._knob, frames, name)

    def _extrapolate(self, name: Extrapolation) -> None:
        commands.set_extrapolation(self._document, self._node, self._knob, name)

    def _remove(self) -> None:
        curve = self._curve
        if curve is None or not self._selected:
            return
        frames = self._chosen_frames(curve)
        self._selected = frozenset()
        with self._document.edit(f"Remove keys of {self._node}.{self._knob}"):
            for frame in frames:
                commands.remove_key(self._document, self._node, self._knob, frame)

    def _frame_all(self) -> None:
        curve = self._curve
        if curve is not None:
            self._plot = Plot.around(curve, self._frames, *self._surface.size)
