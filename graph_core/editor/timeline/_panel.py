"""The timeline panel."""

from __future__ import annotations

from collections.abc import Callable

import dearpygui.dearpygui as dpg

from graph_core.editor.desk import Desk
from graph_core.editor.surface import Mouse, Surface
from graph_core.editor.timeline._actions import timeline_actions
from graph_core.editor.timeline._controls import Controls
from graph_core.editor.timeline._drawing import Bar, Drawing
from graph_core.editor.timeline._gestures import Gestures
from graph_core.editor.timeline._rows import Rows
from graph_core.editor.timeline._sound import SoundStrip
from graph_core.editor.timeline._transport import Transport

__all__ = ["TimelinePanel"]


class TimelinePanel:
    """Time: where we are, what is cached, where keyframes stand, and playing."""

    name = "timeline"

    def __init__(self, desk: Desk) -> None:
        """Make the panel; `build` makes its items."""
        self._desk = desk
        self._session = desk.session
        self._transport = Transport(desk.session)
        self._gestures = Gestures(desk.session, self._transport)
        desk.actions.add(*timeline_actions(desk.session, self._transport, self._gestures))

    def build(self, parent: int | str) -> None:
        """Make the items inside a DearPyGui container."""
        with dpg.group(parent=parent) as column:
            dpg.bind_item_theme(column, _make_theme())
            self._controls = Controls(self._desk, self._transport, column)
            self._surface = Surface(self._desk.pointer, column)
        self._drawing = Drawing(self._surface.drawing, self._desk.theme)
        self._sound = SoundStrip(self._drawing.sound_layer, self._desk.theme)
        gestures, surface = self._gestures, self._surface
        surface.on_press = self._telling(gestures.press)
        surface.on_move = self._telling(gestures.move)
        surface.on_release = self._telling(gestures.release)
        surface.on_double = self._telling(self._double)
        surface.on_wheel = gestures.wheel

    def resize(self, width: int, height: int) -> None:
        """Take the size of the container."""
        self._controls.resize(width)
        self._surface.resize(width, height - self._controls.height)

    def update(self) -> None:
        """Bring the items up to date."""
        transport, gestures, drawing = self._transport, self._gestures, self._drawing
        transport.update()
        width, height = self._surface.size
        rows = Rows(height, self._desk.theme.scale)
        gestures.fit(width, rows)
        gestures.follow(transport.frame)
        gestures.forget_lost()
        if not (self._surface.is_hovered or gestures.is_dragging):
            gestures.leave()
        self._controls.update()
        axis = gestures.axis
        drawing.show_ruler(axis, rows, transport.limits, transport.frames)
        drawing.show_bars(axis, rows, self._bars())
        drawing.show_keys(axis, rows, transport.row, gestures.selected, gestures.hovered_key)
        drawing.show_hover(axis, rows, gestures.hovered)
        drawing.show_box(rows, gestures.box)
        drawing.show_playhead(axis, rows, transport.frame)
        self._sound.show(self._session.playback.track, transport.shot, axis, rows)

    def places(self) -> dict[str, tuple[float, float, float, float]]:
        """Return where things are in the window: left, top, width and height."""
        axis, rows, reach = self._gestures.axis, self._gestures.rows, self._desk.theme.px(5)
        left, top = self._surface.origin

        def around(frame: int, y: float) -> tuple[float, float, float, float]:
            return (left + axis.x(frame) - reach, top + y - reach, 2 * reach, 2 * reach)

        transport, ruler = self._transport, rows.ruler / 2
        named = {"playhead": transport.frame, "in": transport.limits.first, "out": transport.limits.last}
        frames = {f"frame {frame}": around(frame, ruler) for frame in (transport.frames.first, transport.frames.last)}
        keys = {f"key {frame}": around(frame, rows.keys) for frame in transport.row.seen(axis, 0)}
        return {name: around(frame, ruler) for name, frame in named.items()} | frames | keys

    def _bars(self) -> list[Bar]:
        viewed, theme = self._session.viewed, self._desk.theme
        colors = {viewed.b: theme.accent, viewed.a: theme.good}
        return [
            Bar(self._session.evaluator.cached(target, viewed.scale), colors.get(slot, theme.faint))
            for slot, target in sorted(viewed.slots.items())
        ]

    def _double(self, mouse: Mouse) -> None:
        key = self._gestures.double(mouse)
        if key is not None:
            self._controls.offer_curves(self._transport.row.knobs_at((key,)))

    def _telling(self, call: Callable[[Mouse], object]) -> Callable[[Mouse], None]:
        def told(mouse: Mouse) -> None:
            with self._desk.telling():
                call(mouse)

        return told


def _make_theme() -> int | str:
    with dpg.theme() as theme, dpg.theme_component(dpg.mvAll):
        dpg.add_theme_style(dpg.mvStyleVar_ItemSpacing, 0, 0)
    made: int | str = theme
    return made
