"""How pictures get their memory, so that a long render takes no more of it than a short one."""

from __future__ import annotations

import ctypes
import os
import sys

__all__ = ["keep_memory_flat"]

_M_MMAP_THRESHOLD = -3
_LARGE_BYTES = 1 << 20


def keep_memory_flat() -> None:
    """Have large buffers mapped one by one and given back when freed, in huge pages. Linux with glibc only.

    glibc otherwise keeps freed pictures in its heaps, and hardly reuses the aligned ones that torch asks
    for: 1,200 frames of 640 x 360 took 1.3 GiB where 0.5 GiB was in use. Mapping alone makes every picture
    pay for its page faults (a copy at 1080p: 12 ms for 1.4); with huge pages the copy takes 3.9 ms.
    """
    if not sys.platform.startswith("linux"):
        return
    if "torch" in sys.modules and "THP_MEM_ALLOC_ENABLE" not in os.environ:
        return  # torch has read its settings: mapping without huge pages would cost more than it saves
    os.environ.setdefault("THP_MEM_ALLOC_ENABLE", "1")
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES)
