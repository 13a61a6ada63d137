"""Project files: JSON that is small to diff, checked on the way in, written all or nothing.

```json
{
  "semblance": 2,
  "shot": {"format": "1280x720", "fps": "25", "frames": "1-100", "follow": "plate"},
  "nodes": {
    "plate": {"id": "io.read", "version": 1, "params": {"path": "clip.mp4"}},
    "soft": {
      "id": "filter.blur", "version": 1, "inputs": {"image": "plate"}, "position": [240, 0],
      "params": {"size": {"keys": [[1, 0.0, "linear"], [50, 12.0, "smooth"]]}}
    },
    "sound": {"id": "io.audio_read", "version": 1, "params": {"path": {"knob": "plate.path"}}}
  }
}
```

`backdrops` are titled, coloured areas behind the nodes of the canvas; they mean nothing to the engine.
`follow` names a node that reads media: while it has a file, its format, rate and frames are the shot's.
A link is the name of a node, or `node.port`. Paths are relative to the project's folder.
Nothing in a project file is evaluated or imported.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec

from graph_core.errors import (
    GraphCoreError,
    ProjectError,
    ProjectFormatError,
    ProjectVersionError,
    UnknownNodeError,
    closest,
)
from graph_core.graph import Graph, GraphNode, GraphState, KnobLink
from graph_core.node import Curve, Format, Key, Shot
from graph_core.plugins import Registry
from graph_core.values import FrameRange

__all__ = ["VERSION", "Backdrop", "Project", "ProjectState", "check_shot"]

VERSION = 2
_MOST_BYTES = 64 << 20
_MOST_FRAMES = 100_000_000
DEFAULT_SHOT = Shot(Format(1280, 720), Fraction(25), FrameRange(1, 100))


class _ShotFile(msgspec.Struct, forbid_unknown_fields=True):
    format: str = str(DEFAULT_SHOT.format)
    fps: str = str(DEFAULT_SHOT.fps)
    frames: str = str(DEFAULT_SHOT.frames)
    pixel_aspect: float = 1.0
    follow: str = ""


class _NodeFile(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    version: int = 1
    params: dict[str, Any] = {}
    inputs: dict[str, str | list[str]] = {}
    disabled: bool = False
    label: str = ""
    position: tuple[float, float] = (0.0, 0.0)


class Backdrop(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A titled area of the canvas behind some nodes.

    Attributes:
        title: What stands in its corner.
        color: Red, green and blue from 0 to 255, as shown.
        position: Top left corner on the canvas.
        size: Width and height on the canvas.
    """

    title: str
    color: tuple[int, int, int]
    position: tuple[float, float]
    size: tuple[float, float]


@dataclass(frozen=True, slots=True)
class ProjectState:
    """A project as it is at one moment; never changed, so that threads may share it."""

    nodes: GraphState
    shot: Shot
    follow: str
    backdrops: tuple[Backdrop, ...]


class _ProjectFile(msgspec.Struct, forbid_unknown_fields=True):
    semblance: int
    shot: _ShotFile = msgspec.field(default_factory=_ShotFile)
    nodes: dict[str, msgspec.Raw] = {}
    backdrops: list[Backdrop] = []


