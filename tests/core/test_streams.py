"""Nodes that run through every frame in order: trackers, recurrent models, training, writing."""

import functools
import threading
from collections.abc import Iterator

import pytest
import toy_nodes
from toy_nodes import Clock

from graph_core import (
    Cache,
    Cancelled,
    Context,
    Curve,
    Engine,
    ExecutionError,
    FrameRange,
    Key,
    LinkError,
    Node,
    Param,
    ParamError,
    Stream,
    Window,
)

project = functools.partial(toy_nodes.project, frames=(1, 40))

log: list[str] = []


class SharedClock(Node, id="toy.shared_clock", uses=("frame",), serial=True):
    """Say the frame, for one caller at a time."""

    def process(self, *, ctx: Context) -> int:
        return ctx.frame


class SoFar(Node, id="toy.so_far"):
    """Add up all numbers so far."""

    scale: int = Param(1, help="Factor.")

    def process(self, number: Stream[int], start: int | None = None) -> Iterator[int]:
        total = number.state or start or 0
        for value in number:
            total += value * self.scale
            number.state = total
            yield total


class Forgetful(Node, id="toy.forgetful"):
    """Add up all numbers so far, without saying how to go on from the middle."""

    def process(self, number: Stream[int]) -> Iterator[int]:
        total = 0
        for value in number:
            total += value
            yield total


class Both(Node, id="toy.both"):
    """Multiply two streams and add up."""

    def process(self, a: Stream[int], b: Stream[int]) -> Iterator[int]:
        total = 0
        for first, second in zip(a, b, strict=True):
            total += first * second
            yield total


class Mean(Node, id="toy.mean"):
    """Average the whole shot."""

    def process(self, number: Stream[int]) -> float:
        values = list(number)
        return sum(values) / len(values)


class Span(Node, id="toy.span"):
    """Join three neighbours."""

    def process(self, number: Window[int]) -> str:
        return "/".join(str(value) for value in number)


class Backwards(Node, id="toy.backwards", uses=("range",)):
    """Play backwards."""

    last: int = Param(40, help="Last frame.")

    def process(self, number: int) -> int:
        return number

    def input_frames(self, port, frame):
        return (self.last + 1 - frame,)


class Pair(Node, id="toy.pair"):
    """Put two things side by side."""

    def process(self, a: float, b: float) -> str:
        return f"{a:g} {b:g}"


class Sink(Node, id="toy.sink", side_effects=True):
    """Write to the log."""

    mark: str = Param("", help="Name in the log.")

    def process(self, number: Stream[int]) -> Iterator[None]:
        try:
            for value in number:
                log.append(f"{self.mark}{number.frame}:{value}")
                yield
            log.append(f"{self.mark}finished")
        except GeneratorExit:
            log.append(f"{self.mark}closed")
            raise


def triangle(n):
    return n * (n + 1) // 2


def values(engine, made, target, first=None, last=None, events=None):
    frames = FrameRange(first, last) if first else None
    listen = events.append if events is not None else None
    return [v for _, (v,) in engine.render(made, [target], frames, on_event=listen)]


@pytest.fixture
def engine():
    with Engine() as made:
        yield made


@pytest.fixture(autouse=True)
def fresh_log():
    log.clear()


@pytest.mark.parametrize("cls", [SoFar, Forgetful])
def test_a_render_of_the_middle_equals_the_middle_of_a_whole_render(cls):
    made = project(("clock", Clock), ("sum", cls), sum="clock")
    with Engine() as engine:
        whole = values(engine, made, "sum")
    with Engine() as engine:
        assert values(engine, made, "sum", 17, 21) == whole[16:21] == [triangle(n) for n in range(17, 22)]
    with Engine(cache=Cache(memory_bytes=0)) as engine:
        assert values(engine, made, "sum", 30, 33) == whole[29:33]


def test_state_kept_on_disk_saves_running_from_the_beginning(tmp_path):
    made = project(("clock", Clock), ("sum", SoFar), frames=(1, 200), sum="clock")
    with Engine(cache=Cache(folder=tmp_path)) as engine:
        values(engine, made, "sum", 1, 100)
    events = []
    with Engine(cache=Cache(folder=tmp_path, memory_bytes=0)) as engine:
        assert values(engine, made, "sum", 110, 112, events) == [triangle(n) for n in (110, 111, 112)]
    assert sorted({e.frame for e in events if e.kind == "done" and e.node == "sum"}) == list(range(101, 113))


