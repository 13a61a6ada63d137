"""The render queue: nodes that write, one render after another on a thread of their own.

A render goes through `Engine.render` as one from the command line does, so that it writes the same files.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from graph_core.editor._background import foreseen, start
from graph_core.editor._signal import Signal
from graph_core.engine import Engine, writing_nodes
from graph_core.errors import Cancelled, GraphCoreError
from graph_core.executor import Event
from graph_core.graph import Graph
from graph_core.plugins import Registry
from graph_core.project import Project, ProjectState
from graph_core.values import FrameRange

__all__ = ["Render", "RenderQueue"]

Status = Literal["waiting", "running", "done", "failed", "cancelled"]

_RECENT = 30
_PATIENCE_S = 1.0


@dataclass(frozen=True, slots=True)
class Render:
    """One render as it stands.

    Attributes:
        number: Tells renders apart.
        title: What it is called in the queue.
        state: The project.
        nodes: Nodes that write; every one when empty.
        frames: Which part of the shot; all of it when None.
        resume: Only the frames that an interrupted render has not written.
        status: Where it is.
        done, total: Frames made, and to be made.
        fps: Frames a second, over the last ones.
        seconds: How long it has been running, or ran.
        seconds_left: Time to the end at this speed; None before it is known.
        error: Why it failed, with its remedy.
        paths: The files it writes, or patterns of sequences.
        reports: What nodes had to say, each once, such as "faces: no face".
        activity: What a node that takes long is busy with.
    """

    number: int
    title: str
    state: ProjectState
    nodes: tuple[str, ...] = ()
    frames: FrameRange | None = None
    resume: bool = False
    status: Status = "waiting"
    done: int = 0
    total: int = 0
    fps: float = 0.0
    seconds: float = 0.0
    seconds_left: float | None = None
    error: GraphCoreError | None = None
    paths: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    activity: str = ""


class RenderQueue:
    """Renders waiting, running and finished. Called from the screen's thread; nothing here waits.

    Attributes:
        changed: Emitted by `poll` when anything is other than it was.
        finished: Emitted by `poll` for each render that has ended, however it did.

    Args:
        make_engine: Makes the queue's engine, in its thread, for the first render.
        registry: The nodes there are.
    """

    def __init__(self, make_engine: Callable[[], Engine], registry: Registry) -> None:
        self.changed: Signal[[]] = Signal()
        self.finished: Signal[[Render]] = Signal()
        self._make_engine = make_engine
        self._engine: Engine | None = None
        self._is_engine_stale = False
        self._registry = registry
        self._renders: tuple[Render, ...] = ()
        self._told: tuple[Render, ...] = ()
        self._numbers = itertools.count(1)
        self._cancel = threading.Event()
        self._is_paused = False
        self._is_closed = False
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    # The queue

    @property
    def renders(self) -> tuple[Render, ...]:
        """All renders in the order of the queue, as they stand."""
        return self._renders

    @property
    def running(self) -> Render | None:
        """The render that is being made."""
        return next((render for render in self._renders if render.status == "running"), None)

    @property
    def is_busy(self) -> bool:
        """Whether a render runs or waits."""
        return any(render.status in ("running", "waiting") for render in self._renders)

    @property
    def is_paused(self) -> bool:
        """Whether rendering is to rest."""
        return self._is_paused

    def add(
        self,
        state: ProjectState,
        nodes: Sequence[str] = (),
        frames: FrameRange | None = None,
        *,
        resume: bool = False,
        title: str = "",
    ) -> int:
        """Put a render at the end of the queue; return its number."""
        number = next(self._numbers)
        render = Render(number, title or ", ".join(nodes) or f"Render {number}", state, tuple(nodes), frames, resume)
        with self._changed:
            self._renders = (*self._renders, render)
            if self._thread is None:
                self._thread = start("renders", self._work)
            self._changed.notify_all()
        return number

    def cancel(self, number: int) -> None:
        """Stop a render within a frame, or take it out of turn; what is written stays."""
        with self._changed:
            render = self._find(number)
            if render is not None and render.status == "running":
                self._cancel.set()
                self._changed.notify_all()
            elif render is not None and render.status == "waiting":
                self._set(number, status="cancelled", error=Cancelled("The render was cancelled before it began."))

    def remove(self, number: int) -> None:
        """Take a render off the list; one that runs is stopped first and stays until it has."""
        with self._changed:
            render = self._find(number)
            if render is not None and render.status == "running":
                self.cancel(number)
            else:
                self._renders = tuple(render for render in self._renders if render.number != number)

    def move(self, number: int, place: int) -> None:
        """Put a render at another place of the list."""
        with self._changed:
            render = self._find(number)
            if render is not None:
                others = [other for other in self._renders if other.number != number]
                others.insert(place, render)
                self._renders = tuple(others)

    def retry(self, number: int, *, resume: bool = True) -> None:
        """Let a render that has ended wait again; by default it goes on from what is written."""
        with self._changed:
            render = self._find(number)
            if render is not None and render.status in ("done", "failed", "cancelled"):
                again = Render(number, render.title, render.state, render.nodes, render.frames, resume)
                self._renders = tuple(again if other is render else other for other in self._renders)
                self._changed.notify_all()

    def pause(self) -> None:
        """Rest after the frames that are being made, such as while something is played."""
        self._is_paused = True

    def go_on(self) -> None:
        """End the rest."""
        with self._changed:
            self._is_paused = False
            self._changed.notify_all()

    def poll(self) -> None:
        """Emit the signals that are due."""
        now, before = self._renders, {render.number: render.status for render in self._told}
        if now is self._told:
            return
        self._told = now
        self.changed()
        for render in now:
            ended = render.status in ("done", "failed", "cancelled")
            if ended and before.get(render.number) != render.status:
                self.finished(render)

    def renew(self) -> None:
        """Render with a new engine from the next render on, as after other settings."""
        self._is_engine_stale = True

    def close(self) -> None:
        """Stop rendering; what is written can be continued."""
        with self._changed:
            self._is_closed = True
            self._cancel.set()
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(_PATIENCE_S)
            if self._engine is not None and not self._thread.is_alive():
                self._engine.close()

    def _find(self, number: int) -> Render | None:
        return next((render for render in self._renders if render.number == number), None)

    def _set(self, number: int, **changes: Any) -> None:
        with self._changed:
            self._renders = tuple(
                replace(render, **changes) if render.number == number else render for render in self._renders
            )

    # The thread

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._is_closed or (self._waiting() and not self._is_paused))
                render = self._waiting()
                if self._is_closed or render is None:
                    return
                self._cancel = threading.Event()
                self._set(render.number, status="running")
            try:
                self._render(render)
                self._set(render.number, status="done", seconds_left=0.0, activity="")
            except Cancelled as error:
                self._set(render.number, status="cancelled", error=error, seconds_left=None, activity="")
            except Exception as error:
                problem = foreseen(error)
                self._set(render.number, status="failed", error=problem, seconds_left=None, activity="")

    def _waiting(self) -> Render | None:
        return next((render for render in self._renders if render.status == "waiting"), None)

    def _render(self, render: Render) -> None:
        if self._engine is not None and self._is_engine_stale:
            self._engine.close()
            self._engine = None
        if self._engine is None:
            self._is_engine_stale = False
            self._engine = self._make_engine()
        engine = self._engine
        project = Project(Graph(self._registry))
        project.restore(render.state)
        names = list(render.nodes) or writing_nodes(project.graph)
        wanted = render.frames or engine.shot(project).frames
        total = _count_missing(engine, project, names, wanted) if render.resume else len(wanted)
        self._set(render.number, total=total, paths=_paths(project.graph, names))
        frames = engine.render(
            project,
            names,
            wanted,
            resume=render.resume,
            on_event=lambda event: self._note(render.number, event),
            cancel=self._cancel,
        )
        started = time.monotonic()
        recent: deque[float] = deque([started], maxlen=_RECENT)
        for done, _ in enumerate(frames, start=1):
            recent.append(time.monotonic())
            fps = (len(recent) - 1) / max(1e-6, recent[-1] - recent[0])
            left = (total - done) / fps
            self._set(render.number, done=done, fps=fps, seconds=recent[-1] - started, seconds_left=left)
            self._rest(recent)
        self._set(render.number, seconds=time.monotonic() - started)

    def _rest(self, recent: deque[float]) -> None:
        """Wait while rendering is paused; the rest does not count for the speed."""
        began = time.monotonic()
        with self._changed:
            self._changed.wait_for(lambda: not self._is_paused or self._cancel.is_set())
        rested = time.monotonic() - began
        for place in range(len(recent)):
            recent[place] += rested

    def _note(self, number: int, event: Event) -> None:
        if event.kind == "progress":
            self._set(number, activity=f"{event.node} {event.value:.0%} {event.text}".strip())
        elif event.kind == "report":
            report = f"{event.node}: {event.text}"
            with self._changed:
                render = self._find(number)
                if render is not None and report not in render.reports:
                    self._set(number, reports=(*render.reports, report))


def _count_missing(engine: Engine, project: Project, names: Sequence[str], wanted: FrameRange) -> int:
    """Return how many frames an interrupted render has left to do."""
    missing: set[int] = set()
    for step, _ in engine.plan(project, names).targets:
        missing.update(step.node.missing_frames(wanted) if step.node is not None else wanted)
    return len(missing)


def _paths(graph: Graph, names: Sequence[str]) -> tuple[str, ...]:
    """Return where nodes write."""
    found = []
    for name in names:
        cls = graph.node(name).cls
        specs = cls.params.values() if cls is not None else ()
        found += [str(graph.param(name, spec.name)) for spec in specs if spec.kind == "path" and spec.writes]
    return tuple(path for path in found if path)
