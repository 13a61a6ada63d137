"""Digests of media files: a result depends on what a file holds, not on its name or date."""

from __future__ import annotations

import contextlib
import json
import os
import threading
import time
from pathlib import Path

import xxhash

__all__ = ["FileDigests"]

_CHUNK = 1 << 22
# A file changed twice within one tick of the clock keeps its date; FAT counts in steps of two seconds.
_SETTLED_NS = 2_000_000_000


class FileDigests:
    """Content digests, computed once for as long as size, date and inode stay the same.

    Args:
        memo: File that keeps them from one process to the next; None to keep none.
    """

    def __init__(self, memo: Path | None = None) -> None:
        self._memo = memo
        self._known: dict[str, tuple[int, int, int, str]] = {}
        self._lock = threading.Lock()
        self._is_changed = False
        if memo is not None:
            with contextlib.suppress(OSError, ValueError, TypeError, AttributeError):
                stored = json.loads(memo.read_text())
                self._known = {path: (int(a), int(b), int(c), str(d)) for path, (a, b, c, d) in stored.items()}

    def digest(self, path: str) -> str:
        """Return the digest of a file's content; of a missing one, a word that says so."""
        try:
            stat = os.stat(path)  # noqa: PTH116 - called for every file of every frame
        except OSError:
            return "missing"
        stamp = (stat.st_size, stat.st_mtime_ns, stat.st_ino)
        known = self._known.get(path)
        if known is not None and known[:3] == stamp:
            return known[3]
        try:
            digest = _content(path)
        except OSError:
            return "unreadable"
        if time.time_ns() - stat.st_mtime_ns > _SETTLED_NS:
            with self._lock:
                self._known[path] = (*stamp, digest)
                self._is_changed = True
        return digest

    def save(self) -> None:
        """Keep the digests for the next process."""
        if self._memo is None or not self._is_changed:
            return
        with self._lock, contextlib.suppress(OSError):
            # A lost memo costs a second look at the files, nothing else.
            self._memo.parent.mkdir(parents=True, exist_ok=True)
            temporary = self._memo.with_suffix(f".{os.getpid()}")
            temporary.write_text(json.dumps(self._known))
            temporary.replace(self._memo)
            self._is_changed = False


def _content(path: str) -> str:
    digest = xxhash.xxh3_128()
    with Path(path).open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
