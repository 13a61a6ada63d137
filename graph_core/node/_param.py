"""Knobs: what an artist can set on a node, with its limits and its help."""

from __future__ import annotations

import math
import re
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

from graph_core.errors import DeclarationError, ParamError, closest

__all__ = ["Color", "Param", "ParamSpec", "Point"]

_MOST_INT = (1 << 63) - 1
ParamKind = Literal["float", "int", "bool", "str", "path", "choice", "color", "point"]


class Color(NamedTuple):
    """A colour in scene-linear Rec. 709, not premultiplied."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    @classmethod
    def parse(cls, text: str) -> Color:
        """Read `#rrggbb`, `#rrggbbaa` (sRGB) or three or four linear numbers.

        >>> Color.parse("#ff0000")
        Color(red=1.0, green=0.0, blue=0.0, alpha=1.0)
        >>> Color.parse("0.18, 0.18, 0.18")
        Color(red=0.18, green=0.18, blue=0.18, alpha=1.0)
        """
        text = text.strip()
        if text.startswith("#"):
            if not re.fullmatch(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{8})", text):
                raise ValueError("a hexadecimal colour is # and 6 or 8 digits from 0 to f")
            red, green, blue = (_linear(int(text[at : at + 2], 16) / 255) for at in (1, 3, 5))
            return cls(red, green, blue, int(text[7:9], 16) / 255 if len(text) == 9 else 1.0)
        return cls(*_numbers(text, 3, 4))


class Point(NamedTuple):
    """A place in the picture, in full-resolution px from the top left corner."""

    x: float
    y: float


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _numbers(text: str, least: int, most: int) -> list[float]:
    parts = [_parse_float(part) for part in text.strip("()[] ").replace(",", " ").split()]
    if not least <= len(parts) <= most:
        raise ValueError(f"{least} to {most} numbers are needed, not {len(parts)}")
    return parts


@dataclass(frozen=True, slots=True)
class ParamSpec:
    """One knob as the node declares it.

    Attributes:
        name: Name of the field.
        kind: What sort of value it takes.
        default: Value until the artist sets another.
        choices: The words a menu offers.
        low, high: Hard limits; `low_open` and `high_open` exclude the limit itself.
        soft_low, soft_high: Where a slider begins and ends.
        unit: Such as px, frames, degrees, stops.
        help: What turning the knob does to the picture.
        widget: Hint to the editor, such as "curve".
        writes: For a path: the node writes there, so the content is no input.
        cosmetic: The value never changes what the node makes, so it stays out of the cache key.
    """

    name: str
    kind: ParamKind
    default: Any
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    low_open: bool = False
    high_open: bool = False
    soft_low: float | None = None
    soft_high: float | None = None
    unit: str = ""
    help: str = ""
    widget: str = ""
    writes: bool = False
    cosmetic: bool = False

    @property
    def can_animate(self) -> bool:
        """Whether keyframes make sense: everything but paths and text."""
        return self.kind not in ("path", "str")

    @property
    def limits(self) -> str:
        """The allowed range in words, such as `at least 0`."""
        words = []
        if self.low is not None:
            words.append(f"{'above' if self.low_open else 'at least'} {self.low:g}")
        if self.high is not None:
            words.append(f"{'below' if self.high_open else 'at most'} {self.high:g}")
        return " and ".join(words) if words else "any number"

    def check(self, value: Any, node: str = "") -> Any:
        """Return the value in its canonical type.

        Raises:
            ParamError: If the knob does not take it.
        """
        try:
            value = _CONVERT[self.kind](self, value)
        except (TypeError, ValueError) as error:
            raise self._refuse(value, str(error), node) from None
        if self.kind in ("float", "int"):
            if self.low is not None and (value < self.low or (self.low_open and value == self.low)):
                raise self._refuse(value, f"it takes {self.limits}", node)
            if self.high is not None and (value > self.high or (self.high_open and value == self.high)):
                raise self._refuse(value, f"it takes {self.limits}", node)
        return value

    def parse(self, text: str, node: str = "") -> Any:
        """Read a value written on a command line.

        Raises:
            ParamError: If the text is not a value of this knob.
        """
        try:
            value = _PARSE[self.kind](text)
        except ValueError as error:
            raise self._refuse(text, str(error), node) from None
        return self.check(value, node)

    def _refuse(self, value: Any, why: str, node: str) -> ParamError:
        place = f"{node}.{self.name}" if node else self.name
        hint = why
        if self.kind == "choice":
            hint = closest(str(value), self.choices) or f"choose one of {', '.join(self.choices)}"
        return ParamError(f"Knob {place} cannot be {value!r}.", hint=hint, node=node or None, param=self.name)


def _to_float(spec: ParamSpec, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("it takes a number")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ValueError("it takes a finite number")
    return number + 0.0  # folds -0.0 into 0.0, so that both have one cache key


def _to_int(spec: ParamSpec, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("it takes a whole number")
    if not -_MOST_INT <= value <= _MOST_INT or int(value) != value:
        raise ValueError("it takes a whole number of at most 63 bits")
    return int(value)


def _to_bool(spec: ParamSpec, value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("it takes true or false")
    return value


def _to_str(spec: ParamSpec, value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("it takes text")
    return _writable(value)


def _writable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("it holds characters that cannot be written to a file as UTF-8") from None
    return text


def _to_choice(spec: ParamSpec, value: Any) -> str:
    if value not in spec.choices:
        raise ValueError(f"choose one of {', '.join(spec.choices)}")
    return str(value)


def _to_path(spec: ParamSpec, value: Any) -> str:
    if not isinstance(value, str | Path):
        raise TypeError("it takes a path")
    if "\0" in str(value):
        raise ValueError("a path cannot hold a null character")
    return _writable(str(value))


def _to_color(spec: ParamSpec, value: Any) -> Color:
    if isinstance(value, str):
        value = Color.parse(value)
    return Color(*_floats(spec, value, 3, 4))


def _to_point(spec: ParamSpec, value: Any) -> Point:
    return Point(*_floats(spec, value, 2, 2))


def _floats(spec: ParamSpec, value: Any, least: int, most: int) -> list[float]:
    if not isinstance(value, list | tuple) or not least <= len(value) <= most:
        raise TypeError(f"it takes {least} numbers" if least == most else f"it takes {least} to {most} numbers")
    return [_to_float(spec, part) for part in value]


def _parse_bool(text: str) -> bool:
    words = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
    if text.lower() not in words:
        raise ValueError("it takes true or false")
    return words[text.lower()]


def _parse_float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError("it takes a number") from None


_CONVERT: Mapping[str, Any] = {
    "float": _to_float,
    "int": _to_int,
    "bool": _to_bool,
    "str": _to_str,
    "path": _to_path,
    "choice": _to_choice,
    "color": _to_color,
    "point": _to_point,
}
_PARSE: Mapping[str, Any] = {
    "float": _parse_float,
    "int": _parse_float,
    "bool": _parse_bool,
    "str": str,
    "path": str,
    "choice": str,
    "color": Color.parse,
    "point": lambda text: Point(*_numbers(text, 2, 2)),
}
_KINDS: Mapping[Any, ParamKind] = {
    float: "float",
    int: "int",
    bool: "bool",
    str: "str",
    Path: "path",
    Color: "color",
    Point: "point",
}


@dataclass(frozen=True, slots=True)
class _Declared:
    """What `Param(...)` leaves in the class body until the class is made."""

    default: Any
    options: dict[str, Any] = field(default_factory=dict)


def Param(  # noqa: N802 - reads as a declaration, like dataclasses.field
    default: Any,
    *,
    help: str,
    ge: float | None = None,
    gt: float | None = None,
    le: float | None = None,
    lt: float | None = None,
    soft_min: float | None = None,
    soft_max: float | None = None,
    unit: str = "",
    widget: str = "",
    writes: bool = False,
    cosmetic: bool = False,
) -> Any:
    """Declare a knob: what an annotated field of a node class is set to.

    The annotation says the kind: float, int, bool, str, Path, Color, Point or `Literal["a", "b"]`.

    Args:
        default: Value until the artist sets another.
        help: What turning the knob does to the picture.
        ge, gt, le, lt: Hard limits.
        soft_min, soft_max: Where the slider begins and ends.
        unit: Such as px, frames, degrees, stops.
        widget: Hint to the editor.
        writes: For a path: the node writes there.
        cosmetic: The value never changes what the node makes.
    """
    options = {
        "help": help,
        "low": ge if ge is not None else gt,
        "high": le if le is not None else lt,
        "low_open": gt is not None,
        "high_open": lt is not None,
        "soft_low": soft_min,
        "soft_high": soft_max,
        "unit": unit,
        "widget": widget,
        "writes": writes,
        "cosmetic": cosmetic,
    }
    return _Declared(default, options)


def read_param(owner: str, name: str, annotation: Any, declared: Any) -> ParamSpec:
    """Turn an annotated class attribute into a `ParamSpec`.

    Raises:
        DeclarationError: If the annotation or the default is not one a knob can have.
    """
    if not isinstance(declared, _Declared):
        raise DeclarationError(
            f"{owner}.{name} is annotated but is no knob.",
            hint=f"write {name}: {getattr(annotation, '__name__', annotation)} = Param(…, help=…), or mark it ClassVar",
        )
    choices: tuple[str, ...] = ()
    if typing.get_origin(annotation) is Literal:
        choices = typing.get_args(annotation)
        kind: ParamKind = "choice"
    elif annotation in _KINDS and not isinstance(annotation, types.UnionType):
        kind = _KINDS[annotation]
    else:
        raise DeclarationError(
            f"{owner}.{name} has the type {annotation}, which no knob can hold.",
            hint="use float, int, bool, str, Path, Color, Point or Literal[...]",
        )
    if not declared.options["help"]:
        raise DeclarationError(f"{owner}.{name} has no help.", hint="say what turning the knob does to the picture")
    spec = ParamSpec(name, kind, declared.default, choices, **declared.options)
    try:
        default = spec.check(declared.default)
    except ParamError as error:
        raise DeclarationError(f"{owner}.{name} has a default it does not take.", hint=error.hint) from None
    return ParamSpec(name, kind, default, choices, **declared.options)