class Project:
    """A graph with its format, rate and frames, and the file it is kept in.

    Attributes:
        graph: The nodes and links.
        shot: Format, rate and frames, as long as no followed node has its own.
        follow: Name of the node whose media decide them, or "".
        path: The file, once there is one.
        backdrops: Titled areas of the canvas.
        problems: What was wrong with the file but did not keep it from opening: placeholders.
    """

    def __init__(self, graph: Graph, shot: Shot = DEFAULT_SHOT, follow: str = "", path: Path | None = None) -> None:
        """Make a project around a graph."""
        self.graph = graph
        self.shot = shot
        self.follow = follow
        self.path = path
        self.backdrops: list[Backdrop] = []
        self.problems: list[GraphCoreError] = []

    @classmethod
    def load(cls, path: Path | str, registry: Registry) -> Project:
        """Read a project file.

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
            return cls.parse(data, registry, path)
        except GraphCoreError as error:
            if error.file is None:
                error.file = path
            raise

    @classmethod
    def parse(cls, data: bytes | str, registry: Registry, path: Path | None = None) -> Project:
        """Read a project from the text of its file; `path` tells where relative paths begin."""
        raw = data.encode() if isinstance(data, str) else data
        name = str(path) if path else "the project"
        file = _decode(_migrated(raw, name), _ProjectFile, name)
        project = cls(Graph(registry), _read_shot(file.shot, name), file.shot.follow, path)
        nodes = {key: _decode(bytes(value), _NodeFile, f"{name}, node {key}") for key, value in file.nodes.items()}
        for key, node in nodes.items():
            project._add(key, node)
        for key, node in nodes.items():
            project._set_params(key, node)
        for key, node in nodes.items():
            project._link(key, node)
        if project.follow and project.follow not in project.graph:
            raise project._unknown_follow()
        project.backdrops = file.backdrops
        return project

    def state(self, before: ProjectState | None = None) -> ProjectState:
        """Return the project as a value; what is as it was in an earlier state is shared with it."""
        nodes = self.graph.state(before.nodes if before else None)
        return ProjectState(nodes, self.shot, self.follow, tuple(self.backdrops))

    def restore(self, state: ProjectState) -> None:
        """Become what the project was, touching only what differs."""
        self.graph.restore(state.nodes)
        self.shot, self.follow, self.backdrops = state.shot, state.follow, list(state.backdrops)

    def _unknown_follow(self) -> UnknownNodeError:
        hint = closest(self.follow, self.graph.nodes) or "name a node that reads media"
        return UnknownNodeError(f"The shot follows {self.follow!r}, and there is no such node.", hint=hint)

    def _add(self, name: str, node: _NodeFile) -> None:
        cls = self.graph.registry.nodes.get(node.id)
        if cls is not None and node.version <= cls.version:
            entry = self.graph.add(name, cls)
            if node.version < cls.version:
                data = cls.upgrade({"params": node.params, "inputs": node.inputs}, node.version)
                node.params, node.inputs = data["params"], data["inputs"]
        else:
            entry = self.graph.add_placeholder(name, node.id, msgspec.to_builtins(node))
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

    def _set_params(self, name: str, node: _NodeFile) -> None:
        entry = self.graph.node(name)
        if entry.cls is None:
            return
        for param, value in node.params.items():
            spec = self.graph.spec(entry, param)
            read = _read_value(value, f"{name}.{param}")
            if spec.kind == "path" and isinstance(read, str) and read and self.path is not None:
                read = os.path.normpath(self.path.absolute().parent / read)
            self.graph.set_param(name, param, read)

    def _link(self, name: str, node: _NodeFile) -> None:
        for slot, sources in node.inputs.items():
            if isinstance(sources, str):
                self.graph.link(sources, f"{name}.{slot}")
                continue
            for position, source in enumerate(sources):
                self.graph.link(source, f"{name}.{slot}[{position}]")

    def to_json(self) -> str:
        """Write the project as the text of its file, in an order that does not depend on how it was made."""
        shot: dict[str, Any] = {"format": str(self.shot.format), "fps": str(self.shot.fps)}
        shot["frames"] = str(self.shot.frames)
        if self.shot.format.pixel_aspect != 1.0:
            shot["pixel_aspect"] = self.shot.format.pixel_aspect
        if self.follow:
            shot["follow"] = self.follow
        nodes = {name: self._node_json(self.graph.node(name)) for name in sorted(self.graph.nodes)}
        written: dict[str, Any] = {"semblance": VERSION, "shot": shot, "nodes": nodes}
        if self.backdrops:
            written["backdrops"] = [msgspec.to_builtins(backdrop) for backdrop in self.backdrops]
        return _layout(written) + "\n"

    def _node_json(self, node: GraphNode) -> dict[str, Any]:
        saved: dict[str, Any] = dict(node.saved or {})
        written: dict[str, Any] = {"id": node.id, "version": node.cls.version if node.cls else saved.get("version", 1)}
        params = saved.get("params", {}) if node.cls is None else {}
        for param in sorted(node.params):
            value = node.params[param]
            if node.cls is not None and node.cls.params[param].kind == "path" and isinstance(value, str):
                value = self._relative(value)
            params[param] = _write_value(value)
        inputs: dict[str, Any] = {}
        for slot in sorted(node.inputs, key=_slot_order):
            name, bracket, _ = slot.partition("[")
            if bracket:
                inputs.setdefault(name, []).append(str(node.inputs[slot]))
            else:
                inputs[name] = str(node.inputs[slot])
        for key, part in (("params", params), ("inputs", inputs), ("disabled", node.disabled), ("label", node.label)):
            if part:
                written[key] = part
        if node.position != (0.0, 0.0):
            written["position"] = list(node.position)
        return written

    def _relative(self, path: str) -> str:
        """Write a path from the project's folder on, where it lies in that folder or beside it."""
        if not path or self.path is None:
            return path
        folder = self.path.absolute().parent
        if Path(path).is_relative_to(folder) or (folder != folder.parent and Path(path).is_relative_to(folder.parent)):
            return Path(os.path.relpath(path, folder)).as_posix()
        return path

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


