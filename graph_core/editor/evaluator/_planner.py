"""The planner: finds out what wishes depend on, answers those whose result is kept, and hands on the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from graph_core.editor._background import foreseen
from graph_core.editor.evaluator._board import Board
from graph_core.editor.evaluator._exchange import Exchange
from graph_core.editor.evaluator._survey import Survey
from graph_core.editor.evaluator._wishes import Job, Outcome, Prepare, Request, Want, failed, prepared, shown
from graph_core.engine import Engine
from graph_core.errors import GraphCoreError
from graph_core.executor import Event
from graph_core.graph import Graph
from graph_core.node import Shot
from graph_core.plugins import Registry
from graph_core.project import Project, ProjectState

__all__ = ["Planner"]

_RETRY_S = 1.0


class Planner:
    """The work of the planner's thread. It has a graph of its own, kept up to date with the states it is given.

    Attributes:
        shot: Format, rate and frames of the latest state, or None.
        shot_error: Why they are not known, or None.
        shot_revision: Changes with either.
    """

    def __init__(
        self,
        exchange: Exchange,
        engine: Callable[[], Engine],
        registry: Registry,
        board: Board,
        survey: Survey,
        prepare: Prepare | None,
    ) -> None:
        """Be ready to work; the engine is asked for in the planner's thread."""
        self.shot: Shot | None = None
        self.shot_error: GraphCoreError | None = None
        self.shot_revision = 0
        self._exchange = exchange
        self._engine = engine
        self._project = Project(Graph(registry))
        self._board = board
        self._survey = survey
        self._prepare = prepare
        self._state: ProjectState | None = None

    def work(self) -> None:
        """Work until the exchange is closed."""
        exchange = self._exchange
        while True:
            waits = [seconds for seconds in (self._look_around(), exchange.overdue()) if seconds is not None]
            with exchange.changed:
                if not exchange.inbox and not exchange.is_closed:
                    exchange.changed.wait(min(waits) if waits else None)
                if exchange.is_closed:
                    return
                requests = sorted(exchange.inbox.values(), key=lambda request: request.group != "")
                exchange.inbox = {}
                exchange.is_planning = bool(requests)
            for request in requests:
                self._take(request)
            with exchange.changed:
                exchange.is_planning = False

    def _look_around(self) -> float | None:
        """Find out which frames are kept; return when to go on with it, if ever."""
        if self._state is None or self.shot is None:
            return None
        try:
            return self._survey.work(self._project, self.shot, self._engine)
        except GraphCoreError:
            return _RETRY_S  # there is no engine, as everybody is told who wishes for something
        except Exception as error:
            foreseen(error)
            return None

    def _take(self, request: Request) -> None:
        answers: list[Outcome] = []
        jobs: list[Job] = []
        is_whole = True
        try:
            engine = self._follow(request.state)
            for place, want in enumerate(request.wants):
                if self._exchange.put_off(replace(request, wants=request.wants[place:])):
                    is_whole = False
                    break
                done = self._plan(engine, request, want)
                if isinstance(done, Job):
                    jobs.append(done)
                else:
                    answers.append(done)
        except Exception as error:
            answers, jobs = [failed(want, error, request.number) for want in request.wants], []
        for outcome in answers:
            if outcome.error is not None:
                self._board.fail(outcome.error, request.number)
        self._exchange.offer(request, answers, jobs, is_whole=is_whole)
        if self._exchange.is_idle:
            self._board.settle(request.number)
        if request.wants and not request.group:
            self._survey.near = request.wants[0].frame

    def _follow(self, state: ProjectState) -> Engine:
        """Bring the graph up to date, and the shot with it."""
        engine = self._engine()
        if state is not self._state:
            self._project.restore(state)
            self._state = state
            self._survey.begin()
            self._board.keep(state.nodes)
        try:
            shot, problem = engine.shot(self._project), None
        except GraphCoreError as error:
            shot, problem = None, error
        if shot != self.shot or str(problem) != str(self.shot_error):
            self.shot, self.shot_error = shot, problem
            self.shot_revision += 1
        return engine

    def _plan(self, engine: Engine, request: Request, want: Want) -> Job | Outcome:
        """Return what a wish comes to: a result that is kept, an error, or work."""
        try:
            if self.shot_error is not None:
                raise self.shot_error
            target = shown(self._project.graph, want.target)
            planned = engine.plan(self._project, [target], self.shot, want.scale)
            step, output = planned.targets[0]
            key = planned.key(step, want.frame)
        except Exception as error:
            return failed(want, error, request.number, self.shot)
        cache = engine.cache
        entry = cache.get(key) or (cache.load(key) if cache.is_on_disk(key) else None)
        if entry is None:
            return Job(request, want, target, b"%s %d" % (key, -1 if output is None else output))
        at = planned.frame_of(step, want.frame)
        self._board.note(Event("cached", step.name, at), request.number)
        for note in entry.notes:
            self._board.note(Event("report", step.name, at, 0.0, note), request.number)
        value = entry.value if output is None else entry.value[output]
        outcome = Outcome(want, value, None, 0.0, self.shot, None, want.scale, request.number)
        return prepared(outcome, self._prepare)
