"""Starting the editor: is there a screen, which engine computes, what is open."""

from __future__ import annotations

import importlib.util
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graph_core.editor.settings import Settings
from graph_core.errors import ScreenError

if TYPE_CHECKING:
    from graph_core.engine import Engine

__all__ = ["Choices", "edit"]

_PATIENCE_S = 20.0
_HEADLESS = "projects render without a screen: semblance render PROJECT --out FILE"


@dataclass(frozen=True, slots=True)
class Choices:
    """What was asked for on the command line; None takes what the settings say.

    Attributes:
        device, dtype: Where and in what numbers to compute.
        cache_folder: Where to keep results on disk.
        keeps_on_disk: Whether to keep any there.
        memory_bytes: How much memory results may take.
    """

    device: str | None = None
    dtype: str | None = None
    cache_folder: Path | None = None
    keeps_on_disk: bool = True
    memory_bytes: int | None = None


def edit(project: Path | None, choices: Choices) -> None:
    """Open the editor and return when it is closed.

    Raises:
        ScreenError: If no window can be opened here.
        GraphCoreError: If there is no such device.
    """
    finish = _begin_screen_test()
    from graph_core.editor.evaluator import Evaluator
    from graph_core.editor.log import Log
    from graph_core.editor.renders import RenderQueue
    from graph_core.editor.session import Session
    from graph_core.editor.viewer import prepare
    from graph_core.engine import check_device
    from graph_core.plugins import Registry

    log = Log()
    logging.getLogger("graph_core").addHandler(log)
    settings = Settings.load()
    registry = Registry.load()
    check_device(choices.device or settings.device, choices.dtype or settings.dtype)
    finish()
    from graph_core.editor.app import App

    engine = _engine_maker(settings, choices)
    session = Session(registry, settings, Evaluator(engine, registry, prepare), RenderQueue(engine, registry), log)
    App(session).run(project)


def _engine_maker(settings: Settings, choices: Choices) -> Callable[[], Engine]:
    def make() -> Engine:
        from graph_core.cache import Cache
        from graph_core.engine import Engine

        folder = choices.cache_folder or (Path(settings.cache_folder) if settings.cache_folder else None)
        memory = choices.memory_bytes or int(settings.memory_gib * 2**30)
        kept = (folder or Cache.default_folder()) if choices.keeps_on_disk else None
        cache = Cache(memory, kept, int(settings.disk_gib * 2**30))
        return Engine(device=choices.device or settings.device, dtype=choices.dtype or settings.dtype, cache=cache)

    return make


def _begin_screen_test() -> Callable[[], None]:
    """Find out beside other work whether a window can be opened; the function returned waits for the answer.

    A missing display or driver ends the program that asks for a window, so another program asks first.
    """
    if importlib.util.find_spec("dearpygui") is None:
        raise ScreenError("The editor is not installed.", hint="pip install 'semblance[editor]'")
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise ScreenError("There is no display to open the editor on.", hint=_HEADLESS)
    test = Path(__file__).with_name("_probe_screen.py")
    process = subprocess.Popen([sys.executable, str(test)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def finish() -> None:
        try:
            is_fine = process.wait(_PATIENCE_S) == 0
        except subprocess.TimeoutExpired:
            process.kill()
            is_fine = False
        if not is_fine:
            display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY", "")
            raise ScreenError(
                f"No window can be opened on display {display}: it does not answer, or has no OpenGL 3.",
                hint=_HEADLESS,
            )

    return finish
