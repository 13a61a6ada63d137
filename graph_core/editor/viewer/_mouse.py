"""What the mouse does in the viewer: zoom, pan, wipe, regions, and going to frames of what has a time axis."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from graph_core.editor.session import Session
from graph_core.editor.surface import LEFT, MIDDLE, Mouse
from graph_core.editor.viewer._monitor import Monitor

__all__ = ["HANDLE_PX", "KNOB_PX", "MouseTool", "handle_of"]

HANDLE_PX = 9
KNOB_PX = 84
_STEP = 1.2
_SNAP = math.pi / 12
_LEAST_REGION_PX = 3

Place = tuple[float, float]


def handle_of(monitor: Monitor, size: tuple[int, int]) -> tuple[Place, Place] | None:
    """Return where the handle of the wipe is on the screen, and the knob that turns it; None without a wipe."""
    picture = monitor.picture or monitor.compared
    if monitor.view.mode != "wipe" or picture is None:
        return None
    wipe = monitor.view.wipe
    x, y = monitor.view.placement(size).to_screen(wipe.x * picture.size[0], wipe.y * picture.size[1])
    return (x, y), (x + KNOB_PX * math.sin(wipe.angle), y - KNOB_PX * math.cos(wipe.angle))


class MouseTool:
    """Turns the mouse into changes of the monitor. From a press to the release it does one thing.

    Attributes:
        picking: Is called with the place in the picture that is clicked next, in full-resolution px; None mostly.

    Args:
        session: Whose frame is set.
        monitor: What is changed.
        size: Tells the size of the screen.
        unit: Screen px that words and gaps take for one.
    """

    def __init__(
        self, session: Session, monitor: Monitor, size: Callable[[], tuple[int, int]], unit: float = 1.0
    ) -> None:
        self.picking: Callable[[float, float], object] | None = None
        self._session = session
        self._monitor = monitor
        self._size = size
        self._unit = unit
        self._drag: Callable[[Mouse], None] | None = None
        self._before: Place = (0.0, 0.0)
        self._pressed: Place = (0.0, 0.0)
        self._wipe = monitor.view.wipe

    def press(self, mouse: Mouse) -> None:
        """Begin what the button and the place stand for."""
        self._before = self._pressed = mouse.place
        self._wipe = self._monitor.view.wipe
        if self.picking is not None and mouse.button != MIDDLE:
            self._pick(mouse)
            return
        axis = self._monitor.axis(self._size()[0], self._unit)
        if axis is not None:
            if mouse.button == LEFT:
                self._session.timeline.is_dragging = True
                self._drag = self._scrub
                self._scrub(mouse)
            return
        if mouse.button == MIDDLE or (mouse.button == LEFT and mouse.alt):
            self._drag = self._pan
        elif mouse.button == LEFT and mouse.ctrl:
            self._begin_region(mouse)
        elif mouse.button == LEFT:
            self._drag = self._grabbed(mouse)
            if self._drag is None and self._monitor.region is not None:
                self._monitor.region = None
                self._monitor.touch()

    def _pick(self, mouse: Mouse) -> None:
        """Hand on the place that was clicked; another button than the left one means never mind."""
        picking, self.picking = self.picking, None
        self._monitor.touch()
        if picking is not None and mouse.button == LEFT and self._monitor.picture is not None:
            picking(*self._monitor.view.at(*mouse.place, self._size()))

    def move(self, mouse: Mouse) -> None:
        """Go on with it."""
        if self._drag is not None:
            self._drag(mouse)
            self._before = mouse.place

    def release(self, mouse: Mouse) -> None:
        """End it."""
        if self._drag == self._scrub:
            self._session.timeline.is_dragging = False
        if self._drag == self._span and math.dist(mouse.place, self._pressed) < _LEAST_REGION_PX:
            self._monitor.region = None
            self._monitor.touch()
        self._drag = None

    def wheel(self, mouse: Mouse) -> None:
        """Zoom about the mouse."""
        view = self._monitor.view
        if self._monitor.picture is not None and self._monitor.axis(1) is None:
            self._monitor.change(view.zoomed(view.zoom * _STEP**mouse.wheel, mouse.place, self._size()))

    def _pan(self, mouse: Mouse) -> None:
        if self._monitor.picture is None:
            return
        across, down = mouse.x - self._before[0], mouse.y - self._before[1]
        self._monitor.change(self._monitor.view.panned(across, down))

    def _scrub(self, mouse: Mouse) -> None:
        axis = self._monitor.axis(self._size()[0], self._unit)
        if axis is not None:
            self._session.playback.stop()
            self._session.timeline.go_to(axis.frame(mouse.x))

    # The wipe

    def _grabbed(self, mouse: Mouse) -> Callable[[Mouse], None] | None:
        """Return what dragging does here: move or turn the line of the wipe, if it is under the mouse."""
        found = handle_of(self._monitor, self._size())
        if found is None:
            return None
        handle, knob = found
        if math.dist(mouse.place, knob) <= 2 * HANDLE_PX:
            return self._turn
        across, down = self._monitor.view.wipe.normal
        aside = (mouse.x - handle[0]) * across + (mouse.y - handle[1]) * down
        return self._shift if abs(aside) <= HANDLE_PX else None

    def _shift(self, mouse: Mouse) -> None:
        picture = self._monitor.picture or self._monitor.compared
        if picture is None:
            return
        view, wipe = self._monitor.view, self._wipe
        x = wipe.x + (mouse.x - self._pressed[0]) / view.zoom / picture.size[0]
        y = wipe.y + (mouse.y - self._pressed[1]) / view.zoom / picture.size[1]
        moved = replace(wipe, x=min(max(x, 0.0), 1.0), y=min(max(y, 0.0), 1.0))
        self._monitor.change(replace(view, wipe=moved))

    def _turn(self, mouse: Mouse) -> None:
        found = handle_of(self._monitor, self._size())
        if found is None:
            return
        (x, y), _ = found
        angle = math.atan2(mouse.x - x, y - mouse.y)
        if mouse.shift:
            angle = round(angle / _SNAP) * _SNAP
        view = self._monitor.view
        self._monitor.change(replace(view, wipe=replace(view.wipe, angle=angle)))

    # Regions

    def _begin_region(self, mouse: Mouse) -> None:
        x, y = self._monitor.view.at(*mouse.place, self._size())
        self._monitor.region = (x, y, x, y)
        self._drag = self._span

    def _span(self, mouse: Mouse) -> None:
        view, size = self._monitor.view, self._size()
        x, y = view.at(*mouse.place, size)
        first_x, first_y = view.at(*self._pressed, size)
        left, right = sorted((first_x, x))
        top, bottom = sorted((first_y, y))
        # Whole pixels, and all of those that were touched.
        self._monitor.region = (math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom))
        self._monitor.touch()
