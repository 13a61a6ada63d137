"""What is drawn on the timeline: ruler, sound, cached frames, keyframes, in and out points, playhead.

Each part is kept and changed in place, and only when what it shows has changed.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

import dearpygui.dearpygui as dpg

from graph_core.editor.theme import Color, Theme
from graph_core.editor.timeline._axis import Axis, runs, ticks
from graph_core.editor.timeline._keys import KeyRow
from graph_core.editor.timeline._pool import Pool
from graph_core.editor.timeline._rows import Rows
from graph_core.values import FrameRange

__all__ = ["Bar", "Drawing"]

_FAR = 1e6


@dataclass(frozen=True, slots=True)
class Bar:
    """The cached frames of one output."""

    frames: frozenset[int]
    color: Color


class Drawing:
    """The items of the timeline, as layers from back to front.

    Args:
        parent: The drawlist.
        theme: Colours and sizes.
    """

    def __init__(self, parent: int | str, theme: Theme) -> None:
        """Make the items."""
        self._theme = theme
        self._shown: dict[str, Hashable] = {}
        self._kept_bars: Sequence[Bar] = ()
        layers = {name: dpg.add_draw_node(parent=parent) for name in ("back", "sound", "marks", "bars", "keys", "top")}
        self.sound_layer = layers["sound"]
        self._piece = _draw_box(layers["back"], theme.raised)
        self._shades = [_draw_box(layers["keys"], (*theme.background[:3], 150)) for _ in range(2)]
        self._lines = Pool(lambda: dpg.draw_line((0, 0), (0, 0), color=theme.line, parent=layers["marks"]))
        self._labels = Pool(
            lambda: dpg.draw_text((0, 0), "", color=theme.faint, size=theme.px(12), parent=layers["marks"])
        )
        self._bars = Pool(lambda: _draw_box(layers["bars"], theme.good))
        self._keys = Pool(lambda: dpg.draw_quad(*[(0, 0)] * 4, thickness=1, parent=layers["keys"]))
        self._handles = [
            dpg.draw_polyline([], color=theme.faint, thickness=theme.px(2), parent=layers["keys"]) for _ in range(2)
        ]
        box = {"color": (*theme.accent[:3], 200), "fill": (*theme.accent[:3], 36), "show": False}
        self._box = dpg.draw_rectangle((0, 0), (0, 0), parent=layers["top"], **box)
        self._hover = dpg.draw_line((0, 0), (0, 0), color=(*theme.text[:3], 60), parent=layers["top"], show=False)
        self._playhead = dpg.draw_line((0, 0), (0, 0), color=theme.accent, parent=layers["top"])
        self._head = dpg.draw_rectangle(
            (0, 0), (0, 0), fill=theme.accent, color=theme.accent, rounding=theme.px(3), parent=layers["top"]
        )
        self._number = dpg.draw_text((0, 0), "", color=(24, 20, 16, 255), size=theme.px(13), parent=layers["top"])

    def show_ruler(self, axis: Axis, rows: Rows, limits: FrameRange, frames: FrameRange) -> None:
        """Draw the ruler, and dim what lies outside the in and out points."""
        if self._is_shown("ruler", (axis, rows, limits, frames)):
            return
        px = self._theme.px
        left, right = axis.x(limits.first), axis.x(limits.last)
        first, last = axis.x(frames.first), axis.x(frames.last)
        dpg.configure_item(self._piece, pmin=(first, 0), pmax=(last, rows.ruler))
        for shade, (dim, to) in zip(self._shades, ((-_FAR, left), (right, _FAR)), strict=True):
            dpg.configure_item(shade, pmin=(dim, 0), pmax=(to, rows.height))
        marks = list(ticks(axis, px(64), px(7)))
        for item, mark in zip(self._lines.take(len(marks)), marks, strict=True):
            x = round(axis.x(mark.frame)) + 0.5
            begin = rows.ruler - px(8 if mark.is_labelled else 4)
            end = rows.height if mark.is_labelled else rows.ruler
            dpg.configure_item(item, p1=(x, begin), p2=(x, end))
        labelled = [mark for mark in marks if mark.is_labelled]
        for item, mark in zip(self._labels.take(len(labelled)), labelled, strict=True):
            dpg.configure_item(item, pos=(round(axis.x(mark.frame)) + px(4), px(2)), text=str(mark.frame))
        for handle, x, to in zip(self._handles, (left, right), (px(5), -px(5)), strict=True):
            dpg.configure_item(handle, points=[(x + to, 1), (x, 1), (x, rows.ruler), (x + to, rows.ruler)])

    def show_bars(self, axis: Axis, rows: Rows, bars: Sequence[Bar]) -> None:
        """Draw where frames are cached: one bar above the other."""
        # The sets are compared by identity: they are the same objects while nothing changes.
        if self._is_shown("bars", (axis, rows, tuple((id(bar.frames), bar.color) for bar in bars))):
            return
        self._kept_bars = bars  # so that no new set takes the identity of one that was shown
        boxes: list[tuple[float, float, float, Color]] = []
        for place, bar in enumerate(bars[: rows.most_bars]):
            top = rows.bar_top(place, len(bars))
            boxes += [(left, right, top, bar.color) for left, right in runs(bar.frames, axis)]
        for item, (left, right, y, color) in zip(self._bars.take(len(boxes)), boxes, strict=True):
            dpg.configure_item(item, pmin=(left, y), pmax=(right, y + rows.bar), fill=color)

    def show_keys(self, axis: Axis, rows: Rows, row: KeyRow, selected: Collection[int], hovered: int | None) -> None:
        """Draw the keyframes as diamonds."""
        if self._is_shown("keys", (axis, rows, id(row), frozenset(selected), hovered)):
            return
        theme = self._theme
        seen = row.seen(axis, theme.px(3))
        for item, frame in zip(self._keys.take(len(seen)), seen, strict=True):
            half = theme.px(6 if frame == hovered else 5)
            x, y = round(axis.x(frame)) + 0.5, rows.keys
            color = theme.accent if frame in selected else theme.text
            corners = {"p1": (x, y - half), "p2": (x + half, y), "p3": (x, y + half), "p4": (x - half, y)}
            dpg.configure_item(item, **corners, fill=color, color=theme.background)

    def show_playhead(self, axis: Axis, rows: Rows, frame: int) -> None:
        """Draw the playhead with the number of its frame."""
        if self._is_shown("playhead", (axis, rows, frame)):
            return
        px = self._theme.px
        text = str(frame)
        x = round(axis.x(frame)) + 0.5
        half = (len(text) * px(7) + px(8)) / 2
        middle = min(max(x, half), axis.width - half)
        is_seen = 0 <= x <= axis.width
        dpg.configure_item(self._playhead, p1=(x, 0), p2=(x, rows.height))
        dpg.configure_item(self._head, pmin=(middle - half, 0), pmax=(middle + half, rows.ruler - px(4)), show=is_seen)
        dpg.configure_item(self._number, pos=(round(middle - half + px(4)), px(2)), text=text, show=is_seen)

    def show_hover(self, axis: Axis, rows: Rows, frame: int | None) -> None:
        """Mark the frame under the mouse."""
        if self._is_shown("hover", (axis, rows, frame)):
            return
        x = round(axis.x(frame)) + 0.5 if frame is not None else 0.0
        dpg.configure_item(self._hover, p1=(x, 0), p2=(x, rows.height), show=frame is not None)

    def show_box(self, rows: Rows, edges: tuple[float, float] | None) -> None:
        """Draw the box that selects keyframes, from px to px; None for none."""
        if self._is_shown("box", (rows, edges)):
            return
        left, right = sorted(edges or (0.0, 0.0))
        dpg.configure_item(
            self._box, pmin=(left, rows.ruler + 1), pmax=(right, rows.height - 1), show=edges is not None
        )

    def _is_shown(self, part: str, look: Hashable) -> bool:
        if self._shown.get(part) == look:
            return True
        self._shown[part] = look
        return False


def _draw_box(parent: int | str, fill: Color) -> int | str:
    made: int | str = dpg.draw_rectangle((0, 0), (0, 0), fill=fill, color=(0, 0, 0, 0), parent=parent)
    return made
