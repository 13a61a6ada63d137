"""The evaluator: two threads that work out what the screen wants to see, and the screen's side of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence

from graph_core.editor._background import start
from graph_core.editor._signal import Signal
from graph_core.editor.evaluator._board import Badge, Board
from graph_core.editor.evaluator._exchange import Activity, Exchange
from graph_core.editor.evaluator._planner import Planner
from graph_core.editor.evaluator._reel import Reel
from graph_core.editor.evaluator._runner import Runner
from graph_core.editor.evaluator._survey import Survey
from graph_core.editor.evaluator._wishes import Outcome, Prepare, Request, Want
from graph_core.engine import Engine
from graph_core.errors import GraphCoreError
from graph_core.node import Shot
from graph_core.plugins import Registry
from graph_core.project import ProjectState

__all__ = ["Evaluator"]

_PATIENCE_S = 1.0


class Evaluator:
    """Computes what the screen wants to see. All of it is called from the screen's thread, and none of it waits.

    A planner's thread finds out what each wish depends on and answers at once what is kept; a runner's thread
    computes the rest. Each has a graph of its own, so that nobody else's is read while it is edited.

    ```python
    evaluator.want(document.state, [Want("grade", frame=12)])
    …
    for outcome in evaluator.poll():  # in every turn of the loop
        viewer.show(outcome)
    ```

    Attributes:
        shot_changed: Emitted by `poll` when `shot` or `shot_error` are others.
        badges_changed: Emitted by `poll` when a badge is another.

    Args:
        make_engine: Makes the engine, in the thread that needs it first.
        registry: The nodes there are.
        prepare: Makes `Outcome.prepared` of an outcome with a value, such as the picture in the screen's colours;
            called in the threads that work, two at once maybe.
    """

    def __init__(self, make_engine: Callable[[], Engine], registry: Registry, prepare: Prepare | None = None) -> None:
        self.shot_changed: Signal[[]] = Signal()
        self.badges_changed: Signal[[]] = Signal()
        self._make_engine = make_engine
        self._engine: Engine | None = None
        self._retired: list[Engine] = []
        self._engine_lock = threading.Lock()
        self._exchange = Exchange()
        self._board = Board()
        self._survey = Survey()
        self._planner = Planner(self._exchange, self._lend, registry, self._board, self._survey, prepare)
        self._runner = Runner(self._exchange, self._lend, registry, self._board, prepare)
        self._number = 0
        self._shot_told = self._badges_told = 0
        self._threads = [start("planner", self._planner.work), start("runner", self._runner.work)]

    def _lend(self) -> Engine:
        with self._engine_lock:
            if self._engine is None:
                self._engine = self._make_engine()
            return self._engine

    # Wishes

    def want(self, state: ProjectState, wants: Sequence[Want], *, group: str = "") -> int:
        """Say what is to be seen from now on, in place of what was wanted before.

        What is being computed goes on if it has not changed. Without any wish the shot is still worked out.

        Args:
            state: The project.
            wants: Outputs and frames, most urgent first.
            group: Wishes of one group leave those of another alone; the group "" goes first.

        Returns:
            Number of the request, as outcomes carry it.
        """
        self._number += 1
        self._exchange.ask(Request(self._number, group, state, tuple(wants)))
        return self._number

    def poll(self, group: str = "") -> list[Outcome]:
        """Return what has come in for a group since the last time, oldest first, and emit the signals that are due.

        Each wish of the latest request is answered once, by a value or an error. Those of earlier ones may
        be answered too, on the way: so a knob that is dragged shows pictures.
        """
        if self._shot_told != self._planner.shot_revision:
            self._shot_told = self._planner.shot_revision
            self.shot_changed()
        if self._badges_told != self._board.revision:
            self._badges_told = self._board.revision
            self.badges_changed()
        return self._exchange.take_outcomes(group)

    def cancel(self) -> None:
        """Stop everything; wishes that are not answered yet are answered by `Cancelled`."""
        self._exchange.stop(self._number)

    def forget(self) -> None:
        """Begin with another project: stop everything, and take its badges away."""
        self.cancel()
        self._board.keep(())

    # How it is going

    @property
    def is_busy(self) -> bool:
        """Whether any wish is unanswered."""
        return self._exchange.is_busy

    @property
    def activity(self) -> Activity | None:
        """What is being computed."""
        running = self._exchange.running
        if running is None:
            return None
        want = running.job.want
        return Activity(want.target, want.frame, time.monotonic() - running.started)

    @property
    def badges(self) -> Mapping[str, Badge]:
        """What is shown at each node; nodes that have done nothing yet have none."""
        return self._board.badges

    @property
    def shot(self) -> Shot | None:
        """Format, rate and frames of the project last asked about; None before, and while there is an error."""
        return self._planner.shot

    @property
    def shot_error(self) -> GraphCoreError | None:
        """Why the shot is not known: the media it follows cannot be read."""
        return self._planner.shot_error

    def cached(self, target: str, scale: float = 1.0) -> frozenset[int]:
        """Return the frames of the shot whose result is kept, in memory or on disk.

        It is worked out in the background for as long as somebody asks, from the frame that is shown onwards: the
        first answer is empty. As long as nothing has changed the same object is returned.
        """
        frames, is_new = self._survey.frames(target, scale)
        if is_new:
            self._exchange.wake()
        return frames

    # Playing

    def play(
        self,
        state: ProjectState,
        target: str,
        upcoming: Iterator[tuple[int, int]],
        scale: float = 1.0,
        earliest: Callable[[], int] | None = None,
    ) -> Reel:
        """Make frames ahead of the playhead, a few at a time, in place of what was played before.

        Wishes go first: while it plays, ask only for what playing does not give.

        Args:
            state: The project.
            target: Output.
            upcoming: Pairs of place and frame. Places count on, whichever way the frames go.
            scale: Of the pictures.
            earliest: Says which places come too late by now, so that their frames are left out; asked as late as
                possible, from another thread.
        """
        reel = Reel(state, target, scale, upcoming, self._exchange.changed, earliest)
        self._exchange.play(reel)
        return reel

    # The engine

    @property
    def kept_bytes(self) -> int:
        """How much memory the results take that are kept there."""
        engine = self._engine
        return engine.cache.memory.size_bytes if engine is not None else 0

    def renew(self) -> None:
        """Compute with a new engine from now on, as after other settings; ask again for what is still wanted."""
        with self._engine_lock:
            if self._engine is not None:
                # A thread may be using it: it goes in the end, and what it keeps in memory goes now.
                self._retired.append(self._engine)
                self._engine.cache.drop_memory()
            self._engine = None
        self.cancel()

    def close(self) -> None:
        """Stop the threads. A node that does not listen is left to finish by itself."""
        self._exchange.close()
        until = time.monotonic() + _PATIENCE_S
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        if not any(thread.is_alive() for thread in self._threads):
            for engine in [*self._retired, *([self._engine] if self._engine is not None else [])]:
                engine.close()
