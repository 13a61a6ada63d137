"""Results kept by their fingerprint, in memory and on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from graph_core.cache._codec import decode, encode
from graph_core.cache._disk import DiskTier
from graph_core.cache._memory import Entry, MemoryTier

__all__ = ["Cache"]

_DISK_BYTES_PER_S = 400e6
_DISK_FILE_S = 0.3e-3


class Cache:
    """Two tiers: memory with a budget, and a folder that other processes share.

    Args:
        memory_bytes: Budget in memory.
        folder: Where results are kept on disk; None for memory alone.
        disk_bytes: Limit of the folder.
        worth: A result goes to disk when making it again would take this many times as long as writing it.
    """

    def __init__(
        self,
        memory_bytes: int = 1 << 30,
        folder: Path | None = None,
        disk_bytes: int = 20 << 30,
        worth: float = 10.0,
    ) -> None:
        self.memory = MemoryTier(memory_bytes)
        self.disk = DiskTier(folder / "values", disk_bytes) if folder is not None else None
        self.folder = folder
        self._worth = worth

    @staticmethod
    def default_folder() -> Path:
        """Return where results are kept when nothing else is said."""
        import platformdirs

        return Path(platformdirs.user_cache_dir("semblance", appauthor=False))

    def refresh(self) -> None:
        """Look for what other processes have kept."""
        if self.disk is not None:
            self.disk.refresh()

    def get(self, key: bytes) -> Entry | None:
        """Return a result that is in memory."""
        return self.memory.get(key)

    def is_on_disk(self, key: bytes) -> bool:
        """Return whether the folder is likely to have a result."""
        return self.disk is not None and key in self.disk

    def load(self, key: bytes) -> Entry | None:
        """Read a result from disk into memory; None when it is not usable."""
        entry = self.disk.read(key) if self.disk is not None else None
        if entry is not None:
            self.memory.put(key, entry)
        return entry

    def put(self, key: bytes, entry: Entry) -> None:
        """Keep a result in memory, and on disk when that is worth it."""
        self.memory.put(key, entry)
        if self.disk is not None and entry.cost_s > self._worth * (_DISK_FILE_S + entry.size_bytes / _DISK_BYTES_PER_S):
            self.disk.write(key, entry)

    def put_state(self, key: bytes, state: object) -> None:
        """Keep a snapshot of what a stream node carries, in both tiers.

        Raises:
            TypeError: If it holds what cannot be written.
        """
        # Held as bytes: the node may go on changing its own state.
        data = encode(state)
        entry = Entry(data, len(data), 1.0)
        self.memory.put(key, entry)
        if self.disk is not None:
            self.disk.write(key, entry)

    def get_state(self, key: bytes) -> Any:
        """Return a kept state, or None."""
        entry = self.get(key) or (self.load(key) if self.is_on_disk(key) else None)
        return decode(entry.value) if entry is not None else None

    def has_state(self, key: bytes) -> bool:
        """Return whether a state is likely to be kept."""
        return key in self.memory or self.is_on_disk(key)

    def drop_memory(self) -> None:
        """Free what is in memory; the disk keeps its own."""
        self.memory.clear()

    def clear(self) -> None:
        """Let go of everything, on disk as well."""
        self.memory.clear()
        if self.disk is not None:
            self.disk.clear()
