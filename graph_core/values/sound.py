"""Sound."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_core.values._value import Value

__all__ = ["Audio"]


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
