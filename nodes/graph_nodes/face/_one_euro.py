"""The one-euro filter: a low pass that opens up with speed."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["OneEuro"]

_SPEED_CUTOFF_HZ = 1.0


class OneEuro:
    """Casiez, Roussel, Vogel, "1 € Filter", CHI 2012, for many points at once.

    Each point's cut-off frequency is `min_cutoff + beta |speed|`; the speed is itself filtered at 1 Hz and counts in
    `scale` px per second, so that near and far faces are treated alike.
    """

    def __init__(self, state: dict[str, Any] | None = None) -> None:
        """Begin, or go on from a state."""
        self._points: NDArray[np.float64] = state["points"] if state else np.zeros((0, 0))
        self._speed: NDArray[np.float64] = state["speed"] if state else np.zeros((0, 0))

    def as_state(self) -> dict[str, Any]:
        """Return what is needed to go on, as arrays."""
        return {"points": self._points, "speed": self._speed}

    def step(
        self, points: NDArray[Any], elapsed_s: float, scale: float, *, min_cutoff: float, beta: float
    ) -> NDArray[np.float64]:
        """Take the next points and return them filtered.

        Args:
            points: `(N, D)`.
            elapsed_s: Time since the last ones.
            scale: Length that speed is measured in, such as the distance between the eyes.
            min_cutoff: Cut-off in Hz of a point at rest.
            beta: Rise of the cut-off with speed.
        """
        points = np.asarray(points, np.float64)
        if self._points.shape != points.shape:
            self._points, self._speed = points, np.zeros_like(points)
            return points
        speed = (points - self._points) / (elapsed_s * scale)
        self._speed = self._speed + _share(_SPEED_CUTOFF_HZ, elapsed_s) * (speed - self._speed)
        cutoff = min_cutoff + beta * np.linalg.norm(self._speed, axis=1, keepdims=True)
        self._points = self._points + _share(cutoff, elapsed_s) * (points - self._points)
        return self._points


def _share(cutoff: Any, elapsed_s: float) -> Any:
    """Return how much of a step a first-order low pass takes."""
    return 1 / (1 + 1 / (2 * np.pi * cutoff * elapsed_s))
