"""Which frames of an output are kept: found out in slices, while the planner has nothing else to do."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from graph_core.editor.evaluator._wishes import shown
from graph_core.engine import Engine
from graph_core.errors import GraphCoreError
from graph_core.node import Shot
from graph_core.plan import Plan
from graph_core.project import Project

__all__ = ["Survey"]

_SLICE_S = 0.004
# After a change of the project: what is being dragged should not be slowed down.
_SETTLE_S = 0.15
_AGAIN_S = 0.25
_ASKED_S = 3.0


@dataclass(slots=True)
class _Page:
    """What is known of one output.

    Attributes:
        keys: Fingerprint of each frame found so far.
        left: Frames whose fingerprint is still to be found.
        looked: When the cache was asked last, and how long that took.
    """

    plan: Plan
    left: Iterator[int]
    keys: dict[int, bytes] = field(default_factory=dict)
    is_whole: bool = False
    looked: float = 0.0
    took: float = 0.0


class Survey:
    """The frames kept for each output that somebody asks about.

    Attributes:
        near: Frames from here on are looked at first.
    """

    def __init__(self) -> None:
        """Begin with nothing asked."""
        self.near = 1
        self._asked: dict[tuple[str, float], float] = {}
        self._found: dict[tuple[str, float], frozenset[int]] = {}
        self._pages: dict[tuple[str, float], _Page | None] = {}
        self._begun = 0.0
        self._engine: Engine | None = None
        self._lock = threading.Lock()

    def frames(self, target: str, scale: float) -> tuple[frozenset[int], bool]:
        """Return what is known, and whether nobody had asked about the output for a while."""
        subject = (target, scale)
        with self._lock:
            now = time.monotonic()
            is_new = now - self._asked.get(subject, 0.0) > _ASKED_S
            self._asked[subject] = now
            return self._found.get(subject, frozenset()), is_new

    def begin(self) -> None:
        """Begin anew, because the project has changed."""
        self._pages.clear()
        self._begun = time.monotonic()

    def work(self, project: Project, shot: Shot, engine: Callable[[], Engine]) -> float | None:
        """Work for a moment; return in how many seconds there is more to do, or None when nobody asks."""
        now = time.monotonic()
        with self._lock:
            self._asked = {subject: at for subject, at in self._asked.items() if now - at < _ASKED_S}
            self._found = {subject: self._found[subject] for subject in self._asked if subject in self._found}
            subjects = list(self._asked)
        for subject in [subject for subject in self._pages if subject not in subjects]:
            del self._pages[subject]
        if not subjects:
            return None
        if now < self._begun + _SETTLE_S:
            return self._begun + _SETTLE_S - now
        if engine() is not self._engine:
            self._engine = engine()
            self._pages.clear()
        return min(self._look(subject, project, shot, self._engine) for subject in subjects)

    def _look(self, subject: tuple[str, float], project: Project, shot: Shot, engine: Engine) -> float:
        if subject not in self._pages:
            self._pages[subject] = self._open(subject, project, shot, engine)
        page = self._pages[subject]
        if page is None:
            self._tell(subject, frozenset())
            return _AGAIN_S
        has_more = not page.is_whole
        if has_more:
            self._read_on(page)
        now = time.monotonic()
        rest = page.looked + max(_AGAIN_S, 20 * page.took) - now
        if rest <= 0 or (has_more and page.is_whole):
            cache = engine.cache
            kept = {key for key in set(page.keys.values()) if key in cache.memory or cache.is_on_disk(key)}
            self._tell(subject, frozenset(frame for frame, key in page.keys.items() if key in kept))
            page.looked = time.monotonic()
            page.took = page.looked - now
            rest = _AGAIN_S
        return 0.0 if not page.is_whole else rest

    def _open(self, subject: tuple[str, float], project: Project, shot: Shot, engine: Engine) -> _Page | None:
        target, scale = subject
        try:
            planned = engine.plan(project, [shown(project.graph, target)], shot, scale)
        except GraphCoreError:
            return None  # told to whoever wants to see it
        frames = shot.frames
        start = frames.clamp(self.near)
        order = (*range(start, frames.last + 1), *range(frames.first, start))
        return _Page(planned, iter(order))

    @staticmethod
    def _read_on(page: _Page) -> None:
        step, _ = page.plan.targets[0]
        until = time.monotonic() + _SLICE_S
        for frame in page.left:
            page.keys[frame] = page.plan.key(step, frame)
            if time.monotonic() > until:
                return
        page.is_whole = True

    def _tell(self, subject: tuple[str, float], frames: frozenset[int]) -> None:
        with self._lock:
            if self._found.get(subject) != frames:
                self._found[subject] = frames
