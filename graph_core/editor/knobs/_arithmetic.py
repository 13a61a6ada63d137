"""Numbers as people type them: with sums, such as `1920/2`. Nothing is evaluated but arithmetic."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping

__all__ = ["calculate"]

_TOKEN = re.compile(r"\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|(\*\*|[-+*/%^()]))")
_MOST_LETTERS = 200
_SUMS: Mapping[str, Callable[[float, float], float]] = {"+": operator.add, "-": operator.sub}
_PRODUCTS: Mapping[str, Callable[[float, float], float]] = {
    "*": operator.mul,
    "/": operator.truediv,
    "%": operator.mod,
}


def calculate(text: str) -> float:
    """Work out a sum.

    >>> calculate("1920/2"), calculate("-2^2 + (3 - .5) * 4"), calculate("1e3")
    (960.0, 6.0, 1000.0)

    Raises:
        ValueError: If it is none, or has no finite result.
    """
    if len(text) > _MOST_LETTERS:
        raise ValueError(f"a sum has at most {_MOST_LETTERS} letters")
    reader = _Reader(_tokens(text))
    try:
        result = reader.sum()
    except ZeroDivisionError:
        raise ValueError("nothing can be divided by 0") from None
    except OverflowError:
        raise ValueError("the result is too large") from None
    if reader.tokens:
        raise ValueError(f"{reader.tokens[0]!r} is not expected there")
    if isinstance(result, complex) or not math.isfinite(result):
        raise ValueError("the result is no finite number")
    return result


def _tokens(text: str) -> list[str]:
    tokens, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ValueError(f"{text[at:].strip()!r} is no number")
        tokens.append(match[1] or match[2])
        at = match.end()
    return tokens


class _Reader:
    """Reads tokens from left to right, one method for each rank of operators."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens

    def sum(self) -> float:
        result = self.product()
        while self.tokens and self.tokens[0] in _SUMS:
            result = _SUMS[self.tokens.pop(0)](result, self.product())
        return result

    def product(self) -> float:
        result = self.signed()
        while self.tokens and self.tokens[0] in _PRODUCTS:
            result = _PRODUCTS[self.tokens.pop(0)](result, self.signed())
        return result

    def signed(self) -> float:
        if self.tokens and self.tokens[0] in _SUMS:
            return -self.signed() if self.tokens.pop(0) == "-" else self.signed()
        return self.power()

    def power(self) -> float:
        base = self.atom()
        if self.tokens and self.tokens[0] in ("^", "**"):
            self.tokens.pop(0)
            result: float = base ** self.signed()
            return result
        return base

    def atom(self) -> float:
        if not self.tokens:
            raise ValueError("a number is missing")
        token = self.tokens.pop(0)
        if token == "(":
            result = self.sum()
            if not self.tokens or self.tokens.pop(0) != ")":
                raise ValueError("a bracket is not closed")
            return result
        try:
            return float(token)
        except ValueError:
            raise ValueError(f"{token!r} is not expected there") from None
