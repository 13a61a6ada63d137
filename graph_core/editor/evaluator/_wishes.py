"""What is asked of the evaluator, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import Any

from graph_core.editor._background import foreseen
from graph_core.errors import GraphCoreError, MissingInputError
from graph_core.graph import Graph
from graph_core.node import Shot
from graph_core.project import ProjectState

__all__ = ["Job", "Outcome", "Prepare", "Request", "Want", "failed", "prepared", "shown"]


@dataclass(frozen=True, slots=True)
class Want:
    """A wish to see one output at one frame.

    Attributes:
        target: Output, as `"node"` or `"node.port"`; for a node that writes, what is linked to it is shown.
        frame: At which frame.
        scale: 1 for full resolution; less for a draft.
        purpose: What it is for. A wish of the same purpose is what takes the place of this one.
    """

    target: str
    frame: int
    scale: float = 1.0
    purpose: Hashable = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a wish: a value or an error.

    Attributes:
        want: The wish.
        value: What the output gives; None with an error.
        error: Why there is none; `Cancelled` when it was stopped.
        seconds: How long it took to make; 0 when it was kept from before.
        shot: Format, rate and frames it was made in, at full resolution; None when they are not known.
        prepared: What `prepare` made of it.
        scale: The value's own; 1 for a draft that could only be made in full.
        request: Number of the latest call of `want` that it answers.
    """

    want: Want
    value: Any
    error: GraphCoreError | None
    seconds: float
    shot: Shot | None
    prepared: Any = None
    scale: float = 1.0
    request: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """One call of `Evaluator.want`."""

    number: int
    group: str
    state: ProjectState
    wants: tuple[Want, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """A wish that has to be computed.

    Attributes:
        request: The call it comes from.
        want: The wish.
        target: The output that is evaluated for it.
        key: Stands for all that its result depends on.
    """

    request: Request
    want: Want
    target: str
    key: bytes


Prepare = Callable[[Outcome], Any]
"""Makes what the screen needs of a value: on the threads that work, so that the screen does not wait for it."""


def shown(graph: Graph, target: str) -> str:
    """Return the output that is shown for a target: for a node that writes, what is linked to it first.

    Raises:
        GraphError: If there is no such node, or nothing is linked to it.
    """
    node = graph.node(target.partition(".")[0])
    if node.cls is None or node.cls.signature.outputs:
        return target
    feeds = node.feeds()
    if not feeds:
        port = node.cls.signature.inputs[0].name if node.cls.signature.inputs else ""
        raise MissingInputError(
            f"Nothing is linked to {node.name}, so there is nothing to show.",
            hint=f"link something to its input {port}",
            node=node.name,
            port=port,
        )
    return str(feeds[0][1])


def prepared(outcome: Outcome, prepare: Prepare | None) -> Outcome:
    """Return an outcome with what the screen needs of it."""
    if prepare is None or outcome.error is not None:
        return outcome
    try:
        return replace(outcome, prepared=prepare(outcome))
    except Exception as error:
        return replace(outcome, error=foreseen(error))


def failed(want: Want, error: BaseException, request: int = 0, shot: Shot | None = None) -> Outcome:
    """Return the outcome that says why there is nothing to see."""
    return Outcome(want, None, foreseen(error), 0.0, shot, None, want.scale, request)
