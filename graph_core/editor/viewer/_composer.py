"""Composes what the viewer shows on a thread of its own; only the latest wish counts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from graph_core.editor._background import foreseen
from graph_core.editor.viewer._look import Codes
from graph_core.errors import GraphCoreError

__all__ = ["Composer", "Job", "Sheet"]


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be painted.

    Attributes:
        picture: Paints the screen.
        strip: Paints the strip beside it, or None.
    """

    picture: Callable[[], Codes]
    strip: Callable[[], Codes] | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Sheet:
    """What has been painted, or why it could not be."""

    picture: Codes | None = None
    strip: Codes | None = None
    error: GraphCoreError | None = None


class Composer:
    """Takes jobs and hands back what has been painted. Asking and taking do not wait."""

    def __init__(self) -> None:
        """Start the thread."""
        self._changed = threading.Condition()
        self._job: Job | None = None
        self._sheet: Sheet | None = None
        self._is_closed = False
        self._is_working = False
        # Not one of the threads that stand back: the screen waits for this one.
        self._thread = threading.Thread(target=self._work, name="composer", daemon=True)
        self._thread.start()

    @property
    def is_busy(self) -> bool:
        """Whether there is anything to come."""
        with self._changed:
            return self._is_working or self._job is not None or self._sheet is not None

    def ask(self, job: Job) -> None:
        """Paint this, in place of what was asked for before and has not been begun."""
        with self._changed:
            self._job = job
            self._changed.notify()

    def take(self) -> Sheet | None:
        """Return what has been painted since the last time."""
        with self._changed:
            sheet, self._sheet = self._sheet, None
            return sheet

    def close(self) -> None:
        """Stop the thread."""
        with self._changed:
            self._is_closed = True
            self._changed.notify()
        self._thread.join(1.0)

    def _work(self) -> None:
        while True:
            with self._changed:
                while self._job is None and not self._is_closed:
                    self._changed.wait()
                if self._is_closed:
                    return
                job, self._job, self._is_working = self._job, None, True
            assert job is not None
            sheet = _painted(job)
            with self._changed:
                self._sheet, self._is_working = sheet, False


def _painted(job: Job) -> Sheet:
    try:
        return Sheet(job.picture(), job.strip() if job.strip is not None else None)
    except Exception as error:
        return Sheet(error=foreseen(error))
