"""What the screen, the planner and the runner hand each other; one lock guards it."""

from __future__ import annotations

import threading
import time
from collections.abc import Hashable
from dataclasses import dataclass, field, replace

from graph_core.editor.evaluator._reel import Reel
from graph_core.editor.evaluator._wishes import Job, Outcome, Request, Want, failed
from graph_core.errors import Cancelled

__all__ = ["Activity", "Exchange", "Running"]

_PATIENCE_S = 0.15
_MOST_PATIENCE_S = 0.6


@dataclass(frozen=True, slots=True)
class Activity:
    """What is being computed.

    Attributes:
        target: Output.
        frame: At which frame.
        seconds: For how long now.
    """

    target: str
    frame: int
    seconds: float


@dataclass(slots=True)
class Running:
    """The job that is being computed.

    Attributes:
        job: What it answers; a later wish for the same result takes its place.
        deadline: When to stop it, because newer wishes wait; None as long as it is wanted.
        is_dropped: Nobody wants to see what comes of it.
    """

    job: Job
    cancel: threading.Event = field(default_factory=threading.Event)
    started: float = field(default_factory=time.monotonic)
    deadline: float | None = None
    is_dropped: bool = False

    def drop(self) -> None:
        """Stop it; what comes of it is not shown."""
        self.is_dropped = True
        self.cancel.set()


