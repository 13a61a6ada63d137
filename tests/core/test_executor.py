"""Running graphs: order, parallel work, memory, errors, cancelling."""

import threading
import time
import weakref
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pytest
import torch
from toy_nodes import Clock, project

from graph_core import (
    Cache,
    Cancelled,
    Context,
    Curve,
    DeclarationError,
    DeviceMemoryError,
    Engine,
    ExecutionError,
    Format,
    FrameRange,
    Graph,
    Image,
    Key,
    Node,
    Param,
    ParamError,
    Project,
    Registry,
    Shot,
    Value,
    Window,
)

LIVE: weakref.WeakSet["Sheet"] = weakref.WeakSet()


@dataclass(frozen=True, eq=False)
class Sheet(Value):
    number: int

    def __post_init__(self):
        LIVE.add(self)


class Sheets(Node, id="toy.sheets", uses=("frame",)):
    """Make a sheet with the frame's number."""

    def process(self, *, ctx: Context) -> Sheet:
        return Sheet(ctx.frame)


class Copy(Node, id="toy.copy"):
    """Copy a sheet."""

    plus: int = Param(0, help="Added to the number.")

    def process(self, sheet: Sheet) -> Sheet:
        return Sheet(sheet.number + self.plus)


class Three(Node, id="toy.three"):
    """Write three neighbours as decimal digits."""

    def process(self, sheet: Window[Sheet]) -> int:
        return sheet[-1].number * 10000 + sheet.centre.number * 100 + sheet[1].number


class Add(Node, id="toy.add"):
    """Add numbers."""

    plus: int = Param(0, help="Added as well.")

    def process(self, *numbers: int) -> int:
        return sum(numbers) + self.plus


class Nap(Node, id="toy.nap"):
    """Take a while."""

    seconds: float = Param(0.05, help="How long.")
    mark: int = Param(0, help="Tells naps apart.")

    def process(self, number: int) -> int:
        time.sleep(self.seconds)
        return number


class Fragile(Node, id="toy.fragile", uses=("frame",)):
    """Fail at one frame."""

    at: int = Param(5, help="The frame.")

    def process(self, number: int, *, ctx: Context) -> int:
        if ctx.frame == self.at:
            raise ZeroDivisionError("no such luck")
        return number


class Hold(Node, id="toy.hold"):
    """Take one frame for all."""

    frame: int = Param(3, help="Which.")

    def process(self, number: int) -> int:
        return number

    def input_frames(self, port, frame):
        return (self.frame,)

    def is_still(self):
        return True


class Twice(Node, id="toy.twice"):
    """Run at double speed."""

    def process(self, sheet: Sheet) -> Sheet:
        return sheet

    def input_frames(self, port, frame):
        return (2 * frame,)


class Spoil(Node, id="toy.spoil"):
    """Change the input in place, as no node may."""

    def process(self, image: Image) -> Image:
        image.pixels.mul_(0.5)
        return image


class Grey(Node, id="toy.grey"):
    """Make a grey picture."""

    level: float = Param(0.5, help="How bright.")

    def process(self) -> Image:
        return Image(torch.full((3, 2, 2), self.level))


class Liar(Node, id="toy.liar"):
    """Promise a picture and give a word."""

    def process(self, number: int) -> Image:
        return "picture"


class Nosy(Node, id="toy.nosy"):
    """Read the rate without saying so."""

    def process(self, *, ctx: Context) -> float:
        return float(ctx.fps)


class Report(Node, id="toy.report", uses=("frame",)):
    """Report odd frames."""

    def process(self, number: int, *, ctx: Context) -> int:
        if ctx.frame % 2:
            ctx.report("odd")
        return number


class Alone(Node, id="toy.alone", serial=True):
    """Work on one frame at a time."""

    running = threading.Lock()

    def process(self, number: int) -> int:
        assert self.running.acquire(blocking=False), "two frames at once"
        time.sleep(0.002)
        self.running.release()
        return number


def bodies(events):
    return [event.node for event in events if event.kind == "done"]


@pytest.fixture
def engine():
    with Engine(validate=True) as made:
        yield made


