"""Knobs in the hand: typing, sliding, keyframing, linking and writing them down, without a screen."""

import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy_nodes import Everything, Grey, Soft, project

from graph_core import Color, Curve, Key, ParamError, ParamSpec, Point
from graph_core.editor import commands
from graph_core.editor.document import Document
from graph_core.editor.knobs import (
    FileCheck,
    Knob,
    Scale,
    calculate,
    parse_expression,
    picked,
    swatch,
    write_expression,
)
from graph_core.editor.session import Timeline
from graph_core.graph import KnobLink

SPECS = Everything.params


@pytest.fixture
def document():
    return Document(project(("a", Everything), ("b", Everything), ("soft", Soft), ("grey", Grey)))


@pytest.fixture
def timeline():
    return Timeline()


@pytest.fixture
def knob_of(document, timeline):
    def knob_of(param, *names):
        names = names or ("a",)
        return Knob(document, timeline, names, document.graph.node(names[-1]).cls.params[param])

    return knob_of


# Sums


@pytest.mark.parametrize(
    ("text", "result"),
    [("8", 8), (" 1920 / 2 ", 960), ("1+2*3", 7), ("(1+2)*3", 9), ("-2^2", -4), ("2**-1", 0.5), ("7%4", 3), ("--3", 3)],
)
def test_sums(text, result):
    assert calculate(text) == result


@pytest.mark.parametrize(
    "text",
    ["", "  ", "two", "1+", "(1", "1)", "1 2", "1/0", "0^-1", "9^9^9", "(-8)^.5", "__import__('os')", "1e999", "("],
)
def test_what_is_no_sum_is_refused(text):
    with pytest.raises(ValueError, match=r"\w"):
        calculate(text)


sums = st.recursive(
    st.integers(0, 99).map(str) | st.floats(0, 99).map(lambda number: f"{number:.3f}"),
    lambda part: st.tuples(part, st.sampled_from("+-*"), part).map(" ".join) | part.map("({})".format),
    max_leaves=8,
)


@given(sums)
def test_sums_are_worked_out_as_python_does(text):
    assert calculate(text) == pytest.approx(eval(text))


@given(st.text("0123456789+-*/%^(). e", max_size=20))
def test_typing_anything_gives_a_number_or_says_why_not(text):
    try:
        assert math.isfinite(calculate(text))
    except ValueError as error:
        assert str(error)


# Sliding


def spec(kind="float", default=0.0, **options):
    return ParamSpec("size", kind, default, **options)


def test_a_slider_spans_its_soft_limits_and_a_drag_over_its_width_goes_from_end_to_end():
    scale = Scale.of(spec(low=0, soft_high=100))
    assert (scale.share(0), scale.share(25), scale.share(500)) == (0, 0.25, 1)
    assert scale.moved(10, 50, 200) == pytest.approx(35)
    assert scale.moved(10, 50, 200, fine=True) == pytest.approx(12.5)
    assert scale.moved(90, 500, 200) == 100
    assert scale.moved(10, -500, 200) == 0


def test_a_value_typed_beyond_the_slider_is_dragged_back_without_a_jump():
    scale = Scale.of(spec(low=0, soft_high=100))
    assert scale.clamped(400) == 400
    assert scale.moved(400, -2, 200) == pytest.approx(399)
    assert scale.moved(400, 20, 200) == pytest.approx(400)


def test_hard_limits_hold_and_those_that_are_open_are_not_reached():
    closed = Scale.of(spec(low=0, high=1))
    assert (closed.clamped(-3), closed.clamped(7)) == (0, 1)
    open_ = spec(default=1.0, low=0, low_open=True, soft_high=4)
    assert open_.check(Scale.of(open_).clamped(0)) > 0
    count = spec("int", 3, low=0, low_open=True, high=100, high_open=True)
    assert (Scale.of(count).clamped(-5), Scale.of(count).clamped(1000)) == (1, 99)
    assert Scale.of(count).clamped(4.6) == 5