class Exchange:
    """Wishes on their way to the threads, outcomes on their way back.

    A running job that newer wishes have made stale is given a little patience, so that a knob that is dragged
    or a timeline that is scrubbed shows pictures on the way: as long as the jobs before it took. Each time the
    patience ends without a picture, the next job gets twice as much.

    Attributes:
        changed: Notified whenever there may be something to do.
        is_closed: The threads are to end.
        inbox: The latest request of each group, for the planner.
        pending: Jobs of each group, for the runner.
        running: The job being computed.
        reel: What is being played, or None.
        playing: Set to interrupt the run that makes its frames; None while there is none.
    """

    def __init__(self) -> None:
        """Begin with nothing to do."""
        self.changed = threading.Condition()
        self.is_closed = False
        self.is_planning = False
        self.inbox: dict[str, Request] = {}
        self.pending: dict[str, list[Job]] = {"": []}
        self.running: Running | None = None
        self.reel: Reel | None = None
        self.playing: threading.Event | None = None
        self._stopped = 0
        self._outcomes: list[tuple[str, Outcome]] = []
        self._patience: dict[Hashable, float] = {}

    @property
    def is_idle(self) -> bool:
        """Whether nothing is computed or waits for it."""
        with self.changed:
            return self.running is None and not self.has_jobs

    @property
    def is_busy(self) -> bool:
        """Whether any wish is unanswered."""
        with self.changed:
            return bool(self.inbox) or self.is_planning or not self.is_idle

    @property
    def has_jobs(self) -> bool:
        """Whether the runner has a job to begin."""
        return any(self.pending.values())

    @property
    def can_play(self) -> bool:
        """Whether the runner has a frame to make that is not wished for but played."""
        reel = self.reel
        return reel is not None and not (reel.is_closed or reel.is_done or reel.is_full)

    # From the screen

    def ask(self, request: Request) -> None:
        """Hand over a request, in place of the earlier one of its group."""
        with self.changed:
            self.inbox[request.group] = request
            self.changed.notify_all()

    def wake(self) -> None:
        """Let the threads look whether there is something to do."""
        with self.changed:
            self.changed.notify_all()

    def play(self, reel: Reel) -> None:
        """Play this in place of what was played before."""
        with self.changed:
            if self.reel is not None:
                self.reel.close()
            self.reel = reel
            self._interrupt()
            self.changed.notify_all()

    def take_outcomes(self, group: str) -> list[Outcome]:
        """Return what has come in for a group since the last time."""
        with self.changed:
            taken = [outcome for other, outcome in self._outcomes if other == group]
            self._outcomes = [pair for pair in self._outcomes if pair[0] != group]
        return taken

    def stop(self, number: int) -> None:
        """Answer every wish up to a request with `Cancelled`."""
        with self.changed:
            self._stopped = number
            waiting = [job for jobs in self.pending.values() for job in jobs]
            if self.running is not None and not self.running.is_dropped:
                waiting.append(self.running.job)
                self.running.drop()
            pairs = [(job.request, job.want) for job in waiting]
            pairs += [(request, want) for request in self.inbox.values() for want in request.wants]
            for jobs in self.pending.values():
                jobs.clear()
            self.inbox.clear()
            for request, want in pairs:
                self._add(request.group, _stopped(request, want))
            self.changed.notify_all()

    def close(self) -> None:
        """Let the threads end."""
        with self.changed:
            self.is_closed = True
            if self.running is not None:
                self.running.drop()
            if self.reel is not None:
                self.reel.close()
            self._interrupt()
            self.changed.notify_all()

    def _interrupt(self) -> None:
        if self.playing is not None:
            self.playing.set()

    # From the planner

    def offer(self, request: Request, answers: list[Outcome], jobs: list[Job], *, is_whole: bool = True) -> None:
        """Hand in what is known at once, put jobs in place of the earlier ones of their group, and decide what
        becomes of the one that runs, unless a part of the request is still to come.
        """
        with self.changed:
            if request.number <= self._stopped:
                answers, jobs = [*answers, *(_stopped(request, job.want) for job in jobs)], []
            for outcome in answers:
                self._add(request.group, outcome)
            before = self.pending.get(request.group, [])
            jobs = [*(job for job in before if job.request.number == request.number), *jobs]
            self.pending[request.group] = jobs
            if jobs:
                self._interrupt()
            running = self.running
            if running is not None and not running.is_dropped and running.job.request.group == request.group:
                same = next((job for job in jobs if job.key == running.job.key), None)
                if same is not None:
                    jobs.remove(same)
                    running.job, running.deadline = same, None
                elif is_whole and running.job.request.number != request.number:
                    self._outdate(running, jobs)
            elif running is not None and not running.is_dropped and jobs and not request.group:
                # What is to be seen goes before what is made ready beside it.
                running.drop()
                self.pending[running.job.request.group].insert(0, running.job)
            self.changed.notify_all()

    def put_off(self, request: Request) -> bool:
        """Plan the rest of a request later if one of the first group waits; return whether that is so."""
        with self.changed:
            if not request.group or "" not in self.inbox:
                return False
            self.inbox.setdefault(request.group, request)
            return True

    def _outdate(self, running: Running, jobs: list[Job]) -> None:
        want = running.job.want
        if any((job.want.purpose, job.want.scale) == (want.purpose, want.scale) for job in jobs):
            running.deadline = running.started + self._patience.get(want.purpose, _PATIENCE_S)
        else:
            running.drop()

    def overdue(self) -> float | None:
        """Stop a stale job whose time is up; return in how many seconds that will be the case, if ever."""
        with self.changed:
            running = self.running
            if running is None or running.deadline is None or running.is_dropped:
                return None
            left = running.deadline - time.monotonic()
            if left > 0:
                return left
            purpose = running.job.want.purpose
            self._patience[purpose] = 2 * self._patience.get(purpose, _PATIENCE_S)
            running.drop()
            return None

    # From the runner

    def begin(self) -> Running | None:
        """Take the next job; groups in the order they were first heard of."""
        with self.changed:
            for jobs in self.pending.values():
                if jobs:
                    self.running = Running(jobs.pop(0))
                    return self.running
        return None

    def end(self, running: Running, outcome: Outcome | None) -> None:
        """Hand in what came of a job, or nothing if it was stopped."""
        with self.changed:
            self.running = None
            if outcome is not None and not running.is_dropped:
                took = 1.5 * outcome.seconds
                self._patience[outcome.want.purpose] = min(max(_PATIENCE_S, took), _MOST_PATIENCE_S)
                job = running.job  # maybe a later wish for the same result than the one it began with
                self._add(job.request.group, replace(outcome, want=job.want, request=job.request.number))
            self.changed.notify_all()

    def begin_playing(self, reel: Reel) -> threading.Event:
        """Return what is set when the run that makes frames of a reel is to stop."""
        with self.changed:
            self.playing = threading.Event()
            if self._is_urgent(reel):
                self.playing.set()
            return self.playing

    def wait_for_room(self, reel: Reel) -> None:
        """Wait until a reel takes another frame, or there is something more urgent to do."""
        with self.changed:
            self.changed.wait_for(lambda: not reel.is_full or self._is_urgent(reel))

    def _is_urgent(self, reel: Reel) -> bool:
        return self.is_closed or self.has_jobs or reel.is_closed or self.reel is not reel

    def _add(self, group: str, outcome: Outcome) -> None:
        # Of what nobody has taken yet, pictures that newer ones of the same purpose replace are let go.
        self._outcomes = [
            (other, kept)
            for other, kept in self._outcomes
            if (other, kept.want.purpose) != (group, outcome.want.purpose) or kept.request >= outcome.request
        ]
        self._outcomes.append((group, outcome))


def _stopped(request: Request, want: Want) -> Outcome:
    return failed(want, Cancelled(f"{want.target} at frame {want.frame} was stopped."), request.number)
