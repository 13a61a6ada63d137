"""The tier on disk: shared by every process, verified on read, bounded in size."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from pathlib import Path

import xxhash

from graph_core.cache._codec import decode, encode
from graph_core.cache._memory import Entry

__all__ = ["DiskTier"]

log = logging.getLogger(__name__)
_SUFFIX = ".value"
_RELIST_S = 1.0
_STALE_S = 3600.0


class DiskTier:
    """A folder of results named by their fingerprint.

    A file is written under a temporary name and renamed, so that readers never see half of one; it begins
    with a digest of the rest, so that a torn or altered one counts as absent. When the folder outgrows its
    limit the files not read for longest go.
    """

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        """Use a folder; it is made when the first result is kept."""
        self.folder = folder
        self.limit_bytes = limit_bytes
        self._sizes: dict[str, int] = {}
        self._total = 0
        self._listed = float("-inf")
        self._stamp = -1
        self._lock = threading.Lock()
        self.refresh()

    def __len__(self) -> int:
        """Return the number of results."""
        return len(self._sizes)

    @property
    def size_bytes(self) -> int:
        """Bytes the results take, as far as this process knows."""
        return self._total

    def __contains__(self, key: bytes) -> bool:
        """Return whether a result was there when the folder was last listed."""
        return key.hex() in self._sizes

    def refresh(self) -> None:
        """Look for what other processes have added or removed."""
        try:
            stamp = self.folder.stat().st_mtime_ns
        except OSError:
            return
        if stamp == self._stamp or time.monotonic() - self._listed < _RELIST_S:
            return
        self._stamp, self._listed = stamp, time.monotonic()
        sizes = {name: stat.st_size for name, stat in self._list(_SUFFIX).items()}
        with self._lock:
            self._sizes = sizes
            self._total = sum(sizes.values())

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}{_SUFFIX}"

    def read(self, key: bytes) -> Entry | None:
        """Return a result, or None when it is absent, torn or altered."""
        name = key.hex()
        path = self._path(name)
        try:
            data = path.read_bytes()
            value, cost_s, notes = self._open(data)
        except FileNotFoundError:
            self._forget(name)
            return None
        except (OSError, ValueError) as error:
            log.info("cache file %s is not usable and is removed: %s", path.name, error)
            self._remove(path)
            self._forget(name)
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return Entry(value, max(1, len(data)), cost_s, notes)

    @staticmethod
    def _open(data: bytes) -> tuple[object, float, tuple[str, ...]]:
        body = memoryview(data)[16:]
        if xxhash.xxh3_128_digest(body) != data[:16]:
            raise ValueError("its digest does not match")
        value, cost_s, notes = decode(bytes(body))
        return value, float(cost_s), tuple(notes)

    def write(self, key: bytes, entry: Entry) -> None:
        """Keep a result; a full disk or a value that cannot be written leaves the folder as it was."""
        name = key.hex()
        temporary = self.folder / f"{name}.{os.getpid()}.{threading.get_ident()}.tmp"
        try:
            body = encode((entry.value, entry.cost_s, entry.notes))
            if len(body) > self.limit_bytes // 2:
                return  # it would push out nearly all the rest
            self.folder.mkdir(parents=True, exist_ok=True)
            with temporary.open("wb") as file:
                file.write(xxhash.xxh3_128_digest(body))
                file.write(body)
            temporary.replace(self._path(name))
        except (OSError, TypeError) as error:
            log.info("not kept on disk: %s", error)
            self._remove(temporary)
            return
        with self._lock:
            self._total += len(body) + 16 - self._sizes.get(name, 0)
            self._sizes[name] = len(body) + 16
            crowded = self._total > self.limit_bytes
        if crowded:
            self._trim()

    def _forget(self, name: str) -> None:
        with self._lock:
            self._total -= self._sizes.pop(name, 0)

    def _trim(self) -> None:
        """Remove the results not read for longest until a tenth of the limit is free."""
        for name, stat in self._list(".tmp").items():
            if time.time() - stat.st_mtime > _STALE_S:
                self._remove(self.folder / f"{name}.tmp")
        found = self._list(_SUFFIX)
        sizes = {name: stat.st_size for name, stat in found.items()}
        total = sum(sizes.values())
        for name in sorted(found, key=lambda name: found[name].st_mtime_ns):
            if total <= 0.9 * self.limit_bytes:
                break
            self._remove(self._path(name))
            total -= sizes.pop(name)
        with self._lock:
            self._sizes, self._total = sizes, total

    def clear(self) -> None:
        """Remove every result."""
        for suffix in (_SUFFIX, ".tmp"):
            for name in self._list(suffix):
                self._remove(self.folder / f"{name}{suffix}")
        with self._lock:
            self._sizes, self._total = {}, 0

    def _list(self, suffix: str) -> dict[str, os.stat_result]:
        """Return the files that end so, without the ending; none when the folder cannot be read."""
        found = {}
        with contextlib.suppress(OSError), os.scandir(self.folder) as files:
            for file in files:
                if file.name.endswith(suffix):
                    with contextlib.suppress(OSError):
                        found[file.name.removesuffix(suffix)] = file.stat()
        return found

    @staticmethod
    def _remove(path: Path) -> None:
        """Remove a file, unless another process was quicker or it may not be removed."""
        with contextlib.suppress(OSError):
            path.unlink()
