"""What a benchmark is: a function that measures, and the mark it is held to."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

__all__ = ["BENCHES", "Row", "bench", "best_of"]


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        name: What was measured.
        value: The figure.
        unit: Its unit.
        reference: What it is held against: a peer's figure, a limit, or what the same run measured of the peer.
        ratio: value / reference.
        reach: The mark, as a claim about the value or the ratio.
        met: Whether the claim holds.
    """

    name: str
    value: float
    unit: str
    reference: float
    ratio: float
    reach: str
    met: bool

    @classmethod
    def at_most(cls, name: str, value: float, unit: str, limit: float, peer: float | None = None) -> Row:
        """Hold a value against a limit; `peer` is what the best peer measured on the same work."""
        reference = limit if peer is None else peer
        return cls(name, value, unit, reference, value / reference, f"≤ {limit:g} {unit}", value <= limit)

    @classmethod
    def ratio_of(
        cls, name: str, value: float, unit: str, reference: float, *, least: float = 0, most: float = 0
    ) -> Row:
        """Hold a value against what the same run measured of a peer."""
        ratio = value / reference
        met = ratio >= least if least else ratio <= most
        return cls(name, value, unit, reference, ratio, f"ratio ≥ {least:g}" if least else f"ratio ≤ {most:g}", met)

    def as_dict(self) -> dict[str, Any]:
        """Return the fields as they are written to bench.json."""
        return asdict(self)


BENCHES: dict[str, Callable[[], Iterator[Row]]] = {}


def bench(name: str) -> Callable[[Callable[[], Iterator[Row]]], Callable[[], Iterator[Row]]]:
    """Enter a generator of rows under a name."""

    def enter(measure: Callable[[], Iterator[Row]]) -> Callable[[], Iterator[Row]]:
        BENCHES[name] = measure
        return measure

    return enter


def best_of(times: int, prepare: Callable[[], Any], measure: Callable[[Any], Any]) -> float:
    """Return the least seconds of several measurements, each on something freshly prepared."""
    best = float("inf")
    for _ in range(times):
        subject = prepare()
        gc.collect()
        started = time.perf_counter()
        measure(subject)
        best = min(best, time.perf_counter() - started)
    return best
