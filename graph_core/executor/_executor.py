"""The executor: what is shared by all runs of an engine, and how a node's body is called."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from graph_core.cache import Cache
from graph_core.errors import DeclarationError
from graph_core.executor._allocator import Heap
from graph_core.executor._call import arguments_of, checked, scaled, tensors_of, value_of, with_smaller_batches
from graph_core.executor._resources import Resources
from graph_core.executor._run import Run
from graph_core.executor._task import Event, Task
from graph_core.node import Context, ModelStore, Node, Request
from graph_core.plan import Plan, Step
from graph_core.values import Stream

__all__ = ["Executor"]

Result = tuple[Any, tuple[str, ...]]

# A body shorter than this is not worth waking another thread for.
_WORTH_A_THREAD_S = 200e-6


class Executor:
    """Runs plans. One engine has one; it holds the cache, the threads, the open files and the models.

    Args:
        cache: Where results are kept.
        device: Torch device nodes work on.
        dtype: Floating-point type of pictures on the device.
        models: Loaded networks.
        threads: How many threads may help the caller's.
        validate: Check every value a node gives against what its class promises.
    """

    def __init__(
        self,
        cache: Cache,
        *,
        device: str = "cpu",
        dtype: str = "float32",
        models: ModelStore | None = None,
        threads: int | None = None,
        validate: bool = False,
    ) -> None:
        self.cache = cache
        self.heap = Heap(cache.memory.limit_bytes)
        self.device = device
        self.dtype = dtype
        self.models = models
        # Bodies often wait for disks, codecs and devices, so more threads than cores are useful.
        self.threads = threads if threads is not None else max(8, os.cpu_count() or 1)
        self.frames_ahead = min(8, (os.cpu_count() or 1) + 2)
        self.validate = validate
        self.resources = Resources()
        self._costs: dict[type[Node], float] = {}
        self._serial: dict[str, threading.Lock] = {}
        self._pool: ThreadPoolExecutor | None = None
        self._lock = threading.Lock()

    def run(
        self,
        plan: Plan,
        frames: Iterable[int],
        *,
        listen: Callable[[Event], None] | None = None,
        cancel: threading.Event | None = None,
        request: Request | None = None,
    ) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """Yield each frame with the values of the plan's targets.

        Args:
            plan: What to make.
            frames: At which frames, each asked for as late as possible; in order they are made fastest.
            listen: Told what happens, from any thread, one event at a time; it must be quick.
            cancel: Set it to stop within a frame.
            request: What nodes that write are told about the render.

        Raises:
            ExecutionError: If a node failed.
            Cancelled: If it was stopped.
        """
        self.cache.refresh()
        try:
            run = Run(self, plan, plan.targets, frames, listen=listen, cancel=cancel, request=request)
            yield from run.results()
        finally:
            self.resources.close_unused()

    def close(self) -> None:
        """Close files and threads."""
        self.resources.close()
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None

    # What a run asks for

    def is_worth_a_thread(self, cls: type[Node]) -> bool:
        """Return whether a node takes long enough, or may, for another thread to pay."""
        seconds = self._costs.get(cls)
        return seconds is None or seconds > _WORTH_A_THREAD_S

    def note_cost(self, cls: type[Node], seconds: float) -> None:
        """Remember how long a node took."""
        before = self._costs.get(cls)
        self._costs[cls] = seconds if before is None else 0.7 * before + 0.3 * seconds

    def lend(self, run: Run) -> None:
        """Give a run another thread."""
        with self._lock:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(self.threads, thread_name_prefix="semblance")
        self._pool.submit(run.help)

    def call(self, run: Run, tasks: list[Task]) -> list[Result]:
        """Run a node at one frame, or at several that make a batch."""
        step = tasks[0].step
        if step.is_full_size:
            return [(scaled(value, run.plan.scale), notes) for value, notes in self._call_locked(run, tasks)]
        return self._call_locked(run, tasks)

    def _call_locked(self, run: Run, tasks: list[Task]) -> list[Result]:
        step = tasks[0].step
        if step.cls.serial:
            # The lock also keeps the runs inside a whole-shot node apart from the run around it.
            with self._lock:
                serial = self._serial.setdefault(step.name, threading.Lock())
            with serial:
                return self._call(run, tasks)
        return self._call(run, tasks)

    def _call(self, run: Run, tasks: list[Task]) -> list[Result]:
        step = tasks[0].step
        if step.is_stream:
            return [self._call_stream(run, tasks[0])]
        if step.is_reducer:
            return [self._call_reducer(run, tasks[0])]
        if step.cls.batch > 1:
            return with_smaller_batches(tasks, lambda part: self._call_batch(run, part), self.free_memory)
        return with_smaller_batches(tasks, lambda part: [self._call_one(run, part[0])], self.free_memory)

    def free_memory(self) -> None:
        """Let go of everything that can be made again."""
        self.cache.drop_memory()
        gc.collect()
        torch = sys.modules.get("torch")
        if torch is not None and torch.cuda.is_available():
            torch.cuda.empty_cache()

    # Inside

    def _device_for(self, step: Step) -> str | None:
        if self.device == "cpu":
            return None
        return "cpu" if step.cls.device == "cpu" else self.device

    def _context(self, run: Run, task: Task, notes: list[str]) -> Context:
        step, frame = task.step, task.frame

        def report(message: str) -> None:
            notes.append(message)
            run.emit(Event("report", step.name, frame, 0.0, message))

        def progress(share: float, text: str) -> None:
            run.emit(Event("progress", step.name, frame, share, text))

        def resource(name: str, make: Callable[[], Any]) -> Any:
            return self.resources.get((step.name, step.cls.id, name), make)

        return Context(
            run.plan.shot,
            uses=step.cls.uses,
            frame=frame,
            node=step.name,
            device=self._device_for(step) or "cpu",
            dtype=self.dtype,
            models=self.models,
            resource=resource,
            report=report,
            progress=progress,
            is_cancelled=run.is_cancelled,
            ancestors=step.ancestors,
            request=run.request,
        )

    def _extra(self, run: Run, task: Task, notes: list[str]) -> dict[str, Any]:
        return {"ctx": self._context(run, task, notes)} if task.step.cls.signature.takes_context else {}

    def _call_one(self, run: Run, task: Task) -> Result:
        step = task.step
        arguments = arguments_of(task, self._device_for(step))
        tensors = tensors_of(arguments)
        notes: list[str] = []
        process: Any = step.node_at(task.frame)
        if step.cls.signature.takes_context:
            result = process.process(*arguments, ctx=self._context(run, task, notes))
        else:
            result = process.process(*arguments)
        return checked(step, result, tensors, self.validate), tuple(notes)

    def _call_batch(self, run: Run, tasks: list[Task]) -> list[Result]:
        step = tasks[0].step
        device = self._device_for(step)
        rows = [arguments_of(task, device) for task in tasks]
        tensors = [pair for row in rows for pair in tensors_of(row)]
        notes: list[str] = []
        columns = [list(column) for column in zip(*rows, strict=True)]
        node: Any = step.node_at(tasks[0].frame)
        results = node.process_batch(*columns, **self._extra(run, tasks[0], notes))
        if len(results) != len(tasks):
            raise DeclarationError(
                f"Node {step.name} ({step.cls.id}) was given {len(tasks)} frames and gave {len(results)} results.",
                hint="this is a fault of the node: process_batch returns one result for each frame",
            )
        return [(checked(step, result, tensors, self.validate), tuple(notes)) for result in results]

    def _call_stream(self, run: Run, task: Task) -> Result:
        step, walk = task.step, task.walk
        assert walk is not None and task.frame is not None
        device = self._device_for(step)
        notes: list[str] = []
        if walk.generator is None:
            streams = iter(walk.streams)
            arguments: list[Any] = [None] * step.arguments
            for slot, feeds, _ in task.feeds:
                value = next(streams) if slot.mode == "stream" else value_of(feeds[0], slot.output, device)
                arguments[slot.argument] = value
            node: Any = step.node
            walk.generator = node.process(*arguments, **self._extra(run, task, notes))
        values = [value_of(feeds[0], slot.output, device) for slot, feeds, _ in task.feeds if slot.mode == "stream"]
        tensors = tensors_of(values)
        result = checked(step, walk.advance(task.frame, values), tensors, self.validate)
        if not step.is_sink:
            run.walks.keep_state(step, walk)
        return result, tuple(notes)

    def _call_reducer(self, run: Run, task: Task) -> Result:
        step = task.step
        device = self._device_for(step)
        slots = [slot for slot in step.slots if slot.mode == "stream"]
        frames = list(run.plan.shot.frames)
        targets = [(slot.source, slot.output) for slot in slots]
        inner = Run(self, run.plan, targets, frames, listen=run.listen, cancel=run.cancel)
        queues: list[list[tuple[int, Any]]] = [[] for _ in slots]
        source = inner.results()

        def feed(queue: list[tuple[int, Any]]) -> Iterator[tuple[int, Any]]:
            while True:
                if not queue:
                    following = next(source, None)
                    if following is None:
                        return
                    frame, values = following
                    for other, value in zip(queues, values, strict=True):
                        other.append((frame, value if device is None else value.to(device)))
                yield queue.pop(0)

        arguments: list[Any] = [None] * step.arguments
        for slot, feeds, _ in task.feeds:
            arguments[slot.argument] = value_of(feeds[0], slot.output, device)
        for slot, queue in zip(slots, queues, strict=True):
            arguments[slot.argument] = Stream(feed(queue))
        notes: list[str] = []
        node: Any = step.node
        try:
            result = node.process(*arguments, **self._extra(run, task, notes))
        finally:
            source.close()  # type: ignore[attr-defined]
        return checked(step, result, [], self.validate), tuple(notes)
