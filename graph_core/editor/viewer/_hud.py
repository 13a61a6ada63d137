"""What is drawn over the screen: the line of words at its foot, the wipe's handle, the region, messages."""

from __future__ import annotations

import math

import dearpygui.dearpygui as dpg

from graph_core.editor.lineage import synthesis_of
from graph_core.editor.session import Session
from graph_core.editor.theme import Color, Theme
from graph_core.editor.viewer._monitor import Monitor
from graph_core.editor.viewer._mouse import HANDLE_PX, handle_of
from graph_core.editor.viewer._picture import Picture
from graph_core.editor.viewer._readout import describe, pixel_words, region_words, shown_color
from graph_core.editor.viewer._scopes import Figures, figures_of
from graph_core.errors import GraphCoreError

__all__ = ["FOOT_PX", "Hud"]

Size = tuple[int, int]
Place = tuple[float, float]

FOOT_PX = 22
_SIZE_PX = 13
_PATIENCE_S = 0.3
_TELLING, _DRAFT = ("generated", "edited"), "draft"
_BOX = (20, 21, 24, 235)
_WHITE = (255, 255, 255, 230)
_SHADOW = (0, 0, 0, 150)
# What lies over the picture is dark in every theme, as the ground around the picture is.
_TEXT, _FAINT = (222, 223, 226, 255), (150, 152, 160, 255)
_EDGE, _RAISED, _ERROR = (62, 64, 70, 255), (48, 50, 55, 255), (232, 96, 88, 255)


