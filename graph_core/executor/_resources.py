"""Open files, decoders and sessions that nodes keep from one frame to the next."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Hashable
from typing import Any

__all__ = ["Resources"]

_MOST = 16


class Resources:
    """Things nodes have opened, by node and name; those not used for longest are closed first."""

    def __init__(self) -> None:
        """Begin with nothing open."""
        self._open: dict[Hashable, Any] = {}
        self._making: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return what is open under a key, or open it; frames that ask at once wait for the one that opens it."""
        with self._lock:
            if key in self._open:
                self._open[key] = self._open.pop(key)  # now the most recently used
                return self._open[key]
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                if key in self._open:
                    return self._open[key]
            made = make()
            with self._lock:
                self._open[key] = made
                self._making.pop(key, None)
        return made

    def close_unused(self) -> None:
        """Close all but the most recently used, between runs."""
        with self._lock:
            while len(self._open) > _MOST:
                _close(self._open.pop(next(iter(self._open))))

    def close(self) -> None:
        """Close everything."""
        with self._lock:
            while self._open:
                _close(self._open.popitem()[1])


def _close(thing: Any) -> None:
    close = getattr(thing, "close", None)
    if close is not None:
        with contextlib.suppress(OSError):
            close()
