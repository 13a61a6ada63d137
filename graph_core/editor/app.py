"""The window: its panels, its loop, and what happens to keys."""

from __future__ import annotations

import inspect
import time
from pathlib import Path

import dearpygui.dearpygui as dpg

from graph_core.editor.canvas import CanvasPanel
from graph_core.editor.curves import CurveWindow
from graph_core.editor.desk import Desk, Panel
from graph_core.editor.frame import Frame
from graph_core.editor.inspector import InspectorPanel
from graph_core.editor.keys import Keys
from graph_core.editor.probe import Probe
from graph_core.editor.session import Session
from graph_core.editor.shell import Shell
from graph_core.editor.surface import Pointer
from graph_core.editor.theme import Theme
from graph_core.editor.timeline import TimelinePanel
from graph_core.editor.viewer import ViewerPanel

__all__ = ["App"]

_BUSY_S = 1 / 60
_IDLE_S = 1 / 30
_IDLE_AFTER_S = 1.0


class App:
    """The editor's window.

    Attributes:
        desk: What the panels share.
        panels: The parts of the window.
    """

    def __init__(self, session: Session) -> None:
        """Make the window; `run` shows it."""
        dpg.create_context()
        dpg.configure_app(manual_callback_management=True, keyboard_navigation=False)
        settings = session.settings
        self.session = session
        self.desk = Desk(session, Pointer(), Theme(settings.ui_scale or _screen_scale(), settings.theme))
        canvas, viewer = CanvasPanel(self.desk), ViewerPanel(self.desk)
        timeline, inspector = TimelinePanel(self.desk), InspectorPanel(self.desk)
        self.panels: tuple[Panel, ...] = (viewer, timeline, canvas, inspector)
        self._frame = Frame(self.desk, viewer=viewer, timeline=timeline, canvas=canvas, inspector=inspector)
        self._shell = Shell(self.desk, self._frame)
        self.desk.show_curves = lambda node, knob: CurveWindow(self.desk, node, knob)
        self._keys = Keys(self.desk, self._frame.panel_under_mouse, self._shell.key)
        self._probe = Probe.wanted(self.desk, self.panels)
        self._moved_at = time.monotonic()
        self._place: tuple[float, float] = (0.0, 0.0)

    def run(self, project: Path | None = None) -> None:
        """Show the window until it is closed."""
        width, height = self.session.settings.window
        dpg.create_viewport(
            title="Semblance", width=width, height=height, x_pos=0, y_pos=0, disable_close=True, min_width=800
        )
        dpg.set_exit_callback(self._shell.files.quit)
        dpg.setup_dearpygui()
        dpg.show_viewport()
        if project is None:
            self.desk.later(self._shell.welcome)
        else:
            with self.desk.telling():
                self.session.open(project)
        while dpg.is_dearpygui_running():
            begin = time.monotonic()
            self.turn()
            pause = self._pace() - (time.monotonic() - begin)
            if pause > 0:
                time.sleep(pause)
        self.session.settings.window = (dpg.get_viewport_client_width(), dpg.get_viewport_client_height())
        self._shell.close()
        self.session.close()
        if self._probe is not None:
            self._probe.close()
        dpg.destroy_context()

    def turn(self) -> None:
        """Do what is waiting, draw, show what has been computed: one turn of the loop."""
        for job in dpg.get_callback_queue() or ():
            with self.desk.telling():
                _call(job)
        self.desk.run_later()
        if not self._shell.has_question:
            self.desk.pointer.update()
        self._frame.update()
        for panel in self.panels:
            with self.desk.telling():
                panel.update()
        with self.desk.telling():
            self._shell.update()
        dpg.render_dearpygui_frame()
        if self._probe is not None:
            self._probe.update()

    def _pace(self) -> float:
        """Return how long a turn takes at least: when nobody does anything, fewer turns are enough."""
        place = tuple(dpg.get_mouse_pos(local=False))
        now = time.monotonic()
        if place != self._place or self.session.evaluator.is_busy or self.session.playback.is_playing:
            self._place, self._moved_at = place, now
        return _BUSY_S if now - self._moved_at < _IDLE_AFTER_S else _IDLE_S


def _call(job: tuple[object, object, object, object]) -> None:
    """Call one queued callback of DearPyGui with as many arguments as it takes."""
    function = job[0]
    if not callable(function):
        return
    parameters = inspect.signature(function).parameters.values()
    needed = [one for one in parameters if one.default is one.empty and one.kind is one.POSITIONAL_OR_KEYWORD]
    function(*job[1 : 1 + min(3, len(needed))])


def _screen_scale() -> float:
    """Return how much larger the screen wants text and controls, from the X server's own setting."""
    import shutil
    import subprocess

    query = shutil.which("xrdb")
    if query is None:
        return 1.0
    found = subprocess.run([query, "-query"], capture_output=True, text=True, timeout=2, check=False).stdout
    for line in found.splitlines():
        name, _, value = line.partition(":")
        if name == "Xft.dpi" and value.strip().isdigit():
            return max(1.0, round(int(value) / 96 * 4) / 4)
    return 1.0