def test_a_range_of_decades_feels_even():
    scale = Scale.of(spec(default=1000.0, low=0, low_open=True, soft_low=20, soft_high=20000))
    assert scale.is_logarithmic
    assert scale.moved(20, 100, 300) == pytest.approx(200)
    assert scale.moved(200, 100, 300) == pytest.approx(2000)
    assert scale.share(0.5) == 0


def test_dragged_numbers_have_no_needless_digits():
    assert Scale.of(spec(low=0, high=1)).rounded(0.123456) == 0.123
    assert Scale.of(spec(low=0, soft_high=100)).rounded(12.3456) == 12.3
    assert Scale.of(spec(low=0, soft_high=100)).rounded(12.3456, fine=True) == 12.35
    assert Scale.of(spec("int", 1, low=0, soft_high=9)).rounded(3.4) == 3


def test_a_number_without_limits_is_dragged_freely():
    scale = Scale.of(spec("int", 1))
    assert scale.share(5) is None
    assert scale.moved(1, 20, 100) == 11
    assert scale.moved(1, -2000, 100) == -999


@pytest.mark.parametrize("cls_spec", [SPECS["amount"], SPECS["count"], Soft.params["size"], Grey.params["level"]])
@given(values=st.data())
def test_whatever_is_dragged_the_knob_takes_it(cls_spec, values):
    scale = Scale.of(cls_spec)
    value = float(cls_spec.default)
    for _ in range(5):
        fine = values.draw(st.booleans())
        value = scale.rounded(scale.moved(value, values.draw(st.floats(-5000, 5000)), 200, fine=fine), fine=fine)
        cls_spec.check(int(value) if cls_spec.kind == "int" else value)


# Writing down

keys = st.dictionaries(st.integers(-50, 50), st.floats(0, 10), min_size=1, max_size=5)
ways = st.sampled_from(["constant", "linear", "smooth"])


@given(keys, ways, st.sampled_from(["hold", "linear", "loop"]))
def test_curves_are_read_back_as_they_were_written(values, way, outside):
    curve = Curve(tuple(Key(frame, value, way) for frame, value in values.items()), outside)
    assert parse_expression(SPECS["amount"], write_expression(curve)) == curve


@pytest.mark.parametrize(
    ("param", "setting"),
    [
        ("amount", 0.1),
        ("count", 7),
        ("on", True),
        ("words", "1: a, b; c"),
        ("mode", "plus"),
        ("tint", Color(0.2, 1.5, 0.0, 0.5)),
        ("place", Point(-1.5, 20.0)),
        ("amount", KnobLink("b", "amount")),
        ("place", Curve((Key(1, Point(0.0, 1.0), "linear"), Key(9, Point(2.0, 3.0))), "loop")),
        ("on", Curve((Key(1, True, "constant"), Key(9, False, "constant")))),
        ("mode", Curve((Key(1, "over", "smooth"), Key(9, "plus", "linear")))),
    ],
)
def test_settings_are_read_back_as_they_were_written(param, setting):
    assert parse_expression(SPECS[param], write_expression(setting)) == setting


def test_a_curve_as_people_type_it():
    curve = parse_expression(SPECS["amount"], "1: 0 linear, 50:8")
    assert curve == Curve((Key(1, 0.0, "linear"), Key(50, 8.0)))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1: 99", "Keyframe 1: .*cannot be 99"),
        ("1: 2, three", "'three' is no keyframe"),
        ("1: 2; around", "cannot go on with 'around'"),
        ("1: 2, 1: 3", "two keyframes at frame 1"),
        ("many", "cannot be 'many'"),
    ],
)
def test_what_cannot_be_read_says_where(text, message):
    with pytest.raises(ParamError, match=message) as caught:
        parse_expression(SPECS["amount"], text)
    assert caught.value.hint


# Turning


def test_a_drag_is_one_step_and_drafts_do_while_it_lasts(document, timeline, knob_of):
    knob = knob_of("amount")
    before = document.state
    for value in (1.0, 2.0, 3.0):
        knob.turn(value)
        assert timeline.is_dragging
    knob.release()
    assert (knob.value, timeline.is_dragging) == (3.0, False)
    knob.turn(5.0)
    knob.release()
    document.undo()
    assert knob.value == 3.0
    document.undo()
    assert document.state == before


