"""Project: a graph with its format, rate and frames, and the file it is kept in."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from graph_core.errors import (
    GraphCoreError,
    ProjectError,
    ProjectFormatError,
    UnknownNodeError,
    closest,
)
from graph_core.graph import Graph
from graph_core.node import Shot
from graph_core.plugins import Registry
from graph_core.project._file import DEFAULT_SHOT, Backdrop, NodeFile, ProjectFile, decode, migrated
from graph_core.project._values import read_shot, read_unknown, read_value
from graph_core.project._write import ProjectState, to_json

_MOST_BYTES = 64 << 20


class Project:
    """A graph with its format, rate and frames, and the file it is kept in.

    Attributes:
        graph: The nodes and links.
        shot: Format, rate and frames, as long as no followed node has its own.
        follow: Name of the node whose media decide them, or "".
        path: The file, once there is one.
        backdrops: Titled areas of the canvas.
        about: What it does, in a sentence, for whoever looks for a project.
        problems: What was wrong with the file but did not keep it from opening: placeholders.
    """

    def __init__(self, graph: Graph, shot: Shot = DEFAULT_SHOT, follow: str = "", path: Path | None = None) -> None:
        """Make a project around a graph."""
        self.graph = graph
        self.shot = shot
        self.follow = follow
        self.path = path
        self.backdrops: list[Backdrop] = []
        self.about = ""
        self.problems: list[GraphCoreError] = []

    @classmethod
    def load(cls, path: Path | str, registry: Registry, *, newer: bool = False) -> Project:
        """Read a project file.

        Args:
            path: The file.
            registry: The nodes there are.
            newer: Read what can be read of a file that a newer release has written; the rest is in `problems`.

        Raises:
            ProjectError: If it cannot be read, is no project, or was written by a newer release.
            GraphCoreError: If a node, knob or link in it is wrong; `file` names the file.
        """
        path = Path(path)
        try:
            if path.stat().st_size > _MOST_BYTES:
                raise ProjectFormatError(f"{path} is too large for a project.", hint="was it a media file?", file=path)
            data = path.read_bytes()
        except OSError as error:
            nearby = [other.name for other in path.parent.glob("*.json")] if path.parent.is_dir() else []
            hint = closest(path.name, nearby) or "check the path"
            raise ProjectError(f"Project {path} cannot be read: {error.strerror}.", hint=hint, file=path) from error
        try:
            return cls.parse(data, registry, path, newer=newer)
        except GraphCoreError as error:
            if error.file is None:
                error.file = path
            raise

    @classmethod
    def parse(cls, data: bytes | str, registry: Registry, path: Path | None = None, *, newer: bool = False) -> Project:
        """Read a project from the text of its file; `path` tells where relative paths begin."""
        raw = data.encode() if isinstance(data, str) else data
        name = str(path) if path else "the project"
        file = decode(migrated(raw, name, newer), ProjectFile, name)
        project = cls(Graph(registry), read_shot(file.shot, name), file.shot.follow, path)
        nodes = {key: decode(bytes(value), NodeFile, f"{name}, node {key}") for key, value in file.nodes.items()}
        for key, node in nodes.items():
            project._add(key, node)
        refuse = project.problems.append if newer else _raise
        for take_in in (project._set_params, project._link):
            for key, node in nodes.items():
                try:
                    take_in(key, node)
                except GraphCoreError as error:
                    refuse(error)
        if project.follow and project.follow not in project.graph:
            refuse(project._unknown_follow())
            project.follow = ""
        project.backdrops, project.about = file.backdrops, file.about
        return project

    def state(self, before: ProjectState | None = None) -> ProjectState:
        """Return the project as a value; what is as it was in an earlier state is shared with it."""
        nodes = self.graph.state(before.nodes if before else None)
        return ProjectState(nodes, self.shot, self.follow, tuple(self.backdrops), self.about)

    def restore(self, state: ProjectState) -> None:
        """Become what the project was, touching only what differs."""
        self.graph.restore(state.nodes)
        self.shot, self.follow, self.backdrops = state.shot, state.follow, list(state.backdrops)
        self.about = state.about

    def _unknown_follow(self) -> UnknownNodeError:
        hint = closest(self.follow, self.graph.nodes) or "name a node that reads media"
        return UnknownNodeError(f"The shot follows {self.follow!r}, and there is no such node.", hint=hint)

    def _add(self, name: str, node: NodeFile) -> None:
        cls = self.graph.registry.nodes.get(node.id)
        if cls is not None and node.version <= cls.version:
            entry = self.graph.add(name, cls)
            if node.version < cls.version:
                data = cls.upgrade({"params": node.params, "inputs": node.inputs}, node.version)
                node.params, node.inputs = data["params"], data["inputs"]
        else:
            entry = self.graph.add_placeholder(name, node.id, node.version)
            problem = self.graph.registry.unknown(node.id, name)
            if cls is not None:
                problem = UnknownNodeError(
                    f"Node {name} was made with version {node.version} of {node.id}; installed is {cls.version}.",
                    hint="update the plugin that brings it",
                    node=name,
                )
            self.problems.append(problem)
        entry.position, entry.label = node.position, node.label
        entry.disabled = node.disabled

    def _set_params(self, name: str, node: NodeFile) -> None:
        entry = self.graph.node(name)
        for param, value in node.params.items():
            if entry.cls is None:
                entry.params[param] = read_unknown(value)
                continue
            spec = self.graph.spec(entry, param)
            read = read_value(value, f"{name}.{param}")
            if spec.kind == "path" and isinstance(read, str) and read and self.path is not None:
                read = os.path.normpath(self.path.absolute().parent / read)
            self.graph.set_param(name, param, read)

    def _link(self, name: str, node: NodeFile) -> None:
        for slot, sources in node.inputs.items():
            if isinstance(sources, str):
                self.graph.link(sources, f"{name}.{slot}")
                continue
            for position, source in enumerate(sources):
                self.graph.link(source, f"{name}.{slot}[{position}]")

    def to_json(self) -> str:
        """Write the project as the text of its file, in an order that does not depend on how it was made."""
        return to_json(self.state(), self.path)

    def save(self, path: Path | str | None = None) -> None:
        """Write the project file; whoever reads it sees the old one or the new one, never half of one.

        Raises:
            ProjectError: If it cannot be written.
        """
        target = Path(path) if path is not None else self.path
        if target is None:
            raise ProjectError("The project has no file yet.", hint="say where to save it")
        before, self.path = self.path, target
        temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            data = self.to_json().encode()
            with temporary.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
        except (OSError, UnicodeError) as error:
            self.path = before
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise ProjectError(
                f"Project {target} cannot be written: {getattr(error, 'strerror', None) or error}.",
                hint="check that the folder exists, is writable and has room",
                file=target,
            ) from error


def _raise(error: GraphCoreError) -> None:
    raise error
