"""Stream nodes: in which order their frames are made, and from which state they go on."""

from __future__ import annotations

import contextlib

from graph_core.cache import Cache
from graph_core.errors import ExecutionError
from graph_core.executor._call import explain
from graph_core.executor._task import Task, Walk
from graph_core.plan import Plan, Step

__all__ = ["Walks"]

_KEEP_EVERY = 32


class Walks:
    """The walks of a run's stream nodes. Called with the run's lock held, but for `keep_state`.

    A stream node makes its frames strictly in order. When a frame is wanted that its walk has not come to,
    the frames between are made first, from the nearest frame at which the node's state is kept.
    """

    def __init__(self, plan: Plan, cache: Cache) -> None:
        """Begin with no walk."""
        self._plan = plan
        self._cache = cache
        self._current: dict[int, Walk] = {}
        self._left: list[Walk] = []

    def queue(self, task: Task) -> range:
        """Put a task behind the one before it; return the frames that must be made as well."""
        step, frame = task.step, task.frame
        assert frame is not None
        if step.is_sink:
            self._queue_sink(task)
            return range(0)
        walk = self._walk_to(step, frame)
        gap = range(walk.ahead + 1, frame)
        walk.ahead = max(walk.ahead, frame)
        task.walk = walk
        if frame - 1 > walk.begin:
            before = walk.made.pop(frame - 1, None)
            if before is None:
                walk.after[frame - 1] = task
                task.waiting += 1
            elif not before.done:
                task.wait_for(before)
        follower = walk.after.pop(frame, None)
        if follower is not None:
            follower.waiting -= 1
            follower.wait_for(task)
        else:
            walk.made[frame] = task
        return gap

    def _queue_sink(self, task: Task) -> None:
        assert task.frame is not None
        walk = self._current.get(task.step.index)
        if walk is None:
            walk = self._current[task.step.index] = self._new(task.step, task.frame - 1, None)
        if walk.last is not None and not walk.last.done:
            task.wait_for(walk.last)
        walk.last = task
        task.walk = walk

    def _walk_to(self, step: Step, frame: int) -> Walk:
        walk = self._current.get(step.index)
        if walk is not None and (frame <= walk.reached or frame in walk.made):
            # The frame lies behind the walk and is kept nowhere: walk again.
            self._left.append(walk)
            walk = None
        if walk is None or frame > walk.ahead + 1:
            least = walk.ahead if walk is not None else self._plan.shot.frames.first - 1
            resumed = self._resume(step, frame, least)
            if resumed is not None:
                if walk is not None:
                    self._left.append(walk)
                walk = resumed
            elif walk is None:
                walk = self._new(step, self._plan.shot.frames.first - 1, None)
            self._current[step.index] = walk
        return walk

    def _resume(self, step: Step, frame: int, least: int) -> Walk | None:
        """Find the last frame before this one, and after `least`, at which the node's state is kept."""
        for at in range(frame - 1, least, -1):
            key = self._state_key(step, at)
            if self._cache.has_state(key):
                state = self._cache.get_state(key)
                if state is not None:
                    return self._new(step, at, state)
        return None

    @staticmethod
    def _new(step: Step, begin: int, state: object) -> Walk:
        return Walk(begin, state, sum(1 for slot in step.slots if slot.mode == "stream"))

    def _state_key(self, step: Step, frame: int) -> bytes:
        return b"state" + self._plan.key(step, frame)

    def keep_state(self, step: Step, walk: Walk, is_last: bool = False) -> None:
        """Keep what the node carries, now and then and at the end, so that a later run can go on from there.

        Raises:
            ExecutionError: If it carries what cannot be kept.
        """
        if not is_last and walk.reached % _KEEP_EVERY:
            return
        state = walk.streams[0].state if walk.streams else None
        if state is None or walk.reached == walk.begin or walk.is_broken:
            return
        try:
            self._cache.put_state(self._state_key(step, walk.reached), state)
        except TypeError as error:
            raise ExecutionError(
                f"Node {step.name} ({step.cls.id}) carries a state that cannot be kept: {error}.",
                hint="this is a fault of the node: keep tensors, arrays, numbers, words, and dicts and lists of them",
            ) from error

    def end(self) -> None:
        """Let nodes that write finish their files, and keep the state of the others."""
        for index, walk in self._current.items():
            step = self._plan.steps[index]
            try:
                if step.is_sink:
                    walk.end()
                else:
                    self.keep_state(step, walk, is_last=True)
            except Exception as error:
                raise explain(step, walk.reached, error) from error

    def pause(self) -> None:
        """Keep how far the nodes have come, so that a run that was stopped is not for nothing."""
        for index, walk in self._current.items():
            step = self._plan.steps[index]
            if not step.is_sink:
                with contextlib.suppress(ExecutionError):  # told when the run goes to its end
                    self.keep_state(step, walk, is_last=True)

    def close(self) -> None:
        """Stop every node where it is."""
        for walk in [*self._current.values(), *self._left]:
            walk.close()
