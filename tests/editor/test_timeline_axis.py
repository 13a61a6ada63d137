"""Where frames stand on the timeline, and which marks its ruler shows."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_core.editor.timeline._axis import Axis, runs, ticks
from graph_core.values import FrameRange

frame_ranges = st.tuples(st.integers(-10_000, 100_000), st.integers(0, 100_000)).map(
    lambda pair: FrameRange(pair[0], pair[0] + pair[1])
)
axes = st.builds(Axis.fit, frame_ranges, st.integers(200, 4000), st.just(12))


def test_a_shot_is_shown_from_end_to_end():
    axis = Axis.fit(FrameRange(1001, 1101), 220, 10)
    assert axis.x(1001) == pytest.approx(10)
    assert axis.x(1101) == pytest.approx(210)


def test_a_single_frame_stands_in_the_middle():
    assert Axis.fit(FrameRange(7, 7), 300, 10).x(7) == pytest.approx(150)


@given(axes, st.floats(0, 1))
def test_a_place_is_the_frame_that_stands_there(axis, share):
    frame = axis.frame(share * axis.width)
    assert axis.frame(axis.x(frame)) == frame
    assert abs(axis.x(frame) - share * axis.width) <= axis.scale / 2 + 1e-6


def test_zooming_holds_the_frame_under_the_mouse():
    frames = FrameRange(1, 100)
    axis = Axis.fit(frames, 1000, 10)
    nearer = axis.zoomed(axis.x(40), 2, frames)
    assert nearer.scale == pytest.approx(2 * axis.scale)
    assert nearer.x(40) == pytest.approx(axis.x(40))


@given(frame_ranges, st.lists(st.tuples(st.floats(-5000, 5000), st.floats(0.2, 5)), max_size=20))
def test_however_one_moves_the_shot_stays_in_sight(frames, moves):
    axis = Axis.fit(frames, 800, 12)
    for by, factor in moves:
        axis = axis.panned(by, frames).zoomed(400, factor, frames)
    assert axis.x(frames.first) <= 401
    assert axis.x(frames.last) >= 399
    assert axis.scale >= min(200, 800 / len(frames) / 2) * 0.999


def test_a_frame_that_cannot_be_seen_turns_the_page():
    axis = Axis(1, 10, 100)
    assert axis.showing(5) is axis
    later = axis.showing(12)
    assert later.x(12) == pytest.approx(8)
    assert later.showing(2).x(2) == pytest.approx(92)


@given(axes)
def test_the_ruler_is_never_crowded_and_never_empty(axis):
    marks = list(ticks(axis, 60, 6))
    labelled = [mark.frame for mark in marks if mark.is_labelled]
    assert 1 <= len(labelled) <= axis.width / 60 + 3
    assert len(marks) <= axis.width / 6 + 11
    assert {after - before for before, after in itertools.pairwise(labelled)} <= {
        step * 10**power for step in (1, 2, 5) for power in range(9)
    }


@pytest.mark.parametrize(("scale", "step", "label_step"), [(100, 1, 1), (7, 1, 10), (2, 5, 50), (0.1, 100, 1000)])
def test_the_ruler_counts_as_people_do(scale, step, label_step):
    marks = list(ticks(Axis(1001, scale, 1200), 60, 6))
    assert marks[1].frame - marks[0].frame == step
    labelled = [mark.frame for mark in marks if mark.is_labelled]
    assert labelled[1] - labelled[0] == label_step
    assert labelled[0] % label_step == 0


def test_frames_side_by_side_are_one_bar():
    axis = Axis(0, 4, 100)
    assert runs([3, 1, 2, 9], axis) == [(2.0, 14.0), (34.0, 38.0)]
    assert runs([], axis) == []


def test_gaps_too_small_to_see_are_closed():
    assert len(runs(range(1, 10_001, 2), Axis.fit(FrameRange(1, 10_000), 1000, 10))) == 1


def test_only_bars_in_sight_are_made():
    assert runs(range(500), Axis(1000, 4, 100)) == []
