"""Ports: what a node takes and gives, read from the signature of its `process`."""

from __future__ import annotations

import collections.abc
import inspect
import types
import typing
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, Union

from graph_core.errors import DeclarationError
from graph_core.values import Stream, Value, Window

__all__ = ["InputPort", "OutputPort", "Signature", "fits", "read_signature", "type_name"]

PortMode = Literal["value", "window", "stream"]
_PLAIN = (int, float, str, bool)


@dataclass(frozen=True, slots=True)
class InputPort:
    """Where a link ends.

    Attributes:
        name: Name of the argument.
        type: What it takes; a TypeVar stands for "whatever is linked".
        mode: One frame's value, a window of neighbours, or a stream of every frame.
        optional: May stay unconnected; the argument is then None.
        variadic: Takes any number of links, in order (`*layers: Image`).
    """

    name: str
    type: Any
    mode: PortMode = "value"
    optional: bool = False
    variadic: bool = False


@dataclass(frozen=True, slots=True)
class OutputPort:
    """Where a link begins."""

    name: str
    type: Any


@dataclass(frozen=True, slots=True)
class Signature:
    """The ports of a node and how its `process` is called.

    Attributes:
        inputs: In order of the arguments.
        outputs: One, or one for each field of the NamedTuple returned; none for a node that only writes.
        takes_context: Whether `process` has a `ctx`.
        yields: Whether `process` is a generator: one result per frame.
        bundle: The NamedTuple class returned, when there are several outputs.
    """

    inputs: tuple[InputPort, ...]
    outputs: tuple[OutputPort, ...]
    takes_context: bool
    yields: bool
    bundle: type | None

    def input(self, name: str) -> InputPort | None:
        """Return the input of this name, or None."""
        return next((port for port in self.inputs if port.name == name), None)

    def output(self, name: str) -> OutputPort | None:
        """Return the output of this name, or None."""
        return next((port for port in self.outputs if port.name == name), None)


def type_name(kind: Any) -> str:
    """Name a port's type as the artist reads it.

    >>> type_name(float), type_name(TypeVar("T"))
    ('float', 'any')
    """
    if isinstance(kind, TypeVar):
        return "any"
    return getattr(kind, "__name__", str(kind))


def fits(given: Any, wanted: Any) -> bool:
    """Return whether an output of one type may feed an input of the other."""
    if isinstance(wanted, TypeVar):
        bound = wanted.__bound__
        return bound is None or isinstance(given, TypeVar) or fits(given, bound)
    if isinstance(given, TypeVar):
        return True
    if wanted is float and given is int:
        return True
    return isinstance(given, type) and isinstance(wanted, type) and issubclass(given, wanted)


def read_signature(cls: type) -> Signature:
    """Read a node class's ports from `process`.

    Raises:
        DeclarationError: If an argument or the return type is not one a port can have.
    """
    owner = cls.__name__
    process = cls.__dict__.get("process") or getattr(cls, "process", None)
    if not inspect.isfunction(process):
        raise DeclarationError(f"{owner} has no process method.", hint="write def process(self, …) -> …")
    try:
        hints = typing.get_type_hints(process)
    except NameError as error:
        raise DeclarationError(
            f"{owner}.process names a type that cannot be found: {error}.",
            hint="import port types normally, not under TYPE_CHECKING",
        ) from error
    inputs, takes_context = [], False
    for argument in list(inspect.signature(process).parameters.values())[1:]:
        if argument.kind is argument.KEYWORD_ONLY:
            if argument.name != "ctx":
                raise DeclarationError(f"{owner}.process has the keyword argument {argument.name}.", hint="only ctx")
            takes_context = True
            continue
        if argument.name not in hints:
            raise DeclarationError(f"{owner}.process argument {argument.name} has no type.", hint="write its type")
        inputs.append(_read_input(owner, argument, hints[argument.name]))
    yields = inspect.isgeneratorfunction(process)
    if "return" not in hints:
        raise DeclarationError(f"{owner}.process has no return type.", hint="write -> Image, or what it makes")
    outputs, bundle = _read_outputs(owner, hints["return"], yields)
    if yields and not any(port.mode == "stream" for port in inputs):
        raise DeclarationError(f"{owner}.process yields but has no Stream input.", hint="return the result")
    return Signature(tuple(inputs), outputs, takes_context, yields, bundle)


def _read_input(owner: str, argument: inspect.Parameter, hint: Any) -> InputPort:
    optional = False
    if typing.get_origin(hint) in (Union, types.UnionType):
        parts = [part for part in typing.get_args(hint) if part is not type(None)]
        if len(parts) != 1 or argument.default is not None:
            raise DeclarationError(
                f"{owner}.process argument {argument.name} is {hint}.",
                hint="a port has one type; an optional one is written Image | None = None",
            )
        optional, hint = True, parts[0]
    elif argument.default is not argument.empty:
        raise DeclarationError(
            f"{owner}.process argument {argument.name} has a default but is not optional.",
            hint="write Image | None = None, or make it a knob with Param",
        )
    mode: PortMode = "value"
    origin = typing.get_origin(hint)
    if origin in (Window, Stream):
        mode = "window" if origin is Window else "stream"
        (hint,) = typing.get_args(hint)
    _check_type(owner, argument.name, hint)
    return InputPort(argument.name, hint, mode, optional, argument.kind is argument.VAR_POSITIONAL)


def _read_outputs(owner: str, hint: Any, yields: bool) -> tuple[tuple[OutputPort, ...], type | None]:
    if yields:
        if typing.get_origin(hint) not in (collections.abc.Iterator, collections.abc.Generator):
            raise DeclarationError(f"{owner}.process yields.", hint="write -> Iterator[Image], or what it makes")
        hint = typing.get_args(hint)[0]
    if hint is None or hint is type(None):
        return (), None
    if isinstance(hint, type) and issubclass(hint, tuple) and hasattr(hint, "_fields"):
        fields = typing.get_type_hints(hint)
        for name, kind in fields.items():
            _check_type(owner, name, kind)
        return tuple(OutputPort(name, kind) for name, kind in fields.items()), hint
    _check_type(owner, "out", hint)
    return (OutputPort("out", hint),), None


def _check_type(owner: str, name: str, kind: Any) -> None:
    if isinstance(kind, TypeVar) or kind in _PLAIN or (isinstance(kind, type) and issubclass(kind, Value)):
        return
    raise DeclarationError(
        f"{owner} port {name} has the type {kind}.",
        hint="use a Value such as Image, one of int, float, str, bool, or Window[...] or Stream[...] of them",
    )
