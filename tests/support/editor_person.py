"""A person without a plan: random edits, scrubbing and playing through a session, as panels would do them."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from graph_core import Color, Point
from graph_core.editor import clipboard, commands
from graph_core.editor.session import Session
from graph_core.errors import GraphCoreError
from graph_core.graph import GraphNode
from graph_core.node import Curve, ParamSpec

__all__ = ["Person"]

_QUICK = ("audio", "color", "draw", "filter", "graph", "matte", "merge", "time", "transform", "view")
_MOST_NODES = 40


class Person:
    """Does one thing after another.

    Attributes:
        done: How often each thing was done.
        refused: How often the program said no, and why.

    Args:
        session: What is open.
        folder: Where files are saved.
        seed: The same seed does the same.
    """

    def __init__(self, session: Session, folder: Path, seed: int = 0) -> None:
        self.done: dict[str, int] = {}
        self.refused: dict[str, int] = {}
        self._session = session
        self._folder = folder
        self._random = random.Random(seed)
        self._text = ""
        self._quick = sorted(name for name in session.registry.nodes if name.partition(".")[0] in _QUICK)
        self._things: dict[Callable[[], object], int] = {
            self._add: 12, self._connect: 14, self._disconnect: 2, self._insert: 3, self._delete: 4, self._turn: 16,
            self._reset: 2, self._key: 6, self._move_keys: 4, self._rename: 2, self._disable: 3, self._move: 6,
            self._tidy: 1, self._backdrop: 1, self._copy: 2, self._paste: 3, self._undo: 8, self._redo: 4,
            self._select: 8, self._view: 6, self._compare: 2, self._scrub: 14, self._release: 8, self._play: 3,
            self._stop: 4, self._limit: 1, self._save: 1,
        }  # fmt: skip

    def act(self) -> None:
        """Do something."""
        thing = self._random.choices(list(self._things), list(self._things.values()))[0]
        name = thing.__name__.strip("_")
        self.done[name] = self.done.get(name, 0) + 1
        try:
            thing()
        except GraphCoreError as error:
            self.refused[error.message] = self.refused.get(error.message, 0) + 1

    # What there is

    def _node(self) -> GraphNode:
        nodes = list(self._session.document.graph)
        if not nodes:
            raise GraphCoreError("There is no node.", hint="add one")
        return self._random.choice(nodes)

    def _names(self) -> list[str]:
        names = [node.name for node in self._session.document.graph]
        return self._random.sample(names, min(len(names), self._random.randint(1, 4)))

    def _place(self) -> tuple[float, float]:
        return (self._random.randint(-900, 900), self._random.randint(-600, 600))

    def _knob(self) -> tuple[GraphNode, ParamSpec]:
        node = self._node()
        knobs = [spec for spec in node.cls.params.values() if spec.kind != "path"] if node.cls else []
        if not knobs:
            raise GraphCoreError("It has no knob.", hint="take another node")
        return node, self._random.choice(knobs)

    def _value(self, spec: ParamSpec) -> Any:
        chance = self._random
        low = spec.soft_low if spec.soft_low is not None else spec.low if spec.low is not None else -1
        high = spec.soft_high if spec.soft_high is not None else spec.high if spec.high is not None else low + 10
        return {
            "float": lambda: chance.uniform(low, high),
            "int": lambda: chance.randint(int(low), int(min(high, low + 20))),
            "bool": lambda: chance.random() < 0.5,
            "str": lambda: chance.choice(["", "a", "#frame", "two\nlines"]),
            "choice": lambda: chance.choice(spec.choices),
            "color": lambda: Color(chance.random(), chance.random(), chance.random()),
            "point": lambda: Point(chance.uniform(0, 96), chance.uniform(0, 54)),
        }[spec.kind]()

    # Things to do

    def _add(self) -> None:
        if len(self._session.document.graph) < _MOST_NODES:
            name = commands.add(self._session.document, self._random.choice(self._quick), self._place())
            self._session.selection.set([name])

    def _connect(self) -> None:
        target = self._node()
        inputs = [port.name for port in target.cls.signature.inputs] if target.cls else []
        if inputs:
            source = self._node()
            commands.connect(self._session.document, source.name, f"{target.name}.{self._random.choice(inputs)}")

    def _links(self) -> list[str]:
        return [f"{node.name}.{slot}" for node in self._session.document.graph for slot in node.inputs]

    def _disconnect(self) -> None:
        if links := self._links():
            commands.disconnect(self._session.document, self._random.choice(links))

    def _insert(self) -> None:
        if links := self._links():
            commands.insert_on_link(self._session.document, self._node().name, self._random.choice(links))

    def _delete(self) -> None:
        commands.delete(self._session.document, self._names())

    def _turn(self) -> None:
        node, spec = self._knob()
        self._session.timeline.is_dragging = True
        for _ in range(self._random.randint(1, 4)):
            commands.set_param(
                self._session.document,
                node.name,
                spec.name,
                self._value(spec),
                merge="turn",
                frame=self._session.timeline.frame,
            )

    def _reset(self) -> None:
        node, spec = self._knob()
        commands.reset_param(self._session.document, node.name, spec.name)

    def _key(self) -> None:
        node, spec = self._knob()
        commands.set_key(self._session.document, node.name, spec.name, self._session.timeline.frame, self._value(spec))

    def _move_keys(self) -> None:
        node = self._node()
        knobs = [(node.name, knob) for knob, value in node.params.items() if isinstance(value, Curve)]
        frames = {key.frame for _, knob in knobs for key in node.params[knob].keys}
        by = self._random.randint(-5, 5)
        commands.move_keys(self._session.document, knobs, {frame: frame + by for frame in frames})

    def _rename(self) -> None:
        commands.rename(self._session.document, self._node().name, f"name{self._random.randint(1, 99)}")

    def _disable(self) -> None:
        commands.toggle_disabled(self._session.document, self._names())

    def _move(self) -> None:
        commands.move(self._session.document, {name: self._place() for name in self._names()}, merge="move")

    def _tidy(self) -> None:
        commands.tidy(self._session.document)

    def _backdrop(self) -> None:
        document = self._session.document
        if len(document.project.backdrops) < 4:
            commands.add_backdrop(document, self._names() if len(document.graph) else ())
        else:
            commands.remove_backdrop(document, 0)

    def _copy(self) -> None:
        self._text = clipboard.copy(self._session.document.project, self._names())

    def _paste(self) -> None:
        if self._text and len(self._session.document.graph) < _MOST_NODES:
            self._session.selection.set(clipboard.paste(self._session.document, self._text, self._place()))

    def _undo(self) -> None:
        for _ in range(self._random.randint(1, 5)):
            self._session.document.undo()

    def _redo(self) -> None:
        for _ in range(self._random.randint(1, 5)):
            self._session.document.redo()

    def _select(self) -> None:
        self._session.selection.set(self._names())

    def _view(self) -> None:
        self._session.viewed.view(self._random.randint(1, 3), self._node().name)

    def _compare(self) -> None:
        self._session.viewed.compare(self._random.choice([None, 1, 2, 3]))

    def _scrub(self) -> None:
        self._session.playback.stop()
        self._session.timeline.is_dragging = True
        frames = self._session.document.project.shot.frames
        self._session.timeline.go_to(self._random.randint(frames.first, frames.last))

    def _release(self) -> None:
        self._session.timeline.is_dragging = False
        self._session.document.end_merge()

    def _play(self) -> None:
        session = self._session
        self._release()
        target, shot = session.viewed.target(session.viewed.a), session.evaluator.shot
        if target is not None and shot is not None:
            session.playback.play(session.document.state, target, shot, session.timeline.frame)

    def _stop(self) -> None:
        self._session.playback.stop()

    def _limit(self) -> None:
        self._session.timeline.limit(None)

    def _save(self) -> None:
        self._session.document.save(self._folder / "soak.json")
