"""Tells other programs what the window shows: for tests in a real window, and for aids of accessibility.

Set `SEMBLANCE_EDITOR_PROBE` to the path of a Unix socket. Whoever connects is sent one JSON object, as things stand at
the end of a turn of the loop, and the connection is closed. Nothing can be done through it: those who listen act with
mouse and keys, like everyone.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import dearpygui.dearpygui as dpg

from graph_core.editor.desk import Desk, Panel
from graph_core.node import Curve

__all__ = ["PROBE", "HasPlaces", "Probe", "Rect"]

PROBE = "SEMBLANCE_EDITOR_PROBE"
_PATIENCE_S = 1.0

Rect = tuple[float, float, float, float]
"""Left, top, width and height in px of the window."""


@runtime_checkable
class HasPlaces(Protocol):
    """A panel that draws things itself and says where they are."""

    def places(self) -> Mapping[str, Rect]:
        """Return where things are in the window, by what they are called."""


class Probe:
    """Answers who asks.

    Args:
        desk: What panels share.
        panels: The panels.
        path: Of the socket.
    """

    def __init__(self, desk: Desk, panels: Sequence[Panel], path: Path) -> None:
        """Begin to listen."""
        self._desk = desk
        self._panels = panels
        self._path = path
        self._turn = 0
        self._socket = socket.socket(socket.AF_UNIX)
        path.unlink(missing_ok=True)
        self._socket.bind(str(path))
        self._socket.listen()
        self._socket.setblocking(False)

    @classmethod
    def wanted(cls, desk: Desk, panels: Sequence[Panel]) -> Probe | None:
        """Return a probe if the environment asks for one."""
        path = os.environ.get(PROBE)
        return cls(desk, panels, Path(path)) if path else None

    def update(self) -> None:
        """Answer those who have asked since the last turn."""
        self._turn += 1
        while True:
            try:
                connection, _ = self._socket.accept()
            except BlockingIOError:
                return
            with connection, contextlib.suppress(OSError):
                connection.settimeout(_PATIENCE_S)
                connection.sendall(json.dumps(self._report()).encode())

    def close(self) -> None:
        """Listen no longer."""
        self._socket.close()
        self._path.unlink(missing_ok=True)

    def _knobs(self) -> dict[str, Any]:
        """Return the knobs of the active node as they are at the frame that is shown."""
        session = self._desk.session
        graph, name = session.document.graph, session.selection.active
        cls = graph.node(name).cls if name is not None else None
        if name is None or cls is None:
            return {}
        values = {knob: graph.param(name, knob) for knob in cls.params}
        frame = session.timeline.frame
        return {knob: _plain(value.at(frame) if isinstance(value, Curve) else value) for knob, value in values.items()}

    def _report(self) -> dict[str, Any]:
        session = self._desk.session
        document, timeline, viewed = session.document, session.timeline, session.viewed
        return {
            "turn": self._turn,
            "size": [dpg.get_viewport_client_width(), dpg.get_viewport_client_height()],
            "project": str(document.path) if document.path else None,
            "is_modified": document.is_modified,
            "is_read_only": document.is_read_only,
            "undo": document.undo_label,
            "redo": document.redo_label,
            "nodes": [node.name for node in document.graph],
            "links": sorted(
                [str(source), f"{node.name}.{slot}"] for node in document.graph for slot, source in node.inputs.items()
            ),
            "selection": list(session.selection.names),
            "knobs": self._knobs(),
            "viewed": {str(slot): target for slot, target in viewed.slots.items()},
            "frame": timeline.frame,
            "limits": str(timeline.limits) if timeline.limits else None,
            "is_dragging": timeline.is_dragging,
            "is_playing": session.playback.is_playing,
            "is_computing": session.evaluator.is_busy,
            "badges": {name: badge.kind for name, badge in session.evaluator.badges.items()},
            "renders": [[render.title, render.status] for render in session.renders.renders],
            "log": [[line.level, line.text, line.hint] for line in session.log.lines],
            "places": {panel.name: dict(panel.places()) for panel in self._panels if isinstance(panel, HasPlaces)},
            "items": list(_items()),
        }


def _items() -> Iterator[dict[str, Any]]:
    """Yield what can be seen and has a label, a value or a name, those in front last."""
    for window in dpg.get_windows():
        yield from _below(window, dpg.get_item_label(window) or "")


def _below(item: int, window: str) -> Iterator[dict[str, Any]]:
    state = dpg.get_item_state(item)
    if not state.get("visible", True) or not dpg.get_item_configuration(item).get("show", True):
        return
    label = dpg.get_item_label(item)
    if "rect_min" in state and label is not None:
        yield {
            "kind": dpg.get_item_type(item).rpartition("::")[2].removeprefix("mv"),
            # What stands behind the mark is not shown, and says what the item is when nothing else does.
            "label": label.removeprefix("##").partition("##")[0],
            "value": _plain(dpg.get_value(item)),
            "is_enabled": bool(dpg.get_item_configuration(item).get("enabled", True)),
            "window": window,
            "rect": [*state["rect_min"], *state["rect_size"]],
        }
    for children in dpg.get_item_children(item).values():
        for child in children:
            yield from _below(child, window)


def _plain(value: object) -> object:
    """Return a value as JSON can say it; what is large, such as a texture, is left out."""
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value if isinstance(value, str | int | float | bool) else None
