"""One run: frames are admitted in order, their tasks run as inputs become ready, results leave in order."""

from __future__ import annotations

import heapq
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import length_hint
from typing import TYPE_CHECKING, Any

from graph_core.cache import Entry
from graph_core.errors import Cancelled, GraphCoreError
from graph_core.executor._call import explain, value_of
from graph_core.executor._task import Event, Job, Task
from graph_core.executor._walks import Walks
from graph_core.node import Request
from graph_core.plan import Plan, Slot, Step
from graph_core.values._value import size_bytes_of

if TYPE_CHECKING:
    from graph_core.executor._executor import Executor

__all__ = ["Run"]

_PATIENCE_S = 1e-3
_LINGER_S = 0.2
_POLL_S = 0.02


class Run:
    """The state of one run, guarded by one lock; several threads work on it.

    A task is one step at one frame. `_demand` makes the tasks that a frame needs and finds those whose
    result is kept already; `_finish` hands a result on and frees what nobody needs any more. Frames that
    a stream has to pass before the first wanted one are jobs too.

    Args:
        executor: Calls the nodes.
        plan: What to make.
        targets: Steps, and which of their outputs.
        frames: At which frames; each is asked for when its work can begin.
        listen: Told what happens.
        cancel: Set when the run is to stop.
        request: What nodes that write are told about the render.
    """

    def __init__(
        self,
        executor: Executor,
        plan: Plan,
        targets: Sequence[tuple[Step, int | None]],
        frames: Iterable[int],
        *,
        listen: Callable[[Event], None] | None = None,
        cancel: threading.Event | None = None,
        request: Request | None = None,
    ) -> None:
        self.plan = plan
        self.walks = Walks(plan, executor.cache)
        self.listen = listen
        self.cancel = cancel
        self.request = request
        self._executor = executor
        self._cache = executor.cache
        self._targets = targets
        self._roots = list({step.index: step for step, _ in targets}.values())
        self._frames = iter(frames)
        self._next = 0
        self._is_all = False
        self._tasks: dict[tuple[int, int | None], Task] = {}
        self._ready: list[tuple[int, int, int, Task]] = []
        self._parked: dict[int, list[tuple[int, int, Task]]] = {}
        self._batches: dict[int, list[Task]] = {}
        self._busy: set[int] = set()
        self._kept: dict[int, list[Task]] = {}
        self._spans: dict[int, int] = {}
        self._jobs: deque[Job] = deque()
        self._rolls: deque[Job] = deque()
        self._rolling: dict[int, int] = {}
        widest = max((step.cls.batch for step in plan.steps), default=1)
        self._ahead = 1 if length_hint(frames) == 1 else max(executor.frames_ahead, widest)
        self._running = 0
        self._heavy = 0
        self._helpers = 0
        self._idle = 0
        self._is_closed = False
        self._error: GraphCoreError | None = None
        self._error_order = 0
        self._count = 0
        self._lock = threading.RLock()
        self._listen_lock = threading.Lock()
        self._progress = threading.Condition(self._lock)
        self._work = threading.Condition(self._lock)

    def emit(self, event: Event) -> None:
        """Tell the listener, one event at a time."""
        if self.listen is not None:
            with self._listen_lock:
                self.listen(event)

    def is_cancelled(self) -> bool:
        """Return whether the run was asked to stop."""
        return self.cancel is not None and self.cancel.is_set()

    # The caller's thread

    def results(self) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """Yield each frame with the targets' values, in order.

        Raises:
            ExecutionError: If a node failed; the frames before it have been yielded.
            Cancelled: If the run was stopped.
        """
        try:
            while (job := self._work_on()) is not None:
                roots = {root.step.index: root for root in job.roots}
                values = tuple(value_of(roots[step.index], output, None) for step, output in self._targets)
                self.emit(Event("frame", "", job.frame))
                frame = job.frame
                with self._lock:
                    self._jobs.popleft()
                    self._retire(job)
                del job, roots
                yield frame, values
                del values
                if self._next > 1:
                    self._executor.heap.give_back()
            self.walks.end()
        finally:
            self._close()

    def _work_on(self) -> Job | None:
        """Work until the oldest frame that is asked for is done; None when there are no more."""
        while True:
            with self._lock:
                self._admit()
                if self._is_all and not self._jobs:
                    return None
                order = self._jobs[0].order if self._jobs else self._next
                if self._error is not None and self._error_order <= order:
                    raise self._error
                if self.is_cancelled():
                    raise Cancelled("The run was stopped.", hint="what is finished is kept")
                if self._jobs[0].left == 0:
                    return self._jobs[0]
                tasks = self._pick()
                if not tasks:
                    if not self._running:
                        raise AssertionError("the run is stuck: a task waits for nothing")
                    self._progress.wait(_POLL_S)
                    continue
            self._run(tasks)

    def _close(self) -> None:
        with self._lock:
            self._is_closed = True
            self._work.notify_all()
            while self._running:
                self._progress.wait(_POLL_S)
            if self.is_cancelled():
                self.walks.pause()
            self.walks.close()
            self._tasks.clear()
            self._kept.clear()

    # Other threads

    def help(self) -> None:
        """Work on whatever is ready, until there has been nothing for a while."""
        # By now the thread that asked for help may have found that its nodes take no time at all.
        time.sleep(_PATIENCE_S)
        while True:
            with self._lock:
                tasks = self._pick_if_worth_it()
                if not tasks and not self._is_closed:
                    self._idle += 1
                    self._work.wait(_LINGER_S)
                    self._idle -= 1
                    tasks = self._pick_if_worth_it()
                if not tasks:
                    self._helpers -= 1
                    return
            self._run(tasks)

    # With the lock: what to do

    def _admit(self) -> None:
        while (job := self._next_job()) is not None:
            job.roots = [self._task(step, job) for step in job.steps]
            job.left = sum(1 for task in job.roots if not task.done)
            for task in job.roots:
                task.holders += 1
                if not task.done:
                    task.jobs = [*(task.jobs or ()), job]
            if not job.is_wanted and job.left == 0:
                self._retire(job)

    def _next_job(self) -> Job | None:
        if self._rolls:
            roll = self._rolls[0]
            index = roll.steps[0].index
            is_late = self._error is not None and roll.order >= self._error_order
            if is_late or self._rolling.get(index, 0) >= self._ahead:
                return None
            self._rolling[index] = self._rolling.get(index, 0) + 1
            return self._rolls.popleft()
        if self._error is not None or len(self._jobs) >= self._ahead or self._is_all:
            return None
        frame = next(self._frames, None)
        if frame is None:
            self._is_all = True
            return None
        job = Job(frame, self._next, self._roots, True)
        self._next += 1
        self._jobs.append(job)
        return job

    def _task(self, step: Step, job: Job) -> Task:
        """Return the task of a step at a job's frame, with everything it needs asked for."""
        frame = self.plan.frame_of(step, job.frame)
        known = self._tasks.get((step.index, frame))
        if known is not None and (job.is_wanted or known.walk is not None):
            known.used = max(known.used, job.order)
            return known
        task = self._new(step, frame, job.order)
        stack: list[Task] = []
        self._demand(task, stack, must_run=not job.is_wanted)
        while stack:
            self._demand(stack.pop(), stack)
        return task

    def _new(self, step: Step, frame: int | None, order: int) -> Task:
        task = Task(step, frame, order)
        self._tasks.setdefault((step.index, frame), task)
        if frame is None:
            task.holders += 1  # held to the end of the run
        elif step.index in self._kept:
            task.holders += 1  # held until it has not been used for a while
            self._kept[step.index].append(task)
        return task

    def _demand(self, task: Task, stack: list[Task], must_run: bool = False) -> None:
        """Find a task's result, or ask for its inputs."""
        step, frame = task.step, task.frame
        if not step.is_sink:
            task.key = step.keys.get(frame) or self.plan.key(step, frame)
            if not must_run and self._is_found(task):
                return
        if step.is_stream:
            gap = self.walks.queue(task)
            self._rolls.extendleft(Job(at, task.order, [step], False) for at in reversed(gap))
        feeds: list[tuple[Slot, tuple[Task, ...], int]] = []
        for slot in step.slots:
            if slot.same_frame:
                if slot.mode == "value" or not step.is_reducer:
                    feeds.append((slot, (self._feed(task, slot, frame, stack),), 0))
            else:
                feeds.append(self._feed_window(task, slot, stack))
        task.feeds = feeds
        if task.waiting == 0:
            self._push(task)

    def _is_found(self, task: Task) -> bool:
        entry = self._cache.get(task.key)
        if entry is not None:
            task.value, task.cost_s, task.notes, task.done = entry.value, entry.cost_s, entry.notes, True
            self._tell_cached(task)
            self._hand_on(task)
            return True
        if self._cache.is_on_disk(task.key):
            task.on_disk = True
            self._push(task)
            return True
        return False

    def _feed(self, task: Task, slot: Slot, frame: int | None, stack: list[Task]) -> Task:
        source = slot.source
        at = self.plan.frame_of(source, frame) if source.is_timed else None
        feed = self._tasks.get((source.index, at))
        if feed is None:
            feed = self._new(source, at, task.order)
            stack.append(feed)
        elif feed.used < task.order:
            feed.used = task.order
        feed.holders += 1
        if not feed.done:
            task.wait_for(feed)
        return feed

    def _feed_window(self, task: Task, slot: Slot, stack: list[Task]) -> tuple[Slot, tuple[Task, ...], int]:
        frame = task.frame
        frames = task.step.frames_of(slot, frame, self.plan.shot.frames)
        if not frames:
            return slot, (), 0
        self._keep_neighbours(slot.source, frames)
        before = sum(1 for at in frames if frame is not None and at < frame)
        return slot, tuple([self._feed(task, slot, at, stack) for at in frames]), min(before, len(frames) - 1)

    def _keep_neighbours(self, source: Step, frames: Sequence[int]) -> None:
        """Hold a step's results a little longer, for the windows of the frames to come."""
        if source.is_timed:
            self._kept.setdefault(source.index, [])
            self._spans[source.index] = max(self._spans.get(source.index, 0), max(frames) - min(frames))

    def _push(self, task: Task) -> None:
        step = task.step
        self._count += 1
        if step.cls.batch > 1 and not task.on_disk:
            self._batches.setdefault(step.index, []).append(task)
        else:
            heapq.heappush(self._ready, (task.order, step.index, self._count, task))

    def _pick(self) -> list[Task] | None:
        """Take the most urgent task, or frames enough for a batch."""
        while self._ready:
            item = heapq.heappop(self._ready)
            task = item[3]
            step = task.step
            if self._error is not None and task.order >= self._error_order:
                continue
            if step.cls.serial and not task.on_disk:
                if step.index in self._busy:
                    heapq.heappush(self._parked.setdefault(step.index, []), (task.order, item[2], task))
                    continue
                self._busy.add(step.index)
            self._running += 1
            if self._executor.is_worth_a_thread(step.cls):
                self._heavy += 1
                task.is_heavy = True
                if self._ready:
                    self._wake()
            return [task]
        return self._pick_batch() if self._batches else None

    def _pick_if_worth_it(self) -> list[Task] | None:
        """Take a task unless all there is to do takes less time than handing it over."""
        if self._is_closed:
            return None
        is_worth_it = self._heavy > 0 or not self._ready
        if is_worth_it or self._executor.is_worth_a_thread(self._ready[0][3].step.cls):
            return self._pick()
        return None

    def _pick_batch(self) -> list[Task] | None:
        for index, waiting in self._batches.items():
            step = self.plan.steps[index]
            # A part of a batch goes only when nothing else could still fill it up.
            if waiting and index not in self._busy and (len(waiting) >= step.cls.batch or not self._running):
                waiting.sort(key=lambda task: task.order)
                tasks = waiting[: step.cls.batch]
                del waiting[: step.cls.batch]
                self._busy.add(index)
                self._running += 1
                self._heavy += 1
                tasks[0].is_heavy = True
                return tasks
        return None

    def _wake(self) -> None:
        if self._idle:
            self._work.notify()
        elif self._helpers < self._executor.threads:
            self._helpers += 1
            self._executor.lend(self)

    # Without the lock: the work itself

    def _run(self, tasks: list[Task]) -> None:
        step = tasks[0].step
        try:
            if tasks[0].on_disk:
                self._run_from_disk(tasks[0])
                return
            if self.listen is not None:
                for task in tasks:
                    self.emit(Event("start", step.name, task.frame))
            started = time.perf_counter()
            results = self._executor.call(self, tasks)
            seconds = (time.perf_counter() - started) / len(tasks)
            entries = [self._keep(task, *result, seconds) for task, result in zip(tasks, results, strict=True)]
        except BaseException as error:
            with self._lock:
                self._fail(tasks, explain(step, tasks[0].frame, error))
            if not isinstance(error, Exception):
                raise
            return
        self._executor.note_cost(step.cls, seconds)
        with self._lock:
            self._leave(tasks[0])
            for task, entry in zip(tasks, entries, strict=True):
                task.value, task.notes = entry.value, entry.notes
                if self.listen is not None:
                    self.emit(Event("done", step.name, task.frame, seconds))
                self._finish(task)
            self._progress.notify()

    def _keep(self, task: Task, value: Any, notes: tuple[str, ...], seconds: float) -> Entry:
        below = 0.0
        for _, feeds, _ in task.feeds:
            for feed in feeds:
                below = max(below, feed.cost_s)
        task.cost_s = seconds + below
        entry = Entry(value, size_bytes_of(value), task.cost_s, notes)
        if not task.step.is_sink:
            self._cache.put(task.key, entry)
        return entry

    def _run_from_disk(self, task: Task) -> None:
        entry = self._cache.load(task.key)
        with self._lock:
            self._leave(task)
            task.on_disk = False
            if entry is not None:
                task.value, task.cost_s, task.notes = entry.value, entry.cost_s, entry.notes
                self._tell_cached(task)
                self._finish(task)
            else:
                # The file was gone, torn or altered: make it after all.
                stack = [task]
                while stack:
                    self._demand(stack.pop(), stack)
            self._progress.notify()

    # With the lock: what follows

    def _fail(self, tasks: list[Task], error: GraphCoreError) -> None:
        self._leave(tasks[0])
        order = min(task.order for task in tasks)
        if self._error is None or order < self._error_order:
            self._error, self._error_order = error, order
        self._progress.notify()

    def _leave(self, task: Task) -> None:
        """Note that a thread is done with a task, and let the next frame of a serial node go."""
        step = task.step
        self._running -= 1
        if task.is_heavy:
            self._heavy -= 1
            task.is_heavy = False
        if step.index not in self._busy or task.on_disk:
            return
        self._busy.discard(step.index)
        parked = self._parked.get(step.index)
        if parked:
            order, count, task = heapq.heappop(parked)
            heapq.heappush(self._ready, (order, step.index, count, task))

    def _finish(self, task: Task) -> None:
        """Hand a result on, and let go of what only this task needed."""
        task.done = True
        self._hand_on(task)
        for _, feeds, _ in task.feeds:
            for feed in feeds:
                self._release(feed)
        task.feeds = ()
        if task.holders == 0:
            self._drop(task)

    def _hand_on(self, task: Task) -> None:
        for follower in task.dependents or ():
            follower.waiting -= 1
            if follower.waiting == 0:
                self._push(follower)
        for job in task.jobs or ():
            job.left -= 1
            if job.left == 0 and not job.is_wanted:
                self._retire(job)
        task.dependents = task.jobs = None

    def _release(self, task: Task) -> None:
        task.holders -= 1
        if task.holders == 0 and task.done:
            self._drop(task)

    def _drop(self, task: Task) -> None:
        task.value = None
        if self._tasks.get((task.step.index, task.frame)) is task:
            del self._tasks[task.step.index, task.frame]

    def _retire(self, job: Job) -> None:
        if not job.is_wanted:
            self._rolling[job.steps[0].index] -= 1
        for root in job.roots:
            self._release(root)
        job.roots = []
        for index, kept in self._kept.items():
            span = self._spans[index]
            stale = [task for task in kept if task.used + span < job.order]
            if stale:
                self._kept[index] = [task for task in kept if task.used + span >= job.order]
                for task in stale:
                    self._release(task)

    def _tell_cached(self, task: Task) -> None:
        if self.listen is None:
            return
        self.emit(Event("cached", task.step.name, task.frame))
        for note in task.notes:
            self.emit(Event("report", task.step.name, task.frame, 0.0, note))
