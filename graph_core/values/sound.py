"""Sound."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_core.values._value import Value

__all__ = ["Audio", "Phonemes"]


@dataclass(frozen=True, eq=False)
class Audio(Value):
    """A whole sound track: it has no frame; what needs a moment of it cuts it out.

    Attributes:
        samples: `(C, N)` float32, full scale at -1 and 1.
        rate: Samples per second.
        start_s: Time of the first sample, in seconds after the start of the project's first frame.
    """

    samples: NDArray[np.float32]
    rate: int
    start_s: float = 0.0

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.samples.shape[1] / self.rate

    def cut(self, first_s: float, last_s: float) -> Audio:
        """Return the sound between two times, padded with silence where there is none."""
        first = round((first_s - self.start_s) * self.rate)
        count = max(0, round((last_s - first_s) * self.rate))
        window = np.zeros((self.samples.shape[0], count), dtype=np.float32)
        low, high = max(first, 0), min(first + count, self.samples.shape[1])
        if high > low:
            window[:, low - first : high - first] = self.samples[:, low:high]
        return Audio(window, self.rate, first_s)

    def validate(self) -> None:
        """Check the shape, the rate and finiteness."""
        if self.samples.ndim != 2:
            raise ValueError(f"Audio samples must be (C, N), not {self.samples.shape}")
        if self.rate <= 0:
            raise ValueError(f"Audio rate must be positive, not {self.rate}")
        if not np.isfinite(self.samples).all():
            raise ValueError("Audio holds NaN or infinity")


@dataclass(frozen=True, eq=False)
class Phonemes(Value):
    """What is said when, sound by sound; as sound, it has no frame.

    Attributes:
        symbols: One for each, in the International Phonetic Alphabet; a stressed one begins with "ˈ".
        times_s: `(N, 2)` start and end, in seconds after the start of the project's first frame.
    """

    symbols: tuple[str, ...]
    times_s: NDArray[np.float32]

    def validate(self) -> None:
        """Check that every symbol has a time and none ends before it starts."""
        if self.times_s.shape != (len(self.symbols), 2):
            raise ValueError(f"{len(self.symbols)} phonemes need ({len(self.symbols)}, 2), not {self.times_s.shape}")
        if not np.isfinite(self.times_s).all() or (self.times_s[:, 1] < self.times_s[:, 0]).any():
            raise ValueError("Phonemes hold a time that is none, or end before they start")
