"""The render queue: what is being written, how far it is, and what came of it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import dearpygui.dearpygui as dpg

from graph_core.editor.desk import Desk
from graph_core.editor.dialogs._box import Box
from graph_core.editor.renders import Render
from graph_core.editor.status import time_words

__all__ = ["RendersWindow", "reveal"]


class RendersWindow:
    """A window that follows the queue."""

    def __init__(self, desk: Desk) -> None:
        """Open it."""
        self._desk = desk
        self._told: tuple[Render, ...] | None = None
        self._bars: dict[int, tuple[int | str, int | str]] = {}
        self._box = Box(desk, "Renders", 640, 380)
        self._box.on_turn = self._follow
        with self._box.filling():
            self._rows = dpg.add_group()

    @property
    def box(self) -> Box:
        """Its window."""
        return self._box

    def _follow(self) -> None:
        renders = self._desk.session.renders.renders
        if renders is self._told:
            return
        before, self._told = self._told, renders
        known = [(render.number, render.status) for render in before] if before is not None else None
        if known != [(render.number, render.status) for render in renders]:
            self._list(renders)
        for render in renders:
            share = render.done / render.total if render.total else float(render.status == "done")
            bar, words = self._bars[render.number]
            dpg.set_value(bar, share)
            dpg.set_value(words, _words(render))

    def _list(self, renders: tuple[Render, ...]) -> None:
        dpg.delete_item(self._rows, children_only=True)
        self._bars.clear()
        if not renders:
            dpg.add_text("Nothing has been rendered yet.", parent=self._rows, color=self._desk.theme.faint)
        for render in renders:
            with dpg.group(parent=self._rows):
                self._add(render)

    def _add(self, render: Render) -> None:
        theme, queue = self._desk.theme, self._desk.session.renders
        with dpg.group(horizontal=True):
            dpg.bind_item_font(dpg.add_text(render.title), theme.bold)
            if render.status in ("running", "waiting"):
                self._button("Cancel", lambda: queue.cancel(render.number))
            elif render.status in ("failed", "cancelled"):
                self._button("Continue", lambda: queue.retry(render.number))
            if render.paths and render.status == "done":
                self._button("Show in folder", lambda: reveal(Path(render.paths[0])))
            if render.status not in ("running", "waiting"):
                self._button("Remove", lambda: queue.remove(render.number))
        bar = dpg.add_progress_bar(width=-1, height=theme.px(10))
        words = dpg.add_text("", color=theme.faint, wrap=theme.px(600))
        self._bars[render.number] = (bar, words)
        if render.error is not None and render.status == "failed":
            dpg.add_text(render.error.message, color=theme.error, wrap=theme.px(600))
            dpg.add_text(render.error.hint, color=theme.faint, wrap=theme.px(600))
        for report in render.reports:
            dpg.add_text(report, color=theme.warning, wrap=theme.px(600))
        dpg.add_separator()

    def _button(self, label: str, act: Callable[[], object]) -> None:
        dpg.add_button(label=label, small=True, callback=lambda: self._desk.later(act))


def _words(render: Render) -> str:
    if render.status == "waiting":
        return "waits for its turn"
    counted = f"{render.done} of {render.total} frames"
    if render.status == "running":
        left = f", {time_words(render.seconds_left)} left" if render.seconds_left is not None else ""
        return f"{counted}, {render.fps:.1f} frames/s{left}   {render.activity}"
    if render.status == "done":
        return f"{counted} in {time_words(render.seconds)}   {', '.join(render.paths)}"
    return f"{'stopped' if render.status == 'cancelled' else 'failed'} after {counted}"


def reveal(path: Path) -> None:
    """Show a file's folder in the system's file browser, where there is one."""
    opener = shutil.which("xdg-open")
    if opener is not None:
        subprocess.Popen([opener, str(path.parent)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
