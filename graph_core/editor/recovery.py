"""Crash recovery: what is not saved yet is kept beside the settings, until it is saved or let go of on purpose."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import threading
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from graph_core.editor.session import Session
from graph_core.editor.settings import Settings
from graph_core.errors import ProjectFormatError
from graph_core.project import Project, ProjectState, to_json

__all__ = ["Found", "Recovery"]

log = logging.getLogger(__name__)
_INTERVAL_S = 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """Unsaved work of an editor that has ended without closing.

    Attributes:
        file: Where it is kept.
        path: The project's own file, if it had one.
        saved_at: When it was kept, in seconds since the epoch.
        nodes: How many nodes it has.
    """

    file: Path
    path: Path | None
    saved_at: float
    nodes: int


class Recovery:
    """Keeps the unsaved work of a session, on a thread of its own, and finds that of sessions that have crashed.

    Each session locks a file as long as it lives, so that its work is not taken for that of a dead one.

    Args:
        session: Whose work to keep.
        folder: Where; beside the settings when not given.
    """

    def __init__(self, session: Session, folder: Path | None = None) -> None:
        self._session = session
        self._folder = folder or Settings.path().parent / "recovery"
        token = f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self._file = self._folder / f"{token}.json"
        self._lock_file = self._folder / f"{token}.lock"
        self._lock: IO[str] | None = None
        self._kept: ProjectState | None = None
        self._opened: list[Found] = []
        self._next = 0.0
        self._wanted: tuple[ProjectState, Path | None] | None = None
        self._is_closed = False
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    # Keeping

    def update(self) -> None:
        """Keep what is open if that is due; called in every turn of the loop."""
        document = self._session.document
        if document.state is self._kept and document.is_modified:
            return
        now = time.monotonic()
        if now < self._next:
            return
        if not document.is_modified:
            if self._kept is not None:
                self._kept = None
                self._hand_over(None)
            return
        self._kept, self._next = document.state, now + _INTERVAL_S
        self._hand_over((document.state, document.path))

    def close(self) -> None:
        """Let go of what was kept: it is saved, or nobody wants it."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()
        self._let_go_of_opened()
        with contextlib.suppress(OSError):
            self._file.unlink()
        if self._lock is not None:
            self._lock.close()
            with contextlib.suppress(OSError):
                self._lock_file.unlink()

    def _hand_over(self, wanted: tuple[ProjectState, Path | None] | None) -> None:
        with self._changed:
            self._wanted = wanted
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="recovery", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def _work(self) -> None:
        done: object = None
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._is_closed or self._wanted is not done)  # noqa: B023
                if self._is_closed:
                    return
                done = wanted = self._wanted
            try:
                self._keep(wanted)
            except OSError as error:
                log.warning("Unsaved work cannot be kept in %s: %s", self._folder, error.strerror)

    def _keep(self, wanted: tuple[ProjectState, Path | None] | None) -> None:
        if wanted is None:
            self._file.unlink(missing_ok=True)
            self._let_go_of_opened()
            return
        state, path = wanted
        self._hold_lock()
        kept = {"project": str(path) if path else None, "nodes": len(state.nodes), "text": to_json(state)}
        temporary = self._file.with_suffix(".part")
        with temporary.open("w") as file:
            json.dump(kept, file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self._file)
        self._let_go_of_opened()

    def _let_go_of_opened(self) -> None:
        """Delete what was opened from an earlier crash, once it is kept again, saved or let go of."""
        while self._opened:
            self.discard(self._opened.pop())

    def _hold_lock(self) -> None:
        if self._lock is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock = self._lock_file.open("w")
            _try_lock(self._lock)

    # Finding

    def found(self) -> list[Found]:
        """Return the work of sessions that have ended without closing, the latest first."""
        items = []
        opened = {found.file for found in self._opened}
        for file in self._folder.glob("*.json"):
            if file == self._file or file in opened or not self._is_orphan(file):
                continue
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                kept = json.loads(file.read_text())
                path = Path(kept["project"]) if kept["project"] else None
                items.append(Found(file, path, file.stat().st_mtime, int(kept["nodes"])))
        return sorted(items, key=lambda item: -item.saved_at)

    def open(self, found: Found) -> Project:
        """Return the project that was kept, to be edited as unsaved; its file stays until it is kept again.

        Raises:
            GraphCoreError: If it cannot be read.
        """
        try:
            text = json.loads(found.file.read_text())["text"]
        except (OSError, ValueError, KeyError) as error:
            raise ProjectFormatError(
                f"{found.file} cannot be read: {error}.", hint="open the project itself"
            ) from error
        project = Project.parse(text, self._session.registry)
        project.path = found.path
        self._opened.append(found)
        return project

    def discard(self, found: Found) -> None:
        """Delete what was kept."""
        with contextlib.suppress(OSError):
            found.file.unlink()
            found.file.with_suffix(".lock").unlink()

    def _is_orphan(self, file: Path) -> bool:
        lock = file.with_suffix(".lock")
        try:
            with lock.open("r+") as held:
                return _try_lock(held)
        except OSError:
            return True


def _try_lock(file: IO[str]) -> bool:
    """Lock a file for as long as it is open; return whether nobody else had."""
    try:
        import fcntl
    except ImportError:  # there are no such locks on Windows, where an open file cannot be opened for writing again
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
