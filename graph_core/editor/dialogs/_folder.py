"""What a file dialog offers: the entries of a folder, with the frames of a sequence as one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Entry", "entries", "read_folder"]

_FRAME = re.compile(r"(.*[._])(\d{3,})(\.\w+)")
_MOST = 5000


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list.

    Attributes:
        name: File, folder, or pattern of a sequence such as `shot.%04d.exr`.
        is_folder: Whether it can be gone into.
        detail: Frames of a sequence, or "".
    """

    name: str
    is_folder: bool = False
    detail: str = ""


def read_folder(folder: Path, kinds: Sequence[str] = ()) -> list[Entry]:
    """Return what there is in a folder: folders first, then files of the given endings; nothing that is hidden.

    Raises:
        OSError: If it cannot be read.
    """
    folders, files = [], []
    for item in folder.iterdir():
        if item.name.startswith("."):
            continue
        if item.is_dir():
            folders.append(Entry(item.name, is_folder=True))
        elif not kinds or item.suffix.lower() in kinds:
            files.append(item.name)
    folders.sort(key=lambda entry: entry.name.lower())
    return (folders + entries(files))[:_MOST]


def entries(names: Iterable[str]) -> list[Entry]:
    """Return files in order, the frames of a sequence as one.

    >>> entries(["a.png", "shot.0001.exr", "shot.0002.exr"])[1]
    Entry(name='shot.%04d.exr', is_folder=False, detail='1-2')
    """
    sequences: dict[tuple[str, int, str], list[str]] = {}
    found = []
    for name in names:
        match = _FRAME.fullmatch(name)
        if match:
            sequences.setdefault((match[1], len(match[2]), match[3]), []).append(match[2])
        else:
            found.append(Entry(name))
    for (head, digits, tail), frames in sequences.items():
        if len(frames) == 1:
            found.append(Entry(f"{head}{frames[0]}{tail}"))
        else:
            numbers = [int(frame) for frame in frames]
            found.append(Entry(f"{head}%0{digits}d{tail}", detail=f"{min(numbers)}-{max(numbers)}"))
    return sorted(found, key=lambda entry: entry.name.lower())
