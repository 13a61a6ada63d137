"""Edit, scrub and play at random in a real window, and see that memory stays flat and nothing goes wrong.

    python tests/editor/soak.py [--seconds 600] [--seed 0]

The project is opened anew again and again; what is left each time should be what was left the time before.
"""

from __future__ import annotations

import argparse
import gc
import json
import logging
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from editor_window import Display, missing_tools
from window_projects import CARD, write_project

_ROUND_S = 6.0
_CACHE_BYTES = 64 << 20
_MOST_GROWTH_BYTES = 48 << 20
_WARM_S = 120  # before, caches, pools of threads and compiled kernels still fill
_MOST_NEW_ITEMS = 100
_PAGE = os.sysconf("SC_PAGESIZE")


@dataclass(frozen=True)
class Sample:
    """What is in use after the project has been opened anew.

    Attributes:
        seconds: Since the beginning.
        memory_bytes: Of the process.
        items: Of DearPyGui.
        objects: Of Python.
        turns: Of the loop in the round.
        worst_turn_s: The longest of them.
    """

    seconds: float
    memory_bytes: int
    items: int
    objects: int
    turns: int
    worst_turn_s: float


class Problems(logging.Handler):
    """Collects what the program logs as an error."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Take in a message, with its traceback."""
        self.lines.append(logging.Formatter().format(record))


def soak(folder: Path, seconds: float, seed: int) -> tuple[list[Sample], list[str], dict[str, int], dict[str, int]]:
    """Run the editor for a while; return samples, problems, what was done and what was refused."""
    import dearpygui.dearpygui as dpg
    from editor_person import Person

    from graph_core.cache import Cache
    from graph_core.editor.app import App
    from graph_core.editor.evaluator import Evaluator
    from graph_core.editor.log import Log
    from graph_core.editor.renders import RenderQueue
    from graph_core.editor.session import Session
    from graph_core.editor.settings import Settings
    from graph_core.editor.viewer import prepare
    from graph_core.engine import Engine
    from graph_core.plugins import Registry

    problems = Problems()
    logging.getLogger().addHandler(problems)
    path = write_project(folder / "soak.json", CARD)
    registry = Registry.load()

    def make_engine() -> Engine:
        return Engine(cache=Cache(_CACHE_BYTES, folder / "cache", 4 * _CACHE_BYTES))

    evaluator = Evaluator(make_engine, registry, prepare)
    session = Session(registry, Settings(), evaluator, RenderQueue(make_engine, registry), Log())
    person = Person(session, folder, seed)
    samples: list[Sample] = []

    class Soak(App):
        """The window, with the person at it."""

        def turn(self) -> None:
            """Do something, and sample at the end of each round."""
            now = time.monotonic()
            if now < begun + seconds:
                person.act()
            if now > rounds[-1] + _ROUND_S or now > begun + seconds:
                self._begin_round(now)
            begin = time.monotonic()
            super().turn()
            turns.append(time.monotonic() - begin)
            if now > begun + seconds:
                dpg.stop_dearpygui()

        def _begin_round(self, now: float) -> None:
            write_project(path, CARD)
            session.open(path)
            super().turn()
            super().turn()
            gc.collect()
            memory = int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE
            samples.append(
                Sample(
                    now - begun, memory, len(dpg.get_all_items()), len(gc.get_objects()), len(turns), max(turns or [0])
                )
            )
            rounds.append(now)
            turns.clear()

    turns: list[float] = []
    window = Soak(session)
    begun = time.monotonic()
    rounds = [begun]
    window.run(path)
    refused = dict(sorted(person.refused.items(), key=lambda pair: -pair[1]))
    return samples, problems.lines, person.done, refused


def growth_bytes(samples: list[Sample]) -> float:
    """Return by how much memory grew from the second quarter, when all is warm, to the last."""
    quarter = max(1, len(samples) // 4)
    early, late = samples[quarter : 2 * quarter] or samples[:1], samples[-quarter:]
    return statistics.median(one.memory_bytes for one in late) - statistics.median(one.memory_bytes for one in early)


def main() -> int:
    """Soak, and say what was seen; 0 when all was well."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=600)
    options.add_argument("--seed", type=int, default=0)
    chosen = options.parse_args()
    if reason := missing_tools():
        print(reason)
        return 2
    display = Display()
    try:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            os.environ.update(DISPLAY=display.name, SEMBLANCE_HOME=name, XDG_CACHE_HOME=name, LIBGL_ALWAYS_SOFTWARE="1")
            samples, problems, done, refused = soak(folder, chosen.seconds, chosen.seed)
    finally:
        display.close()
    for sample in samples:
        print(
            f"{sample.seconds:6.0f} s  {sample.memory_bytes / 2**20:7.1f} MiB  {sample.items:6} items  "
            f"{sample.objects:8} objects  {sample.turns:5} turns, longest {sample.worst_turn_s * 1000:.0f} ms"
        )
    print("done:", json.dumps(done))
    print("refused most:", json.dumps(dict(list(refused.items())[:5])))
    growth = growth_bytes(samples)
    print(f"memory grew by {growth / 2**20:.1f} MiB; {len(problems)} problems in the log")
    for problem in problems[:5]:
        print(problem)
    is_flat = growth <= _MOST_GROWTH_BYTES or chosen.seconds < _WARM_S
    return 0 if is_flat and not problems and samples[-1].items - samples[0].items < _MOST_NEW_ITEMS else 1


if __name__ == "__main__":
    sys.exit(main())
