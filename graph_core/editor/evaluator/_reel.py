"""Frames made ahead of the playhead: a bounded queue between the runner and whoever plays."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator

from graph_core.editor.evaluator._wishes import Outcome
from graph_core.project import ProjectState

__all__ = ["Reel"]

_MOST_WAITING = 6


class Reel:
    """What is being played. Places count on as long as it plays, whichever way the frames go.

    Attributes:
        state: The project as it is played.
        target: Output.
        scale: Of the pictures.
        failure: The outcome that says why no more frames come, or None.
        is_walk: Frames can only be made one after another, so that none is left out.
        is_closed: Nobody plays it any more.
        is_done: All that was to come has been made.
    """

    def __init__(
        self,
        state: ProjectState,
        target: str,
        scale: float,
        upcoming: Iterator[tuple[int, int]],
        changed: threading.Condition,
        earliest: Callable[[], int] | None = None,
    ) -> None:
        """Play the frames of some pairs of place and frame; those before the earliest place of use may be left out."""
        self.state = state
        self.target = target
        self.scale = scale
        self.failure: Outcome | None = None
        self.is_walk = False
        self.is_closed = False
        self.is_done = False
        self._upcoming = upcoming
        self._earliest = earliest
        self._returned: deque[tuple[int, int]] = deque()
        self._made: deque[tuple[int, Outcome]] = deque()
        self._changed = changed

    # For whoever plays

    def take(self, place: int) -> tuple[int, Outcome] | None:
        """Return the last frame that is made up to a place, and let go of those before it."""
        found = None
        with self._changed:
            while self._made and self._made[0][0] <= place:
                found = self._made.popleft()
            if found is not None:
                self._changed.notify_all()
        return found

    @property
    def following(self) -> int | None:
        """The place of the next frame that is made, or None while there is none."""
        with self._changed:
            return self._made[0][0] if self._made else None

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to take, and nothing to come."""
        with self._changed:
            return self.is_done and not self._made

    def close(self) -> None:
        """End playing."""
        with self._changed:
            self.is_closed = True
            self._made.clear()
            self._changed.notify_all()

    # For the runner

    @property
    def is_full(self) -> bool:
        """Whether the next frame has to wait."""
        return len(self._made) >= _MOST_WAITING

    def ask(self) -> tuple[int, int] | None:
        """Return place and frame of what is to be made next."""
        if self._returned:
            return self._returned.popleft()
        pair = next(self._upcoming, None)
        if self._earliest is not None and not self.is_walk:
            earliest = self._earliest()
            while pair is not None and pair[0] < earliest and (following := next(self._upcoming, None)) is not None:
                pair = following
        return pair

    def give_back(self, asked: Iterable[tuple[int, int]]) -> None:
        """Return what was asked for and has not been made."""
        self._returned.extendleft(reversed([*asked]))

    def put(self, place: int, outcome: Outcome) -> None:
        """Hand over a frame."""
        with self._changed:
            if not self.is_closed:
                self._made.append((place, outcome))

    def end(self, failure: Outcome | None = None) -> None:
        """Say that no more frames come, and why."""
        with self._changed:
            self.failure, self.is_done = failure, True
