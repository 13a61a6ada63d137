"""Work beside the screen: threads that stand back, and errors that nobody foresaw."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
from collections.abc import Callable

from graph_core.errors import ExecutionError, GraphCoreError

__all__ = ["foreseen", "start"]

log = logging.getLogger(__name__)
# Software OpenGL and a render want the same two cores: at 5 a node is dragged at 40 turns a second, at 19 at 49.
_NICE = 19
# How long Python lets one thread go on while another waits. The screen's takes its turn many times for every picture.
_SWITCH_S = 0.5e-3


def start(name: str, work: Callable[[], None]) -> threading.Thread:
    """Start a thread that stands back when the screen needs the processor; threads it starts do so too."""

    def run() -> None:
        if sys.platform == "linux":
            # There priorities belong to threads, and a new thread has that of the one which made it.
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        work()

    sys.setswitchinterval(_SWITCH_S)
    thread = threading.Thread(target=run, name=name, daemon=True)
    thread.start()
    return thread


def foreseen(error: BaseException) -> GraphCoreError:
    """Return an error as one that can be shown; one that nobody foresaw is logged."""
    if isinstance(error, GraphCoreError):
        return error
    log.error("An error nobody foresaw, while working in the background.", exc_info=error)
    problem = ExecutionError(
        f"{type(error).__name__}: {error}", hint="this is a fault of the program; the log has the details"
    )
    problem.__cause__ = error
    return problem