def test_turning_an_animated_knob_sets_a_key_at_the_frame(document, timeline, knob_of):
    knob = knob_of("amount")
    timeline.go_to(10)
    knob.set_key()
    timeline.go_to(20)
    assert knob.state == "animated"
    knob.set(4.0)
    assert knob.state == "keyed"
    assert [(key.frame, key.value) for key in knob.setting.keys] == [(10, 0.5), (20, 4.0)]
    timeline.go_to(10)
    assert knob.value == 0.5
    knob.toggle_key()
    assert [key.frame for key in knob.setting.keys] == [20]


def test_removing_the_animation_keeps_the_present_value(document, timeline, knob_of):
    knob = knob_of("amount")
    commands.set_param(document, "a", "amount", Curve((Key(1, 0.0, "linear"), Key(11, 10.0))))
    timeline.go_to(4)
    knob.remove_animation()
    assert (knob.state, knob.value) == ("constant", 3.0)


def test_several_nodes_are_turned_as_one_step_but_those_that_follow_others_are_left_alone(document, knob_of):
    document.graph.add("c", Everything)
    commands.link_knob(document, "c", "amount", "b", "amount")
    before = document.state
    knob = knob_of("amount", "c", "b", "a")
    knob.set(7.0)
    params = {name: document.graph.node(name).params["amount"] for name in "abc"}
    assert params == {"a": 7.0, "b": 7.0, "c": KnobLink("b", "amount")}
    document.undo()
    assert document.state == before


def test_reset_is_lit_only_when_it_would_change_something(knob_of):
    knob = knob_of("amount", "b", "a")
    assert knob.is_default
    knob_of("amount", "b").set(3.0)
    assert not knob.is_default
    knob.reset()
    assert knob.is_default


def test_linking_and_unlinking(knob_of):
    knob, other = knob_of("amount"), knob_of("amount", "b")
    other.set(6.0)
    assert KnobLink("b", "amount") == knob.linkable()[0]
    assert KnobLink("a", "amount") not in knob.linkable()
    assert all(link.param != "count" for link in knob.linkable())
    knob.link(KnobLink("b", "amount"))
    assert (knob.state, knob.value, knob.expression) == ("linked", 6.0, "= b.amount")
    with pytest.raises(ParamError):
        other.link(KnobLink("a", "amount"))
    knob.unlink()
    assert (knob.state, knob.value) == ("constant", 6.0)


def test_a_knob_is_set_by_text(knob_of):
    knob = knob_of("amount")
    knob.set_expression("1: 0, 11: 10")
    assert knob.state == "keyed"
    knob.set_expression("= b.amount")
    assert knob.state == "linked"
    knob.set_expression("2.5")
    assert knob.value == 2.5


def test_help_tells_unit_limits_and_default(knob_of):
    assert knob_of("amount").help == "A number.\nIt takes at least 0 and at most 10. Default: 0.5"
    assert knob_of("words").help == "Words.\nDefault: empty"


# Colours and files


@given(st.tuples(*[st.floats(0, 1)] * 3))
def test_a_swatch_is_picked_as_what_it_shows(linear):
    color = Color(*linear)
    red, green, blue, _ = swatch(color)
    assert picked((red / 255, green / 255, blue / 255), color)[:3] == pytest.approx(linear, abs=0.01)


def test_missing_files_are_found_out_in_the_background(tmp_path):
    (tmp_path / "plate.0007.exr").touch()
    check = FileCheck()

    def is_missing(name):
        deadline = time.monotonic() + 5
        while not check.is_missing(str(tmp_path / name)) and time.monotonic() < deadline:
            time.sleep(0.01)
            if name.startswith("plate"):
                deadline = min(deadline, time.monotonic() + 0.2)
        return check.is_missing(str(tmp_path / name))

    assert is_missing("gone.exr")
    assert not is_missing("plate.0007.exr")
    assert not is_missing("plate.%04d.exr")
    assert not is_missing("plate.####.exr")
