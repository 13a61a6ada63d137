"""A note in the corner of the window when a render has ended."""

from __future__ import annotations

import shutil
import subprocess
import threading
import time
from pathlib import Path

import dearpygui.dearpygui as dpg

from graph_core.editor.desk import Desk
from graph_core.editor.dialogs._box import Box
from graph_core.editor.dialogs.renders import reveal
from graph_core.editor.renders import Render
from graph_core.editor.status import time_words
from graph_core.errors import CredentialsError

__all__ = ["Toast", "last_file", "tell_the_desktop"]

_SHOWN_FOR_S = 15.0
_WIDTH, _HEIGHT = 430, 140
_CREDENTIALS = {
    "valid": "The credentials hold",
    "altered": "The file was altered since it was written: its credentials do not hold",
    "none": "It carries no credentials",
}
_TRUST = {"trusted": ".", "development": ", signed with this machine's development certificate.", "unknown": "."}


class Toast:
    """Tells of a render that has ended, for a while; longer while the mouse is over it.

    Args:
        desk: What the panels share.
        render: The render.
    """

    def __init__(self, desk: Desk, render: Render) -> None:
        self._desk = desk
        self._render = render
        self._until = time.monotonic() + _SHOWN_FOR_S
        self._found: str | None = None
        title = f"{render.title}: {'rendered' if render.status == 'done' else 'failed'}"
        self._box = Box(desk, title, _WIDTH, _HEIGHT, takes_keys=False)
        self._box.on_turn = self._follow
        with self._box.filling():
            self._build()
        self._place()

    def _build(self) -> None:
        theme, render = self._desk.theme, self._render
        wrap = theme.px(_WIDTH - 24)
        if render.error is not None:
            dpg.add_text(render.error.message, color=theme.error, wrap=wrap)
            dpg.add_text(render.error.hint, color=theme.faint, wrap=wrap)
            return
        counted = f"{render.done} frames in {time_words(render.seconds)}"
        names = ", ".join(Path(path).name for path in render.paths)
        self._words = dpg.add_text(f"{counted}\n{names}", wrap=wrap)
        if render.paths:
            with dpg.group(horizontal=True):
                dpg.add_button(label="Show in folder", callback=lambda: reveal(Path(render.paths[0])))
                dpg.add_button(label="Verify credentials", callback=self._verify)

    def _place(self) -> None:
        px = self._desk.theme.px
        width, height = dpg.get_viewport_client_width(), dpg.get_viewport_client_height()
        dpg.set_item_pos(self._box.window, [width - px(_WIDTH + 16), height - px(_HEIGHT + 40)])

    def _verify(self) -> None:
        path = last_file(self._render.paths[0])

        def look() -> None:
            from graph_core.credentials import verify

            if path is None:
                self._found = "The file is gone."
                return
            try:
                found = verify(path)
            except CredentialsError as error:
                self._found = error.message
            else:
                self._found = f"{_CREDENTIALS.get(found.state, found.state)}{_TRUST.get(found.trust, '.')}"

        dpg.set_value(self._words, "Looking …")
        threading.Thread(target=look, name="verify", daemon=True).start()

    def _follow(self) -> None:
        now = time.monotonic()
        if self._found is not None:
            dpg.set_value(self._words, self._found)
            self._found, self._until = None, now + _SHOWN_FOR_S
        if dpg.is_item_hovered(self._box.window):
            self._until = max(self._until, now + 3)
        if now > self._until:
            self._box.close()


def last_file(path: str) -> Path | None:
    """Return what was written to a path, or the last picture of a sequence such as `shot.%04d.exr`."""
    place = Path(path)
    if "%" not in place.name and "#" not in place.name:
        return place if place.is_file() else None
    head = place.name.partition("%")[0].partition("#")[0]
    written = sorted(file for file in place.parent.glob(f"{head}*{place.suffix}") if file.is_file())
    return written[-1] if written else None


def tell_the_desktop(render: Render) -> None:
    """Tell of a render through the desktop's own notifications, where there are any."""
    notify = shutil.which("notify-send")
    if notify is not None:
        words = "rendered" if render.status == "done" else "failed"
        subprocess.Popen(
            [notify, "--app-name=Semblance", f"{render.title}: {words}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
