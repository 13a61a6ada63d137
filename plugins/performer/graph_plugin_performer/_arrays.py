"""Array types of the head's geometry, and the soft step its masks are made of."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Floats", "Ints", "smoothstep", "unit"]

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.integer[Any]]


def smoothstep(low: float, high: float, value: Floats) -> Floats:
    """Return 0 below `low`, 1 above `high` and a smooth rise between; falls when `high` is the lower one."""
    share = np.clip((value - low) / (high - low), 0, 1)
    smooth: Floats = share * share * (3 - 2 * share)
    return smooth


def unit(vectors: Floats) -> Floats:
    """Return `(…, 3)` vectors at length 1."""
    scaled: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-6)
    return scaled
