"""What the log panel shows: messages of the program and problems of the project, newest last."""

from __future__ import annotations

import logging
import time
from collections import deque
from dataclasses import dataclass
from typing import Literal

from graph_core.errors import GraphCoreError

__all__ = ["Line", "Log"]

_NEARBY = 3

Level = Literal["note", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Line:
    """One entry.

    Attributes:
        at: Seconds since the epoch.
        level: How much it matters.
        text: What happened.
        hint: What to do now, or "".
        node: Which node it is about, or "".
    """

    at: float
    level: Level
    text: str
    hint: str = ""
    node: str = ""


class Log(logging.Handler):
    """Collects lines from any thread; as a logging handler it takes in the program's own messages too.

    Attributes:
        lines: The last 2,000.
        revision: Changes with every line.
    """

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__(logging.WARNING)
        self.lines: deque[Line] = deque(maxlen=2000)
        self.revision = 0

    def note(self, text: str, node: str = "") -> None:
        """Tell something worth knowing."""
        self._add(Line(time.time(), "note", text, node=node))

    def warning(self, text: str, hint: str = "", node: str = "") -> None:
        """Tell something that may surprise."""
        self._add(Line(time.time(), "warning", text, hint, node))

    def problem(self, error: GraphCoreError) -> None:
        """Tell what went wrong and what to do."""
        self._add(Line(time.time(), "error", error.message, error.hint, error.node or ""))

    def emit(self, record: logging.LogRecord) -> None:
        """Take in a message of the program."""
        level: Level = "error" if record.levelno >= logging.ERROR else "warning"
        self._add(Line(record.created, level, record.getMessage()))

    def _add(self, line: Line) -> None:
        last = [(known.level, known.text, known.hint, known.node) for known in list(self.lines)[-_NEARBY:]]
        if (line.level, line.text, line.hint, line.node) in last:
            return  # what fails in every turn of the loop is told once
        self.lines.append(line)
        self.revision += 1
