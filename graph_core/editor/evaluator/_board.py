"""The badges of the nodes: what each is doing, how long it took, what it said."""

from __future__ import annotations

import threading
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from graph_core.errors import GraphCoreError
from graph_core.executor import Event

__all__ = ["Badge", "Board"]

Kind = Literal["running", "done", "cached", "error", "reported"]


@dataclass(frozen=True, slots=True)
class Badge:
    """What is shown at a node.

    Attributes:
        kind: "reported" is done or cached with something to say, such as that there is no face.
        seconds: How long the node took the last time it ran; 0 when it has not run yet.
        text: The error, the report, or what it is busy with.
        frame: At which frame; None for what has no time.
        share: While running: how much is done, 0 to 1, if the node tells.
        hint: With an error: what to do now.
    """

    kind: Kind
    seconds: float = 0.0
    text: str = ""
    frame: int | None = None
    share: float = 0.0
    hint: str = ""


_NONE = Badge("done")


class Board:
    """The badges of all nodes; written by the threads that work, read by the screen.

    Attributes:
        revision: Changes with every badge.
    """

    def __init__(self) -> None:
        """Begin with no badge."""
        self.revision = 0
        self._badges: dict[str, Badge] = {}
        self._asked: dict[str, int] = {}
        self._shown: Mapping[str, Badge] = MappingProxyType({})
        self._shown_revision = 0
        self._lock = threading.Lock()

    @property
    def badges(self) -> Mapping[str, Badge]:
        """The badges as they are now."""
        if self._shown_revision != self.revision:
            with self._lock:
                self._shown_revision = self.revision
                self._shown = MappingProxyType(dict(self._badges))
        return self._shown

    def note(self, event: Event, request: int) -> None:
        """Take in what happened while a request was worked on."""
        with self._lock:
            badge = self._after(event, request)
            if badge is not None:
                self._badges[event.node] = badge
                self._asked[event.node] = request
                self.revision += 1

    def _after(self, event: Event, request: int) -> Badge | None:
        before = self._badges.get(event.node, _NONE)
        is_told = before.kind == "reported" and before.frame == event.frame and self._asked[event.node] == request
        if event.kind == "start":
            return Badge("running", before.seconds, "", event.frame)
        if event.kind == "progress":
            return Badge("running", before.seconds, event.text, event.frame, event.value)
        if event.kind == "report":
            return Badge("reported", before.seconds, event.text, event.frame)
        if event.kind == "done":
            return replace(before, seconds=event.value) if is_told else Badge("done", event.value, "", event.frame)
        if event.kind == "cached":
            return None if is_told else Badge("cached", before.seconds, "", event.frame)
        return None

    def fail(self, error: GraphCoreError, request: int) -> None:
        """Show an error at the node it names."""
        if error.node:
            with self._lock:
                seconds = self._badges.get(error.node, _NONE).seconds
                self._badges[error.node] = Badge("error", seconds, error.message, error.frame, hint=error.hint)
                self._asked[error.node] = request
                self.revision += 1

    def settle(self, request: int) -> None:
        """Take away work that has stopped, and errors of requests before the one that is answered."""
        with self._lock:
            for node, badge in list(self._badges.items()):
                if badge.kind == "running" or (badge.kind == "error" and self._asked[node] < request):
                    del self._badges[node]
                    self.revision += 1

    def keep(self, names: Container[str]) -> None:
        """Forget the nodes that are not among these."""
        with self._lock:
            for node in [node for node in self._badges if node not in names]:
                del self._badges[node]
                self.revision += 1