def test_frames_come_in_order(engine):
    made = project(("clock", Clock), ("nap", Nap, {"seconds": 0.001}), nap="clock")
    assert [(f, v) for f, (v,) in engine.render(made, ["nap"])] == [(f, f) for f in range(1, 21)]


def test_a_node_that_feeds_two_runs_once(engine):
    made = project(("clock", Clock), ("a", Add), ("b", Add, {"plus": 1}), ("sum", Add), a="clock", b="clock", sum="a b")
    events = []
    assert engine.evaluate(made, "sum", 7, on_event=events.append) == 15
    assert sorted(bodies(events)) == ["a", "b", "clock", "sum"]


def test_turning_a_knob_reruns_only_what_lies_below_and_turning_it_back_nothing(engine):
    made = project(("clock", Clock), ("a", Add), ("b", Add), a="clock", b="a")
    engine.evaluate(made, "b")
    events = []
    made.graph.set_param("b", "plus", 10)
    assert engine.evaluate(made, "b", on_event=events.append) == 11
    assert bodies(events) == ["b"]
    events.clear()
    made.graph.set_param("b", "plus", 0)
    assert engine.evaluate(made, "b", on_event=events.append) == 1
    assert bodies(events) == []


def test_an_animated_knob_is_computed_once_where_its_curve_stands_still(engine):
    curve = Curve((Key(1, 0, "constant"), Key(11, 5, "constant")))
    made = project(("one", Grey), ("two", Add, {"plus": curve}))
    events = []
    values = [v for _, (v,) in engine.render(made, ["two"], on_event=events.append)]
    assert values == [0] * 10 + [5] * 10
    assert 2 <= len(bodies(events)) <= 2 + 2 * engine._executor.frames_ahead


def test_a_curve_that_leaves_the_limits_says_where(engine):
    class Narrow(Node, id="toy.narrow"):
        """Take little."""

        level: float = Param(0.0, ge=0, le=1, help="Level.")

        def process(self) -> float:
            return self.level

    curve = Curve((Key(1, 0.0, "linear"), Key(2, 0.5)), "linear")
    made = project(("narrow", Narrow, {"level": curve}))
    with pytest.raises(ParamError) as caught:
        list(engine.render(made, ["narrow"]))
    assert (caught.value.node, caught.value.param, caught.value.frame) == ("narrow", "level", 4)


def test_branches_run_side_by_side(engine):
    naps = [(f"nap{i}", Nap, {"mark": i}) for i in range(8)]
    made = project(
        ("clock", Clock), *naps, ("sum", Add), sum=" ".join(n for n, *_ in naps), **{n: "clock" for n, *_ in naps}
    )
    started = time.perf_counter()
    assert engine.evaluate(made, "sum", 3) == 24
    assert time.perf_counter() - started < 8 * 0.05 / 2


def test_consecutive_frames_overlap(engine):
    made = project(("clock", Clock), ("a", Nap, {"seconds": 0.03}), ("b", Nap, {"seconds": 0.03}), a="clock", b="a")
    started = time.perf_counter()
    assert len(list(engine.render(made, ["b"]))) == 20
    assert time.perf_counter() - started < 20 * 0.06 * 0.75


def test_a_window_sees_its_neighbours(engine):
    made = project(("sheets", Sheets), ("three", Three), three="sheets")
    events = []
    values = [v for _, (v,) in engine.render(made, ["three"], FrameRange(5, 9), on_event=events.append)]
    assert values == [40506, 50607, 60708, 70809, 80910]


def test_a_window_reuses_neighbours_even_without_a_cache():
    made = project(("sheets", Sheets), ("copy", Copy), ("three", Three), copy="sheets", three="copy")
    events = []
    with Engine(cache=Cache(memory_bytes=0)) as engine:
        assert len(list(engine.render(made, ["three"], on_event=events.append))) == 20
    assert bodies(events).count("copy") == 22


