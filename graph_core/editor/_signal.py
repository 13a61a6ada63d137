"""Signals: how parts of the editor that do not know each other tell that something has changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, ParamSpec

__all__ = ["Signal"]

P = ParamSpec("P")


class Signal(Generic[P]):
    """A list of functions that are called, in the order they came, when something happens.

    >>> moved: Signal[[int]] = Signal()
    >>> moved.connect(print)
    >>> moved(3)
    3
    """

    def __init__(self) -> None:
        """Make a signal nobody listens to."""
        self._listeners: list[Callable[P, object]] = []

    def connect(self, listener: Callable[P, object]) -> None:
        """Call a function from now on."""
        self._listeners.append(listener)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Tell everybody."""
        for listener in list(self._listeners):
            listener(*args, **kwargs)
