"""Snapshots: what is shown, saved as a PNG that says how it was made. No screen is needed."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import platformdirs
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from graph_core.credentials import sign
from graph_core.editor._background import foreseen, start
from graph_core.editor.evaluator import Want
from graph_core.editor.session import Session
from graph_core.editor.viewer._compose import Scene, compose
from graph_core.editor.viewer._look import Codes
from graph_core.editor.viewer._monitor import Monitor
from graph_core.editor.viewer._painting import scene_of
from graph_core.editor.viewer._picture import Picture
from graph_core.errors import Cancelled, GraphCoreError, MediaError
from graph_core.graph import Graph
from graph_core.node import Ancestor, Shot
from graph_core.plan import FileDigests, plan
from graph_core.plugins import Registry
from graph_core.project import Project, ProjectState

__all__ = ["Snapshots"]

_GROUP = "snapshot"


@dataclass(frozen=True, slots=True)
class _Made:
    """What has been saved, or why it could not be."""

    path: Path
    error: GraphCoreError | None = None


class Snapshots:
    """Saves snapshots on a thread of their own.

    Args:
        session: What is open.
        monitor: What is shown.
    """

    def __init__(self, session: Session, monitor: Monitor) -> None:
        self._session = session
        self._monitor = monitor
        self._made: list[_Made] = []
        self._awaited: tuple[Scene, Path] | None = None

    def snap(self, paint: Callable[[], Codes]) -> Path:
        """Save what is shown; return where it will be."""
        path = self._path()
        self._save(paint, path)
        return path

    def snap_whole(self) -> Path:
        """Save the whole frame as it is shown, at full resolution, once that has been made.

        Raises:
            GraphCoreError: If no picture is shown.
        """
        monitor, session = self._monitor, self._session
        picture, base = monitor.picture, monitor.base
        if picture is None or base is None:
            raise MediaError("There is no picture to save.", hint="view a node that gives an image")
        width, height = picture.size
        view = replace(monitor.view, zoom=1.0, centre=(width / 2, height / 2))
        size = (2 * width, height) if view.mode == "side" else (width, height)
        self._awaited = (replace(scene_of(monitor, size), view=view, size=size, is_dimmed=False), self._path())
        session.evaluator.want(session.document.state, [Want(base, session.timeline.frame)], group=_GROUP)
        return self._awaited[1]

    def update(self) -> Path | None:
        """Go on with what is being made; return a snapshot that has been saved.

        Raises:
            GraphCoreError: If one could not be.
        """
        for outcome in self._session.evaluator.poll(_GROUP):
            if self._awaited is None or isinstance(outcome.error, Cancelled):
                continue
            (scene, path), self._awaited = self._awaited, None
            if outcome.error is not None:
                raise outcome.error
            if isinstance(outcome.prepared, Picture):
                whole = replace(scene, a=outcome.prepared)
                self._save(lambda whole=whole: compose(whole), path)  # type: ignore[misc]
        if not self._made:
            return None
        made = self._made.pop(0)
        if made.error is not None:
            raise made.error
        return made.path

    def _save(self, paint: Callable[[], Codes], path: Path) -> None:
        session, monitor = self._session, self._monitor
        state, shot = session.document.state, monitor.shot
        targets = [target for target in (monitor.target, monitor.other, *monitor.overlays) if target is not None]

        def work() -> None:
            try:
                _write(paint(), path, _ancestors(session.registry, state, shot, targets))
            except Exception as error:
                self._made.append(_Made(path, foreseen(error)))
            else:
                self._made.append(_Made(path))

        start("snapshot", work)

    def _path(self) -> Path:
        """Return a name that nothing has yet: in the folder "snapshots" beside the project, or among the pictures."""
        project = self._session.document.path
        folder = project.absolute().parent if project is not None else Path(platformdirs.user_pictures_dir())
        title = project.stem if project is not None else "untitled"
        target = re.sub(r"\W+", "_", self._monitor.target or "viewer")
        name = f"{title}_{target}_{self._session.timeline.frame:04}"
        number, path = 1, folder / "snapshots" / f"{name}.png"
        while path.exists():
            number += 1
            path = path.with_name(f"{name}_{number}.png")
        return path


def _ancestors(registry: Registry, state: ProjectState, shot: Shot, targets: list[str]) -> tuple[Ancestor, ...]:
    """Return every node whose result is in the snapshot."""
    project = Project(Graph(registry))
    project.restore(state)
    planned = plan(project.graph, [project.graph.source(target) for target in targets], shot, "", FileDigests())
    return planned.ancestors([step for step, _ in planned.targets])


def _write(codes: Codes, path: Path, ancestors: tuple[Ancestor, ...]) -> None:
    """Write and sign a PNG; it appears under its name when it is finished."""
    part = path.with_name(f".{os.getpid()}.{path.name}")
    words = PngInfo()
    words.add(b"sRGB", b"\0")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(codes).save(part, pnginfo=words)
        sign(part, ancestors=ancestors, title=path.name)
        part.replace(path)
    except OSError as error:
        raise MediaError(
            f"{path} cannot be written: {error.strerror or error}.",
            hint="save the project in a folder you may write to, or make room",
            file=path,
        ) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink()
