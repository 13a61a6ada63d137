"""One file for each frame."""

from __future__ import annotations

import errno
import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from graph_core import Audio
from graph_nodes.io._job import Job, explained, not_finite, put_in_place
from graph_nodes.io._names import file_at, is_sequence
from graph_nodes.io._picture_file import write_picture

if TYPE_CHECKING:
    from graph_core import Image

__all__ = ["PictureWriter"]

_MOST_AT_ONCE = 4


class PictureWriter:
    """One file for each frame; several are written at once, for compressing one keeps a single core busy."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._most = min(_MOST_AT_ONCE, os.cpu_count() or 1)
        self._workers = ThreadPoolExecutor(self._most, thread_name_prefix="write")
        self._running: deque[Future[None]] = deque()

    def add(self, frame: int, image: Image) -> None:
        """Begin to write one picture; an error of an earlier one shows here."""
        while self._running and (len(self._running) >= self._most or self._running[0].done()):
            self._running.popleft().result()
        self._running.append(self._workers.submit(self._write, frame, image))

    def _write(self, frame: int, image: Image) -> None:
        job = self._job
        target = file_at(job.path, frame) if is_sequence(job.path) else job.path
        temporary = target.with_name(f".{target.stem}.part{target.suffix}")
        with explained(target, frame):
            if target.is_dir():
                raise IsADirectoryError(errno.EISDIR, "it is a folder")
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                if not write_picture(temporary, image, job.encoding, job.quality):
                    raise not_finite(target, frame)
                put_in_place(temporary, job, target)
            finally:
                temporary.unlink(missing_ok=True)

    def finish(self, audio: Audio | None) -> None:
        """Wait for the last pictures."""
        while self._running:
            self._running.popleft().result()

    def close(self) -> None:
        """Let those that were begun be completed."""
        self._workers.shutdown()
