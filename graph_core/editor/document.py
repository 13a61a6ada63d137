"""The document: the project being edited, and its history.

Every edit runs inside `Document.edit`, which keeps the state before it. An edit that fails half-way leaves nothing
behind, and every edit can be undone exactly, whatever it did: undo puts the kept state back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph_core.editor._signal import Signal
from graph_core.errors import ProjectError
from graph_core.graph import Graph
from graph_core.project import Project, ProjectState

__all__ = ["Change", "Document"]

_MOST_STEPS = 1000


@dataclass(frozen=True, slots=True)
class Change:
    """What an edit, an undo or a redo has changed.

    Attributes:
        nodes: Names of nodes that came, went or differ in anything.
        values: Whether results may differ: more than positions, labels and backdrops changed.
        label: What was done, such as "Move 3 nodes".
    """

    nodes: frozenset[str]
    values: bool
    label: str


@dataclass(slots=True)
class _Step:
    label: str
    before: ProjectState
    after: ProjectState
    merge: str = ""


class Document:
    """A project with undo and redo.

    Attributes:
        project: What is edited; change it inside `edit` only.
        state: The project as a value, up to date after every edit; may be handed to other threads.
        is_read_only: Edits are refused, because saving would lose something.
        changed: Emitted after every edit, undo and redo.
        saved: Emitted after the project was written to its file.
    """

    def __init__(self, project: Project, *, is_read_only: bool = False) -> None:
        """Open a project."""
        self.project = project
        self.is_read_only = is_read_only
        self.state = project.state()
        self.changed: Signal[[Change]] = Signal()
        self.saved: Signal[[]] = Signal()
        self._steps: list[_Step] = []
        self._done = 0
        self._saved: ProjectState | None = self.state
        self._is_editing = False

    @property
    def graph(self) -> Graph:
        """The project's graph."""
        return self.project.graph

    @property
    def path(self) -> Path | None:
        """The project's file, once there is one."""
        return self.project.path

    @property
    def is_modified(self) -> bool:
        """Whether there is anything to save."""
        return self.state != self._saved

    @property
    def undo_label(self) -> str:
        """What undo would undo, or ""."""
        return self._steps[self._done - 1].label if self._done else ""

    @property
    def redo_label(self) -> str:
        """What redo would do again, or ""."""
        return self._steps[self._done].label if self._done < len(self._steps) else ""

    @contextmanager
    def edit(self, label: str, merge: str = "") -> Iterator[Graph]:
        """Change the project within the block, as one step of the history.

        Args:
            label: What is done, as the Edit menu shows it.
            merge: Edits in a row with the same words become one step, such as those of one drag.

        Raises:
            ProjectError: If the project is read-only.
        """
        if self._is_editing:
            # An edit made of other edits is one step.
            yield self.graph
            return
        if self.is_read_only:
            raise ProjectError("This project is open read-only.", hint="save it under another name to edit it")
        before = self.state
        self._is_editing = True
        try:
            yield self.graph
        except BaseException:
            self.project.restore(before)
            raise
        finally:
            self._is_editing = False
        self._take_in(label, before, merge)

    def end_merge(self) -> None:
        """Let the next edit be a step of its own, whatever it merges with."""
        if self._done:
            self._steps[self._done - 1].merge = ""

    def undo(self) -> None:
        """Go one step back; nothing happens at the beginning."""
        if self._done:
            self._done -= 1
            step = self._steps[self._done]
            self._go_to(step.before, f"Undo {step.label}")

    def redo(self) -> None:
        """Go one step forward again; nothing happens at the end."""
        if self._done < len(self._steps):
            step = self._steps[self._done]
            self._done += 1
            self._go_to(step.after, f"Redo {step.label}")

    def save(self, path: Path | None = None) -> None:
        """Write the project file.

        Raises:
            ProjectError: If it cannot be written, or is read-only and no other name is given.
        """
        if self.is_read_only and (path is None or path == self.path):
            raise ProjectError("This project is open read-only.", hint="save it under another name")
        self.project.save(path)
        self.is_read_only = False
        self._saved = self.state
        self.saved()

    def mark_unsaved(self) -> None:
        """Say that the file does not hold what is open, as after a recovery."""
        self._saved = None

    def _take_in(self, label: str, before: ProjectState, merge: str) -> None:
        after = self.project.state(before)
        if after == before:
            return
        self.state = after
        last = self._steps[self._done - 1] if self._done else None
        if merge and last is not None and last.merge == merge and self._done == len(self._steps):
            last.after = after
            if after == last.before:
                # A drag that ends where it began: there is nothing to undo.
                self._done -= 1
                del self._steps[self._done]
        else:
            del self._steps[self._done :]
            self._steps.append(_Step(label, before, after, merge))
            if len(self._steps) > _MOST_STEPS:
                del self._steps[0]
            self._done = len(self._steps)
        self.changed(_difference(before, after, label))

    def _go_to(self, state: ProjectState, label: str) -> None:
        before = self.state
        self.project.restore(state)
        self.state = state
        self.end_merge()
        self.changed(_difference(before, state, label))


def _difference(before: ProjectState, after: ProjectState, label: str) -> Change:
    # States share what did not change, so that identity tells most of it.
    names = before.nodes.keys() | after.nodes.keys()
    nodes = frozenset(name for name in names if before.nodes.get(name) is not after.nodes.get(name))
    values = (before.shot, before.follow) != (after.shot, after.follow)
    for name in nodes:
        old, new = before.nodes.get(name), after.nodes.get(name)
        values = values or old is None or new is None
        if old is not None and new is not None:
            mine = (old.id, old.params, old.inputs, old.disabled)
            values = values or mine != (new.id, new.params, new.inputs, new.disabled)
    return Change(nodes, values, label)
