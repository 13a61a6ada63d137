"""The box a matte lies in, so that work stays where it matters."""

from __future__ import annotations

import torch

__all__ = ["Box", "bounds"]

Box = tuple[slice, slice]


def bounds(coverage: torch.Tensor, margin: int = 0) -> Box | None:
    """Return rows and columns of the smallest box around all pixels above 0.

    Args:
        coverage: `(1, H, W)`.
        margin: How many px to add on every side, within the picture.

    Returns:
        Slices of rows and columns; None when nothing is covered.
    """
    sides = []
    for axis in (2, 1):
        places = coverage.amax(dim=axis)[0].nonzero()
        if places.numel() == 0:
            return None
        first, last = int(places[0]), int(places[-1])
        sides.append(slice(max(0, first - margin), min(coverage.shape[3 - axis], last + 1 + margin)))
    return sides[0], sides[1]
