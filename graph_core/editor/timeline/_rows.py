"""How the height of the timeline is shared out. No screen is needed."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Rows"]

_MOST_BARS = 6


@dataclass(frozen=True, slots=True)
class Rows:
    """Ruler, keyframes and bars of cached frames, from top to bottom.

    Attributes:
        height: Of all of it, in px.
        scale: How much larger than usual everything is.
    """

    height: int
    scale: float = 1.0

    @property
    def ruler(self) -> int:
        """Where the ruler ends."""
        return round(22 * self.scale)

    @property
    def bar(self) -> int:
        """Height of a bar."""
        return max(2, round(3 * self.scale))

    @property
    def most_bars(self) -> int:
        """How many bars there is room for."""
        return _MOST_BARS

    @property
    def keys(self) -> float:
        """The middle of the keyframes."""
        return round((self.ruler + self.height - 10 * self.scale) / 2) + 0.5

    def bar_top(self, place: int, count: int) -> int:
        """Return where one of some bars begins; the last stands at the bottom."""
        step = self.bar + 1
        return self.height - step * (min(count, _MOST_BARS) - place)
