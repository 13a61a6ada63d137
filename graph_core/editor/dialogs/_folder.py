"""What a file dialog offers: the entries of a folder, with the frames of a sequence as one."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Entry", "chosen", "entries", "read_folder"]

_FRAME = re.compile(r"(.*[._])(\d{3,})(\.\w+)")
_MOST = 5000


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list.

    Attributes:
        name: File, folder, or pattern of a sequence such as `shot.%04d.exr`.
        is_folder: Whether it can be gone into.
        detail: Frames of a sequence, or "".
        changed_at: When it was last written, in seconds since the epoch.
    """

    name: str
    is_folder: bool = False
    detail: str = ""
    changed_at: float = 0.0


def read_folder(folder: Path, kinds: Sequence[str] = ()) -> list[Entry]:
    """Return what there is in a folder: folders first, then files of the given endings; nothing that is hidden.

    Raises:
        OSError: If it cannot be read.
    """
    folders, files = [], {}
    with os.scandir(folder) as items:
        for item in items:
            if item.name.startswith("."):
                continue
            if item.is_dir():
                folders.append(Entry(item.name, is_folder=True, changed_at=_changed_at(item)))
            elif not kinds or Path(item.name).suffix.lower() in kinds:
                files[item.name] = _changed_at(item)
    folders.sort(key=lambda entry: entry.name.lower())
    return (folders + entries(files))[:_MOST]


def _changed_at(item: os.DirEntry[str]) -> float:
    try:
        return item.stat().st_mtime
    except OSError:  # a link that leads nowhere
        return 0.0


def entries(files: Mapping[str, float]) -> list[Entry]:
    """Return files, each with its time, in order of their names; the frames of a sequence are one entry.

    >>> entries({"a.png": 0, "shot.0001.exr": 5, "shot.0002.exr": 7})[1]
    Entry(name='shot.%04d.exr', is_folder=False, detail='1-2', changed_at=7)
    """
    sequences: dict[tuple[str, int, str], list[str]] = {}
    found = []
    for name, changed_at in files.items():
        match = _FRAME.fullmatch(name)
        if match:
            sequences.setdefault((match[1], len(match[2]), match[3]), []).append(name)
        else:
            found.append(Entry(name, changed_at=changed_at))
    for (head, digits, tail), names in sequences.items():
        changed_at = max(files[name] for name in names)
        if len(names) == 1:
            found.append(Entry(names[0], changed_at=changed_at))
        else:
            frames = [int(name[len(head) : len(head) + digits]) for name in names]
            found.append(Entry(f"{head}%0{digits}d{tail}", False, f"{min(frames)}-{max(frames)}", changed_at))
    return sorted(found, key=lambda entry: entry.name.lower())


def chosen(found: Iterable[Entry], words: str, *, latest_first: bool = False) -> list[Entry]:
    """Return the entries that have some letters in their name, those that begin with them first.

    Args:
        found: In order of their names, folders first.
        words: As typed; all entries when empty.
        latest_first: Sort by time; folders stay first.
    """
    typed = words.lower()
    kept = [entry for entry in found if typed in entry.name.lower()]
    if latest_first:
        kept.sort(key=lambda entry: -entry.changed_at)
    kept.sort(key=lambda entry: (not entry.is_folder, bool(typed) and not entry.name.lower().startswith(typed)))
    return kept
