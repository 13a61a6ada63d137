"""A node as the planner sees it: where its inputs come from and what its result depends on."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from graph_core.errors import LinkError, ParamError
from graph_core.graph import Graph, GraphNode, KnobLink
from graph_core.node import Ancestor, Curve, Node, Shot
from graph_core.plan._digest import FileDigests
from graph_core.plan._proxy import measures_pixels, scaled_knobs
from graph_core.values import FrameRange

__all__ = ["Slot", "Step", "fingerprint"]


def fingerprint(parts: list[bytes]) -> bytes:
    """Return 16 bytes that stand for what a result depends on."""
    return blake2b(b"".join(parts), digest_size=16).digest()


@dataclass(slots=True)
class Slot:
    """One linked input.

    Attributes:
        name: Port, as `input_frames` is asked for it.
        argument: Position among the arguments of `process`.
        source: The step that feeds it.
        output: Which field of the source's NamedTuple, or None for its only output.
        mode: "value", "window" or "stream".
        same_frame: The input is needed at just the frame that is made.
        mark: Which argument is fed by which output, for fingerprints.
    """

    name: str
    argument: int
    source: Step
    output: int | None
    mode: str
    same_frame: bool
    mark: bytes = b""

    def __post_init__(self) -> None:
        """Say in bytes which argument is fed by which output, for fingerprints."""
        self.mark = b"%d:%d" % (self.argument, -1 if self.output is None else self.output)


class Step:
    """A node to be run.

    Attributes:
        index: Place in the plan; sources come before those they feed.
        name: Node name.
        cls: Node class.
        slots: Linked inputs.
        arguments: How many arguments `process` takes.
        is_timed: The result may differ from frame to frame.
        is_stream: Runs through every frame in order.
        is_reducer: Makes one value out of every frame.
        is_full_size: In a proxy: the node works at full resolution, and its result is scaled afterwards.
        keys: Fingerprints found so far, by frame; `None` when not timed.
    """

    __slots__ = (
        "_animated",
        "_entry",
        "_files_by_frame",
        "_followed",
        "_full",
        "_scale",
        "_stamps",
        "_token",
        "_values",
        "ancestors",
        "arguments",
        "cls",
        "index",
        "is_changed",
        "is_full_size",
        "is_reducer",
        "is_sink",
        "is_stream",
        "is_timed",
        "keys",
        "name",
        "node",
        "slots",
        "static",
    )

    def __init__(self, index: int, entry: GraphNode, cls: type[Node], scale: float) -> None:
        """Take in a graph node; `refresh` reads its knobs."""
        self.index = index
        self.name = entry.name
        self.cls = cls
        self.slots: list[Slot] = []
        self.arguments = len(cls.signature.inputs)
        self.is_timed = False
        self.is_sink = cls.side_effects
        streams = any(port.mode == "stream" for port in cls.signature.inputs)
        self.is_stream = cls.signature.yields
        self.is_reducer = streams and not cls.signature.yields
        self.is_changed = True
        self.keys: dict[int | None, bytes] = {}
        self.node: Node | None = None
        self.static = b""
        self.ancestors: tuple[Ancestor, ...] = ()
        self.is_full_size = False
        self._scale = scale
        self._full: tuple[dict[str, Any], tuple[tuple[str, Curve], ...]] = ({}, ())
        self._entry = entry
        self._token: Any = None
        self._followed: tuple[GraphNode, ...] = ()
        self._values: dict[str, Any] = {}
        self._animated: tuple[tuple[str, Curve], ...] = ()
        self._stamps: tuple[str, ...] = ()
        self._files_by_frame = cls.files is not Node.files

    def refresh(self, graph: Graph, shot: Shot, salt: str, digests: FileDigests) -> None:
        """Read the knobs again if they, the files they name or the steps above have changed."""
        changed = self._revisions() != self._token
        if changed:
            self._read_knobs(graph)
        for slot in self.slots:
            if slot.source.is_changed:
                changed = True
        if self._stamps or changed:
            stamps = self._file_digests(digests)
            changed = changed or stamps != self._stamps
            self._stamps = stamps
        self.is_changed = changed
        if not changed:
            return
        self._token = self._revisions()
        self.keys.clear()
        self._decide(shot, salt)

    def _revisions(self) -> Any:
        """Return what changes whenever a knob of this node, or one that it follows, does."""
        own = self._entry.revision
        return (own, *(node.revision for node in self._followed)) if self._followed else own

    def _read_knobs(self, graph: Graph) -> None:
        params = self._entry.params
        values, animated, followed = {}, [], []
        for name, spec in self.cls.params.items():
            value = params.get(name, spec.default)
            if isinstance(value, KnobLink):
                followed.append(graph.node(value.node))
                value = graph.param(self.name, name)
            if isinstance(value, Curve):
                animated.append((name, value))
                value = value.keys[0].value
            values[name] = value
        self._values = values
        self._animated = tuple(animated)
        self._full = (self._values, self._animated)
        self._followed = tuple(followed)
        self.node = self.cls.of_checked(values)

    def _fit_to_scale(self, needed: list[Slot]) -> None:
        """In a proxy: scale the knobs, unless it is the result that has to be scaled."""
        signature = self.cls.signature
        inputs = {port.name: port.type for port in signature.inputs}
        takes_pixels = any(measures_pixels(inputs[slot.name.partition("[")[0]]) for slot in needed)
        self.is_full_size = not takes_pixels and "format" not in self.cls.uses
        self._values, self._animated = self._full
        if not self.is_full_size:
            self._values = scaled_knobs(self.cls, self._values, self._scale)
            curves = scaled_knobs(self.cls, dict(self._animated), self._scale)
            self._animated = tuple(curves.items())
        self.node = self.cls.of_checked(self._values)

    def _file_digests(self, digests: FileDigests) -> tuple[str, ...]:
        assert self.node is not None
        if not any(spec.kind == "path" for spec in self.cls.params.values()):
            return ()
        return tuple(digests.digest(path) for path in self.node.files(None))

    def _check_time(self) -> None:
        """Refuse what a node that runs through the frames could not follow.

        Raises:
            ParamError: If one of its knobs is animated.
            LinkError: If an input it takes once changes over time.
        """
        if self._animated:
            name = self._animated[0][0]
            raise ParamError(
                f"Knob {self.name}.{name} cannot be animated: the node runs through the frames in one go.",
                hint="set a constant",
                node=self.name,
                param=name,
            )
        for slot in self.slots:
            if slot.mode != "stream" and slot.source.is_timed:
                raise LinkError(
                    f"Input {slot.name} of {self.name} is taken once for the shot, but {slot.source.name} changes.",
                    hint="put time.hold between them to choose a frame",
                    node=self.name,
                    port=slot.name,
                )

    def _decide(self, shot: Shot, salt: str) -> None:
        assert self.node is not None
        if self.is_stream or self.is_reducer:
            self._check_time()
        needed = [slot for slot in self.slots if self.needs(slot, shot.frames)]
        if self._scale != 1.0:
            self._fit_to_scale(needed)
        if self.is_reducer:
            self.is_timed = False
        else:
            above = any(slot.source.is_timed or slot.mode == "stream" for slot in needed)
            own = bool(self._animated) or self.node.is_timed()
            self.is_timed = self.is_sink or own or (above and not self.node.is_still())
        specs = self.cls.params
        animated = {name for name, _ in self._animated}
        held = tuple(
            (name, value)
            for name, value in self._values.items()
            if name not in animated and specs[name].kind != "path" and not specs[name].cosmetic
        )
        uses = self.cls.uses
        context: tuple[Any, ...] = (
            shot.format if "format" in uses else None,
            shot.fps if "fps" in uses else None,
            shot.frames if "range" in uses or self.is_reducer or self.is_stream else None,
        )
        depends: tuple[Any, ...] = (self.cls.id, self.cls.version, salt, held, context, self._stamps)
        if self.is_full_size and any(measures_pixels(port.type) for port in self.cls.signature.outputs):
            depends = (*depends, self._scale)
        self.static = repr(depends).encode()
        if not self.is_timed and not any(slot.source.is_timed for slot in self.slots):
            self._find_timeless_key()

    def _find_timeless_key(self) -> None:
        """Fingerprint a result without time at once, if those of its inputs are known by now."""
        parts = [self.static]
        for slot in self.slots:
            key = slot.source.keys.get(None)
            if key is None:
                return
            parts += [slot.mark, key]
        self.keys[None] = fingerprint(parts)

    def node_at(self, frame: int | None) -> Node:
        """Return the node with its knobs as they are at a frame.

        Raises:
            ParamError: If a curve leaves the knob's limits there.
        """
        assert self.node is not None
        if not self._animated or frame is None:
            return self.node
        values = dict(self._values)
        for name, curve in self._animated:
            try:
                values[name] = self.cls.params[name].check(curve.at(frame), self.name)
            except ParamError as error:
                error.frame = frame
                raise
        return self.cls.of_checked(values)

    def own_part(self, frame: int | None, digests: FileDigests) -> bytes:
        """Return what of the fingerprint at a frame does not come from the inputs."""
        if frame is None:
            return self.static
        cls, extra = self.cls, []
        node = self.node
        assert node is not None
        if self._animated:
            node = self.node_at(frame)
            extra = [getattr(node, name) for name, _ in self._animated if not cls.params[name].cosmetic]
        if node.is_timed() and not self.is_stream:
            extra.append(node.frame_key(frame))
        if self._files_by_frame:
            extra.append([digests.digest(path) for path in node.files(frame)])
        return self.static + repr(extra).encode() if extra else self.static

    def needs(self, slot: Slot, shot: FrameRange) -> bool:
        """Return whether an input is of use with the present knobs."""
        return slot.same_frame or bool(self.frames_of(slot, None, shot))

    def frames_of(self, slot: Slot, frame: int | None, shot: FrameRange) -> tuple[int, ...]:
        """Return the frames of an input that a frame needs."""
        if frame is None:
            frame = shot.first
        if slot.same_frame:
            return (frame,)
        return self.node_at(frame).input_frames(slot.name, frame)
