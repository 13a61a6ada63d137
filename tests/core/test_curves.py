"""Curves: values between, before and after their keyframes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_core import Color, Curve, Key, ParamError, Point


def test_linear_smooth_and_constant_travel_as_they_should():
    assert Curve((Key(0, 0.0, "linear"), Key(10, 5.0))).at(4) == 2.0
    assert Curve((Key(0, 0.0, "constant"), Key(10, 5.0))).at(9) == 0.0
    smooth = Curve((Key(0, 0.0, "smooth"), Key(10, 8.0)))
    assert smooth.at(5) == 4.0
    assert smooth.at(2.5) == pytest.approx(8 * (3 * 0.25**2 - 2 * 0.25**3))


def test_each_piece_has_the_interpolation_of_its_first_key():
    curve = Curve((Key(0, 0.0, "linear"), Key(10, 10.0, "constant"), Key(20, 0.0)))
    assert [curve.at(frame) for frame in (0, 5, 10, 15, 19, 20)] == [0, 5, 10, 10, 10, 0]


def test_beyond_its_ends_a_curve_holds_goes_on_or_repeats():
    keys = (Key(10, 0.0, "linear"), Key(20, 5.0, "linear"))
    assert [Curve(keys).at(frame) for frame in (0, 30)] == [0.0, 5.0]
    assert [Curve(keys, "linear").at(frame) for frame in (0, 30)] == [-5.0, 10.0]
    assert [Curve(keys, "loop").at(frame) for frame in (5, 21, 34)] == [2.5, 0.5, 2.0]


def test_a_single_key_is_its_value_everywhere():
    for extrapolation in ("hold", "linear", "loop"):
        curve = Curve((Key(5, 3.0),), extrapolation)
        assert [curve.at(frame) for frame in (-9, 5, 99)] == [3.0, 3.0, 3.0]


def test_keys_are_put_in_order():
    assert [key.frame for key in Curve((Key(9, 1.0), Key(1, 2.0))).keys] == [1, 9]


def test_whole_numbers_stay_whole_and_words_are_held():
    assert Curve((Key(0, 1, "linear"), Key(10, 4))).at(5) == 2
    assert type(Curve((Key(0, 1, "linear"), Key(10, 4))).at(5)) is int
    words = Curve((Key(0, "over", "linear"), Key(10, "plus")))
    assert [words.at(frame) for frame in (0, 9, 10)] == ["over", "over", "plus"]
    switch = Curve((Key(0, False, "linear"), Key(10, True)))
    assert [switch.at(frame) for frame in (9, 10)] == [False, True]


def test_colours_and_points_travel_part_by_part():
    colour = Curve((Key(0, Color(0, 0, 0), "linear"), Key(4, Color(1, 0.5, 0, 0)))).at(2)
    assert colour == Color(0.5, 0.25, 0, 0.5) and isinstance(colour, Color)
    assert Curve((Key(0, Point(0, 8), "linear"), Key(4, Point(4, 0)))).at(1) == Point(1, 6)


@pytest.mark.parametrize(
    ("keys", "extrapolation", "hint"),
    [
        ((), "hold", "give it one"),
        ((Key(1, 0.0), Key(1, 1.0)), "hold", "remove one"),
        ((Key(1, 0.0, "bouncy"),), "hold", "choose one of constant, linear, smooth"),
        ((Key(1, 0.0),), "mirror", "choose one of hold, linear, loop"),
    ],
)
def test_a_curve_that_makes_no_sense_is_refused(keys, extrapolation, hint):
    with pytest.raises(ParamError, match=hint):
        Curve(keys, extrapolation)


NUMBERS = st.floats(-1e6, 1e6)


@given(
    st.dictionaries(st.integers(-1000, 1000), st.tuples(NUMBERS, st.sampled_from(("constant", "linear", "smooth"))),
                    min_size=1, max_size=8),
    st.floats(-2000, 2000),
)  # fmt: skip
def test_a_held_curve_stays_between_its_lowest_and_highest_key(keys, frame):
    curve = Curve(tuple(Key(at, value, kind) for at, (value, kind) in keys.items()))
    values = [value for value, _ in keys.values()]
    slack = 1e-9 * max(map(abs, values))
    assert min(values) - slack <= curve.at(frame) <= max(values) + slack
    assert all(curve.at(at) == value for at, (value, _) in keys.items())
