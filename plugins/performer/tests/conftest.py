"""A studio whose people are built once."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from graph_plugin_performer._acting.performance import named_weights
from graph_plugin_performer._person.measures import draw_identity
from graph_plugin_performer.take import Lens, Studio, Take

from graph_core import Context, Format, FrameRange, Shot

Make = Callable[..., Take]


@pytest.fixture(scope="session")
def studio() -> Studio:
    return Studio(6)


@pytest.fixture
def make() -> Make:
    """Return a function that makes a take of the person with seed 3, 96 px wide."""

    def take(seed: int = 3, weights: dict[str, float] | None = None, side: int = 96, **settings: Any) -> Take:
        settings.setdefault("lens", Lens(side, side))
        settings.setdefault("expression", named_weights(**(weights or {})))
        return Take(draw_identity(seed), **settings)

    return take


@pytest.fixture(scope="session")
def kept() -> dict[str, Any]:
    return {}


@pytest.fixture
def context(kept: dict[str, Any]) -> Callable[..., Context]:
    """Return a function that makes a context for a node, whose studio is shared."""

    def resource(name: str, make: Callable[[], Any]) -> Any:
        if name not in kept:
            kept[name] = make()
        return kept[name]

    def of(node: Any, frame: int = 1001, side: int = 64, frames: int = 100) -> Context:
        shot = Shot(Format(side, side), Fraction(25), FrameRange(1001, 1000 + frames))
        return Context(shot, uses=node.uses, frame=frame, node=node.id, resource=resource)

    return of
