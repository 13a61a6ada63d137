"""The parts of a clip while it is rendered: closed pieces of it in a folder, to be joined at the end."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
from pathlib import Path
from typing import Any, NamedTuple

from graph_core import FrameRange

__all__ = ["LENGTH", "Part", "Parts", "Settings"]

LENGTH = 120
_SETTINGS = "settings.json"

Settings = dict[str, Any]


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

    def inside(self, frames: FrameRange) -> list[Part]:
        """Return the closed pieces that hold nothing but some frames, in order."""
        return [part for part in self.found() if part.first in frames and part.last in frames]

    def lacking(self, frames: FrameRange) -> list[int]:
        """Return which frames are in no such piece."""
        done = {frame for part in self.inside(frames) for frame in range(part.first, part.last + 1)}
        return [frame for frame in frames if frame not in done]

    def last_piece(self, frames: FrameRange) -> list[int]:
        """Return those of the frames that the last piece holds: writing them again lets a clip be finished."""
        pieces = self.inside(frames)
        return list(range(pieces[-1].first, pieces[-1].last + 1)) if pieces else []

    def settings(self) -> Settings | None:
        """Return what the pieces were made with; None when there are none, or nothing says so."""
        with contextlib.suppress(OSError, ValueError):
            known = json.loads((self.folder / _SETTINGS).read_text())
            return known if isinstance(known, dict) else None
        return None

    def begin(self, settings: Settings, kept: FrameRange | None) -> None:
        """Make the folder ready.

        Args:
            settings: What the pieces are to be made with.
            kept: Pieces of these frames stay if they were made with the same; None for no pieces.

        Raises:
            OSError: If it cannot be made.
        """
        if kept is None or self.settings() != settings:
            self.remove()
        elif self.folder.is_dir():
            for part in set(self.found()) - set(self.inside(kept)):
                part.path.unlink()
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / _SETTINGS).write_text(json.dumps(settings))

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
        """Remove the folder with all pieces."""
        if self.folder.is_dir():
            shutil.rmtree(self.folder)
