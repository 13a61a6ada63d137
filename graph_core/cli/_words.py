"""Numbers as people write them."""

from __future__ import annotations

from collections.abc import Iterable

_UNITS = ("B", "KB", "MB", "GB", "TB")


def size_words(size_bytes: float) -> str:
    """Write a number of bytes.

    >>> size_words(999), size_words(2_500_000), size_words(20 << 30)
    ('999 B', '2.5 MB', '21.5 GB')
    """
    unit = 0
    while size_bytes >= 1000 and unit < len(_UNITS) - 1:
        size_bytes /= 1000
        unit += 1
    return f"{size_bytes:.0f} B" if unit == 0 else f"{size_bytes:.1f} {_UNITS[unit]}"


def frames_words(frames: Iterable[int]) -> str:
    """Write frame numbers, runs of them as ranges.

    >>> frames_words([15, 12, 13, 14, 40, 12])
    '12-15, 40'
    """
    runs: list[list[int]] = []
    for frame in sorted(set(frames)):
        if runs and frame == runs[-1][1] + 1:
            runs[-1][1] = frame
        else:
            runs.append([frame, frame])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def time_words(seconds: float) -> str:
    """Write a length of time.

    >>> time_words(4.25), time_words(75), time_words(3700)
    ('4.2 s', '1 min 15 s', '1 h 01 min')
    """
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"
