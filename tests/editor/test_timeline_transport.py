"""Moving through the shot, by what it shows: frames, in and out points, keyframes, playing."""

import time

import pytest
from toy_nodes import Clock, Grey, project, registry

from graph_core import FrameRange
from graph_core.editor.evaluator import Evaluator, Want
from graph_core.editor.log import Log
from graph_core.editor.renders import RenderQueue
from graph_core.editor.session import Session
from graph_core.editor.settings import Settings
from graph_core.editor.timeline._transport import Transport
from graph_core.engine import Engine
from graph_core.errors import GraphCoreError
from graph_core.node import Curve, Key


@pytest.fixture
def session():
    nodes = registry()
    session = Session(nodes, Settings(), Evaluator(Engine, nodes), RenderQueue(Engine, nodes), Log())
    level = Curve((Key(5, 0.1), Key(12, 0.4)))
    made = project(("clock", Clock), ("grey", Grey, {"level": level}), frames=(1, 20))
    session.take(made)
    yield session
    session.close()


@pytest.fixture
def transport(session):
    return Transport(session)


def turn_until(session, transport, condition, limit_s=5.0):
    """Do what the loop of the window does."""
    until = time.monotonic() + limit_s
    while not condition():
        session.evaluator.poll()
        session.playback.update()
        transport.update()
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.005)


def test_steps_end_where_the_shot_ends(session, transport):
    transport.step(-3)
    assert session.timeline.frame == 1
    transport.step(7)
    assert session.timeline.frame == 8
    transport.step(99)
    assert session.timeline.frame == 20


def test_start_and_end_are_the_in_and_out_points(session, transport):
    transport.set_in(4)
    transport.set_out(9)
    transport.go_to_end()
    assert session.timeline.frame == 9
    transport.go_to_start()
    assert session.timeline.frame == 4


def test_an_in_point_behind_the_out_point_lets_the_out_point_go(session, transport):
    transport.set_out(9)
    transport.set_in(12)
    assert session.timeline.limits == FrameRange(12, 20)
    transport.set_out(3)
    assert session.timeline.limits == FrameRange(1, 3)


def test_points_that_are_cleared_leave_the_whole_shot(session, transport):
    transport.set_in(4)
    transport.set_out(9)
    transport.clear_in()
    assert session.timeline.limits == FrameRange(1, 9)
    transport.clear_out()
    assert session.timeline.limits is None


def test_points_outside_a_shorter_shot_do_not_count(session, transport):
    session.timeline.limit(FrameRange(40, 60))
    assert transport.limits == FrameRange(1, 20)
    session.timeline.limit(FrameRange(10, 60))
    assert transport.limits == FrameRange(10, 20)


def test_going_from_key_to_key_of_the_selected_node(session, transport):
    session.selection.set(["grey"])
    transport.go_to_key(1)
    assert session.timeline.frame == 5
    transport.go_to_key(1)
    transport.go_to_key(1)
    assert session.timeline.frame == 12
    transport.go_to_key(-1)
    assert session.timeline.frame == 5
    session.selection.set(["clock"])
    transport.go_to_key(1)
    assert session.timeline.frame == 5


def test_keys_are_found_again_after_an_undo(session, transport):
    session.selection.set(["grey"])
    transport.update()
    with session.document.edit("Set level") as graph:
        graph.set_param("grey", "level", 0.5)
    transport.update()
    assert transport.row.frames == ()
    session.document.undo()
    transport.update()
    assert transport.row.frames == (5, 12)


def test_playing_nothing_says_what_to_do(transport):
    with pytest.raises(GraphCoreError) as told:
        transport.play()
    assert "press 1" in told.value.hint


def test_playing_moves_the_frame_and_stops_at_the_end(session, transport):
    session.viewed.view(1, "clock")
    session.playback.mode = "once"
    transport.go_to(15)
    transport.toggle()
    turn_until(session, transport, lambda: not transport.is_playing)
    assert session.timeline.frame == 20
    transport.play()
    assert session.playback.frame == 1


def test_playing_backward(session, transport):
    session.viewed.view(1, "clock")
    session.playback.mode = "once"
    transport.go_to(5)
    transport.toggle(backward=True)
    turn_until(session, transport, lambda: not transport.is_playing)
    assert session.timeline.frame == 1


def test_pressing_the_other_way_turns_round(session, transport):
    session.viewed.view(1, "clock")
    transport.toggle()
    transport.toggle(backward=True)
    assert transport.is_playing and transport.is_backward
    transport.toggle(backward=True)
    assert not transport.is_playing


def test_playing_goes_on_with_what_has_been_edited(session, transport):
    session.viewed.view(1, "grey")
    transport.play()
    turn_until(session, transport, lambda: session.timeline.frame > 2)
    with session.document.edit("Set level") as graph:
        graph.set_param("grey", "level", 0.75)
    values = []

    def is_new():
        outcome = session.playback.update()
        if outcome is not None:
            values.append(float(outcome.value.pixels[0, 0, 0]))
        return values and values[-1] == 0.75

    turn_until(session, transport, is_new)
    assert transport.is_playing


def test_playing_stops_with_the_node_that_is_viewed(session, transport):
    session.viewed.view(1, "clock")
    transport.play()
    with session.document.edit("Delete") as graph:
        graph.remove("clock")
    transport.update()
    assert not transport.is_playing


def test_a_step_while_playing_stops_there(session, transport):
    session.viewed.view(1, "clock")
    transport.play()
    turn_until(session, transport, lambda: session.timeline.frame > 2)
    transport.go_to(19)
    transport.update()
    assert session.timeline.frame == 19
    assert not transport.is_playing


def test_the_shot_is_the_one_of_the_media_once_it_is_known(session, transport):
    with session.document.edit("Longer") as _:
        session.document.project.shot = session.document.project.shot.__class__(
            session.document.project.shot.format, session.document.project.shot.fps, FrameRange(1, 50)
        )
    session.evaluator.want(session.document.state, [Want("clock", 1)])
    turn_until(session, transport, lambda: session.evaluator.shot is not None)
    assert transport.frames == FrameRange(1, 50)
