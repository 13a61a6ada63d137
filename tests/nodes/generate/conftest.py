"""What the tests of the generated head share: people are built once."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from graph_nodes.generate.head import Head
from numpy.typing import NDArray

from graph_core import Context, Format, FrameRange, Shot

Film = Callable[..., NDArray[np.float32]]


@pytest.fixture(scope="session")
def resource() -> Callable[[str, Callable[[], Any]], Any]:
    """Keep what nodes open for as long as the tests run."""
    kept: dict[str, Any] = {}

    def get(name: str, make: Callable[[], Any]) -> Any:
        if name not in kept:
            kept[name] = make()
        return kept[name]

    return get


@pytest.fixture
def film(resource: Callable[[str, Callable[[], Any]], Any]) -> Film:
    """Return a function that films a head with given knobs and returns the `(3, H, W)` pixels."""

    def take(
        frame: int = 1001, width: int = 320, height: int = 180, pixel_aspect: float = 1.0, **knobs: Any
    ) -> NDArray[np.float32]:
        shot = Shot(Format(width, height, pixel_aspect), Fraction(25), FrameRange(1001, 1100))
        ctx = Context(shot, uses=Head.uses, frame=frame, resource=resource)
        image = Head(**{"performance": "still", **knobs}).process(ctx=ctx)
        image.validate()
        pixels: NDArray[np.float32] = image.pixels.numpy()
        return pixels

    return take
