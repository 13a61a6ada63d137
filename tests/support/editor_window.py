"""A real window of the editor under a virtual display, driven by mouse and keys as a person drives it.

The probe of the editor tells where things are; nothing is done through it. Every wait is for something to be so, with
a limit, and failing shows what the window looked like.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageGrab

__all__ = ["PROGRAM", "Display", "Item", "Look", "Window", "missing_tools"]

Place = tuple[float, float]
_SIZE = (1600, 1000)
_START_S = 60.0
_ENDING_S = 5.0
PROGRAM = [sys.executable, "-c", "from graph_core.cli import main; main()"]


def missing_tools() -> str:
    """Return what is needed for a window here and is not installed, or ""."""
    missing = [tool for tool in ("Xvfb", "xdotool") if shutil.which(tool) is None]
    return f"needs {' and '.join(missing)}: apt-get install xvfb xdotool libgl1-mesa-dri" if missing else ""


class Display:
    """A virtual display with software OpenGL, on a number that was free."""

    def __init__(self, size: tuple[int, int] = _SIZE) -> None:
        """Start it."""
        read, write = os.pipe()
        screen = f"{size[0]}x{size[1]}x24"
        options = ["-displayfd", str(write), "-screen", "0", screen, "+extension", "GLX", "-nolisten", "tcp"]
        self._process = subprocess.Popen(["Xvfb", *options], pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as pipe:
            self.name = f":{pipe.readline().strip()}"

    def picture(self) -> Image.Image:
        """Take a picture of the screen."""
        return ImageGrab.grab(xdisplay=self.name)

    def close(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()


@dataclass(frozen=True)
class Item:
    """Something on the screen.

    Attributes:
        kind: What it is, such as "Button".
        label, value: What it says.
        is_enabled: Whether it can be used.
        window: Title of the window it is in.
        rect: Left, top, width and height.
    """

    kind: str
    label: str
    value: Any
    is_enabled: bool
    window: str
    rect: tuple[float, float, float, float]

    @property
    def middle(self) -> Place:
        """Where to click."""
        left, top, width, height = self.rect
        return (left + width / 2, top + height / 2)


class Look:
    """What the window shows at one moment; what the probe tells is there as attributes."""

    def __init__(self, told: dict[str, Any]) -> None:
        """Take in what the probe has told."""
        self.told = told

    def __getattr__(self, name: str) -> Any:
        """Return what the probe tells by this name."""
        try:
            return self.told[name]
        except KeyError:
            raise AttributeError(name) from None

    def items(self, label: str | None = None, kind: str | None = None, window: str | None = None) -> list[Item]:
        """Return the items that can be seen, by what they say and what they are; those in front last."""
        found = (Item(**{**told, "rect": tuple(told["rect"])}) for told in self.told["items"])
        return [
            item
            for item in found
            if (label is None or label in (item.label, item.value))
            and (kind is None or item.kind == kind)
            and (window is None or item.window == window)
        ]

    def place(self, panel: str, name: str) -> Place:
        """Return the middle of something that a panel draws."""
        left, top, width, height = self.told["places"][panel][name]
        return (left + width / 2, top + height / 2)

    @property
    def problems(self) -> list[str]:
        """What the log tells of errors."""
        return [f"{text} {hint}".strip() for level, text, hint in self.told["log"] if level == "error"]


class Window:
    """The editor's window.

    Args:
        display: Where.
        folder: For settings, caches and pictures of failures; also the current folder.
        arguments: What `semblance edit` is given.
    """

    def __init__(self, display: Display, folder: Path, *arguments: str | Path) -> None:
        """Start the editor and wait for its window."""
        self.display = display
        self.folder = folder
        # Paths of sockets are short, and folders of tests are not.
        self._socket_folder = Path(tempfile.mkdtemp(prefix="semblance-"))
        self._socket = self._socket_folder / "probe"
        self._output = (folder / "editor.log").open("ab")
        homes = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "SEMBLANCE_HOME")
        self._environment = {
            **os.environ,
            **{name: str(folder / name.lower()) for name in homes},
            "DISPLAY": display.name,
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "SEMBLANCE_EDITOR_PROBE": str(self._socket),
        }
        self.process = subprocess.Popen(
            [*PROGRAM, "edit", *map(str, arguments)],
            env=self._environment,
            cwd=folder,
            stdout=self._output,
            stderr=subprocess.STDOUT,
        )
        try:
            self.wait(lambda look: look.turn > 3, "the window", limit_s=_START_S)
        except BaseException:
            self.close()
            raise

    # What it shows

    def look(self) -> Look:
        """Ask what the window shows at the end of its next turn."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(20)
            connection.connect(str(self._socket))
            return Look(json.loads(b"".join(iter(lambda: connection.recv(1 << 16), b""))))

    def wait(self, condition: Callable[[Look], Any], what: str, limit_s: float = 30.0) -> Any:
        """Wait until something is so, and return what the condition returned."""
        until = time.monotonic() + limit_s
        while True:
            with contextlib.suppress(OSError, IndexError, KeyError):
                found = condition(self.look())
                if found:
                    return found
            if self.process.poll() is not None:
                raise AssertionError(f"the editor ended while {what} was awaited:\n{self.output()}")
            if time.monotonic() > until:
                self.picture("failure.png")
                raise AssertionError(f"{what} did not come in {limit_s:g} s; see {self.folder / 'failure.png'}")
            time.sleep(0.02)

    def settle(self, turns: int = 3) -> Look:
        """Let some turns of the loop pass, so that what was done has arrived."""
        turn = self.look().turn
        self.wait(lambda look: look.turn >= turn + turns, "the next turn")
        return self.look()

    def item(self, label: str, kind: str | None = None, window: str | None = None, limit_s: float = 30.0) -> Item:
        """Wait for an item and return it; the one in front where there are several."""
        found: list[Item] = self.wait(
            lambda look: look.items(label, kind, window), f"{kind or 'item'} {label!r}", limit_s
        )
        return found[-1]

    def picture(self, name: str) -> Path:
        """Keep a picture of the screen."""
        path = self.folder / name
        self.display.picture().save(path)
        return path

    def output(self) -> str:
        """Return what the editor has written to its terminal, in the end."""
        return (self.folder / "editor.log").read_text(errors="replace")[-4000:]

    # Mouse and keys

    def move(self, place: Place) -> None:
        """Move the mouse."""
        self._do("mousemove", *_px(place))

    def click(self, place: Place, button: int = 1, keys: str = "") -> None:
        """Click, with keys held if any."""
        self.move(place)
        with self._holding(keys):
            self._do("mousedown", str(button))
            self._do("mouseup", str(button))

    def double_click(self, place: Place) -> None:
        """Click twice."""
        self.move(place)
        self._do("click", "--repeat", "2", "--delay", "60", "1")

    def press(self, label: str, kind: str | None = None, window: str | None = None) -> None:
        """Wait for an item and click it."""
        self.click(self.item(label, kind, window).middle)

    def drag(self, begin: Place, end: Place, *, button: int = 1, steps: int = 6, keys: str = "") -> None:
        """Press, move on the way in steps, and let go."""
        with self.dragging(begin, end, button=button, steps=steps, keys=keys):
            pass

    @contextlib.contextmanager
    def dragging(self, begin: Place, end: Place, *, button: int = 1, steps: int = 6, keys: str = "") -> Iterator[None]:
        """Drag, and let go after the block."""
        self.move(begin)
        with self._holding(keys):
            self._do("mousedown", str(button))
            for step in range(1, steps + 1):
                share = step / steps
                self._do(
                    "mousemove", *_px(tuple(a + (b - a) * share for a, b in zip(begin, end, strict=True))), turns=1
                )
            self.settle()
            yield
            self._do("mouseup", str(button))

    def wheel(self, place: Place, steps: int) -> None:
        """Turn the wheel: away from the person with more than 0 steps."""
        self.move(place)
        for _ in range(abs(steps)):
            self._do("click", "4" if steps > 0 else "5", turns=1)

    def key(self, *chords: str) -> None:
        """Press keys, such as `ctrl+z`."""
        for chord in chords:
            self._do("key", chord)

    def fill(self, place: Place, text: str, *, enter: bool = True) -> None:
        """Put text in place of what is in a field, and press Enter."""
        self.click(place)
        self.key("ctrl+a")
        self.type(text)
        if enter:
            self.key("Return")

    def type(self, text: str) -> None:
        """Type text, letter by letter."""
        self._do("type", "--delay", "25", text)

    @contextlib.contextmanager
    def _holding(self, keys: str) -> Iterator[None]:
        if keys:
            self._do("keydown", keys)
        yield
        if keys:
            self._do("keyup", keys)

    def _do(self, *arguments: str, turns: int = 3) -> None:
        subprocess.run(["xdotool", *arguments], env=self._environment, check=True, timeout=30)
        try:
            self.settle(turns)
        except (AssertionError, OSError):
            # It may have been what closed the window; the probe goes before the process does.
            try:
                self.process.wait(_ENDING_S)
            except subprocess.TimeoutExpired:
                pass
            else:
                return
            raise

    # The end

    def kill(self) -> None:
        """End it as a crash does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def wait_closed(self, limit_s: float = 20.0) -> int:
        """Wait until it has closed itself; return its exit code."""
        return self.process.wait(limit_s)

    def close(self) -> None:
        """End it if it has not ended, and tidy up."""
        if self.process.poll() is None:
            self.kill()
        self._output.close()
        shutil.rmtree(self._socket_folder, ignore_errors=True)


def _px(place: tuple[float, ...]) -> tuple[str, ...]:
    return tuple(str(round(part)) for part in place)
