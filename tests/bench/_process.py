"""Rows that need a process of their own: memory, start-up."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from _rows import Row, bench

HERE = Path(__file__).parent
COMMAND = Path(sys.executable).with_name("semblance")

_PEAK = """
import json, resource, sys
sys.path.insert(0, sys.argv[1])
from graph_core import Cache, Engine
from _engine import Paint, Soften, pictures
with Engine(cache=Cache(memory_bytes=256 << 20)) as engine:
    for _ in engine.render(pictures(Paint, Soften, Soften, frames=int(sys.argv[2])), ["n2"]):
        pass
print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
"""

_FIRST_NODE = """
import json, sys, time
started = time.time()
from graph_core import Engine, Project, Registry
registry = Registry.load()
seen = []
project = Project.parse('{"semblance": 2, "nodes": {"tone": {"id": "audio.tone"}}}', registry)
with Engine() as engine:
    engine.evaluate(project, "tone", on_event=lambda event: seen.append((event.kind, time.time())))
assert "torch" not in sys.modules
print(json.dumps(next(at for kind, at in seen if kind == "start")))
"""


def run(code: str, *arguments: str) -> float:
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return float(json.loads(done.stdout.splitlines()[-1]))


@bench("memory")
def measure_memory() -> Iterator[Row]:
    short, long = run(_PEAK, str(HERE), "300"), run(_PEAK, str(HERE), "3000")
    yield Row.ratio_of("7 peak memory at 3,000 frames against 300", long, "MiB", short, most=1.05)


@bench("start")
def measure_start() -> Iterator[Row]:
    def once() -> float:
        started = time.perf_counter()
        subprocess.run([str(COMMAND), "--help"], capture_output=True, check=True)
        return time.perf_counter() - started

    yield Row.at_most("14 semblance --help", min(once() for _ in range(5)), "s", 0.3)

    def first_node() -> float:
        started = time.time()
        return run(_FIRST_NODE) - started

    yield Row.at_most("14 first node of a project that needs no torch", min(first_node() for _ in range(3)), "s", 1.0)
