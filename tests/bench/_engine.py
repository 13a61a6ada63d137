"""Rows on the engine alone: planning, scheduling, the caches."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from fractions import Fraction

import torch
from _rows import Row, bench, best_of

from graph_core import (
    Cache,
    Cancelled,
    Context,
    Engine,
    Format,
    FrameRange,
    Graph,
    Image,
    Node,
    Param,
    Project,
    Registry,
    Shot,
)

SHOT = Shot(Format(640, 360), Fraction(25), FrameRange(1, 3000))


class One(Node, id="bench.one"):
    """Give a number."""

    value: int = Param(1, help="The number.")

    def process(self) -> int:
        return self.value


class Increase(Node, id="bench.increase"):
    """Add a number."""

    by: int = Param(1, help="The number.")

    def process(self, number: int) -> int:
        return number + self.by


class Sum(Node, id="bench.sum"):
    """Add many numbers."""

    def process(self, *numbers: int) -> int:
        return sum(numbers)


class Nap(Node, id="bench.nap"):
    """Sleep for 50 ms, as a body that waits for a device does."""

    mark: int = Param(0, help="Tells naps apart.")

    def process(self, number: int) -> int:
        time.sleep(0.05)
        return number


class Paint(Node, id="bench.paint", uses=("frame", "format")):
    """Fill a picture with the frame's number."""

    def process(self, *, ctx: Context) -> Image:
        return Image(paint(ctx.frame, ctx.format))


class Soften(Node, id="bench.soften"):
    """Average a picture over a window of pixels."""

    def process(self, image: Image) -> Image:
        return Image(soften(image.pixels))


class Fit(Node, id="bench.fit", batch=8):
    """Work on as many frames as fit into an imagined memory of three."""

    def process(self, image: Image) -> Image:
        return Image(image.pixels * 2)

    def process_batch(self, image: list[Image]) -> list[Image]:
        if len(image) > 3:
            raise torch.OutOfMemoryError("CUDA out of memory (injected)")
        return [self.process(item) for item in image]


def paint(frame: int, format: Format) -> torch.Tensor:
    return torch.full((3, format.height, format.width), float(frame))


def soften(pixels: torch.Tensor) -> torch.Tensor:
    return torch.nn.functional.avg_pool2d(pixels[None], 5, 1, 2)[0]


def chain(length: int) -> Project:
    graph = Graph(Registry())
    graph.add("n0", One)
    for number in range(1, length):
        graph.add(f"n{number}", Increase)
        graph.link(f"n{number - 1}", f"n{number}.number")
    return Project(graph, SHOT)


def pictures(*classes: type[Node], frames: int = 3000) -> Project:
    graph = Graph(Registry())
    for number, cls in enumerate(classes):
        graph.add(f"n{number}", cls)
        if number:
            graph.link(f"n{number - 1}", f"n{number}.image")
    return Project(graph, Shot(SHOT.format, SHOT.fps, FrameRange(1, frames)))


def cold(length: int) -> float:
    """Seconds for a chain that nothing is known of, with a listener for events."""
    events: list[object] = []
    target = f"n{length - 1}"
    return best_of(
        7 if length < 5000 else 2,
        lambda: (Engine(), chain(length)),
        lambda subject: subject[0].evaluate(subject[1], target, on_event=events.append),
    )


@bench("chain")
def measure_chain() -> Iterator[Row]:
    small, large = cold(200) / 200 * 1e6, cold(2000) / 2000 * 1e6
    yield Row.at_most("1 chain of 200 trivial nodes, cold (peer: chaiNNer)", small, "µs/node", 20, 116)
    yield Row.ratio_of("2 µs/node at 2,000 against 200", large, "µs/node", small, most=1.2)
    yield Row.at_most("2 chain 10,000 deep runs (peers stop below 1,000)", cold(10_000), "s", 2)