class Hud:
    """Draws with DearPyGui on top of the screen, and only when something has changed.

    Attributes:
        button: Where the button of an error is: left, top, right, bottom; None while there is none.

    Args:
        session: What is open.
        monitor: What is shown.
        theme: Colours and sizes.
        drawing: DearPyGui drawlist or layer.
    """

    def __init__(self, session: Session, monitor: Monitor, theme: Theme, drawing: int | str) -> None:
        self._session = session
        self._monitor = monitor
        self._theme = theme
        self._layer = dpg.add_draw_layer(parent=drawing)
        self._shown: object = None
        self.button: tuple[float, float, float, float] | None = None
        self._figures: Figures | None = None
        self._figures_of: object = None
        self._told = ""
        self._told_of: object = None

    def update(self, size: Size, full: Size, mouse: Place | None, *, is_picking: bool = False) -> None:
        """Draw again if need be.

        Args:
            size: Of the part of the screen that has the picture.
            full: Of all of it, with strip and foot.
            mouse: Where the mouse is, or None when it is elsewhere.
            is_picking: The next click picks a place in the picture.
        """
        session, activity = self._session, self._session.evaluator.activity
        shown = (
            *(self._monitor.revision, size, full, mouse, session.timeline.frame, is_picking),
            round(activity.seconds, 1) if activity is not None else None,
        )
        if shown == self._shown:
            return
        self._shown = shown
        dpg.delete_item(self._layer, children_only=True)
        self._draw_names(size)
        self._draw_wipe(size)
        self._draw_region(size)
        self._draw_message(size)
        if is_picking:
            self._draw_picking(size, mouse)
        self._draw_foot(size, full, mouse)

    def node_at(self, x: float, y: float) -> str | None:
        """Return the node that a click at a place asks for: that of the error's button."""
        error = self._monitor.error
        if self.button is None or error is None:
            return None
        left, top, right, bottom = self.button
        return error.node if left <= x <= right and top <= y <= bottom else None

    # Parts

    def _draw_foot(self, size: Size, full: Size, mouse: Place | None) -> None:
        px, theme = self._theme.px, self._theme
        top = full[1] - px(FOOT_PX)
        row = top + px(4)
        dpg.draw_rectangle((0, top), full, color=theme.panel, fill=theme.panel, parent=self._layer)
        end = float(full[0] - px(10))
        if mouse is not None:
            end = self._draw_pixel(size, end, mouse, row)
        parts = describe(self._monitor.outcome, self._monitor.picture, self._synthesis())
        activity = self._session.evaluator.activity
        left = float(px(10))
        if activity is not None and activity.seconds > _PATIENCE_S:
            words = f"computing {activity.seconds:.1f} s"
            self._write(words, left, row, theme.accent)
            left += self._width(words) + px(24)
        for part in parts:
            if left + self._width(part) > end - px(24):
                break
            self._write(part, left, row, theme.accent if part in _TELLING or part.startswith(_DRAFT) else theme.faint)
            left += self._width(part) + px(24)

    def _synthesis(self) -> str:
        """Say what the credentials will say; walked up again only when the graph is another."""
        graph, target = self._session.document.graph, self._monitor.target
        key = (graph, graph.structure, target)
        if key != self._told_of:
            self._told_of, self._told = key, synthesis_of(graph, target) if target is not None else ""
        return self._told

    def _draw_pixel(self, size: Size, end: float, mouse: Place, row: float) -> float:
        """Tell what is under the mouse, with its colour; return where that begins."""
        picture = self._picture_at(mouse, size)
        if picture is None:
            return end
        px, theme = self._theme.px, self._theme
        x, y = self._monitor.view.at(*mouse, size)
        left = self._write_before(end, pixel_words(picture, x, y), row, theme.text)
        numbers = picture.at(x, y)
        if numbers is not None and picture.is_light:
            color = (*shown_color(numbers), 255)
            corners = ((left - px(22), row + 1), (left - px(8), row + px(13)))
            dpg.draw_rectangle(*corners, color=theme.line, fill=color, parent=self._layer)
        return left - px(30)

    def _picture_at(self, mouse: Place, size: Size) -> Picture | None:
        monitor = self._monitor
        if monitor.kind not in ("picture", "over") or not (mouse[0] < size[0] and mouse[1] < size[1]):
            return None
        view = monitor.view
        is_b = view.mode == "side" and mouse[0] >= view.screen(size)[0]
        handle = handle_of(monitor, size)
        if handle is not None:
            (x, y), _ = handle
            across, down = view.wipe.normal
            is_b = (mouse[0] - x) * across + (mouse[1] - y) * down > 0
        return monitor.compared if is_b else monitor.picture

    def _draw_names(self, size: Size) -> None:
        """Say which picture is which while two stand side by side or are subtracted."""
        monitor = self._monitor
        if monitor.other is None or monitor.view.mode not in ("side", "difference"):
            return
        px = self._theme.px
        if monitor.view.mode == "difference":
            self._draw_label(f"{monitor.target} - {monitor.other}", px(10))
            return
        for letter, target, left in (("A", monitor.target, 0), ("B", monitor.other, monitor.view.screen(size)[0])):
            self._draw_label(f"{letter}   {target}", left + px(10))

    def _draw_picking(self, size: Size, mouse: Place | None) -> None:
        """Say that the next click picks a place, and show where."""
        words = "Click a place in the picture; right-click to leave it"
        self._draw_label(words, (size[0] - self._width(words)) / 2)
        if mouse is not None and mouse[0] < size[0] and mouse[1] < size[1]:
            for ends in (((mouse[0], 0), (mouse[0], size[1])), ((0, mouse[1]), (size[0], mouse[1]))):
                dpg.draw_line(*ends, color=_WHITE, parent=self._layer)

    def _draw_label(self, words: str, left: float) -> None:
        px = self._theme.px
        corners = ((left, px(8)), (left + self._width(words) + px(14), px(28)))
        dpg.draw_rectangle(*corners, color=_BOX, fill=_BOX, rounding=3, parent=self._layer)
        self._write(words, left + px(7), px(11), _TEXT)

    def _draw_wipe(self, size: Size) -> None:
        found = handle_of(self._monitor, size)
        if found is None:
            return
        (x, y), (knob_x, knob_y) = found
        along = (knob_x - x, knob_y - y)
        far = 4 * max(size) / math.hypot(*along)
        ends = [(x + sign * far * along[0], y + sign * far * along[1]) for sign in (-1, 1)]
        for color, width in ((_SHADOW, 3), (_WHITE, 1)):
            dpg.draw_line(*ends, color=color, thickness=width, parent=self._layer)
        dpg.draw_circle((x, y), HANDLE_PX, color=_SHADOW, fill=_WHITE, segments=20, parent=self._layer)
        dpg.draw_circle((knob_x, knob_y), 6, color=_WHITE, fill=_SHADOW, thickness=2, segments=16, parent=self._layer)
        for letter, side in (("A", -1), ("B", 1)):
            across, down = self._monitor.view.wipe.normal
            place = (x + side * 24 * across - 4, y + side * 24 * down - 7)
            self._write(letter, *place, _WHITE)

    def _draw_region(self, size: Size) -> None:
        monitor = self._monitor
        region, picture = monitor.region, monitor.picture
        if region is None or picture is None or monitor.kind not in ("picture", "over"):
            return
        placement = monitor.view.placement(size)
        low, high = placement.to_screen(region[0], region[1]), placement.to_screen(region[2], region[3])
        for color, grow in ((_SHADOW, 1), (_WHITE, 0)):
            corners = ((low[0] - grow, low[1] - grow), (high[0] + grow, high[1] + grow))
            dpg.draw_rectangle(*corners, color=color, parent=self._layer)
        key = (region, id(picture))
        if self._figures_of != key:
            self._figures_of, self._figures = key, figures_of(picture, region)
        if self._figures is not None:
            words = region_words(self._figures, region)
            self._draw_box(words, min(max(low[0], 6), size[0] - 250), high[1] + 8, size)

    def _draw_box(self, lines: list[str], left: float, top: float, size: Size) -> None:
        px = self._theme.px
        width = max(self._width(line) for line in lines) + px(20)
        height = px(18) * len(lines) + px(12)
        top = min(top, size[1] - px(FOOT_PX) - height - 6)
        corners = ((left, top), (left + width, top + height))
        dpg.draw_rectangle(*corners, color=_EDGE, fill=_BOX, rounding=4, parent=self._layer)
        for number, line in enumerate(lines):
            color = _FAINT if number == 0 else _TEXT
            self._write(line, left + px(10), top + px(6) + number * px(18), color)

    def _draw_message(self, size: Size) -> None:
        """Say why there is nothing newer to see, and what to do."""
        self.button = None
        error = self._monitor.error
        if error is not None:
            self._draw_error(error, size)
            return
        if self._monitor.kind != "nothing":
            return
        is_waiting = self._monitor.target is not None
        words = "Computing …" if is_waiting else "Nothing is viewed yet. Select a node and press 1."
        left = (size[0] - self._width(words)) / 2
        self._write(words, left, size[1] / 2 - self._theme.px(18), _FAINT)

    def _draw_error(self, error: GraphCoreError, size: Size) -> None:
        px = self._theme.px
        width = min(size[0] - px(40), px(620))
        inner = width - px(40)
        message = self._wrapped(error.message, inner)
        hint = self._wrapped(error.hint, inner) if error.hint else []
        height = px(58) + px(19) * (len(message) + len(hint)) + (px(34) if error.node else 0)
        left, top = (size[0] - width) / 2, max(px(10), (size[1] - px(FOOT_PX) - height) / 2)
        corners = ((left, top), (left + width, top + height))
        dpg.draw_rectangle(*corners, color=_EDGE, fill=_BOX, rounding=6, parent=self._layer)
        bar = ((left, top), (left + px(4), top + height))
        dpg.draw_rectangle(*bar, color=_ERROR, fill=_ERROR, parent=self._layer)
        row = top + px(14)
        title = f"{error.node} failed" if error.node else "There is nothing to show"
        title += f" at frame {error.frame}" if error.frame is not None else ""
        self._write(title, left + px(20), row, _ERROR)
        row += px(24)
        for lines, color in ((message, _TEXT), (hint, _FAINT)):
            for line in lines:
                self._write(line, left + px(20), row, color)
                row += px(19)
        if error.node:
            self._draw_button(f"Go to {error.node}", left + px(20), row + px(8))

    def _draw_button(self, label: str, left: float, top: float) -> None:
        px = self._theme.px
        self.button = (left, top, left + self._width(label) + px(24), top + px(25))
        corners = (self.button[:2], self.button[2:])
        dpg.draw_rectangle(*corners, color=_EDGE, fill=_RAISED, rounding=4, parent=self._layer)
        self._write(label, left + px(12), top + px(5), _TEXT)

    # Words

    def _write(self, words: str, x: float, y: float, color: Color) -> None:
        item = dpg.draw_text(
            (round(x), round(y)), words, color=color, size=self._theme.px(_SIZE_PX), parent=self._layer
        )
        dpg.bind_item_font(item, self._theme.small)

    def _write_before(self, end: float, words: str, y: float, color: Color) -> float:
        """Write words that end at a place; return where they begin."""
        left = end - self._width(words)
        self._write(words, left, y, color)
        return left

    def _width(self, words: str) -> float:
        size = dpg.get_text_size(words, font=self._theme.small)
        return float(size[0]) if size else 0.0

    def _wrapped(self, words: str, width: float) -> list[str]:
        lines: list[str] = []
        for word in words.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self._width(longer) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines
