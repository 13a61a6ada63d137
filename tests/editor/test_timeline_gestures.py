"""The mouse on the timeline, without a screen: scrubbing, keyframes, in and out points, zoom and pan."""

import pytest
from toy_nodes import Clock, Grey, project, registry

from graph_core import FrameRange
from graph_core.editor.evaluator import Evaluator
from graph_core.editor.log import Log
from graph_core.editor.renders import RenderQueue
from graph_core.editor.session import Session
from graph_core.editor.settings import Settings
from graph_core.editor.surface import Mouse
from graph_core.editor.timeline._gestures import Gestures
from graph_core.editor.timeline._rows import Rows
from graph_core.editor.timeline._transport import Transport
from graph_core.engine import Engine
from graph_core.node import Curve, Key

RULER, KEYS, BOTTOM = 12, 43, 72


class Hand:
    """A hand at the mouse of a timeline 1040 px wide, as its panel hands things on."""

    def __init__(self, session):
        self.session = session
        self.transport = Transport(session)
        self.gestures = Gestures(session, self.transport)
        self.turn()

    def turn(self):
        self.transport.update()
        self.gestures.fit(1040, Rows(74))
        self.gestures.follow(self.transport.frame)
        self.gestures.forget_lost()

    def at(self, frame, y, **held):
        return Mouse(self.gestures.axis.x(frame), y, **held)

    def press(self, frame, y, **held):
        self.gestures.move(self.at(frame, y, **held))
        self.gestures.press(self.at(frame, y, **held))
        self.turn()

    def move(self, *frames, y=RULER):
        for frame in frames:
            self.gestures.move(self.at(frame, y))
            self.turn()

    def release(self, frame, y=RULER, **held):
        self.gestures.release(self.at(frame, y, **held))
        self.turn()

    def drag(self, begin, end, y=RULER, **held):
        self.press(begin, y, **held)
        self.move((begin + end) / 2, end, y=y)
        self.release(end, y, **held)

    def click(self, frame, y, **held):
        self.press(frame, y, **held)
        self.release(frame, y, **held)

    @property
    def keys(self):
        level = self.session.document.graph.node("grey").params["level"]
        return [key.frame for key in level.keys] if isinstance(level, Curve) else []


@pytest.fixture
def hand():
    nodes = registry()
    session = Session(nodes, Settings(), Evaluator(Engine, nodes), RenderQueue(Engine, nodes), Log())
    level = Curve(tuple(Key(frame, frame / 100) for frame in (10, 20, 40)))
    session.take(project(("clock", Clock), ("grey", Grey, {"level": level}), frames=(1, 50)))
    yield Hand(session)
    session.close()


@pytest.fixture
def keyed(hand):
    hand.session.selection.set(["grey"])
    hand.turn()
    return hand


def test_scrubbing_is_a_draft_until_it_is_released(hand):
    seen = []
    hand.session.timeline.changed.connect(
        lambda: seen.append((hand.session.timeline.frame, hand.session.timeline.is_dragging))
    )
    hand.press(5, RULER)
    hand.move(9, 9.2)
    hand.release(9)
    assert seen == [(5, True), (9, True), (9, False)]


@pytest.mark.parametrize(("x", "frame"), [(-500, 1), (5000, 50)])
def test_scrubbing_beyond_the_ends_stays_at_the_ends(hand, x, frame):
    hand.press(5, BOTTOM)
    hand.gestures.move(Mouse(x, BOTTOM))
    assert hand.session.timeline.frame == frame


def test_the_row_of_keys_scrubs_while_there_are_none(hand):
    hand.press(30, KEYS)
    hand.move(33, y=KEYS)
    assert hand.session.timeline.frame == 33


def test_handles_move_in_and_out_points(hand):
    hand.session.timeline.go_to(25)
    hand.turn()
    hand.drag(1, 8)
    hand.drag(50, 44)
    assert hand.session.timeline.limits == FrameRange(8, 44)
    assert hand.session.timeline.frame == 25


def test_the_playhead_can_be_taken_where_a_handle_stands(hand):
    hand.drag(1, 6)
    assert hand.session.timeline.frame == 6
    assert hand.session.timeline.limits is None


def test_dragging_a_key_moves_all_there_as_one_step(keyed):
    keyed.drag(20, 26, KEYS)
    assert keyed.keys == [10, 26, 40]
    assert not keyed.session.timeline.is_dragging
    keyed.session.document.undo()
    assert keyed.keys == [10, 20, 40]
    assert keyed.session.document.undo_label == ""


def test_a_click_on_a_key_selects_it_and_changes_nothing(keyed):
    keyed.click(20, KEYS)
    assert keyed.gestures.selected == {20}
    assert keyed.session.document.undo_label == ""
    assert keyed.session.timeline.frame == 1


def test_shift_adds_keys_and_takes_them_out(keyed):
    keyed.click(10, KEYS)
    keyed.click(40, KEYS, shift=True)
    assert keyed.gestures.selected == {10, 40}
    keyed.click(10, KEYS, shift=True)
    assert keyed.gestures.selected == {40}


def test_selected_keys_move_together(keyed):
    keyed.click(10, KEYS)
    keyed.click(20, KEYS, shift=True)
    keyed.drag(20, 23, KEYS)
    assert keyed.keys == [13, 23, 40]
    assert keyed.gestures.selected == {13, 23}


def test_a_box_takes_keys_and_a_click_beside_lets_them_go(keyed):
    keyed.press(15, KEYS)
    keyed.move(30, y=KEYS)
    assert keyed.gestures.box is not None
    keyed.move(45, y=KEYS)
    keyed.release(45, KEYS)
    assert keyed.gestures.selected == {20, 40}
    assert keyed.gestures.box is None
    keyed.click(30, KEYS)
    assert keyed.gestures.selected == set()
    assert keyed.session.timeline.frame == 30


def test_removing_the_selected_keys(keyed):
    keyed.drag(15, 45, KEYS)
    keyed.gestures.remove_selected()
    keyed.turn()
    assert keyed.keys == [10]
    assert keyed.gestures.selected == set()


def test_keys_that_an_undo_takes_away_are_not_selected_any_more(keyed):
    keyed.drag(20, 26, KEYS)
    keyed.session.document.undo()
    keyed.turn()
    assert keyed.gestures.selected == set()


def test_the_wheel_zooms_though_the_playhead_leaves_the_view(hand):
    for _ in range(6):
        hand.gestures.wheel(hand.at(40, RULER, wheel=1))
        hand.turn()
    axis = hand.gestures.axis
    assert axis.start > 25
    hand.session.timeline.go_to(2)
    hand.turn()
    assert hand.gestures.axis.start <= 2


def test_the_middle_button_pans_and_a_double_click_shows_all(hand):
    whole = hand.gestures.axis
    hand.gestures.wheel(hand.at(25, RULER, wheel=4))
    zoomed = hand.gestures.axis
    hand.gestures.press(Mouse(500, RULER, button=2))
    hand.gestures.move(Mouse(400, RULER, button=2))
    hand.gestures.release(Mouse(400, RULER, button=2))
    assert hand.gestures.axis.x(25) == pytest.approx(zoomed.x(25) - 100)
    hand.gestures.double(hand.at(30, RULER))
    assert hand.gestures.axis == whole


def test_the_whole_shot_stays_in_sight_when_it_grows(hand):
    document = hand.session.document
    with document.edit("Longer"):
        document.project.shot = type(document.project.shot)(
            document.project.shot.format, document.project.shot.fps, FrameRange(1, 400)
        )
    hand.turn()
    assert 0 < hand.gestures.axis.x(400) < 1040
