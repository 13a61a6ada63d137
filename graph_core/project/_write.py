"""Writing project files."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from graph_core.graph import GraphState, NodeState, slot_parts
from graph_core.node import Shot
from graph_core.project._file import VERSION, Backdrop
from graph_core.project._values import write_value


@dataclass(frozen=True, slots=True)
class ProjectState:
    """A project as it is at one moment; never changed, so that threads may share it."""

    nodes: GraphState
    shot: Shot
    follow: str
    backdrops: tuple[Backdrop, ...]
    about: str = ""


def to_json(state: ProjectState, path: Path | None = None) -> str:
    """Write a project as the text of its file, in an order that does not depend on how it was made.

    Args:
        state: The project.
        path: The file; media in its folder or beside it are written from there on, others with all of their path.
    """
    return layout(to_content(state, path)) + "\n"


def to_content(state: ProjectState, path: Path | None = None) -> dict[str, Any]:
    """Return what `to_json` writes, as dicts and lists."""
    shot: dict[str, Any] = {"format": str(state.shot.format), "fps": str(state.shot.fps)}
    shot["frames"] = str(state.shot.frames)
    if state.shot.format.pixel_aspect != 1.0:
        shot["pixel_aspect"] = state.shot.format.pixel_aspect
    if state.follow:
        shot["follow"] = state.follow
    folder = path.absolute().parent if path else None
    nodes = {name: _write_node(state.nodes[name], folder) for name in sorted(state.nodes)}
    written: dict[str, Any] = {"semblance": VERSION}
    if state.about:
        written["about"] = state.about
    written |= {"shot": shot, "nodes": nodes}
    if state.backdrops:
        written["backdrops"] = [msgspec.to_builtins(backdrop) for backdrop in state.backdrops]
    return written


def _write_node(node: NodeState, folder: Path | None) -> dict[str, Any]:
    written: dict[str, Any] = {"id": node.id, "version": node.version}
    params = {}
    for param in sorted(node.params):
        value = node.params[param]
        if node.cls is not None and node.cls.params[param].kind == "path" and isinstance(value, str):
            value = _relative(value, folder)
        params[param] = write_value(value)
    inputs: dict[str, Any] = {}
    for slot in sorted(node.inputs, key=slot_parts):
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


def _relative(path: str, folder: Path | None) -> str:
    """Write a path from the project's folder on, where it lies in that folder or beside it."""
    if not path or folder is None:
        return path
    if Path(path).is_relative_to(folder) or (folder != folder.parent and Path(path).is_relative_to(folder.parent)):
        return Path(os.path.relpath(path, folder)).as_posix()
    return path


def layout(value: Any, indent: str = "", *, ascii_only: bool = False) -> str:
    """Write JSON with a line for each short thing, so that a change of one knob is a change of one line."""
    flat = json.dumps(value, ensure_ascii=ascii_only)
    if not isinstance(value, dict) or (len(indent) >= 4 and len(flat) + len(indent) <= 100):
        return flat
    inner = indent + "  "
    parts = (
        f"{inner}{json.dumps(key, ensure_ascii=ascii_only)}: {layout(part, inner, ascii_only=ascii_only)}"
        for key, part in value.items()
    )
    return "{\n" + ",\n".join(parts) + f"\n{indent}}}"
