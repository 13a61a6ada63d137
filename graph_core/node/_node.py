"""The base class of every node: fields are knobs, `process` arguments are pipes, the return is the output."""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from graph_core.errors import DeclarationError, ParamError, closest
from graph_core.node._context import Shot
from graph_core.node._param import ParamSpec, read_param
from graph_core.node._ports import Signature, read_signature
from graph_core.values import FrameRange

if TYPE_CHECKING:
    from graph_core.models import Weights

__all__ = ["Node"]

_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
USES = ("frame", "format", "fps", "range")
_RESERVED = {"id", "version", "process", "process_batch", "params", "signature", "uses"}


class Node:
    """A step of a graph. Subclass it, declare knobs as fields and write `process`.

    Class arguments:
        id: Address such as "color.grade"; without one the class is an abstract base.
        version: Raise it when the pixels the node makes change.
        uses: What the result depends on beside knobs and inputs: any of "frame", "format", "fps", "range".
        side_effects: The node writes something; it runs whenever it is asked for and is never cached.
        serial: One frame at a time and in order, because an open file or a session is not thread-safe.
        device: "any" works where its inputs are; "cpu" gets them in host memory.
        batch: How many frames `process_batch` takes at once; 1 for nodes without one.
        synthesis: "generated" when a model or the node itself invents picture or sound that could be
            taken for recorded, "edited" when it changes what people look like; goes into the credentials.

    A node that takes several frames at once also has `process_batch`, with the arguments of `process`,
    each a list of as many values as there are frames, returning a list of results.
    """

    id: ClassVar[str] = ""
    version: ClassVar[int] = 1
    params: ClassVar[Mapping[str, ParamSpec]] = {}
    signature: ClassVar[Signature]
    uses: ClassVar[frozenset[str]] = frozenset()
    side_effects: ClassVar[bool] = False
    serial: ClassVar[bool] = False
    device: ClassVar[Literal["any", "cpu"]] = "any"
    batch: ClassVar[int] = 1
    synthesis: ClassVar[Literal["", "generated", "edited"]] = ""

    def __init_subclass__(
        cls,
        *,
        id: str = "",
        version: int = 1,
        uses: tuple[str, ...] = (),
        side_effects: bool = False,
        serial: bool = False,
        device: Literal["any", "cpu"] = "any",
        batch: int = 1,
        synthesis: Literal["", "generated", "edited"] = "",
        **options: Any,
    ) -> None:
        """Read the declaration.

        Raises:
            DeclarationError: If it is written wrong.
        """
        super().__init_subclass__(**options)
        cls.params = {**cls.params, **_read_params(cls)}
        if not id:
            return
        if not _ID.fullmatch(id):
            raise DeclarationError(f"{cls.__name__} has the id {id!r}.", hint="write it as category.name, lower case")
        unknown = [name for name in uses if name not in USES]
        if unknown:
            raise DeclarationError(f"{cls.__name__} uses {unknown[0]!r}.", hint=f"choose from {', '.join(USES)}")
        cls.id, cls.version, cls.uses = id, version, frozenset(uses)
        cls.side_effects, cls.serial, cls.device = side_effects, serial, device
        cls.batch, cls.synthesis = batch, synthesis
        cls.signature = read_signature(cls)
        if not inspect.cleandoc(cls.__doc__ or ""):
            raise DeclarationError(f"{cls.__name__} has no docstring.", hint="its first line is the tooltip")
        if batch > 1 and not hasattr(cls, "process_batch"):
            raise DeclarationError(f"{cls.__name__} has batch={batch} but no process_batch.", hint="write one")
        clash = [port.name for port in cls.signature.inputs if port.name in cls.params]
        if clash:
            raise DeclarationError(f"{cls.__name__} has a knob and a port named {clash[0]}.", hint="rename one")

    def __init__(self, **values: Any) -> None:
        """Make a node with the given knobs and the defaults of the others.

        Raises:
            ParamError: If a knob is unknown or does not take its value.
        """
        for name, value in values.items():
            spec = self.params.get(name)
            if spec is None:
                hint = closest(name, self.params) or f"it has {', '.join(self.params) or 'no knobs'}"
                raise ParamError(f"{self.id or type(self).__name__} has no knob {name!r}.", hint=hint, param=name)
            self.__dict__[name] = spec.check(value)
        for name, spec in self.params.items():
            if name not in values:
                self.__dict__[name] = spec.default

    @classmethod
    def of_checked(cls, values: dict[str, Any]) -> Node:
        """Make a node from values of all knobs that are known to be right."""
        node = cls.__new__(cls)
        node.__dict__.update(values)
        return node

    def __setattr__(self, name: str, value: Any) -> None:
        """Refuse: a node is frozen."""
        raise AttributeError(f"{type(self).__name__} is frozen; make a new one to change {name}")

    def __repr__(self) -> str:
        """Write as the call that makes it."""
        knobs = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.params)
        return f"{type(self).__name__}({knobs})"

    @classmethod
    def title(cls) -> str:
        """First line of the docstring: the tooltip."""
        return inspect.cleandoc(cls.__doc__ or "").partition("\n")[0]

    # What the planner asks. Most nodes keep these answers.

    def is_timed(self) -> bool:
        """Whether the result changes from frame to frame even with constant knobs and inputs."""
        return "frame" in self.uses

    def is_still(self) -> bool:
        """Whether `input_frames` is the same for every frame, so that the result has no time."""
        return False

    def input_frames(self, port: str, frame: int) -> tuple[int, ...]:
        """Which frames of an input this frame needs: one for a value, several in order for a `Window`.

        None at all for an optional input that is of no use with the present knobs: nothing above it is computed.
        """
        spec = self.signature.input(port.partition("[")[0])
        if spec is not None and spec.mode == "window":
            return (frame - 1, frame, frame + 1)
        return (frame,)

    def frame_key(self, frame: int) -> Hashable:
        """What of the frame number the result depends on, when it uses the frame; equal keys share results."""
        return frame

    def files(self, frame: int | None) -> tuple[str, ...]:
        """Files whose content the result at a frame depends on (`None`: at any); by default every path knob."""
        return tuple(
            getattr(self, name)
            for name, spec in self.params.items()
            if spec.kind == "path" and not spec.writes and getattr(self, name)
        )

    def weights(self) -> tuple[Weights, ...]:
        """Model weights this node asks `ctx.models` for with its present knobs; they go into the credentials."""
        return ()

    def shot(self) -> Shot | None:
        """Format, rate and frames of the material this source brings; None when it has none of its own."""
        return None

    def missing_frames(self, frames: FrameRange) -> list[int]:
        """For a node that writes: frames of the range that an interrupted render has not written yet."""
        return list(frames)

    @classmethod
    def upgrade(cls, data: dict[str, Any], from_version: int) -> dict[str, Any]:
        """Turn a saved node of an older version into today's.

        Args:
            data: `{"params": {…}, "inputs": {…}}` as saved.
            from_version: The version that saved it.

        Returns:
            The same, for this version.
        """
        return data


def _read_params(cls: type[Node]) -> dict[str, ParamSpec]:
    own = inspect.get_annotations(cls)
    if not own:
        return {}
    try:
        hints = typing.get_type_hints(cls)
    except NameError as error:
        raise DeclarationError(
            f"{cls.__name__} names a type that cannot be found: {error}.",
            hint="import knob types normally, not under TYPE_CHECKING",
        ) from error
    found = {}
    for name in own:
        if typing.get_origin(hints[name]) is ClassVar:
            continue
        if name in _RESERVED or hasattr(Node, name):
            raise DeclarationError(f"{cls.__name__} has a knob named {name}.", hint="the engine uses that name")
        found[name] = read_param(cls.__name__, name, hints[name], cls.__dict__.get(name))
        # A missed __init__ must not hand out the declaration as if it were a value.
        setattr(cls, name, found[name].default)
    return found
