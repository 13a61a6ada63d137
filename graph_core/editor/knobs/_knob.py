"""A knob in the hand: what widgets read it by and turn it with. No screen is needed."""

from __future__ import annotations

import itertools
from typing import Any, Literal

from graph_core.editor import commands
from graph_core.editor.document import Document
from graph_core.editor.knobs._expression import parse_expression, write_expression, write_value
from graph_core.editor.session import Timeline
from graph_core.errors import GraphCoreError
from graph_core.graph import KnobLink
from graph_core.node import Curve, ParamSpec

__all__ = ["Knob", "State"]

State = Literal["constant", "animated", "keyed", "linked"]
_turns = itertools.count()


class Knob:
    """One knob of one node, or the same knob of several nodes of one class.

    From the first `turn` to `release` is one step of the history, and drafts will do for the viewer.

    Attributes:
        names: The nodes; the last is the one whose value is shown.
        spec: Its declaration.
    """

    def __init__(self, document: Document, timeline: Timeline, names: tuple[str, ...], spec: ParamSpec) -> None:
        """Take a knob into the hand."""
        self.names = names
        self.spec = spec
        self._document = document
        self._timeline = timeline
        self._merge = ""

    @property
    def name(self) -> str:
        """The node whose value is shown."""
        return self.names[-1]

    @property
    def title(self) -> str:
        """Its name as it is read on the screen."""
        return self.spec.name.replace("_", " ")

    @property
    def setting(self) -> Any:
        """What it is set to: a value, a `Curve` or a `KnobLink`."""
        return self._document.graph.node(self.name).params.get(self.spec.name, self.spec.default)

    @property
    def value(self) -> Any:
        """Its value at the frame that is shown; the default while a link leads nowhere."""
        try:
            found = self._document.graph.param(self.name, self.spec.name)
        except GraphCoreError:
            return self.spec.default
        return found.at(self._timeline.frame) if isinstance(found, Curve) else found

    @property
    def state(self) -> State:
        """Whether it is constant, animated, animated with a keyframe at this very frame, or follows another."""
        setting = self.setting
        if isinstance(setting, KnobLink):
            return "linked"
        if not isinstance(setting, Curve):
            return "constant"
        return "keyed" if any(key.frame == self._timeline.frame for key in setting.keys) else "animated"

    @property
    def is_default(self) -> bool:
        """Whether a reset would change nothing."""
        graph = self._document.graph
        return all(
            graph.node(name).params.get(self.spec.name, self.spec.default) == self.spec.default for name in self.names
        )

    @property
    def is_turning(self) -> bool:
        """Whether it has been turned and not been released."""
        return bool(self._merge)

    @property
    def expression(self) -> str:
        """What it is set to, as text."""
        return write_expression(self.setting)

    @property
    def help(self) -> str:
        """What it does, its unit, limits and default."""
        spec = self.spec
        facts = [f"In {spec.unit}." if spec.unit else ""]
        if spec.kind in ("float", "int") and (spec.low is not None or spec.high is not None):
            facts.append(f"It takes {spec.limits}.")
        default = write_value(spec.default)
        facts.append(f"Default: {default}" if default else "Default: empty")
        return f"{spec.help}\n{' '.join(fact for fact in facts if fact)}"

    # Turning

    def turn(self, value: Any) -> None:
        """Set it while the hand is on it; an animated knob gets a keyframe at this frame.

        Raises:
            ParamError: If it does not take the value.
        """
        self._merge = self._merge or f"turn {next(_turns)}"
        self._timeline.is_dragging = True
        self._put(value, self._merge)

    def release(self) -> None:
        """Let go: what comes next is a step of its own."""
        if self._merge:
            self._merge = ""
            self._timeline.is_dragging = False
            self._document.end_merge()

    def set(self, value: Any) -> None:
        """Set it once.

        Raises:
            ParamError: If it does not take the value.
        """
        self._put(value, "")

    def _put(self, value: Any, merge: str) -> None:
        frame = self._timeline.frame
        with self._document.edit(f"Set {self._words}", merge) as graph:
            for name in self.names:
                # Knobs that follow others are left alone when several nodes are turned together.
                if name == self.name or not isinstance(graph.node(name).params.get(self.spec.name), KnobLink):
                    commands.set_param(self._document, name, self.spec.name, value, frame=frame)

    @property
    def _words(self) -> str:
        return (
            f"{self.name}.{self.spec.name}" if len(self.names) == 1 else f"{self.spec.name} of {len(self.names)} nodes"
        )

    # Everything else

    def reset(self) -> None:
        """Put it back to its default."""
        with self._document.edit(f"Reset {self._words}"):
            for name in self.names:
                commands.reset_param(self._document, name, self.spec.name)

    def set_key(self) -> None:
        """Set a keyframe at this frame."""
        frame = self._timeline.frame
        with self._document.edit(f"Set key of {self._words} at {frame}") as graph:
            for name in self.names:
                if not isinstance(graph.node(name).params.get(self.spec.name), KnobLink):
                    commands.set_key(self._document, name, self.spec.name, frame)

    def remove_key(self) -> None:
        """Remove the keyframe at this frame."""
        frame = self._timeline.frame
        with self._document.edit(f"Remove key of {self._words} at {frame}") as graph:
            for name in self.names:
                curve = graph.node(name).params.get(self.spec.name)
                if isinstance(curve, Curve) and any(key.frame == frame for key in curve.keys):
                    commands.remove_key(self._document, name, self.spec.name, frame)

    def toggle_key(self) -> None:
        """Set a keyframe at this frame, or remove the one that is there."""
        if self.state == "keyed":
            self.remove_key()
        else:
            self.set_key()

    def remove_animation(self) -> None:
        """Let it stay as it is at this frame."""
        frame = self._timeline.frame
        with self._document.edit(f"Remove animation of {self._words}") as graph:
            for name in self.names:
                curve = graph.node(name).params.get(self.spec.name)
                if isinstance(curve, Curve):
                    commands.set_param(self._document, name, self.spec.name, curve.at(frame))

    def unlink(self) -> None:
        """Let it stay as it is and follow no other."""
        commands.unlink_knob(self._document, self.name, self.spec.name)

    def link(self, other: KnobLink) -> None:
        """Let it follow another knob.

        Raises:
            ParamError: If they are of different kinds, or would follow each other.
        """
        with self._document.edit(f"Link {self._words} to {other.node}.{other.param}"):
            for name in self.names:
                if (name, self.spec.name) != other:
                    commands.link_knob(self._document, name, self.spec.name, other.node, other.param)

    def set_expression(self, text: str) -> None:
        """Set it to a value, a curve or a link written as text.

        Raises:
            ParamError: If the text cannot be read or the knob does not take what it says.
        """
        setting = parse_expression(self.spec, text)
        if isinstance(setting, KnobLink):
            self.link(setting)
            return
        with self._document.edit(f"Set {self._words}"):
            for name in self.names:
                commands.set_param(self._document, name, self.spec.name, setting)

    def linkable(self) -> list[KnobLink]:
        """Return the knobs it could follow: those of its kind, of other nodes first."""
        found = [
            KnobLink(node.name, spec.name)
            for node in self._document.graph
            for spec in (node.cls.params.values() if node.cls else ())
            if spec.kind == self.spec.kind and (node.name, spec.name) != (self.name, self.spec.name)
        ]
        return sorted(found, key=lambda link: (link.node == self.name, link.param != self.spec.name, link))