def test_a_run_that_was_stopped_is_gone_on_with():
    made = project(("clock", Clock), ("sum", SoFar), sum="clock")
    stop, events = threading.Event(), []

    def listen(event):
        if event.kind == "done" and event.node == "sum" and event.frame == 20:
            stop.set()

    with Engine() as engine:
        with pytest.raises(Cancelled):
            engine.evaluate(made, "sum", 40, on_event=listen, cancel=stop)
        assert engine.evaluate(made, "sum", 40, on_event=events.append) == triangle(40)
    worked = [event.frame for event in events if event.kind == "done" and event.node == "sum"]
    assert worked[0] > 20 and worked[-1] == 40


def test_what_a_node_carried_when_it_was_stopped_half_way_is_not_kept():
    stop = threading.Event()

    class Careless(Node, id="toy.careless"):
        """Look whether it is to stop before it takes a frame in."""

        def process(self, number: Stream[int], *, ctx: Context) -> Iterator[int]:
            number.state = number.state or [0]
            for value in number:
                if number.frame == 20:
                    stop.set()
                ctx.check_cancelled()
                number.state[0] += value
                yield number.state[0]

    made = project(("clock", Clock), ("sum", Careless), sum="clock")
    with Engine() as engine:
        with pytest.raises(Cancelled):
            engine.evaluate(made, "sum", 40, cancel=stop)
        assert engine.evaluate(made, "sum", 40) == triangle(40)


def test_kept_state_is_a_snapshot():
    class Lists(Node, id="toy.lists"):
        """Keep a list and change it in place."""

        def process(self, number: Stream[int]) -> Iterator[int]:
            number.state = number.state or []
            for value in number:
                number.state.append(value)
                yield len(number.state)

    made = project(("clock", Clock), ("lists", Lists), frames=(1, 100), lists="clock")
    with Engine(cache=Cache(memory_bytes=1 << 20)) as engine:
        values(engine, made, "lists", 1, 64)
        engine.cache.memory.limit_bytes = 1 << 20
        assert values(engine, made, "lists", 70, 71) == [70, 71]
        assert values(engine, made, "lists", 70, 72) == [70, 71, 72]


def test_changing_an_early_input_changes_everything_after(engine):
    made = project(("clock", Clock), ("sum", SoFar), sum="clock")
    values(engine, made, "sum")
    made.graph.set_param("sum", "scale", 2)
    assert values(engine, made, "sum", 39, 40) == [2 * triangle(39), 2 * triangle(40)]


def test_streams_feed_streams(engine):
    made = project(("clock", Clock), ("a", SoFar), ("b", Forgetful), ("c", SoFar), a="clock", b="a", c="b")
    whole = values(engine, made, "c")
    with Engine() as other:
        assert values(other, made, "c", 20, 22) == whole[19:22]


def test_windows_look_into_streams_and_stop_at_the_shots_beginning(engine):
    made = project(("clock", Clock), ("sum", SoFar), ("span", Span), sum="clock", span="sum")
    assert values(engine, made, "span", 1, 3) == ["1/1/3", "1/3/6", "3/6/10"]


def test_a_stream_can_be_read_backwards():
    made = project(("clock", Clock), ("sum", Forgetful), ("back", Backwards), sum="clock", back="sum")
    for budget in (0, 1 << 20):
        with Engine(cache=Cache(memory_bytes=budget)) as engine:
            assert values(engine, made, "back") == [triangle(41 - n) for n in range(1, 41)]


def test_two_streams_go_in_step(engine):
    made = project(("clock", Clock), ("sum", SoFar), ("both", Both), both="clock sum", sum="clock")
    expected = 0
    for frame, value in enumerate(values(engine, made, "both"), start=1):
        expected += frame * triangle(frame)
        assert value == expected


def test_a_whole_shot_becomes_one_value(engine):
    made = project(("clock", SharedClock), ("mean", Mean), ("pair", Pair), pair="mean clock", mean="clock")
    events = []
    assert values(engine, made, "pair", 5, 6, events) == ["20.5 5", "20.5 6"]
    assert sum(1 for e in events if e.kind == "done" and e.node == "mean") == 1


def test_a_whole_shot_value_is_not_made_twice(engine):
    made = project(("clock", Clock), ("mean", Mean), mean="clock")
    engine.evaluate(made, "mean")
    events = []
    assert engine.evaluate(made, "mean", on_event=events.append) == 20.5
    assert [e.kind for e in events if e.node] == ["cached"]


def test_a_sink_gets_the_rendered_frames_and_finishes(engine):
    made = project(("clock", Clock), ("sink", Sink), sink="clock")
    assert [f for f, _ in engine.render(made, frames=FrameRange(3, 5))] == [3, 4, 5]
    assert log == ["3:3", "4:4", "5:5", "finished"]


