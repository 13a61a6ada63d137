"""The parts of a clip while it is rendered: closed pieces of it in a folder, to be joined at the end."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

__all__ = ["LENGTH", "Part", "Parts"]

LENGTH = 120
_SETTINGS = "settings.json"


class Part(NamedTuple):
    """A closed piece: both frames included."""

    first: int
    last: int
    path: Path


class Parts:
    """The folder `<file>.parts`.

    Pieces begin where the frame number, counted from the shot's first, is a multiple of `LENGTH`, and wherever
    frames before were written earlier. So a render that was interrupted and continued makes the same pieces.
    """

    def __init__(self, target: Path, suffix: str) -> None:
        """Use the folder beside the file that is to be made."""
        self.folder = target.with_name(f"{target.name}.parts")
        self.suffix = suffix

    def found(self) -> list[Part]:
        """Return the closed pieces in order."""
        name = re.compile(rf"(-?\d+)-(-?\d+){re.escape(self.suffix)}")
        entries = self.folder.iterdir() if self.folder.is_dir() else ()
        hits = ((name.fullmatch(entry.name), entry) for entry in entries)
        return sorted(Part(int(hit[1]), int(hit[2]), entry) for hit, entry in hits if hit)

    def frames(self) -> set[int]:
        """Return the frames that are in closed pieces."""
        return {frame for part in self.found() for frame in range(part.first, part.last + 1)}

    def lacking(self, frames: Iterable[int]) -> list[int]:
        """Return which frames are in no closed piece."""
        done = self.frames()
        return [frame for frame in frames if frame not in done]

    def last_piece(self, frames: Iterable[int]) -> list[int]:
        """Return those of the frames that the last piece holds: writing them again lets a clip be finished."""
        pieces = self.found()
        return [frame for frame in frames if pieces and pieces[-1].first <= frame <= pieces[-1].last]

    def begin(self, settings: dict[str, object], keep: bool) -> bool:
        """Make the folder ready; return whether pieces of other settings had to be removed.

        Raises:
            OSError: If it cannot be made.
        """
        file = self.folder / _SETTINGS
        known: object = None
        with contextlib.suppress(OSError, ValueError):
            known = json.loads(file.read_text())
        is_other = known is not None and known != settings
        if self.folder.exists() and (not keep or known != settings):
            shutil.rmtree(self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(settings))
        return keep and is_other

    def drop(self, frame: int) -> None:
        """Remove the piece that holds a frame, which is being written again."""
        for part in self.found():
            if part.first <= frame <= part.last:
                part.path.unlink()

    @property
    def current(self) -> Path:
        """Where the piece that is open is written."""
        return self.folder / f"open{self.suffix}"

    def close(self, first: int, last: int) -> None:
        """Give the finished piece its name."""
        self.current.replace(self.folder / f"{first:08d}-{last:08d}{self.suffix}")

    def remove(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)
