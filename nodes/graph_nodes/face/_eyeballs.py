"""Eyes as balls behind lids: what shows between the lids of one eye when it is another's."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_nodes.face._regions import smoothstep
from graph_nodes.face._topology import LEFT_EYE, RIGHT_EYE

__all__ = ["EYES", "Eye", "eye_of", "eyeballs"]

Floats = NDArray[np.float32]
Indices = NDArray[np.int32]

EYES = ((RIGHT_EYE, 468, True), (LEFT_EYE, 473, False))
"""Of each eye: contour, centre of the iris, whether the contour runs clockwise in the picture."""

_RINGS = np.array([1.0, 0.75, 0.5, 0.25])
_RINGED = 16 * len(_RINGS) + 1


class Eye(NamedTuple):
    """An eye in a frame of its own: complex numbers, corners at -1 and 1.

    Attributes:
        middle: Between the corners, in the picture.
        axis: Half the way from the outer to the inner corner.
        rim: `(16,)` edge of the lids.
        centre: Of the iris, kept inside the rim.
        opening: From lid to lid, in half widths.
    """

    middle: complex
    axis: complex
    rim: NDArray[np.complex128]
    centre: complex
    opening: float

    def in_picture(self, places: Any) -> NDArray[np.float64]:
        """Return positions in px, `(..., 2)`, of places in the eye's frame."""
        moved = np.asarray(self.middle + places * self.axis)
        return np.stack([moved.real, moved.imag], axis=-1)

    def lower_lid(self, across: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how far down the lower lid's edge lies, at places between the corners."""
        lower = self.rim[[8, 9, 10, 11, 12, 13, 14, 15, 0]]
        order = np.argsort(lower.real)
        return np.interp(across, lower.real[order], lower.imag[order])


def eye_of(points: Floats, contour: Indices, iris: int) -> Eye:
    """Return the eye with this contour and centre of the iris, of the landmarks `(478, 3)`."""
    flat = points[[*contour, iris], 0] + 1j * points[[*contour, iris], 1].astype(np.float64)
    middle, axis = complex(flat[0] + flat[8]) / 2, complex(flat[8] - flat[0]) / 2
    placed = (flat - middle) / (axis if abs(axis) > 1e-6 else 1e-6)
    rim, centre = placed[:16], complex(placed[16])
    # From each upper lid's vertex to the lower lid's beneath it: a shut eye's line may be curved.
    opening, level = float(np.abs((rim[1:8] - rim[:8:-1]).imag).max()), float(rim.imag.mean())
    across = min(max(centre.real, -0.6), 0.6)
    down = min(max(centre.imag, level - 0.3 * opening), level + 0.3 * opening)
    return Eye(middle, axis, rim, complex(across, down), opening)


def eyeballs(source: Floats, target: Floats) -> tuple[Floats, Floats, Indices]:
    """Return points in target and source and triangles of both eyeballs, as rings around the irises.

    The lids pass over the eyeball rather than squeezing it, and the iris goes where the target looks.
    """
    places: list[Floats] = []
    looked: list[Floats] = []
    triangles = []
    for contour, iris, is_clockwise in EYES:
        triangles.append(_rings(is_clockwise) + len(places) * _RINGED)
        eye, other = eye_of(target, contour, iris), eye_of(source, contour, iris)
        spots = np.append(eye.centre + (eye.rim - eye.centre) * _RINGS[:, None], eye.centre)
        depth = np.append(np.tile(target[contour, 2], len(_RINGS)), target[contour, 2].mean())
        places.append(np.column_stack([eye.in_picture(spots), depth]).astype(np.float32))
        # Only an eye wider open than the source's stretches it.
        squeeze = min(1.0, other.opening / max(eye.opening, 1e-3))
        flat = spots.real + 1j * spots.imag * squeeze
        gaze = other.centre - complex(eye.centre.real, eye.centre.imag * squeeze)
        flat = flat + gaze * (1 - smoothstep(0.35, 1.0, np.abs(spots - eye.centre)))
        # A shut eye shows the source's lower lashes, not a sliver of its eyeball.
        is_open = max(_risen(0.12, 0.3, eye.opening), _risen(0.5, 0.9, eye.opening / max(other.opening, 1e-3)))
        down = flat.imag * is_open + other.lower_lid(flat.real) * (1 - is_open)
        looked.append(np.column_stack([other.in_picture(flat.real + 1j * down), depth]).astype(np.float32))
    return np.concatenate(places), np.concatenate(looked), np.concatenate(triangles)


def _rings(is_clockwise: bool) -> Indices:
    """Triangulate rings of 16 vertices, from the rim inwards, and their centre."""
    here, ahead = np.arange(16), np.roll(np.arange(16), -1)
    innermost = 16 * (len(_RINGS) - 1)
    parts = [np.stack([innermost + here, innermost + ahead, np.full(16, _RINGED - 1)], axis=1)]
    for outer in range(0, innermost, 16):
        parts.append(np.stack([outer + here, outer + ahead, outer + 16 + here], axis=1))
        parts.append(np.stack([outer + ahead, outer + 16 + ahead, outer + 16 + here], axis=1))
    joined: Indices = np.concatenate(parts).astype(np.int32)
    return joined[:, [1, 0, 2]] if is_clockwise else joined


def _risen(low: float, high: float, value: float) -> float:
    return float(smoothstep(low, high, np.array(value)))
