"""The watcher: what is asked for, and what is kept of the answers."""

import pytest
from toy_nodes import Write
from value_nodes import Broken, Coverage, Crop, Found, Picture, Smile
from viewing import Viewing

from graph_core import Cancelled


@pytest.fixture
def viewing():
    made = Viewing()
    yield made
    made.session.close()


def test_opening_a_project_views_something(viewing):
    viewing.open(("plate", Picture), ("crop", Crop), crop="plate")
    assert viewing.session.viewed.slots == {1: "crop"}
    viewing.until(lambda: viewing.watcher.outcome("crop"))
    assert viewing.watcher.outcome("crop").prepared.size == (16, 16)


def test_a_knob_that_is_turned_is_seen(viewing):
    viewing.open(("plate", Picture))
    viewing.settle()
    with viewing.session.document.edit("Turn") as graph:
        graph.set_param("plate", "level", 2.0)
    viewing.settle()
    assert viewing.watcher.outcome("plate").prepared.at(63, 47) == pytest.approx((2, 2, 2))


def test_a_move_on_the_canvas_asks_for_nothing(viewing):
    viewing.open(("plate", Picture))
    viewing.settle()
    before = viewing.watcher.outcome("plate")
    with viewing.session.document.edit("Move") as graph:
        graph.node("plate").position = (5, 5)
    viewing.settle()
    assert viewing.watcher.outcome("plate") is before


def test_drafts_while_something_is_dragged_and_full_when_it_is_let_go(viewing):
    viewing.open(("plate", Picture))
    viewing.settle()
    viewing.session.timeline.is_dragging = True
    viewing.settle()
    assert viewing.watcher.outcome("plate").want.scale == 0.5
    viewing.session.timeline.is_dragging = False
    viewing.settle()
    assert viewing.watcher.outcome("plate").want.scale == 1


def test_a_resolution_that_was_chosen_holds_for_drafts_too(viewing):
    viewing.open(("plate", Picture))
    viewing.session.viewed.show_at(0.25)
    viewing.session.timeline.is_dragging = True
    viewing.settle()
    assert viewing.watcher.outcome("plate").want.scale == 0.25


def test_both_pictures_and_overlays_are_made(viewing):
    viewing.open(("plate", Picture), ("matte", Coverage), ("faces", Found), matte="plate", faces="plate")
    viewing.session.viewed.view(1, "plate")
    viewing.session.viewed.view(2, "matte")
    viewing.session.viewed.compare(1)
    viewing.controls.toggle_overlay("faces")
    viewing.turn()
    assert viewing.watcher.targets == ("matte", "plate", "faces")
    viewing.until(lambda: all(map(viewing.watcher.outcome, ("plate", "matte", "faces"))))


def test_an_error_leaves_the_last_good_picture_and_goes_when_it_is_mended(viewing):
    graph = viewing.open(("plate", Picture), ("crop", Crop), ("broken", Broken), crop="plate", broken="plate")
    viewing.session.viewed.view(1, "crop")
    viewing.settle()
    with viewing.session.document.edit("Link"):
        graph.link("broken", "crop.image")
    viewing.settle()
    error = viewing.watcher.error("crop")
    assert error.node == "broken" and "lens cap" in error.message
    assert viewing.watcher.outcome("crop") is not None
    viewing.session.document.undo()
    viewing.settle()
    assert viewing.watcher.error("crop") is None


def test_what_was_stopped_is_no_error(viewing):
    viewing.open(("plate", Picture))
    viewing.turn()
    viewing.session.evaluator.cancel()
    viewing.settle()
    assert not isinstance(viewing.watcher.error("plate"), Cancelled)


def test_only_what_can_be_shown_is_kept(viewing):
    viewing.open(("plate", Picture), ("crop", Crop), ("matte", Coverage), crop="plate", matte="plate")
    viewed = viewing.session.viewed
    for slot, target in enumerate(("plate", "crop", "matte"), start=1):
        viewed.view(slot, target)
        viewing.settle()
    assert all(map(viewing.watcher.outcome, ("plate", "crop", "matte")))
    viewed.view(1, "matte")
    viewing.settle()
    assert viewing.watcher.outcome("plate") is None


def test_playing_shows_frames_without_wishes(viewing):
    viewing.open(("smile", Smile))
    viewing.settle()
    session = viewing.session
    session.playback.play(session.document.state, "smile", session.evaluator.shot, 1)
    seen = set()

    def note():
        seen.add(viewing.watcher.outcome("smile").want.frame)
        return len(seen) > 4

    viewing.until(note)
    session.playback.stop()
    session.timeline.go_to(17)
    viewing.until(lambda: viewing.watcher.outcome("smile").want.frame == 17)


def test_a_curve_grows_with_the_frames_that_are_kept(viewing):
    viewing.open(("smile", Smile))
    viewing.settle()
    for frame in (3, 9, 4):
        viewing.session.timeline.go_to(frame)
        viewing.settle()
    viewing.until(lambda: {1, 3, 4, 9} <= set(viewing.watcher.curve))
    assert viewing.watcher.curve[9].weights.shape == (52,)


def test_a_curve_is_begun_anew_when_a_knob_is_turned(viewing):
    viewing.open(("smile", Smile), ("plate", Picture))
    viewing.session.viewed.view(1, "smile")
    viewing.until(lambda: 1 in viewing.watcher.curve)
    with viewing.session.document.edit("Turn") as graph:
        graph.set_param("plate", "level", 2.0)
    assert dict(viewing.watcher.curve) == {}
    viewing.until(lambda: 1 in viewing.watcher.curve)


def test_another_project_forgets_the_pictures_of_the_one_before(viewing):
    viewing.open(("plate", Picture))
    viewing.settle()
    viewing.open(("write", Write))
    assert viewing.watcher.outcome("plate") is None
    assert viewing.watcher.targets == ()
