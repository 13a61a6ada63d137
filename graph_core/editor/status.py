"""How things stand, in a few words: the right end of the status bar. No screen is needed."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from graph_core.editor.session import Session

__all__ = ["Standing", "size_words", "time_words"]

_BUSY_AFTER_S = 0.3
_MEASURE_EVERY_S = 1.0


class Standing:
    """Says what is being done, how fast, and what it takes.

    Args:
        session: Whose.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._memory = ""
        self._measured_at = float("-inf")

    @property
    def title(self) -> str:
        """The project's name, with a mark while there is something to save."""
        document = self._session.document
        name = document.path.name if document.path else "untitled"
        marks = f"{' •' if document.is_modified else ''}{' (read-only)' if document.is_read_only else ''}"
        return f"{name}{marks}"

    @property
    def share(self) -> float | None:
        """How much of the render under way is done; None when there is none."""
        running = self._session.renders.running
        return running.done / running.total if running is not None and running.total else None

    def words(self) -> str:
        """Return all of it in one line."""
        parts = (self._rendering(), self._playing() or self._computing(), self._used(), self.title)
        return "     ".join(part for part in parts if part)

    def _rendering(self) -> str:
        running = self._session.renders.running
        if running is None:
            return ""
        left = f", {time_words(running.seconds_left)} left" if running.seconds_left is not None else ""
        return f"rendering {running.title}, {running.done} of {running.total}{left}"

    def _playing(self) -> str:
        playback = self._session.playback
        if not playback.is_playing:
            return ""
        shot = self._session.evaluator.shot
        return f"{playback.fps:.1f}{f' of {float(shot.fps):g}' if shot else ''} frames/s"

    def _computing(self) -> str:
        activity = self._session.evaluator.activity
        if activity is None or activity.seconds < _BUSY_AFTER_S:
            return ""
        running = [name for name, badge in self._session.evaluator.badges.items() if badge.kind == "running"]
        return f"computing {', '.join(running[:2]) or activity.target}, {activity.seconds:.1f} s"

    def _used(self) -> str:
        now = time.monotonic()
        if now - self._measured_at > _MEASURE_EVERY_S:
            self._measured_at = now
            kept = self._session.evaluator.kept_bytes
            words = [f"{size_words(_resident_bytes())} memory"] if _resident_bytes() else []
            self._memory = ", ".join([*words, *([f"{size_words(kept)} results"] if kept else [])])
        return self._memory


def _resident_bytes() -> int:
    """Return how much memory the program takes; 0 where the system does not tell."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def size_words(size_bytes: float) -> str:
    """Write an amount of memory.

    >>> size_words(0), size_words(340 << 20), size_words(5 << 29)
    ('0 MiB', '340 MiB', '2.5 GiB')
    """
    return f"{size_bytes / 2**20:.0f} MiB" if size_bytes < 2**30 else f"{size_bytes / 2**30:.1f} GiB"


def time_words(seconds: float) -> str:
    """Write a length of time.

    >>> time_words(4.2), time_words(75), time_words(3700)
    ('4 s', '1 min 15 s', '1 h 01 min')
    """
    minutes, rest = divmod(round(seconds), 60)
    if minutes >= 60:
        return f"{minutes // 60} h {minutes % 60:02} min"
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
