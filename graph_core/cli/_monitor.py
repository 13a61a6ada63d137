"""Watching a render: a bar for people, or one JSON object a line for programs."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import click

from graph_core.cli._words import time_words

if TYPE_CHECKING:
    from graph_core.executor import Event

_RECENT = 30


@dataclass(slots=True)
class Tally:
    """What has happened so far.

    Attributes:
        total: Frames to be made.
        done: Frames made.
        last: The frame made last.
        reports: Frames at which a node said something, by node and words.
    """

    total: int
    done: int = 0
    last: int | None = None
    reports: dict[tuple[str, str], list[int | None]] = field(default_factory=dict)
    started: float = field(default_factory=time.perf_counter)
    recent: deque[float] = field(default_factory=lambda: deque(maxlen=_RECENT))

    @property
    def seconds(self) -> float:
        """Time since the beginning."""
        return time.perf_counter() - self.started

    @property
    def fps(self) -> float:
        """Frames a second, over the last frames."""
        times = self.recent if len(self.recent) > 1 else [self.started, *self.recent]
        passed = times[-1] - times[0]
        return (len(times) - 1) / passed if passed > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Time to the end at this speed; None before it is known."""
        return (self.total - self.done) / self.fps if self.fps else None

    def count(self, frame: int) -> None:
        """Take note of a finished frame."""
        self.done, self.last = self.done + 1, frame
        self.recent.append(time.perf_counter())

    def note(self, event: Event) -> bool:
        """Take note of a report; return whether it is new."""
        frames = self.reports.setdefault((event.node, event.text), [])
        if event.frame in frames:
            return False
        frames.append(event.frame)
        return True


class Monitor(Protocol):
    """Shows how a render is going."""

    def event(self, event: Event) -> None:
        """Something happened in a node; called from any thread."""

    def frame(self) -> None:
        """A frame is finished and counted."""


class JsonMonitor:
    """Writes events for programs."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally

    def event(self, event: Event) -> None:
        """Write a report or the progress of a long piece of work."""
        if event.kind == "report" and self._tally.note(event):
            write_event("report", node=event.node, frame=event.frame, text=event.text)
        elif event.kind == "progress":
            write_event("progress", node=event.node, frame=event.frame, share=event.value, text=event.text)

    def frame(self) -> None:
        """Write that a frame is finished."""
        tally = self._tally
        left = tally.seconds_left
        write_event(
            "frame",
            frame=tally.last,
            done=tally.done,
            total=tally.total,
            fps=round(tally.fps, 3),
            seconds_left=None if left is None else round(left, 2),
        )


class BarMonitor:
    """Draws a bar on the terminal; silent where there is none."""

    def __init__(self, tally: Tally, progress: Any) -> None:
        self._tally = tally
        self._progress = progress
        self._task = progress.add_task("starting", total=tally.total, speed="", left="")

    def event(self, event: Event) -> None:
        """Show the progress of a long piece of work; keep reports for the end."""
        if event.kind == "report":
            self._tally.note(event)
        elif event.kind == "progress":
            words = f"{event.node} {event.value:.0%} {event.text}".strip()
            self._progress.update(self._task, description=words)

    def frame(self) -> None:
        """Move the bar on."""
        tally = self._tally
        left = tally.seconds_left
        self._progress.update(
            self._task,
            completed=tally.done,
            description=f"frame {tally.last}",
            speed=f"{tally.fps:.1f} fps",
            left="" if left is None else f"{time_words(left)} left",
        )


@contextmanager
def monitor(tally: Tally, *, as_json: bool) -> Iterator[Monitor]:
    """Lend the monitor that fits."""
    if as_json:
        yield JsonMonitor(tally)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = ("{task.description}", "{task.fields[speed]}", "{task.fields[left]}")
    words, speed, left = (TextColumn(column) for column in columns)
    console = Console(stderr=True)
    bar = Progress(
        words, BarColumn(), MofNCompleteColumn(), speed, left, console=console, disable=not console.is_terminal
    )
    with bar:
        yield BarMonitor(tally, bar)


def write_event(event: str, **facts: Any) -> None:
    """Write one event as a line of JSON."""
    click.echo(json.dumps({"event": event, **facts}))
