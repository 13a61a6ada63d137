"""The keyframes of the selected nodes, all in one row, and how they are moved. No screen is needed."""

from __future__ import annotations

import bisect
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from graph_core.editor import commands
from graph_core.editor.document import Document
from graph_core.editor.timeline._axis import Axis
from graph_core.graph import Graph
from graph_core.node import Curve

__all__ = ["KeyMove", "KeyRow", "remove_keys"]

Knob = tuple[str, str]


@dataclass(frozen=True, slots=True)
class KeyRow:
    """The frames at which some nodes have keyframes.

    Attributes:
        frames: In order of time.
        knobs: At each of them, the knobs that have one: a node's name and a knob's.
    """

    frames: tuple[int, ...] = ()
    knobs: Mapping[int, tuple[Knob, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, graph: Graph, names: Iterable[str]) -> KeyRow:
        """Find the keyframes of some nodes."""
        found: dict[int, list[Knob]] = {}
        for name in names:
            for knob, value in graph.node(name).params.items():
                if isinstance(value, Curve):
                    for key in value.keys:
                        found.setdefault(key.frame, []).append((name, knob))
        frames = tuple(sorted(found))
        return cls(frames, {frame: tuple(found[frame]) for frame in frames})

    def next(self, frame: int) -> int | None:
        """Return the first frame with a keyframe after another."""
        place = bisect.bisect_right(self.frames, frame)
        return self.frames[place] if place < len(self.frames) else None

    def previous(self, frame: int) -> int | None:
        """Return the last frame with a keyframe before another."""
        place = bisect.bisect_left(self.frames, frame) - 1
        return self.frames[place] if place >= 0 else None

    def at(self, axis: Axis, x: float, reach_px: float) -> int | None:
        """Return the frame whose keyframes are nearest to a place and within reach."""
        place = bisect.bisect_left(self.frames, axis.start + x / axis.scale)
        near = self.frames[max(0, place - 1) : place + 1]
        frame = min(near, key=lambda frame: abs(axis.x(frame) - x), default=None)
        return frame if frame is not None and abs(axis.x(frame) - x) <= reach_px else None

    def between(self, axis: Axis, x: float, other_x: float) -> tuple[int, ...]:
        """Return the frames whose keyframes stand between two places."""
        left, right = sorted((x, other_x))
        first = bisect.bisect_left(self.frames, axis.start + left / axis.scale)
        return self.frames[first : bisect.bisect_right(self.frames, axis.start + right / axis.scale)]

    def seen(self, axis: Axis, gap_px: float) -> list[int]:
        """Return the frames that can be seen, without those that would cover each other."""
        first = bisect.bisect_left(self.frames, axis.start - 1)
        last = bisect.bisect_right(self.frames, axis.end + 1)
        found: list[int] = []
        for frame in self.frames[first:last]:
            if not found or (frame - found[-1]) * axis.scale >= gap_px:
                found.append(frame)
        return found

    def knobs_at(self, frames: Iterable[int]) -> list[Knob]:
        """Return the knobs that have a keyframe at one of some frames, each once."""
        return sorted({knob for frame in frames for knob in self.knobs.get(frame, ())})


class KeyMove:
    """Moving keyframes in time as one step of the history, however many places they pass on the way.

    Keyframes they pass stay; only those they come to stand on at last go.

    Attributes:
        frames: Where they stand now.
    """

    def __init__(self, document: Document, row: KeyRow, frames: Collection[int]) -> None:
        """Take hold of all keyframes at some frames."""
        self.frames = frozenset(frames)
        self._document = document
        self._from = self.frames
        self._curves = {knob: document.graph.node(knob[0]).params[knob[1]] for knob in row.knobs_at(frames)}

    def to(self, by: int) -> None:
        """Put them some frames away from where they were taken."""
        moved = {frame: frame + by for frame in self._from}
        if frozenset(moved.values()) == self.frames:
            return
        with self._document.edit("Move keys", merge="timeline keys"):
            for (name, knob), curve in self._curves.items():
                commands.set_param(self._document, name, knob, curve)
            commands.move_keys(self._document, self._curves, moved)
        self.frames = frozenset(moved.values())

    def end(self) -> None:
        """Let go of them."""
        self._document.end_merge()


def remove_keys(document: Document, row: KeyRow, frames: Collection[int]) -> None:
    """Remove all keyframes at some frames, as one step."""
    gone = [(frame, knob) for frame in frames for knob in row.knobs.get(frame, ())]
    with document.edit("Remove key" if len(gone) == 1 else f"Remove {len(gone)} keys"):
        for frame, (name, knob) in gone:
            commands.remove_key(document, name, knob, frame)
