"""The tier in memory: a byte budget, and eviction that weighs size against the time to recompute."""

from __future__ import annotations

import heapq
import itertools
import threading
from typing import Any, NamedTuple

__all__ = ["Entry", "MemoryTier"]


class Entry(NamedTuple):
    """A kept result.

    Attributes:
        value: What the node gave.
        size_bytes: What it takes.
        cost_s: Seconds it would take to make again, from what is cheap to have.
        notes: What the node reported while making it.
    """

    value: Any
    size_bytes: int
    cost_s: float
    notes: tuple[str, ...] = ()


class MemoryTier:
    """GreedyDual-Size (Cao and Irani 1997): an entry's credit is the clock plus cost over size; the least
    credit leaves first and moves the clock to its own, so that what is not asked for grows old. Of equal
    credits the one used least recently leaves.
    """

    def __init__(self, limit_bytes: int) -> None:
        """Make an empty tier of a given size."""
        self.limit_bytes = limit_bytes
        self.size_bytes = 0
        self._clock = 0.0
        self._entries: dict[bytes, Entry] = {}
        self._credit: dict[bytes, tuple[float, int]] = {}
        self._heap: list[tuple[tuple[float, int], bytes]] = []
        self._uses = itertools.count()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self._entries)

    def __contains__(self, key: bytes) -> bool:
        """Return whether a result is held."""
        return key in self._entries

    def get(self, key: bytes) -> Entry | None:
        """Return an entry, and count it as used."""
        entry = self._entries.get(key)
        if entry is not None:
            self._credit[key] = (self._clock + entry.cost_s / entry.size_bytes, next(self._uses))
        return entry

    def put(self, key: bytes, entry: Entry) -> None:
        """Hold an entry, as long as the budget and its worth allow."""
        if entry.size_bytes > self.limit_bytes:
            return
        with self._lock:
            before = self._entries.get(key)
            if before is not None:
                self.size_bytes -= before.size_bytes
            self._entries[key] = entry
            self.size_bytes += entry.size_bytes
            credit = (self._clock + entry.cost_s / entry.size_bytes, next(self._uses))
            self._credit[key] = credit
            heapq.heappush(self._heap, (credit, key))
            if self.size_bytes > self.limit_bytes:
                self._evict()
            if len(self._heap) > 2 * len(self._entries) + 64:
                # Results put again and again leave their old places behind.
                self._heap = [(self._credit[held], held) for held in self._entries]
                heapq.heapify(self._heap)

    def _evict(self) -> None:
        while self.size_bytes > self.limit_bytes and self._heap:
            credit, key = heapq.heappop(self._heap)
            entry = self._entries.get(key)
            if entry is None:
                continue
            now = self._credit[key]
            if now > credit:
                # Used since it was filed: file it again under its present credit.
                heapq.heappush(self._heap, (now, key))
                continue
            self._clock = credit[0]
            del self._entries[key], self._credit[key]
            self.size_bytes -= entry.size_bytes

    def clear(self) -> None:
        """Let everything go."""
        with self._lock:
            self._entries.clear()
            self._credit.clear()
            self._heap.clear()
            self.size_bytes = 0
