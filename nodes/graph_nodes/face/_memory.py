"""What is remembered of one person's face, and what one frame shows of it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_nodes.face._atlas import SIDE, layout

__all__ = ["Memory", "Sensitivity", "Sighting", "begin"]

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]


class Sensitivity(NamedTuple):
    """How readily something is taken for an occluder.

    Attributes:
        threshold: Departure, in steps a face makes by itself, from which an occluder is begun.
        smallest: Share of the square that it covers at least.
        patience: After how many frames something that stays is taken for part of the face; 0 never.
    """

    threshold: float = 2.0
    smallest: float = 0.006
    patience: int = 0


class Sighting(NamedTuple):
    """A face in one frame.

    Attributes:
        texture: `(3, SIDE, SIDE)` the unrolled face, scene-linear.
        facing: `(SIDE, SIDE)` how far each texel faces the camera.
        axis: `(3,)` where the face's back points.
        covered: `(SIDE, SIDE)` texels that are known to be covered, or None.
    """

    texture: Floats
    facing: Floats
    axis: NDArray[np.float64]
    covered: Bools | None = None


@dataclass
class Memory:
    """What is known of one person's face. Arrays only, so that it can be kept with a render's state.

    Attributes:
        places: `(478, 3)` where the vertices lie in the square.
        mean: `(3, SIDE, SIDE)` usual `log_colour` of each texel.
        variance: Its variance.
        seen: `(SIDE, SIDE)` in how many frames each texel was learned.
        view: `(SIDE, SIDE)` how far it faced the camera then.
        hidden: `(SIDE, SIDE)` 1 where something is in front.
        waited: `(SIDE, SIDE)` for how many frames it has been hidden.
        light: `(5,)` brightness as a plane over the square, and the two colours, against the mean.
        occluder: `(4, 3)` mean colour of what is in front, and its covariance; NaN when there is nothing.
        hair: `(SIDE, SIDE)` share of hair, averaged over time; -1 before the first frame.
        axis: `(3,)` where the face's back usually points.
        agreement: Share of the bare texels that looked as remembered in the last frame.
    """

    places: Floats
    mean: Floats
    variance: Floats
    seen: Floats
    view: Floats
    hidden: Floats
    waited: Floats
    light: NDArray[np.float64]
    occluder: NDArray[np.float64]
    hair: Floats
    axis: NDArray[np.float64]
    agreement: float

    def to_state(self) -> dict[str, Any]:
        """Return the arrays by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def begin(points: Floats) -> Memory:
    """Return an empty memory for a face of this shape, `(478, 3)`."""
    square = (SIDE, SIDE)
    return Memory(
        places=layout(points),
        mean=np.zeros((3, *square), dtype=np.float32),
        variance=np.zeros((3, *square), dtype=np.float32),
        seen=np.zeros(square, dtype=np.float32),
        view=np.zeros(square, dtype=np.float32),
        hidden=np.zeros(square, dtype=np.float32),
        waited=np.zeros(square, dtype=np.float32),
        light=np.zeros(5),
        occluder=np.full((4, 3), np.nan),
        hair=np.full(square, -1, dtype=np.float32),
        axis=np.zeros(3),
        agreement=1.0,
    )