def test_every_sink_of_a_project_is_rendered(engine):
    made = project(("clock", Clock), ("x", Sink, {"mark": "x"}), ("y", Sink, {"mark": "y"}), x="clock", y="clock")
    list(engine.render(made, frames=FrameRange(1, 2)))
    assert sorted(log) == ["x1:1", "x2:2", "xfinished", "y1:1", "y2:2", "yfinished"]


def test_a_sink_closes_when_cancelled(engine):
    made = project(("clock", Clock), ("sink", Sink), sink="clock")
    cancel = threading.Event()
    with pytest.raises(Cancelled):
        for frame, _ in engine.render(made, cancel=cancel):
            if frame == 4:
                cancel.set()
    assert log[:4] == ["1:1", "2:2", "3:3", "4:4"]
    assert log[-1] == "closed"


def test_a_sink_keeps_the_frames_before_an_error(engine):
    class Fragile(Node, id="toy.fragile"):
        """Fail at frame 9."""

        def process(self, number: int) -> int:
            return number // (9 - number) * 0 + number

    made = project(("clock", Clock), ("fragile", Fragile), ("sink", Sink), fragile="clock", sink="fragile")
    with pytest.raises(ExecutionError) as caught:
        list(engine.render(made))
    assert caught.value.frame == 9
    assert log == [*(f"{n}:{n}" for n in range(1, 9)), "closed"]


def test_a_sink_is_never_taken_from_the_cache(engine):
    made = project(("clock", Clock), ("sink", Sink), sink="clock")
    for _ in range(2):
        list(engine.render(made, frames=FrameRange(1, 2)))
    assert log == ["1:1", "2:2", "finished"] * 2


def test_resuming_renders_what_is_missing(engine):
    class Resumable(Sink, id="toy.resumable", side_effects=True):
        """Lack three frames."""

        def missing_frames(self, frames):
            return [frame for frame in frames if frame in (2, 7, 8)]

        def process(self, number: Stream[int]) -> Iterator[None]:
            yield from super().process(number)

    made = project(("clock", Clock), ("sink", Resumable), sink="clock")
    assert [f for f, _ in engine.render(made, resume=True)] == [2, 7, 8]
    assert log == ["2:2", "7:7", "8:8", "finished"]


def test_frames_missing_from_the_middle_are_right_for_a_stream(engine):
    class Resumable(Sink, id="toy.resumable2", side_effects=True):
        """Lack two frames."""

        def missing_frames(self, frames):
            return [5, 20]

        def process(self, number: Stream[int]) -> Iterator[None]:
            yield from super().process(number)

    made = project(("clock", Clock), ("sum", Forgetful), ("sink", Resumable), sum="clock", sink="sum")
    list(engine.render(made, resume=True))
    assert log == [f"5:{triangle(5)}", f"20:{triangle(20)}", "finished"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (lambda number: (v for v, _ in zip(number, range(3), strict=False)), "stopped before"),
        (lambda number: (v + next(number) for v in number), "more frames than it yields"),
    ],
)
def test_a_node_out_of_step_is_found_out(engine, body, words):
    class Wrong(Node, id="toy.wrong"):
        """Be out of step."""

        def process(self, number: Stream[int]) -> Iterator[int]:
            yield from body(number)

    made = project(("clock", Clock), ("wrong", Wrong), wrong="clock")
    with pytest.raises(ExecutionError, match=words) as caught:
        values(engine, made, "wrong")
    assert caught.value.node == "wrong"


def test_knobs_and_inputs_of_a_stream_node_must_stand_still(engine):
    made = project(("clock", Clock), ("sum", SoFar), sum="clock")
    made.graph.set_param("sum", "scale", Curve((Key(1, 1), Key(9, 4))))
    with pytest.raises(ParamError, match=r"sum\.scale cannot be animated"):
        engine.evaluate(made, "sum")
    made.graph.reset_param("sum", "scale")
    made.graph.link("clock", "sum.start")
    with pytest.raises(LinkError, match="taken once for the shot"):
        engine.evaluate(made, "sum")


def test_a_held_frame_may_go_where_nothing_may_change(engine):
    class Hold(Node, id="toy.hold"):
        """Take frame 5 for all."""

        def process(self, number: int) -> int:
            return number

        def input_frames(self, port, frame):
            return (5,)

        def is_still(self):
            return True

    made = project(("clock", Clock), ("hold", Hold), ("sum", SoFar), hold="clock", sum="clock")
    made.graph.link("hold", "sum.start")
    assert values(engine, made, "sum", 1, 2) == [6, 8]