def _decode(data: bytes, kind: type[Any], name: str) -> Any:
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.ValidationError as error:
        text = str(error)
        known = list(getattr(kind, "__struct_fields__", ()))
        unknown = re.search(r"unknown field `(\w+)`", text)
        hint = closest(unknown[1], known) if unknown else ""
        raise ProjectFormatError(
            f"{name}: {text.replace('Object contains', 'there is an').replace(' - at `$`', '')}.",
            hint=hint or (f"it has {', '.join(known)}" if known else "see the README for what a project file holds"),
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        position = re.search(r"byte (\d+)", str(error))
        line = data[: int(position[1])].count(b"\n") + 1 if position else 1
        raise ProjectFormatError(
            f"{name} is not valid JSON, line {line}: {error}.", hint="was it cut off, or edited by hand?"
        ) from error


def _migrated(data: bytes, name: str) -> bytes:
    """Bring the text of an older file up to today's version."""
    head = _decode(data, dict[str, msgspec.Raw], name) if data.strip() else {}
    if "semblance" not in head:
        raise ProjectFormatError(f"{name} is no Semblance project.", hint='such a file begins {"semblance": 2, …')
    version = _decode(bytes(head["semblance"]), int, f"{name}, semblance")
    if version > VERSION:
        raise ProjectVersionError(
            f"{name} was written by a newer release (file version {version}, this one knows {VERSION}).",
            hint="update Semblance: pip install --upgrade semblance",
        )
    if version == VERSION:
        return data
    content = msgspec.json.decode(data)
    for step in range(version, VERSION):
        if step not in _MIGRATIONS:
            raise ProjectVersionError(f"{name} has the unknown file version {version}.", hint="it begins at 1")
        try:
            content = _MIGRATIONS[step](content)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ProjectFormatError(f"{name} is not a valid project of version {version}: {error}.") from error
    return msgspec.json.encode(content)


def _from_1(content: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had rate, size and frames as numbers at the top, and links as a list of their own."""
    width, height = content.get("size", (1280, 720))
    first, last = content.get("frames", (1, 100))
    shot = {
        "format": f"{width}x{height}",
        "fps": str(_rate_of_1(content.get("fps", 25))),
        "frames": f"{first}-{last}",
    }
    nodes = {name: dict(node) for name, node in content.get("nodes", {}).items()}
    for source, target in content.get("links", []):
        name, _, slot = target.partition(".")
        nodes[name].setdefault("inputs", {})[slot] = source
    return {"semblance": 2, "shot": shot, "nodes": nodes}


def _rate_of_1(number: float) -> Fraction:
    """Return the exact rate that a decimal number such as 29.97 stands for."""
    for whole in (24, 30, 48, 60, 120):
        exact = Fraction(whole * 1000, 1001)
        if abs(number - exact) < 0.006:
            return exact
    return Fraction(number).limit_denominator(1001)


_MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: _from_1}


def _read_shot(shot: _ShotFile, name: str) -> Shot:
    match = re.fullmatch(r"([0-9]{1,6})x([0-9]{1,6})", shot.format)
    if not match or not int(match[1]) or not int(match[2]) or not shot.pixel_aspect > 0:
        raise ProjectFormatError(f"{name}: the format is {shot.format!r}.", hint='write it as "1280x720"')
    # Checked before it is read: a rate such as 1e999999999 would take hours.
    is_rate = re.fullmatch(r"[0-9]{1,9}(/0*[1-9][0-9]{0,8}|\.[0-9]{1,9})?", shot.fps)
    fps = Fraction(shot.fps) if is_rate else Fraction(0)
    if not 0 < fps <= 1000:
        raise ProjectFormatError(f"{name}: the rate is {shot.fps!r}.", hint='write it as "25" or "30000/1001"')
    try:
        frames = FrameRange.parse(shot.frames)
    except ValueError as error:
        raise ProjectFormatError(f"{name}: {error}.", hint='write frames as "1-100"') from error
    if max(-frames.first, frames.last) > _MOST_FRAMES:
        raise ProjectFormatError(
            f"{name}: the frames are {shot.frames[:80]}.", hint=f"frames are numbered up to {_MOST_FRAMES}"
        )
    return Shot(Format(int(match[1]), int(match[2]), shot.pixel_aspect), fps, frames)


def check_shot(shot: Shot) -> Shot:
    """Return format, rate and frames as a project file that holds them gives them back.

    Raises:
        ProjectFormatError: If a project file cannot hold them.
    """
    written = _ShotFile(str(shot.format), str(shot.fps), str(shot.frames), shot.format.pixel_aspect)
    return _read_shot(written, "The project")


def _read_value(value: Any, knob: str) -> Any:
    if not isinstance(value, dict):
        return value
    if set(value) == {"knob"} and isinstance(value["knob"], str) and "." in value["knob"]:
        node, _, param = value["knob"].partition(".")
        return KnobLink(node, param)
    keys = value.get("keys")
    if isinstance(keys, list) and set(value) <= {"keys", "extrapolation"} and all(map(_is_key, keys)):
        parsed = (Key(key[0], _tuples(key[1]), *key[2:]) for key in keys)
        return Curve(tuple(parsed), value.get("extrapolation", "hold"))
    raise ProjectFormatError(
        f"Knob {knob} is set to {json.dumps(value)[:80]}.",
        hint='write a value, {"keys": [[frame, value, "linear"], …]} or {"knob": "node.knob"}',
    )


def _is_key(key: Any) -> bool:
    return isinstance(key, list) and 2 <= len(key) <= 3 and type(key[0]) is int


def _tuples(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _write_value(value: Any) -> Any:
    if isinstance(value, KnobLink):
        return {"knob": f"{value.node}.{value.param}"}
    if isinstance(value, Curve):
        written: dict[str, Any] = {"keys": [[key.frame, key.value, key.interpolation] for key in value.keys]}
        if value.extrapolation != "hold":
            written["extrapolation"] = value.extrapolation
        return written
    return value


def _slot_order(slot: str) -> tuple[str, int]:
    name, _, rest = slot.partition("[")
    return name, int(rest.rstrip("]") or 0)


def _layout(value: Any, indent: str = "") -> str:
    """Write JSON with a line for each short thing, so that a change of one knob is a change of one line."""
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict) or (len(indent) >= 4 and len(flat) + len(indent) <= 100):
        return flat
    inner = indent + "  "
    parts = (f"{inner}{json.dumps(key, ensure_ascii=False)}: {_layout(part, inner)}" for key, part in value.items())
    return "{\n" + ",\n".join(parts) + f"\n{indent}}}"
