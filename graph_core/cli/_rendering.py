"""One render from the command line: signals, the monitor, and the summary."""

from __future__ import annotations

import dataclasses
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from graph_core.cli._monitor import Tally, monitor, write_event
from graph_core.cli._outputs import Output, outputs
from graph_core.cli._session import session
from graph_core.cli._words import frames_words, size_words, time_words
from graph_core.engine import Engine, writing_nodes
from graph_core.errors import Cancelled, ExecutionError, GraphCoreError
from graph_core.node import Shot
from graph_core.project import Project
from graph_core.values import FrameRange

_CREDENTIALS = {
    "valid": "credentials written",
    "none": "no credentials",
    "altered": "credentials do not hold",
    "unreadable": "cannot be read back",
}
_SIGNER = {"trusted": "", "development": ", development certificate", "unknown": ""}


@dataclass(frozen=True, slots=True)
class Request:
    """What the artist asked for."""

    file: Path
    project: Project
    nodes: tuple[str, ...]
    frames: FrameRange | None
    resume: bool
    as_json: bool


def run(engine: Engine, request: Request) -> None:
    """Render, show how it is going, and sum up.

    Raises:
        GraphCoreError: If it failed or was stopped.
    """
    project = request.project
    shot = engine.shot(project)
    names = list(request.nodes) or writing_nodes(project.graph)
    wanted = request.frames or shot.frames
    tally = Tally(_count(engine, project, names, wanted, shot) if request.resume else len(wanted))
    if request.as_json:
        facts = _start_facts(request, names, wanted, shot)
        write_event("start", **facts, total=tally.total)
    try:
        with _cancelled_by_signals() as cancel, monitor(tally, as_json=request.as_json) as shown:
            frames = engine.render(project, names, wanted, resume=request.resume, on_event=shown.event, cancel=cancel)
            for frame, _ in frames:
                tally.count(frame)
                shown.frame()
    except GraphCoreError as error:
        session().can_continue = isinstance(error, Cancelled | ExecutionError)
        if tally.done and not request.as_json:
            click.echo(f"{tally.done} of {tally.total} frames are finished.", err=True)
        raise
    written = list(outputs(project.graph, names, wanted))
    if request.as_json:
        write_event("done", **_end_facts(tally, written))
    else:
        _sum_up(tally, written)


def _count(engine: Engine, project: Project, names: Sequence[str], wanted: FrameRange, shot: Shot) -> int:
    """Return how many frames an interrupted render has left to do."""
    missing: set[int] = set()
    for step, _ in engine.plan(project, names, shot).targets:
        missing.update(step.node.missing_frames(wanted) if step.node is not None else wanted)
    return len(missing)


@contextmanager
def _cancelled_by_signals() -> Iterator[threading.Event]:
    """Lend an event that Ctrl-C and a polite kill set; the second time they end the program at once."""
    cancel = threading.Event()
    before: dict[int, Any] = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def stop(number: int, _: Any) -> None:
        cancel.set()
        signal.signal(number, before[number])

    for number in before:
        signal.signal(number, stop)
    try:
        yield cancel
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _start_facts(request: Request, names: Sequence[str], wanted: FrameRange, shot: Shot) -> dict[str, Any]:
    return {
        "project": str(request.file),
        "nodes": list(names),
        "first": wanted.first,
        "last": wanted.last,
        "format": str(shot.format),
        "fps": str(shot.fps),
        "continues": request.resume,
    }


def _end_facts(tally: Tally, written: list[Output]) -> dict[str, Any]:
    return {
        "frames": tally.done,
        "seconds": round(tally.seconds, 3),
        "fps": round(tally.done / tally.seconds, 3),
        "files": [dataclasses.asdict(item) for item in written],
        "reports": [
            {"node": node, "text": text, "frames": sorted(frame for frame in frames if frame is not None)}
            for (node, text), frames in tally.reports.items()
        ],
    }


def _sum_up(tally: Tally, written: list[Output]) -> None:
    if tally.total == 0:
        click.echo("Nothing was left to do.")
    else:
        speed = f"{tally.done / tally.seconds:.1f} fps"
        click.echo(f"{tally.done} frames in {time_words(tally.seconds)}, {speed}")
    for item in written:
        files = "" if item.count == 1 else f"{item.count} files, "
        words = f"{_CREDENTIALS[item.credentials]}{_SIGNER[item.trust] if item.credentials == 'valid' else ''}"
        click.echo(f"{item.node}: {item.path}, {files}{size_words(item.size_bytes)}, {words}")
    for (node, text), frames in tally.reports.items():
        known = [frame for frame in frames if frame is not None]
        click.secho(f"{node}: {text}{f': frames {frames_words(known)}' if known else ''}", fg="yellow")
