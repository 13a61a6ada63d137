"""What a knob is set to, as a line of text that people can read, copy and type. It is data; nothing is evaluated.

```
8                                  a constant
0.2, 0.4, 0.6, 1                   a colour
1: 0 linear, 50: 12 smooth         keyframes: frame, value, and how it goes on from there
1: (0, 10), 50: (60, 10); loop     a point that comes around again
= plate.path                       the value of another knob
```
"""

from __future__ import annotations

import re
from typing import Any, get_args

from graph_core.errors import GraphCoreError, ParamError, closest
from graph_core.graph import KnobLink
from graph_core.node import Curve, Extrapolation, Interpolation, Key, ParamSpec

__all__ = ["parse_expression", "write_expression", "write_value"]

_LINK = re.compile(r"=\s*(\w+)\.(\w+)")
_KEY = re.compile(r"\s*(-?\d+)\s*:\s*(.*)", re.DOTALL)
_INTERPOLATIONS = get_args(Interpolation)
_EXTRAPOLATIONS = get_args(Extrapolation)


def write_value(value: Any) -> str:
    """Write a value of any kind of knob.

    >>> write_value(True), write_value((1.0, 0.5)), write_value("over"), write_value(12)
    ('true', '1, 0.5', 'over', '12')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ", ".join(map(write_value, value))
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return str(value)


def write_expression(value: Any) -> str:
    """Write what a knob is set to: a value, a curve or a link.

    >>> write_expression(Curve((Key(1, 0.0, "linear"), Key(50, 12.0)), "loop"))
    '1: 0 linear, 50: 12 smooth; loop'
    >>> write_expression(KnobLink("plate", "path"))
    '= plate.path'
    """
    if isinstance(value, KnobLink):
        return f"= {value.node}.{value.param}"
    if not isinstance(value, Curve):
        return write_value(value)
    keys = ", ".join(f"{key.frame}: {_bracketed(key.value)} {key.interpolation}" for key in value.keys)
    return keys if value.extrapolation == "hold" else f"{keys}; {value.extrapolation}"


def parse_expression(spec: ParamSpec, text: str) -> Any:
    """Read what `write_expression` has written for a knob of this kind.

    Raises:
        ParamError: If it is none, or the knob does not take it.
    """
    link = _LINK.fullmatch(text.strip())
    if link:
        return KnobLink(link[1], link[2])
    if not spec.can_animate or not _KEY.match(text):
        return spec.parse(text if not spec.can_animate else text.strip())
    keys, _, rest = text.partition(";")
    extrapolation = rest.strip() or "hold"
    if extrapolation not in _EXTRAPOLATIONS:
        hint = closest(extrapolation, _EXTRAPOLATIONS) or f"write one of {', '.join(_EXTRAPOLATIONS)} behind the ;"
        raise ParamError(f"A curve cannot go on with {extrapolation!r}.", hint=hint, param=spec.name)
    return Curve(tuple(_parse_key(spec, part) for part in _parts(keys)), extrapolation)  # type: ignore[arg-type]


def _bracketed(value: Any) -> str:
    return f"({write_value(value)})" if isinstance(value, tuple) else write_value(value)


def _parts(text: str) -> list[str]:
    """Cut at the commas that are outside of brackets."""
    return [part for part in re.split(r",(?![^(]*\))", text) if part.strip()]


def _parse_key(spec: ParamSpec, text: str) -> Key:
    match = _KEY.fullmatch(text)
    if match is None:
        raise ParamError(
            f"{text.strip()!r} is no keyframe.",
            hint="write frame: value, as in 1: 0 linear, 50: 12 smooth",
            param=spec.name,
        )
    frame, value = int(match[1]), match[2].strip()
    interpolation = "smooth"
    words = value.rsplit(None, 1)
    if len(words) == 2 and words[1] in _INTERPOLATIONS:
        value, interpolation = words[0], words[1]
    try:
        return Key(frame, spec.parse(value), interpolation)  # type: ignore[arg-type]
    except GraphCoreError as error:
        raise ParamError(f"Keyframe {frame}: {error.message}", hint=error.hint, param=spec.name) from error
