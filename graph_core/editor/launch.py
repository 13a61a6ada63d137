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
from graph_core.errors import GraphCoreError, ScreenError

if TYPE_CHECKING:
    from graph_core.editor.log import Log
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
    from graph_core.plugins import Registry

    log = Log()
    logging.getLogger("graph_core").addHandler(log)
    settings = Settings.load()
    registry = Registry.load()
    _check_device(settings, choices, log)
    finish()
    from graph_core.editor.app import App

    engine = _EngineMaker(settings, choices)
    session = Session(registry, settings, Evaluator(engine, registry, prepare), RenderQueue(engine, registry), log)
    App(session).run(project)


class _EngineMaker:
    """Makes engines as the command line and the settings say; a setting that is changed later counts more."""

    def __init__(self, settings: Settings, choices: Choices) -> None:
        self._settings = settings
        self._choices = choices
        self._began = (settings.device, settings.dtype, settings.cache_folder, settings.memory_gib)

    def __call__(self) -> Engine:
        from graph_core.cache import Cache
        from graph_core.engine import Engine

        settings, asked = self._settings, self._choices
        device, dtype, folder, memory = self._began
        place = asked.cache_folder if settings.cache_folder == folder else None
        place = place or (Path(settings.cache_folder) if settings.cache_folder else Cache.default_folder())
        limit = asked.memory_bytes if settings.memory_gib == memory else None
        cache = Cache(
            limit or int(settings.memory_gib * 2**30),
            place if asked.keeps_on_disk else None,
            int(settings.disk_gib * 2**30),
        )
        return Engine(
            device=(asked.device if settings.device == device else None) or settings.device,
            dtype=(asked.dtype if settings.dtype == dtype else None) or settings.dtype,
            cache=cache,
        )


def _check_device(settings: Settings, choices: Choices, log: Log) -> None:
    """Refuse a device that was asked for and is not there; one of the settings may have been taken out since."""
    from graph_core.engine import check_device

    if choices.device or choices.dtype:
        check_device(choices.device or settings.device, choices.dtype or settings.dtype)
        return
    try:
        check_device(settings.device, settings.dtype)
    except GraphCoreError as error:
        log.warning(f"{error.message} The settings name it; the CPU computes instead.")
        settings.device, settings.dtype = "cpu", "float32"


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
