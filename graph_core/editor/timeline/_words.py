"""Times and rates as the timeline writes them."""

from __future__ import annotations

from fractions import Fraction

__all__ = ["rate", "timecode"]


def timecode(frames: int, fps: Fraction) -> str:
    """Write how long some frames last, as hours, minutes, seconds and frames; none are dropped.

    >>> timecode(0, Fraction(25)), timecode(91_530, Fraction(30_000, 1001))
    ('00:00:00:00', '00:50:51:00')
    """
    base = max(1, round(fps))
    seconds, left = divmod(abs(frames), base)
    sign = "-" if frames < 0 else ""
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}:{left:02}"


def rate(fps: Fraction | float) -> str:
    """Write a rate with no more digits than it needs.

    >>> rate(Fraction(25)), rate(Fraction(24_000, 1001)), rate(12.04)
    ('25', '23.976', '12.04')
    """
    return f"{float(fps):.3f}".rstrip("0").rstrip(".")
