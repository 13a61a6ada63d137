"""Rows on the synthetic performer: pictures with all their truth a second, on two cores."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

from _rows import Row, bench

FRAMES, RUNS, THREADS = 48, 5, 2
SEEDS = (1, 4, 9, 10)  # bald, tied back, receding, curly


@bench("performer")
def measure_performer() -> Iterator[Row]:
    for side, least in ((128, 60), (256, 20)):
        rate = min(_rate(seed, side) for seed in SEEDS)
        yield Row(
            f"performer: {side} px with all truth, two threads, slowest of {len(SEEDS)} people",
            rate,
            "fps",
            least,
            rate / least,
            f"≥ {least} fps",
            rate >= least,
        )


def _rate(seed: int, side: int) -> float:
    """Return frames a second of a talking person, the best of several runs."""
    from graph_plugin_performer._acting.performance import perform
    from graph_plugin_performer._filming import truth_of
    from graph_plugin_performer._person.measures import draw_identity
    from graph_plugin_performer._speech.babble import babbled_phonemes
    from graph_plugin_performer.take import Lens, Studio, Take

    spoken = babbled_phonemes(seed, 0.0, FRAMES / 25 + 1)
    lens, identity = Lens(side, side, size=0.6), draw_identity(seed)
    takes = []
    for frame in range(FRAMES + 1):
        act = perform(seed, "speech", frame / 25, phonemes=spoken)
        takes.append(Take(identity, act.weights, lens, act.posture))
    # Each thread films a run of consecutive frames, whose next moment is staged once.
    half = FRAMES // THREADS
    runs = [list(pairwise(takes[at * half : (at + 1) * half + 1])) for at in range(THREADS)]
    studio = Studio()

    def film(run: list[tuple[Take, Take]]) -> None:
        for now, after in run:
            truth_of(studio.film(now, after))

    film(runs[0][:2])
    best = 0.0
    with ThreadPoolExecutor(THREADS) as pool:
        for _ in range(RUNS):
            started = time.perf_counter()
            list(pool.map(film, runs))
            best = max(best, FRAMES / (time.perf_counter() - started))
    return best
