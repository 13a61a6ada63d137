"""The runner: computes what the planner could not find, one job at a time, and plays in between."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator

from graph_core.editor.evaluator._board import Board
from graph_core.editor.evaluator._exchange import Exchange, Running
from graph_core.editor.evaluator._reel import Reel
from graph_core.editor.evaluator._wishes import Job, Outcome, Prepare, Want, failed, prepared, shown
from graph_core.engine import Engine
from graph_core.errors import Cancelled, GraphCoreError
from graph_core.graph import Graph
from graph_core.plugins import Registry
from graph_core.project import Project

__all__ = ["Runner"]


class Runner:
    """The work of the runner's thread. Its graph is its own: what it runs does not change under its hands."""

    def __init__(
        self,
        exchange: Exchange,
        engine: Callable[[], Engine],
        registry: Registry,
        board: Board,
        prepare: Prepare | None,
    ) -> None:
        """Be ready to work; the engine is asked for in the runner's thread."""
        self._exchange = exchange
        self._engine = engine
        self._project = Project(Graph(registry))
        self._board = board
        self._prepare = prepare

    def work(self) -> None:
        """Work until the exchange is closed."""
        exchange = self._exchange
        while True:
            with exchange.changed:
                exchange.changed.wait_for(lambda: exchange.is_closed or exchange.has_jobs or exchange.can_play)
                if exchange.is_closed:
                    return
            running = exchange.begin()
            if running is not None:
                self._run(running)
            elif exchange.reel is not None:
                self._play(exchange.reel)

    # One wish

    def _run(self, running: Running) -> None:
        job = running.job
        try:
            outcome = self._outcome(job, running)
        except Cancelled:
            outcome = None
        except Exception as error:
            outcome = failed(job.want, error, job.request.number)
        if outcome is not None and outcome.error is not None and not running.is_dropped:
            self._board.fail(outcome.error, job.request.number)
        self._exchange.end(running, outcome)
        self._board.settle(job.request.number if self._exchange.is_idle else 0)

    def _outcome(self, job: Job, running: Running) -> Outcome:
        scale = job.want.scale
        if scale == 1.0:
            return self._evaluated(job, running, scale)
        try:
            return self._evaluated(job, running, scale)
        except Cancelled:
            raise
        except GraphCoreError:
            # A draft may fail where the full picture does not, as when an odd size is halved.
            return self._evaluated(job, running, 1.0)

    def _evaluated(self, job: Job, running: Running, scale: float) -> Outcome:
        engine = self._engine()
        self._project.restore(job.request.state)
        started = time.perf_counter()
        value = engine.evaluate(
            self._project,
            job.target,
            job.want.frame,
            scale=scale,
            on_event=lambda event: self._board.note(event, job.request.number),
            cancel=running.cancel,
        )
        seconds = time.perf_counter() - started
        shot = engine.shot(self._project)
        outcome = Outcome(job.want, value, None, seconds, shot, None, scale, job.request.number)
        return prepared(outcome, self._prepare)

    # Playing

    def _play(self, reel: Reel) -> None:
        asked: deque[tuple[int, int]] = deque()
        try:
            self._make(reel, asked)
        except Cancelled:
            pass  # something is more urgent; it goes on from there
        except Exception as error:
            frame = asked[0][1] if asked else 0
            failure = failed(Want(reel.target, frame, reel.scale), error)
            reel.end(failure)
            assert failure.error is not None
            self._board.fail(failure.error, 0)
        reel.give_back(asked)
        self._board.settle(0)

    def _make(self, reel: Reel, asked: deque[tuple[int, int]]) -> None:
        engine = self._engine()
        self._project.restore(reel.state)
        shot = engine.shot(self._project)
        target = shown(self._project.graph, reel.target)
        reel.is_walk = any(step.is_stream for step in engine.plan(self._project, [target], shot, reel.scale).steps)

        def frames() -> Iterator[int]:
            while (pair := reel.ask()) is not None:
                asked.append(pair)
                yield pair[1]

        results = engine.frames(
            self._project,
            [target],
            frames(),
            scale=reel.scale,
            on_event=lambda event: self._board.note(event, 0),
            cancel=self._exchange.begin_playing(reel),
        )
        started = time.perf_counter()
        for frame, values in results:
            seconds = time.perf_counter() - started
            want = Want(reel.target, frame, reel.scale)
            outcome = Outcome(want, values[0], None, seconds, shot, None, reel.scale)
            reel.put(asked.popleft()[0], prepared(outcome, self._prepare))
            self._exchange.wait_for_room(reel)
            started = time.perf_counter()
        reel.end()
