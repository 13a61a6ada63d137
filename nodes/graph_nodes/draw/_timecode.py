"""Timecode, and texts that hold the frame number or the timecode."""

from __future__ import annotations

from fractions import Fraction

__all__ = ["has_placeholder", "insert_time", "timecode"]


def timecode(frame: int, fps: Fraction) -> str:
    """Write a frame number as hours:minutes:seconds:frames, without dropped numbers.

    >>> timecode(1001, Fraction(24)), timecode(30, Fraction(30000, 1001))
    ('00:00:41:17', '00:00:01:00')
    """
    rate = max(1, round(fps))
    seconds, rest = divmod(abs(frame), rate)
    sign = "-" if frame < 0 else ""
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}:{rest:02}"


def has_placeholder(text: str) -> bool:
    """Return whether a text changes from frame to frame."""
    return "{frame}" in text or "{timecode}" in text


def insert_time(text: str, frame: int, fps: Fraction) -> str:
    """Put the frame number for `{frame}` and the timecode for `{timecode}`; all else stays as written.

    >>> insert_time("{frame} {other}", 1001, Fraction(24))
    '1001 {other}'
    """
    return text.replace("{frame}", str(frame)).replace("{timecode}", timecode(frame, fps))