def test_an_input_that_is_of_no_use_is_not_computed(engine):
    class Either(Node, id="toy.either"):
        """Give a number of its own, or else the one that is linked."""

        own: int = Param(0, help="The number; 0 for none.")

        def process(self, number: int | None = None) -> int:
            return self.own if number is None else number

        def input_frames(self, port, frame):
            return () if self.own else (frame,)

    made = project(("clock", Clock), ("fragile", Fragile), ("either", Either), fragile="clock", either="fragile")
    assert engine.evaluate(made, "either", 3) == 3
    made.graph.set_param("either", "own", 7)
    events = []
    assert [v for _, (v,) in engine.render(made, ["either"], on_event=events.append)] == [7] * 20
    assert bodies(events) == ["either"]


def test_a_held_frame_is_made_once(engine):
    made = project(("clock", Clock), ("nap", Nap, {"seconds": 0.001}), ("hold", Hold), nap="clock", hold="nap")
    events = []
    assert {v for _, (v,) in engine.render(made, ["hold"], on_event=events.append)} == {3}
    assert bodies(events).count("nap") == 1


@pytest.mark.parametrize("last", [Copy, Twice, Three])
def test_values_live_no_longer_than_they_are_needed(last):
    made = project(
        ("sheets", Sheets), ("a", Copy), ("b", Copy), ("last", last), frames=(1, 300), a="sheets", b="a", last="b"
    )
    most = 0
    with Engine(cache=Cache(memory_bytes=0)) as engine:
        for frame, values in engine.render(made, ["last"]):
            most = max(most, len(LIVE))
            del frame, values
        assert most <= 4 * (engine._executor.frames_ahead + 4)
    assert len(LIVE) == 0


def test_an_error_names_node_and_frame_and_keeps_the_frames_before(engine):
    made = project(
        ("clock", Clock), ("nap", Nap, {"seconds": 0.003}), ("fragile", Fragile, {"at": 12}), nap="clock", fragile="nap"
    )
    seen = []
    with pytest.raises(ExecutionError) as caught:
        for frame, _ in engine.render(made, ["fragile"]):
            seen.append(frame)
    assert seen == list(range(1, 12))
    assert (caught.value.node, caught.value.frame) == ("fragile", 12)
    assert "no such luck" in str(caught.value)
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


def test_after_an_error_the_engine_works_on(engine):
    made = project(("clock", Clock), ("fragile", Fragile), fragile="clock")
    with pytest.raises(ExecutionError):
        list(engine.render(made, ["fragile"]))
    made.graph.set_param("fragile", "at", 99)
    assert len(list(engine.render(made, ["fragile"]))) == 20


def test_cancelling_stops_within_a_frame_and_the_next_run_is_right(engine):
    made = project(("clock", Clock), ("nap", Nap, {"seconds": 0.02}), frames=(1, 500), nap="clock")
    cancel, seen = threading.Event(), []
    with pytest.raises(Cancelled):
        for frame, _ in engine.render(made, ["nap"], cancel=cancel):
            seen.append(frame)
            if frame == 3:
                cancel.set()
                started = time.perf_counter()
    assert time.perf_counter() - started < 0.5
    assert seen[-1] <= 4
    assert [v for _, (v,) in engine.render(made, ["nap"], FrameRange(1, 6))] == [1, 2, 3, 4, 5, 6]


def test_a_node_that_spoils_its_input_is_found_out(engine):
    made = project(("grey", Grey), ("spoil", Spoil), spoil="grey")
    with pytest.raises(ExecutionError, match=r"spoil .* changed its input"):
        engine.evaluate(made, "spoil")


def test_arrays_in_values_become_read_only(engine):
    @dataclass(frozen=True, eq=False)
    class Numbers(Value):
        array: np.ndarray

    class Numbering(Node, id="toy.numbering"):
        """Make numbers."""

        def process(self) -> Numbers:
            return Numbers(np.zeros(3))

    result = engine.evaluate(project(("n", Numbering)), "n")
    with pytest.raises(ValueError, match="read-only"):
        result.array[0] = 1


def test_a_wrong_result_is_the_nodes_fault(engine):
    made = project(("clock", Clock), ("liar", Liar), liar="clock")
    with pytest.raises(ExecutionError, match=r"liar .* gave str, not Image"):
        engine.evaluate(made, "liar")


