"""The timeline under mouse and keys."""

import pytest
from window_projects import CARD, write_project


@pytest.fixture
def window(open_window, tmp_path):
    window = open_window(write_project(tmp_path / "card.json", CARD))
    window.wait(lambda look: look.places["timeline"] and look.viewed, "the timeline")
    return window


def frame_place(look, frame):
    """Return where a frame of the ruler is."""
    (left, y), (right, _) = (look.place("timeline", f"frame {end}") for end in (1, 20))
    return (left + (right - left) * (frame - 1) / 19, y)


def test_scrubbing_stepping_typing_and_playing(window):
    look = window.look()
    with window.dragging(frame_place(look, 4), frame_place(look, 11)):
        look = window.look()
        assert look.frame == 11
        assert look.is_dragging
    assert not window.look().is_dragging

    for keys, frame in ((("Right",), 12), (("shift+Left",), 2), (("End",), 20), (("Home", "Right"), 2)):
        window.key(*keys)
        assert window.look().frame == frame

    viewed = window.look().viewed
    window.fill(window.item("frame frame", "InputInt").middle, "17")
    window.wait(lambda look: look.frame == 17, "frame 17")
    assert window.look().viewed == viewed, "digits that are typed choose no viewer slot"

    window.move(frame_place(window.look(), 5))
    window.key("space")
    window.wait(lambda look: look.is_playing and look.frame not in (17, 18), "a later frame")
    window.key("space")
    look = window.look()
    assert not look.is_playing
    window.press("play backward", "ImageButton")
    window.wait(lambda now: now.is_playing and now.frame != look.frame, "another frame")
    window.key("k")
    assert not window.look().is_playing


def test_in_and_out_points_and_zoom(window):
    window.key("Right", "Right", "Right", "i")
    window.key("shift+Right", "o")
    assert window.look().limits == "4-14"
    window.key("Left")
    look = window.look()
    window.drag(look.place("timeline", "in"), frame_place(look, 7))
    assert window.look().limits == "7-14"
    window.key("alt+i", "alt+o")
    assert window.look().limits is None

    look = window.look()
    before = look.places["timeline"]
    place = frame_place(look, 15)
    window.wheel(place, 4)
    assert window.look().places["timeline"]["frame 1"][0] < before["frame 1"][0] - 100
    window.double_click(place)
    assert window.look().places["timeline"]["frame 1"] == before["frame 1"]


def test_keyframes_are_reached_dragged_boxed_and_removed(window):
    window.click(window.look().place("canvas", "node soft"))
    window.wait(lambda look: "key 8" in look.places["timeline"], "the keys of the selected node")
    window.key("Up", "Up", "Down")
    window.wait(lambda look: look.frame == 8, "the key before the next but one")

    look = window.look()
    begin, end = look.place("timeline", "key 8"), frame_place(look, 12)
    window.drag(begin, (end[0], begin[1]))
    look = window.look()
    assert {"key 1", "key 12", "key 15"} <= look.places["timeline"].keys()
    assert look.undo == "Move keys"
    window.key("ctrl+z")
    look = window.look()
    assert "key 8" in look.places["timeline"]
    assert look.undo == ""

    (left, y), (right, _) = (look.place("timeline", f"key {frame}") for frame in (8, 15))
    window.drag((left - 20, y), (right + 20, y))
    window.key("Delete")
    look = window.look()
    assert [name for name in look.places["timeline"] if name.startswith("key")] == ["key 1"]
    assert look.undo == "Remove 2 keys"
    assert "soft" in look.nodes


def test_a_double_click_on_a_key_opens_its_curve(window):
    window.click(window.look().place("canvas", "node soft"))
    window.wait(lambda look: "key 8" in look.places["timeline"], "the keys of the selected node")
    window.double_click(window.look().place("timeline", "key 8"))
    window.wait(lambda look: look.items(window="Curve of soft.size"), "the curve")
    window.key("Escape")
    window.wait(lambda look: not look.items(window="Curve of soft.size"), "that it is closed")
    window.press("curves", "ImageButton")
    window.wait(lambda look: look.items(window="Curve of soft.size"), "the curve again")
