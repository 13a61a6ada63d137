"""Threads that work while the screen is drawn."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable

__all__ = ["start"]

_NICE = 10


def start(name: str, work: Callable[[], None]) -> threading.Thread:
    """Start a thread that stands back when the screen needs the processor; threads it starts do so too."""

    def run() -> None:
        # On Linux priorities belong to threads, and a new thread has that of the one which made it.
        if hasattr(os, "setpriority") and os.uname().sysname == "Linux":
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        work()

    thread = threading.Thread(target=run, name=name, daemon=True)
    thread.start()
    return thread
