"""How pictures get their memory, so that a long render is as quick and takes as much of it as a short one."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

__all__ = ["Heap"]

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
_MOST_FROM_HEAP = 32 << 20
_SLACK_BYTES = 384 << 20
_STATM = Path("/proc/self/statm")


class Heap:
    """The process's heap, on Linux with glibc; elsewhere it is left alone.

    Freed pictures stay in the heap to be used again: mapping each one anew makes it pay for its pages (a copy at
    1080p: 12 ms instead of 1.4). But glibc before 2.38 hardly reuses the aligned blocks that torch asks for: 1,200
    frames of 640 x 360 took 1.3 GiB where 0.5 was in use. So there is one arena, and whenever the process has
    outgrown what the cache may hold by more than a slack, free pages are given back.

    Args:
        budget_bytes: What the cache may hold.
    """

    def __init__(self, budget_bytes: int) -> None:
        self._trim = None
        if sys.platform.startswith("linux"):
            library = ctypes.CDLL(None)
            self._trim = getattr(library, "malloc_trim", None)
            mallopt = getattr(library, "mallopt", None)
            if mallopt is not None:
                mallopt(_M_ARENA_MAX, 1)
                mallopt(_M_MMAP_THRESHOLD, _MOST_FROM_HEAP)
                mallopt(_M_TRIM_THRESHOLD, 1 << 30)
        self._limit = _resident_bytes() + budget_bytes + _SLACK_BYTES

    def give_back(self) -> None:
        """Give free pages back to the system if the process has grown too far."""
        if self._trim is None or _resident_bytes() <= self._limit:
            return
        self._trim(0)
        self._limit = max(self._limit, _resident_bytes() + _SLACK_BYTES // 2)


def _resident_bytes() -> int:
    if not _STATM.exists():
        return 0
    return int(_STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
