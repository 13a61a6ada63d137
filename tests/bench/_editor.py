"""Rows on the editor: turns of its loop a second under software OpenGL, while a node is dragged in a real window."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from _rows import Row, bench

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))
LEAST, SECONDS = 50.0, 5.0  # the loop itself stops at 60


@bench("editor")
def measure_editor() -> Iterator[Row]:
    from editor_window import Display, Window, missing_tools

    if missing_tools():
        return
    display = Display()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        window = Window(display, folder, ROOT / "projects" / "face_swap.json")
        window.wait(lambda look: look.viewed and not look.is_computing, "the first picture", 240)
        quiet = _turns_while_dragging(window, "node swapped")
        yield _row("editor: dragging a node", quiet)
        window.key("F5")
        window.press("Render", "Button", "Render")
        window.wait(lambda look: look.renders, "the render")
        yield _row("editor: dragging a node while face_swap renders", _turns_while_dragging(window, "node swapped"))
        window.close()
        path = folder / "large.json"
        path.write_text(json.dumps(_large_project(500, 700)))
        window = Window(display, folder, path)
        window.wait(lambda look: len(look.places["canvas"]) > 500, "the graph")
        yield _row("editor: dragging one of 500 nodes, all in view", _turns_while_dragging(window, "node n250"))
        window.close()
    display.close()


def _row(name: str, turns: float) -> Row:
    return Row(name, turns, "turns/s", LEAST, turns / LEAST, f"≥ {LEAST:g} turns/s", turns >= LEAST)


def _turns_while_dragging(window, node: str) -> float:  # type: ignore[no-untyped-def]
    """Drag a node about, as a hand does, and count the turns of the loop."""
    x, y = window.look().place("canvas", node)
    window.move((x, y))
    moves = [f"mousemove {x + step % 120 - 60:.0f} {y + step % 80 - 40:.0f} sleep 0.012" for step in range(0, 4000, 7)]
    environment = window._environment
    subprocess.run(["xdotool", "mousedown", "1"], env=environment, check=True)
    hand = subprocess.Popen(["xdotool", *" ".join(moves).split()], env=environment)
    before, began = window.look().turn, time.monotonic()
    time.sleep(SECONDS)
    after, took = window.look().turn, time.monotonic() - began
    hand.kill()
    hand.wait()
    subprocess.run(["xdotool", "mouseup", "1"], env=environment, check=True)
    return float((after - before) / took)


def _large_project(nodes: int, links: int) -> dict[str, object]:
    """Return a grid of merges, each linked to one or two before it."""
    made: dict[str, object] = {}
    second = links - nodes
    for number in range(nodes):
        inputs = {"b": f"n{number - 1}"} if number else {}
        if number > 25 and second > 0:
            inputs["a"] = f"n{number - 23}"
            second -= 1
        position = [number % 25 * 260, number // 25 * 150]
        made[f"n{number}"] = {"id": "merge.merge", "version": 1, "inputs": inputs, "position": position}
    return {"semblance": 2, "nodes": made}