@bench("warm")
def measure_warm() -> Iterator[Row]:
    project, events = chain(200), []
    with Engine() as engine:
        engine.evaluate(project, "n199")

        def again() -> None:
            engine.evaluate(project, "n199", on_event=events.append)

        yield Row.at_most(
            "3 the same 200, nothing changed (chaiNNer)", best_of(20, int, lambda _: again()) * 1e3, "ms", 0.5, 23.5
        )
        bodies = sum(1 for event in events if event.kind == "done")
        yield Row.at_most("3 … node bodies run", bodies, "bodies", 0, 200)

        values = iter(range(2, 100))

        def turn() -> None:
            project.graph.set_param("n199", "by", next(values))
            again()

        events.clear()
        yield Row.at_most("4 the last node's knob turned", best_of(20, int, lambda _: turn()) * 1e3, "ms", 1.0)
        bodies = sum(1 for event in events if event.kind == "done")
        yield Row.at_most("4 … node bodies run, a turn", bodies / 20, "bodies", 1)
        events.clear()
        project.graph.set_param("n199", "by", 1)
        again()
        bodies = sum(1 for event in events if event.kind == "done")
        yield Row.at_most("4 knob put back: node bodies run", bodies, "bodies", 0, 1)


@bench("fan")
def measure_fan() -> Iterator[Row]:
    def prepare() -> tuple[Engine, Project]:
        graph = Graph(Registry())
        graph.add("sum", Sum)
        for number in range(200):
            graph.add(f"n{number}", One, value=number)
            graph.link(f"n{number}", "sum.numbers")
        return Engine(), Project(graph, SHOT)

    seconds = best_of(7, prepare, lambda subject: subject[0].evaluate(subject[1], "sum"))
    yield Row.at_most("5 200 nodes into one (peer: 112)", seconds / 200 * 1e6, "µs/node", 20, 112)


@bench("branches")
def measure_branches() -> Iterator[Row]:
    def prepare() -> tuple[Engine, Project]:
        graph = Graph(Registry())
        graph.add("one", One)
        graph.add("sum", Sum)
        for number in range(8):
            graph.add(f"nap{number}", Nap, mark=number)
            graph.link("one", f"nap{number}.number")
            graph.link(f"nap{number}", "sum.numbers")
        return Engine(), Project(graph, SHOT)

    seconds = best_of(5, prepare, lambda subject: subject[0].evaluate(subject[1], "sum"))
    yield Row.at_most("6 8 branches of 50 ms that release the GIL (peer: 433)", seconds * 1e3, "ms", 70, 433)


@bench("streaming")
def measure_streaming() -> Iterator[Row]:
    frames = 200

    def bare() -> None:
        for frame in range(1, frames + 1):
            soften(soften(paint(frame, SHOT.format)))

    def graph() -> None:
        with Engine(cache=Cache(memory_bytes=64 << 20)) as engine:
            for _ in engine.render(pictures(Paint, Soften, Soften, frames=frames), ["n2"]):
                pass

    alone = best_of(3, int, lambda _: bare())
    ours = best_of(3, int, lambda _: graph())
    yield Row.ratio_of(
        "8 streaming against the same bodies in a bare loop", frames / ours, "fps", frames / alone, least=0.9
    )


@bench("disk")
def measure_disk() -> Iterator[Row]:
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        events: list[object] = []
        for _ in range(2):
            events.clear()
            with Engine(cache=Cache(folder=Path(folder), worth=0)) as engine:
                for _ in engine.render(pictures(Paint, Soften, frames=20), ["n1"], on_event=events.append):
                    pass
        bodies = sum(1 for event in events if event.kind == "done")
        yield Row.at_most("11 render again from the disk cache: node bodies run", bodies, "bodies", 0, 40)


@bench("cancel")
def measure_cancel() -> Iterator[Row]:
    cancel = threading.Event()
    with Engine() as engine:
        stopped = 0.0
        try:
            for frame, _ in engine.render(pictures(Paint, Soften), ["n1"], cancel=cancel):
                if frame == 20:
                    stopped = time.perf_counter()
                    cancel.set()
        except Cancelled:
            yield Row.at_most(
                "12 cancel: time until the render has stopped", (time.perf_counter() - stopped) * 1e3, "ms", 100
            )


@bench("memory-error")
def measure_memory_error() -> Iterator[Row]:
    frames = 24
    with Engine() as engine:
        got = [values[0].pixels for _, values in engine.render(pictures(Paint, Fit, frames=frames), ["n1"])]
    wrong = sum(
        1 for frame, pixels in enumerate(got, start=1) if not torch.equal(pixels, paint(frame, SHOT.format) * 2)
    )
    yield Row.at_most(
        "13 out of memory injected in a batch of 8: wrong or missing frames", wrong + frames - len(got), "frames", 0, 24
    )
