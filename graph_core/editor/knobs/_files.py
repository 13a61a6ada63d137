"""Whether files are there. The question is asked in a thread: a folder on the network may take its time."""

from __future__ import annotations

import glob
import re
import time
from pathlib import Path

from graph_core.editor._background import start

__all__ = ["FileCheck"]

_NUMBER = re.compile(r"%0?\d*d|#+")
_KNOWN_FOR_S = 2.0


class FileCheck:
    """Knows whether a file is missing, as of a moment ago.

    A pattern such as `plate.%04d.exr` or `plate.####.exr` stands for any of its files.
    """

    def __init__(self) -> None:
        """Know nothing yet."""
        self._path = ""
        self._is_missing = False
        self._asked_at = 0.0
        self._is_asking = False

    def is_missing(self, path: str) -> bool:
        """Return what is known; False as long as nothing is."""
        if path != self._path:
            self._path, self._is_missing, self._asked_at = path, False, 0.0
        now = time.monotonic()
        if path and not self._is_asking and now - self._asked_at > _KNOWN_FOR_S:
            self._is_asking, self._asked_at = True, now
            start("look for a file", lambda: self._look(path))
        return self._is_missing

    def _look(self, path: str) -> None:
        try:
            is_missing = not _exists(path)
        except OSError:
            is_missing = True
        if path == self._path:
            self._is_missing = is_missing
        self._is_asking = False


def _exists(path: str) -> bool:
    folder, name = Path(path).parent, Path(path).name
    if Path(path).exists() or not _NUMBER.search(name):
        return Path(path).exists()
    pattern = "*".join(glob.escape(part) for part in _NUMBER.split(name))
    return next(folder.glob(pattern), None) is not None
