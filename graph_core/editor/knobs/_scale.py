"""Sliders: where a number stands between the limits of its knob, and how a drag turns it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from graph_core.node import ParamSpec

__all__ = ["Scale", "number_words"]

_LOGARITHMIC_FROM = 50.0
"""A slider whose end is this many times its beginning feels even when equal ways multiply."""
_FINE = 0.1
_STEPS = 200
_FREE_STEPS = 1000


def number_words(value: float, digits: int = 6) -> str:
    """Write a number without needless digits.

    >>> number_words(8.0), number_words(0.1 + 0.2), number_words(1234567.0), number_words(-0.0)
    ('8', '0.3', '1234567', '0')
    """
    if abs(value) >= 10**digits:
        return f"{value:.0f}"
    return f"{value + 0.0:.{digits}g}"


@dataclass(frozen=True, slots=True)
class Scale:
    """What a slider needs to know of a number.

    Attributes:
        low, high: Hard limits; `low_open` and `high_open` exclude the limit itself.
        begin, end: Where the slider begins and ends; None for a number that is dragged freely.
        step: What a drag rounds to; a fine drag rounds to a tenth of it.
        is_whole: Only whole numbers.
        limits: The hard limits in words.
    """

    low: float | None = None
    high: float | None = None
    low_open: bool = False
    high_open: bool = False
    begin: float | None = None
    end: float | None = None
    step: float = 0.01
    is_whole: bool = False
    limits: str = "any number"

    @classmethod
    def of(cls, spec: ParamSpec) -> Scale:
        """Return the scale of a knob that is a number, or of the numbers that a colour or a point is made of."""
        begin = spec.low if spec.soft_low is None else spec.soft_low
        end = spec.high if spec.soft_high is None else spec.soft_high
        if begin is None or end is None or begin >= end:
            begin = end = None
        whole = spec.kind == "int"
        if begin is not None and end is not None:
            step = _round_down((end - begin) / _STEPS)
        elif spec.kind == "point":
            step = 1.0
        else:
            step = 0.01 if isinstance(spec.default, tuple) else _round_down(max(abs(spec.default), 1.0) / 100)
        if whole:
            step = max(1.0, step)
        return cls(spec.low, spec.high, spec.low_open, spec.high_open, begin, end, step, whole, spec.limits)

    @property
    def is_logarithmic(self) -> bool:
        """Whether equal ways on the slider multiply, because it spans more than a decade or two."""
        return self.begin is not None and self.end is not None and 0 < self.begin * _LOGARITHMIC_FROM <= self.end

    def share(self, value: float) -> float | None:
        """Return where a value stands, 0 at the slider's beginning and 1 at its end; None without a slider."""
        place = self._place(value)
        return None if place is None else min(max(place, 0.0), 1.0)

    def moved(self, value: float, way_px: float, width_px: float, *, fine: bool = False) -> float:
        """Return the number that a value becomes when it is dragged, before it is rounded.

        A drag ends where the slider ends; a value that was typed beyond it can be dragged back.
        """
        way = way_px * (_FINE if fine else 1.0)
        place = self._place(value)
        if place is None:
            way_in_steps = way / 2 if self.is_whole and not fine else way
            return self.clamped(value + way_in_steps * self.step)
        wanted = place + way / max(width_px, 1.0)
        return self._value(min(max(wanted, min(0.0, place)), max(1.0, place)))

    def rounded(self, value: float, *, fine: bool = False) -> float:
        """Return a dragged number without the digits that no hand can aim at."""
        step = self.step
        if self.is_logarithmic and value > 0:
            step = _round_down(value / _STEPS * 2)
        if self.is_whole:
            step = 1.0 if fine else max(1.0, step)
        elif fine:
            step *= _FINE
        # Dividing by a whole number gives 0.3 where multiplying by 0.1 gives 0.30000000000000004.
        result = round(value / step) / round(1 / step) if step < 1 else round(value / step) * step
        return self.clamped(float(result))

    def clamped(self, value: float) -> float:
        """Return the nearest number within the hard limits."""
        if self.is_whole:
            value = float(round(value))
        least = 1.0 if self.is_whole else self.step * _FINE
        if self.low is not None and (value < self.low or (self.low_open and value == self.low)):
            return self.low + least if self.low_open else self.low
        if self.high is not None and (value > self.high or (self.high_open and value == self.high)):
            return self.high - least if self.high_open else self.high
        return value

    def _place(self, value: float) -> float | None:
        if self.begin is None or self.end is None:
            return None
        if self.is_logarithmic:
            return math.log(value / self.begin) / math.log(self.end / self.begin) if value > 0 else 0.0
        return (value - self.begin) / (self.end - self.begin)

    def _value(self, place: float) -> float:
        assert self.begin is not None and self.end is not None
        if self.is_logarithmic:
            return self.begin * math.exp(place * math.log(self.end / self.begin))
        return self.begin + place * (self.end - self.begin)


def _round_down(value: float) -> float:
    """Return the power of ten below a number."""
    power = math.floor(math.log10(value) + 1e-9)
    return 10.0**power if power >= 0 else 1 / 10.0**-power