def test_a_node_may_read_only_what_it_declares(engine):
    with pytest.raises(DeclarationError, match=r"nosy reads ctx.fps") as caught:
        engine.evaluate(project(("nosy", Nosy)), "nosy")
    assert 'uses=("fps",)' in caught.value.hint


def test_reports_are_repeated_when_the_result_is_kept(engine):
    made = project(("clock", Clock), ("report", Report), frames=(1, 4), report="clock")
    first, second = [], []
    list(engine.render(made, ["report"], on_event=first.append))
    list(engine.render(made, ["report"], on_event=second.append))
    for events in (first, second):
        assert sorted(e.frame for e in events if e.kind == "report") == [1, 3]
    assert bodies(second) == []


def test_a_serial_node_works_on_one_frame_at_a_time(engine):
    made = project(("clock", Clock), ("nap", Nap, {"seconds": 0.001}), ("alone", Alone), nap="clock", alone="nap")
    assert [v for _, (v,) in engine.render(made, ["alone"])] == list(range(1, 21))


def test_frames_that_run_at_once_share_what_a_node_opens(engine):
    made: list[int] = []

    class Opens(Node, id="toy.opens", uses=("frame",)):
        """Open something slowly."""

        def process(self, number: int, *, ctx: Context) -> int:
            def make() -> object:
                made.append(ctx.frame)
                time.sleep(0.05)
                return object()

            return number if ctx.resource("thing", make) else 0

    list(engine.render(project(("clock", Clock), ("opens", Opens), opens="clock"), ["opens"]))
    assert len(made) == 1


def test_a_chain_ten_thousand_deep_runs(engine):
    graph = Graph(Registry())
    graph.add("n0", Clock)
    for number in range(1, 10_000):
        graph.add(f"n{number}", Add, plus=1)
        graph.link(f"n{number - 1}", f"n{number}.numbers")
    made = Project(graph, Shot(Format(4, 4), Fraction(25), FrameRange(1, 2)))
    assert engine.evaluate(made, "n9999", 2) == 10_001


def test_another_process_finds_results_on_disk(tmp_path):
    made = project(("clock", Clock), ("a", Add, {"plus": 1}), a="clock")
    with Engine(cache=Cache(folder=tmp_path, worth=0)) as engine:
        first = [v for _, (v,) in engine.render(made, ["a"])]
    events = []
    again = project(("clock", Clock), ("a", Add, {"plus": 1}), a="clock")
    with Engine(cache=Cache(folder=tmp_path, worth=0)) as engine:
        assert [v for _, (v,) in engine.render(again, ["a"], on_event=events.append)] == first
    assert bodies(events) == []


def test_a_torn_file_on_disk_is_made_again(tmp_path):
    made = project(("clock", Clock), ("a", Add, {"plus": 1}), a="clock")
    with Engine(cache=Cache(folder=tmp_path, worth=0)) as engine:
        first = [v for _, (v,) in engine.render(made, ["a"])]
    for number, file in enumerate(sorted((tmp_path / "values").iterdir())):
        data = file.read_bytes()
        file.write_bytes(data[: len(data) // 2] if number % 2 else data[:-1] + bytes([data[-1] ^ 1]))
    with Engine(cache=Cache(folder=tmp_path, worth=0)) as engine:
        assert [v for _, (v,) in engine.render(made, ["a"])] == first


def test_frames_outside_the_shot_are_refused(engine):
    made = project(("clock", Clock))
    with pytest.raises(ParamError, match="reach outside the shot") as caught:
        next(engine.render(made, ["clock"], FrameRange(1, 900_000)))
    assert "1-20" in caught.value.hint


def test_a_device_that_is_not_there_is_named():
    with pytest.raises(ParamError, match="no device 'gpu'"):
        Engine(device="gpu")
    if not torch.cuda.is_available():
        with pytest.raises(DeviceMemoryError, match="cuda:1 is not there"):
            Engine(device="cuda:1")
