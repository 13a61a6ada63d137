"""The row of keyframes: what is in it, and moving and removing them."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy_nodes import Everything, Grey, project

from graph_core.editor.document import Document
from graph_core.editor.timeline._axis import Axis
from graph_core.editor.timeline._keys import KeyMove, KeyRow, remove_keys
from graph_core.node import Curve, Key


def curve(*frames):
    return Curve(tuple(Key(frame, float(frame) / 100) for frame in frames))


@pytest.fixture
def document():
    return Document(
        project(
            ("grey", Grey, {"level": curve(1, 10, 20)}),
            ("all", Everything, {"amount": curve(10, 30), "count": 4}),
            frames=(1, 50),
        )
    )


def frames_of(document, name, knob):
    return [key.frame for key in document.graph.node(name).params[knob].keys]


def test_the_row_has_the_keys_of_all_selected_nodes(document):
    row = KeyRow.of(document.graph, ["grey", "all"])
    assert row.frames == (1, 10, 20, 30)
    assert row.knobs[10] == (("grey", "level"), ("all", "amount"))
    assert KeyRow.of(document.graph, ["all"]).frames == (10, 30)
    assert KeyRow.of(document.graph, []).frames == ()


def test_next_and_previous_key(document):
    row = KeyRow.of(document.graph, ["grey"])
    assert [row.next(frame) for frame in (0, 1, 15, 20)] == [1, 10, 20, None]
    assert [row.previous(frame) for frame in (1, 2, 20, 99)] == [None, 1, 10, 20]


def test_the_nearest_key_within_reach_is_hit(document):
    row, axis = KeyRow.of(document.graph, ["grey"]), Axis(0, 10, 500)
    assert row.at(axis, 104, 6) == 10
    assert row.at(axis, 97, 6) == 10
    assert row.at(axis, 110, 6) is None
    assert row.at(axis, 3000, 6) is None
    assert KeyRow().at(axis, 10, 6) is None


def test_a_box_takes_the_keys_inside(document):
    row, axis = KeyRow.of(document.graph, ["grey", "all"]), Axis(0, 10, 500)
    assert row.between(axis, 210, 50) == (10, 20)
    assert row.between(axis, 31, 38) == ()


@given(st.sets(st.integers(-5000, 5000), max_size=300), st.floats(-3000, 3000), st.floats(0.01, 100))
def test_keys_that_are_drawn_do_not_cover_each_other(frames, start, scale):
    row, axis = KeyRow(tuple(sorted(frames))), Axis(start, scale, 600)
    seen = row.seen(axis, 3)
    assert all((after - before) * scale >= 3 for before, after in itertools.pairwise(seen))
    assert len(seen) <= 600 / 3 + 3
    if any(0 <= axis.x(frame) <= 600 for frame in frames):
        assert seen


def test_all_keys_at_a_frame_move_as_one_step(document):
    row = KeyRow.of(document.graph, ["grey", "all"])
    before = document.state
    move = KeyMove(document, row, [10])
    for by in (1, 3, 5):
        move.to(by)
    move.end()
    assert frames_of(document, "grey", "level") == [1, 15, 20]
    assert frames_of(document, "all", "amount") == [15, 30]
    assert move.frames == {15}
    assert document.undo_label == "Move keys"
    document.undo()
    assert document.state == before


def test_keys_that_are_passed_on_the_way_stay(document):
    move = KeyMove(document, KeyRow.of(document.graph, ["grey"]), [10])
    for by in (5, 10, 15):
        move.to(by)
    assert frames_of(document, "grey", "level") == [1, 20, 25]


def test_a_key_dropped_on_another_takes_its_place(document):
    move = KeyMove(document, KeyRow.of(document.graph, ["grey"]), [10])
    move.to(10)
    level = document.graph.node("grey").params["level"]
    assert [(key.frame, key.value) for key in level.keys] == [(1, 0.01), (20, 0.1)]


def test_two_drags_are_two_steps(document):
    for _ in range(2):
        move = KeyMove(document, KeyRow.of(document.graph, ["all"]), [30])
        move.to(4)
        move.end()
        move = KeyMove(document, KeyRow.of(document.graph, ["all"]), [34])
        move.to(-4)
        move.end()
    for _ in range(4):
        document.undo()
    assert document.undo_label == ""


def test_removing_keys_is_one_step_and_leaves_the_last_value(document):
    row = KeyRow.of(document.graph, ["grey", "all"])
    remove_keys(document, row, [10, 30])
    assert frames_of(document, "grey", "level") == [1, 20]
    assert document.graph.node("all").params["amount"] == 0.3
    assert document.undo_label == "Remove 3 keys"
    document.undo()
    assert document.undo_label == ""
