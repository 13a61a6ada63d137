"""The frame around the panels: areas with dividers between them, and the status bar."""

from __future__ import annotations

import dearpygui.dearpygui as dpg

from graph_core.editor.actions import Action
from graph_core.editor.desk import Desk, Panel
from graph_core.editor.surface import Mouse, Surface
from graph_core.editor.theme import Color

__all__ = ["Frame"]

_GAP = 6
_MENU_PX, _STATUS_PX = 27, 26
_TIMELINE_PX = 112
_LEAST_PX = 160
_PROGRESS_PX = 120

Box = tuple[int, int, int, int]


class Frame:
    """Places the panels: viewer over timeline over canvas at the left, inspector at the right.

    Attributes:
        window: The DearPyGui window that fills the screen.

    Args:
        desk: What the panels share.
        viewer, timeline, canvas, inspector: The panels.
    """

    def __init__(self, desk: Desk, *, viewer: Panel, timeline: Panel, canvas: Panel, inspector: Panel) -> None:
        self._desk = desk
        self._panels = {"viewer": viewer, "timeline": timeline, "canvas": canvas, "inspector": inspector}
        self._areas: dict[str, int | str] = {}
        self._boxes: dict[str, Box] = {}
        self._across, self._down = desk.session.settings.dividers
        self._large = ""
        self._size = (0, 0)
        self._said = ""
        self._stands: tuple[str, float | None] = ("", None)
        self._is_status_due = True
        bare = _bare_theme(desk)
        with dpg.window(no_scrollbar=True, no_scroll_with_mouse=True, no_move=True) as self.window:
            for name, panel in self._panels.items():
                self._areas[name] = dpg.add_child_window(border=False, no_scrollbar=True, no_scroll_with_mouse=True)
                dpg.bind_item_theme(self._areas[name], desk.pointer.bare_theme)
                panel.build(self._areas[name])
            self._status = dpg.add_text("")
            self._right = dpg.add_text("", color=desk.theme.faint)
            self._progress = dpg.add_progress_bar(show=False)
        dpg.bind_item_theme(self.window, bare)
        dpg.set_primary_window(self.window, True)
        # Being the primary one, a window forgets that it does not scroll.
        dpg.configure_item(self.window, no_scrollbar=True, no_scroll_with_mouse=True)
        self._upright = self._divider(self._drag_across)
        self._level = self._divider(self._drag_down)
        desk.actions.add(Action("Only the panel under the mouse", self._enlarge, ("`",), "View", group="window"))

    def say(self, text: str, color: Color | None = None) -> None:
        """Show a line in the status bar."""
        self._said = text
        dpg.configure_item(self._status, color=color or self._desk.theme.text)
        self._is_status_due = True

    def say_right(self, text: str, share: float | None = None) -> None:
        """Show at the right of the status bar how things stand, and how much of something is done."""
        if (text, share) != self._stands:
            self._stands = (text, share)
            dpg.configure_item(self._progress, show=share is not None)
            dpg.set_value(self._progress, share or 0.0)
            self._is_status_due = True

    def panel_under_mouse(self) -> str:
        """Return the name of the panel the mouse is over, or ""."""
        x, y = dpg.get_mouse_pos(local=False)
        for name, (left, top, width, height) in self._boxes.items():
            if left <= x < left + width and top <= y < top + height:
                return name
        return ""

    def update(self) -> None:
        """Follow the window's size."""
        size = (dpg.get_viewport_client_width(), dpg.get_viewport_client_height())
        if size != self._size:
            self._size = size
            self._place()
            self._is_status_due = True
        if self._is_status_due:
            self._place_status()

    # Dividers

    def _divider(self, drag: object) -> Surface:
        surface = Surface(self._desk.pointer, self.window, _GAP, _GAP)

        def move(mouse: Mouse) -> None:
            if surface.is_pressed:
                drag(*dpg.get_mouse_pos(local=False))  # type: ignore[operator]
                self._desk.session.settings.dividers = (self._across, self._down)
                self._place()

        surface.on_move = move
        return surface

    def _drag_across(self, x: float, _: float) -> None:
        width = max(1, self._size[0])
        least = self._desk.theme.px(_LEAST_PX) / width
        self._across = min(max(x / width, least), 1 - least)

    def _drag_down(self, _: float, y: float) -> None:
        px = self._desk.theme.px
        height = max(1, self._size[1] - px(_MENU_PX) - px(_STATUS_PX))
        top = (px(_TIMELINE_PX) + px(_LEAST_PX)) / height
        self._down = min(max((y - px(_MENU_PX)) / height, top), 1 - px(_LEAST_PX) / height)

    def _enlarge(self) -> None:
        """Give one panel all of the room, or give the others theirs back."""
        self._large = "" if self._large else self.panel_under_mouse()
        self._place()

    # Places

    def _place(self) -> None:
        self._boxes = self._arranged()
        for name, area in self._areas.items():
            box = self._boxes.get(name)
            dpg.configure_item(area, show=box is not None)
            if box is not None:
                x, y, width, height = box
                dpg.configure_item(area, pos=(x, y), width=width, height=height)
                self._panels[name].resize(width, height)

    def _arranged(self) -> dict[str, Box]:
        px = self._desk.theme.px
        width, height = self._size
        top, room = px(_MENU_PX), height - px(_MENU_PX) - px(_STATUS_PX)
        for surface in (self._upright, self._level):
            dpg.configure_item(surface.area, show=not self._large)
        if self._large:
            return {self._large: (0, top, width, room)}
        across, down, timeline = round(width * self._across), round(room * self._down), px(_TIMELINE_PX)
        left = across - _GAP
        dpg.configure_item(self._upright.area, pos=(left, top))
        self._upright.resize(_GAP, room)
        dpg.configure_item(self._level.area, pos=(0, top + down))
        self._level.resize(left, _GAP)
        return {
            "viewer": (0, top, left, down - timeline),
            "timeline": (0, top + down - timeline, left, timeline),
            "canvas": (0, top + down + _GAP, left, room - down - _GAP),
            "inspector": (across, top, width - across, room),
        }

    def _place_status(self) -> None:
        px = self._desk.theme.px
        width, height = self._size
        line = height - px(_STATUS_PX)
        text, share = self._stands
        measured = dpg.get_text_size(text or " ")
        if not measured or not measured[0]:
            return  # fonts are there from the first drawn turn on
        self._is_status_due = False
        right = width - px(12) - round(measured[0])
        dpg.set_value(self._right, text)
        dpg.configure_item(self._right, pos=(right, line + px(4)))
        if share is not None:
            right -= px(_PROGRESS_PX + 10)
            dpg.configure_item(self._progress, pos=(right, line + px(9)), width=px(_PROGRESS_PX), height=px(8))
        dpg.configure_item(self._status, pos=(px(10), line + px(4)))
        dpg.set_value(self._status, _shortened(self._said, right - px(30)))


def _shortened(text: str, room: float) -> str:
    """Return as much of a line as there is room for."""
    words = text
    while words and dpg.get_text_size(words if words == text else f"{words}…")[0] > room:
        words = words[: -max(1, len(words) // 12)]
    return words if words == text else f"{words}…"


def _bare_theme(desk: Desk) -> int | str:
    with dpg.theme() as theme, dpg.theme_component(dpg.mvWindowAppItem):
        dpg.add_theme_color(dpg.mvThemeCol_WindowBg, desk.theme.background)
        dpg.add_theme_style(dpg.mvStyleVar_WindowPadding, 0, 0)
        dpg.add_theme_style(dpg.mvStyleVar_WindowBorderSize, 0)
    return theme  # type: ignore[no-any-return]
