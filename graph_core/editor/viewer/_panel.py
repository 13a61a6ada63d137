"""The viewer panel: toolbar, screen, and what is drawn over it."""

from __future__ import annotations

from collections.abc import Callable

import dearpygui.dearpygui as dpg

from graph_core.editor.desk import Desk
from graph_core.editor.probe import Rect
from graph_core.editor.surface import LEFT, Mouse, Surface
from graph_core.editor.viewer._actions import add_actions
from graph_core.editor.viewer._composer import Composer, Job
from graph_core.editor.viewer._controls import Controls
from graph_core.editor.viewer._hud import FOOT_PX, Hud
from graph_core.editor.viewer._look import Codes
from graph_core.editor.viewer._monitor import Monitor
from graph_core.editor.viewer._mouse import HANDLE_PX, MouseTool, handle_of
from graph_core.editor.viewer._painting import job_of
from graph_core.editor.viewer._screen import Screen
from graph_core.editor.viewer._snapshot import Snapshots
from graph_core.editor.viewer._toolbar import Toolbar
from graph_core.editor.watcher import Watcher

__all__ = ["ViewerPanel"]

_STRIP_PX = 270


class ViewerPanel:
    """The viewer.

    Attributes:
        watcher: Has made what is to be seen.
        monitor: What is shown, and how.
        controls: Change it.
    """

    name = "viewer"

    def __init__(self, desk: Desk) -> None:
        """Make the panel; `build` makes its items."""
        self._desk = desk
        self.watcher = Watcher(desk.session)
        self.monitor = Monitor(desk.session, self.watcher)
        self.controls = Controls(desk.session, self.monitor)
        self._snapshots = Snapshots(desk.session, self.monitor)
        self._composer = Composer()
        self._tool = MouseTool(desk.session, self.monitor, lambda: self.size, desk.theme.scale)
        self._room = (0, 0)
        self._bar = 0
        self._asked: object = None
        self._fitted: object = None
        self._mouse: tuple[float, float] | None = None

    def build(self, parent: int | str) -> None:
        """Make the items inside a DearPyGui container."""
        self._toolbar = Toolbar(self._desk, self.monitor, self.controls, self)
        self._toolbar.build(parent)
        self._surface = Surface(self._desk.pointer, parent)
        self._screen = Screen(dpg.add_draw_layer(parent=self._surface.drawing))
        self._hud = Hud(self._desk.session, self.monitor, self._desk.theme, self._surface.drawing)
        self._surface.on_press = self._press
        self._surface.on_move = self._tool.move
        self._surface.on_release = self._tool.release
        self._surface.on_wheel = self._tool.wheel
        add_actions(self._desk.actions, self.monitor, self.controls, self)
        self._desk.pick_point = self.pick_point

    def resize(self, width: int, height: int) -> None:
        """Take the size of the container."""
        self._room = (width, height)
        bar = self._bar = self._toolbar.height
        self._toolbar.resize(width)
        dpg.configure_item(self._surface.area, pos=(0, bar))
        self._surface.resize(width, height - bar)
        self._screen.resize(*self._surface.size)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the part of the screen that has the picture."""
        width, height = self._surface.size
        return (max(1, width - self._strip_width), max(1, height - self._desk.theme.px(FOOT_PX)))

    @property
    def _strip_width(self) -> int:
        return min(self._desk.theme.px(_STRIP_PX), self._surface.size[0] // 2) if self.monitor.wants_strip else 0

    def fit(self) -> None:
        """Show all of the picture."""
        self.monitor.fit(self.size)

    def zoom_to(self, zoom: float) -> None:
        """Show it at a zoom, about the mouse if that is over the picture, or else about the middle."""
        if self.monitor.picture is None:
            return
        size = self.size
        at = self._mouse if self._mouse is not None else (size[0] / 2, size[1] / 2)
        self.monitor.change(self.monitor.view.zoomed(zoom, at, size))

    def pick_point(self, on_picked: Callable[[float, float], object]) -> None:
        """Call a function with the next place that is clicked in the picture, in full-resolution px."""
        self._tool.picking = on_picked
        self.monitor.touch()

    def snap(self, *, is_whole: bool) -> None:
        """Save what is shown, or the whole frame at full resolution."""
        if is_whole:
            self._snapshots.snap_whole()
        else:
            self._snapshots.snap(self._job(self.size, 0).picture)

    def copy_card(self) -> None:
        """Copy what is written of a value to the clipboard."""
        card = self.monitor.card
        if card is not None:
            dpg.set_clipboard_text(card.text)
            self._desk.notify(f"{card.title} is on the clipboard.")

    def places(self) -> dict[str, Rect]:
        """Return where things are in the window, for the probe."""
        left, top = self._surface.origin
        found: dict[str, Rect] = {"screen": (left, top, float(self.size[0]), float(self.size[1]))}
        picture, handle = self.monitor.picture, handle_of(self.monitor, self.size)
        if picture is not None and not self._composer.is_busy:
            placement = self.monitor.view.placement(self.size)
            x, y = placement.to_screen(0, 0)
            found["picture"] = (left + x, top + y, picture.size[0] * placement.zoom, picture.size[1] * placement.zoom)
        if handle is not None:
            for name, (x, y) in zip(("wipe", "knob"), handle, strict=True):
                found[name] = (left + x - HANDLE_PX, top + y - HANDLE_PX, 2 * HANDLE_PX, 2 * HANDLE_PX)
        button = self._hud.button
        if button is not None:
            found["go to node"] = (left + button[0], top + button[1], button[2] - button[0], button[3] - button[1])
        return found

    def update(self) -> None:
        """Bring the items up to date."""
        self.watcher.update()
        self.monitor.update()
        self._keep_fitted()
        sheet = self._composer.take()
        if sheet is not None:
            self._show(sheet.picture, sheet.strip)
            if sheet.error is not None:
                raise sheet.error
        size, strip = self.size, self._strip_width
        asked = (self.monitor.revision, size, strip)
        if asked != self._asked:
            self._asked = asked
            self._composer.ask(self._job(size, strip))
        self._mouse = self._surface.mouse.place if self._surface.is_hovered else None
        self._hud.update(size, self._surface.size, self._mouse, is_picking=self._tool.picking is not None)
        self._toolbar.update()
        if self._toolbar.height != self._bar:
            self.resize(*self._room)
        saved = self._snapshots.update()
        if saved is not None:
            self._desk.notify(f"Saved {saved}, signed.")

    def _job(self, size: tuple[int, int], strip_width: int) -> Job:
        return job_of(self.monitor, self._desk.session.timeline.frame, size, strip_width, self._desk.theme.scale)

    def _keep_fitted(self) -> None:
        """Fit again when the picture or the panel has taken another size, as long as it was fitted before."""
        picture = self.monitor.picture
        fitted = (picture.size if picture is not None else None, self.size, self.monitor.view.mode)
        if fitted != self._fitted and self.monitor.view.is_fitted and picture is not None:
            self.fit()
            self._fitted = fitted

    def _show(self, picture: Codes | None, strip: Codes | None) -> None:
        if picture is not None:
            self._screen.put(picture)
        if strip is not None:
            self._screen.put(strip, self._surface.size[0] - strip.shape[1])

    def _press(self, mouse: Mouse) -> None:
        node = self._hud.node_at(mouse.x, mouse.y) if mouse.button == LEFT else None
        if node is not None and node in self._desk.session.document.graph:
            self._desk.session.selection.set([node])
        else:
            self._tool.press(mouse)
