"""Animation curves: a knob's value as a function of the frame, as data."""

from __future__ import annotations

import bisect
import itertools
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, get_args

from graph_core.errors import ParamError

__all__ = ["Curve", "Extrapolation", "Interpolation", "Key"]

Interpolation = Literal["constant", "linear", "smooth"]
Extrapolation = Literal["hold", "linear", "loop"]


class Key(NamedTuple):
    """A keyframe; `interpolation` is how the value travels to the next one."""

    frame: int
    value: Any
    interpolation: Interpolation = "smooth"


@dataclass(frozen=True, slots=True)
class Curve:
    """Keyframes in order of time.

    `smooth` is the cubic 3t² - 2t³ between two keys: it leaves and arrives with no speed.
    Whatever is not made of numbers (a word of a menu, a checkbox) is held until the next key.

    >>> curve = Curve((Key(1, 0.0, "linear"), Key(11, 10.0)))
    >>> curve.at(6), curve.at(99)
    (5.0, 10.0)
    """

    keys: tuple[Key, ...]
    extrapolation: Extrapolation = "hold"

    def __post_init__(self) -> None:
        """Refuse a curve without keys, with two at one frame, or with an unknown interpolation."""
        if not self.keys:
            raise ParamError("A curve has no keyframes.", hint="give it one, or set a constant")
        ordered = tuple(sorted(self.keys, key=lambda key: key.frame))
        object.__setattr__(self, "keys", ordered)
        for before, after in itertools.pairwise(ordered):
            if before.frame == after.frame:
                raise ParamError(f"A curve has two keyframes at frame {after.frame}.", hint="remove one")
        for key in ordered:
            if key.interpolation not in get_args(Interpolation):
                raise ParamError(
                    f"Keyframe {key.frame} has the interpolation {key.interpolation!r}.",
                    hint=f"choose one of {', '.join(get_args(Interpolation))}",
                )
        if self.extrapolation not in get_args(Extrapolation):
            raise ParamError(
                f"A curve has the extrapolation {self.extrapolation!r}.",
                hint=f"choose one of {', '.join(get_args(Extrapolation))}",
            )

    def at(self, frame: float) -> Any:
        """Return the value at a frame."""
        keys = self.keys
        first, last = keys[0], keys[-1]
        if len(keys) > 1 and not first.frame <= frame <= last.frame:
            if self.extrapolation == "loop":
                frame = first.frame + (frame - first.frame) % (last.frame - first.frame)
            elif self.extrapolation == "linear":
                pair = (keys[0], keys[1]) if frame < first.frame else (keys[-2], keys[-1])
                return _between(*pair, (frame - pair[0].frame) / (pair[1].frame - pair[0].frame))
        position = bisect.bisect_right(keys, frame, key=lambda key: key.frame) - 1
        if position < 0:
            return first.value
        key = keys[position]
        if position + 1 == len(keys) or key.interpolation == "constant":
            return key.value
        share = (frame - key.frame) / (keys[position + 1].frame - key.frame)
        if key.interpolation == "smooth":
            share = share * share * (3 - 2 * share)
        return _between(key, keys[position + 1], share)


def _between(before: Key, after: Key, share: float) -> Any:
    if isinstance(before.value, bool | str):
        return before.value
    if isinstance(before.value, int) and isinstance(after.value, int):
        return round(before.value + (after.value - before.value) * share)
    if isinstance(before.value, tuple):
        return type(before.value)(
            *(low + (high - low) * share for low, high in zip(before.value, after.value, strict=True))
        )
    return before.value + (after.value - before.value) * share
