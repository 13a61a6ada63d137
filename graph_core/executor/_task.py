"""What the executor keeps about a piece of work: one node at one frame."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator, Sequence
from typing import Any, NamedTuple

from graph_core.errors import ExecutionError
from graph_core.plan import Slot, Step
from graph_core.values import Stream

__all__ = ["Event", "Job", "Task", "Walk"]


class Event(NamedTuple):
    """Something that happened during a run.

    Attributes:
        kind: "start", "done", "cached", "report", "progress" or "frame".
        node: Node name; empty for "frame".
        frame: Frame, or None for what has no time.
        value: Seconds for "done", share for "progress", else 0.
        text: Words of a report.
    """

    kind: str
    node: str
    frame: int | None
    value: float = 0.0
    text: str = ""


class Task:
    """One node at one frame.

    Attributes:
        order: Place of the job that first asked for it; smaller is more urgent.
        waiting: How many of its inputs are not there yet.
        feeds: Tasks behind each linked slot: one, or several for a window, and how many of them come before.
        dependents: Tasks that wait for this one.
        holders: How many still need its value.
        cost_s: Seconds to make it again, from what is cheap to have.
        is_heavy: It is being worked on and takes long enough for other threads to be of use.
    """

    __slots__ = (
        "cost_s",
        "dependents",
        "done",
        "feeds",
        "frame",
        "holders",
        "is_heavy",
        "jobs",
        "key",
        "notes",
        "on_disk",
        "order",
        "step",
        "used",
        "value",
        "waiting",
        "walk",
    )

    def __init__(self, step: Step, frame: int | None, order: int) -> None:
        """Make a task that nothing is known of yet."""
        self.step = step
        self.frame = frame
        self.order = order
        self.key = b""
        self.waiting = 0
        # Most tasks have one dependent or none: lists are made when they are needed.
        self.feeds: Sequence[tuple[Slot, tuple[Task, ...], int]] = ()
        self.dependents: list[Task] | None = None
        self.jobs: list[Job] | None = None
        self.holders = 0
        self.done = False
        self.on_disk = False
        self.is_heavy = False
        self.value: Any = None
        self.cost_s = 0.0
        self.notes: tuple[str, ...] = ()
        self.walk: Walk | None = None
        self.used = order

    def wait_for(self, other: Task) -> None:
        """Wait for another task that is not done."""
        if other.dependents is None:
            other.dependents = [self]
        else:
            other.dependents.append(self)
        self.waiting += 1


class Job:
    """A frame that is asked for, or that a stream has to pass through first.

    Attributes:
        order: Place in the run.
        is_wanted: False for a frame that only prepares a stream's state.
        left: Root tasks not done yet.
    """

    __slots__ = ("frame", "is_wanted", "left", "order", "roots", "steps")

    def __init__(self, frame: int, order: int, steps: list[Step], is_wanted: bool) -> None:
        """Ask for some steps at a frame."""
        self.frame = frame
        self.order = order
        self.steps = steps
        self.is_wanted = is_wanted
        self.roots: list[Task] = []
        self.left = 0


class Walk:
    """One walk of a stream node through its frames.

    Attributes:
        begin: The frame before its first.
        ahead: The last frame that is made or will be.
        made: Tasks whose follower is not made yet.
        after: Tasks that wait for a frame whose own task is not made yet.
        reached: The last frame that was worked.
        is_broken: The node failed on its way; what it carries means nothing.
        last: For a node that writes: the task made last.
        generator: The node's running `process`.
        streams: What its stream arguments read from.
    """

    __slots__ = (
        "_is_ended",
        "_queues",
        "after",
        "ahead",
        "begin",
        "generator",
        "is_broken",
        "last",
        "made",
        "reached",
        "streams",
    )

    def __init__(self, begin: int, state: Any, slots: int) -> None:
        """Begin behind a frame, with the state the node had there."""
        self.begin = self.ahead = self.reached = begin
        self.made: dict[int, Task] = {}
        self.after: dict[int, Task] = {}
        self.last: Task | None = None
        self.generator: Generator[Any, None, None] | None = None
        self._queues: list[deque[tuple[int, Any]]] = [deque() for _ in range(slots)]
        self._is_ended = False
        self.is_broken = False
        self.streams: list[Stream[Any]] = [Stream(self._feed(queue), state) for queue in self._queues]

    def _feed(self, queue: deque[tuple[int, Any]]) -> Iterator[tuple[int, Any]]:
        while True:
            if queue:
                yield queue.popleft()
            elif self._is_ended:
                return
            else:
                raise ExecutionError(
                    "It takes more frames than it yields.", hint="take one value of each Stream, then yield one result"
                )

    def advance(self, frame: int, values: list[Any]) -> Any:
        """Hand the node one frame and take its result."""
        for queue, value in zip(self._queues, values, strict=True):
            queue.append((frame, value))
        assert self.generator is not None
        self.reached = frame
        try:
            return next(self.generator)
        except StopIteration:
            self.is_broken = True
            raise ExecutionError(
                "It stopped before the frames did.", hint="yield one result for every frame of its Stream"
            ) from None
        except BaseException:
            self.is_broken = True
            raise

    def end(self) -> None:
        """Let the node see the end of its streams and finish."""
        self._is_ended = True
        if self.generator is not None:
            for _ in self.generator:
                raise ExecutionError("It yields more results than it takes frames.", hint="yield one for every frame")
            self.generator = None

    def close(self) -> None:
        """Stop the node where it is."""
        if self.generator is not None:
            self.generator.close()
            self.generator = None
