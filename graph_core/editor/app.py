"""The window: its panels, its loop, and what happens to keys."""

from __future__ import annotations

import time
from pathlib import Path

import dearpygui.dearpygui as dpg

from graph_core.editor.canvas import CanvasPanel
from graph_core.editor.desk import Desk, Panel
from graph_core.editor.frame import Frame
from graph_core.editor.inspector import InspectorPanel
from graph_core.editor.keys import Keys
from graph_core.editor.session import Session
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
        """Make the window; it is shown by `run`.

        Args:
            session: What is open in it.
        """
        dpg.create_context()
        dpg.configure_app(manual_callback_management=True, keyboard_navigation=False)
        theme = Theme(session.settings.ui_scale or 1.0)
        self.session = session
        self.desk = Desk(session, Pointer(), theme)
        canvas, viewer = CanvasPanel(self.desk), ViewerPanel(self.desk)
        timeline, inspector = TimelinePanel(self.desk), InspectorPanel(self.desk)
        self.panels: tuple[Panel, ...] = (viewer, timeline, canvas, inspector)
        self._frame = Frame(self.desk, viewer=viewer, timeline=timeline, canvas=canvas, inspector=inspector)
        self._keys = Keys(self.desk, self._frame.panel_under_mouse)
        self._moved_at = time.monotonic()
        self._place: tuple[float, float] = (0.0, 0.0)

    def run(self, project: Path | None = None) -> None:
        """Show the window until it is closed."""
        width, height = self.session.settings.window
        dpg.create_viewport(title="Semblance", width=width, height=height, x_pos=0, y_pos=0)
        dpg.setup_dearpygui()
        dpg.show_viewport()
        if project is not None:
            with self.desk.telling():
                self.session.open(project)
        while dpg.is_dearpygui_running():
            begin = time.monotonic()
            self.turn()
            pause = self._pace() - (time.monotonic() - begin)
            if pause > 0:
                time.sleep(pause)
        self.session.close()
        dpg.destroy_context()

    def turn(self) -> None:
        """Do what is waiting, draw, show what has been computed: one turn of the loop."""
        for job in dpg.get_callback_queue() or ():
            with self.desk.telling():
                _call(job)
        self.desk.run_later()
        self.desk.pointer.update()
        self._frame.update()
        for panel in self.panels:
            with self.desk.telling():
                panel.update()
        dpg.render_dearpygui_frame()

    def _pace(self) -> float:
        """Return how long a turn takes at least: when nobody does anything, fewer turns are enough."""
        place = tuple(dpg.get_mouse_pos(local=False))
        now = time.monotonic()
        if place != self._place or self.session.evaluator.is_busy:
            self._place, self._moved_at = place, now
        return _BUSY_S if now - self._moved_at < _IDLE_AFTER_S else _IDLE_S


def _call(job: tuple[object, object, object, object]) -> None:
    """Call one queued callback of DearPyGui with as many arguments as it takes."""
    function = job[0]
    if not callable(function):
        return
    code = getattr(function, "__code__", None)
    bound = 1 if getattr(function, "__self__", None) is not None else 0
    count = min(3, code.co_argcount - bound) if code is not None else 0
    function(*job[1 : 1 + count])
