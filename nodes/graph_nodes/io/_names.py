"""Names of pictures and of image sequences: one file per frame, such as `plate.%04d.exr` or `plate.####.exr`."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from graph_core import MediaError

__all__ = ["STILLS", "file_at", "is_sequence", "is_still", "numbers_of"]

STILLS = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".exr", ".bmp", ".tga", ".webp")

_NUMBER = re.compile(r"%0?(\d*)d|#+")


def is_sequence(path: Path | str) -> bool:
    """Return whether a path has a place for the frame number.

    >>> is_sequence("plate.%04d.exr"), is_sequence("plate.####.exr"), is_sequence("plate.exr")
    (True, True, False)
    """
    return _NUMBER.search(Path(path).name) is not None


def is_still(path: Path | str) -> bool:
    """Return whether a path names a picture, not a clip."""
    return Path(path).suffix.lower() in STILLS


def file_at(pattern: Path | str, number: int) -> Path:
    """Return the file of a frame.

    >>> file_at("plate.####.exr", 12).name, file_at("plate.%03d.exr", 1001).name
    ('plate.0012.exr', 'plate.1001.exr')
    """
    path = Path(pattern)
    return path.with_name(_NUMBER.sub(lambda match: f"{number:0{_digits(match)}d}", path.name, count=1))


def numbers_of(pattern: Path | str) -> tuple[int, ...]:
    """Return which frames have a file, in order.

    Raises:
        MediaError: If there is none.
    """
    path = Path(pattern)
    found: tuple[int, ...] = ()
    if path.parent.is_dir():
        found = _scan(str(path.parent), path.name, path.parent.stat().st_mtime_ns)
    if not found:
        where = "fits the pattern" if path.parent.is_dir() else f"is there: the folder {path.parent} does not exist"
        raise MediaError(f"No file {where} {path.name}.", hint="check the name and the number of digits", file=path)
    return found


def _digits(match: re.Match[str]) -> int:
    return len(match[0]) if match[1] is None else int(match[1] or 0)


@lru_cache(maxsize=64)
def _scan(folder: str, name: str, changed_ns: int) -> tuple[int, ...]:
    match = _NUMBER.search(name)
    assert match is not None
    before, after, digits = name[: match.start()], name[match.end() :], _digits(match)
    numbered = re.compile(rf"{re.escape(before)}(-?\d+){re.escape(after)}")
    numbers = (int(hit[1]) for entry in Path(folder).iterdir() if (hit := numbered.fullmatch(entry.name)))
    return tuple(
        sorted(number for number in numbers if (Path(folder) / f"{before}{number:0{digits}d}{after}").exists())
    )
