"""The viewer under mouse and keys."""

import PIL.Image
import pytest
from window_projects import CARD, write_project


@pytest.fixture
def window(open_window, tmp_path):
    window = open_window(write_project(tmp_path / "card.json", CARD))
    window.wait(lambda look: "picture" in look.places["viewer"], "the picture")
    window.settle()
    return window


def zoom_of(look):
    """Return how wide the picture is on the screen."""
    return look.places["viewer"]["picture"][2]


def middle_pixel(window, name):
    """Return the colour in the middle of the picture on the screen."""
    picture = PIL.Image.open(window.picture(name))
    left, top, width, height = window.look().places["viewer"]["picture"]
    return picture.getpixel((round(left + width / 3), round(top + height / 3)))[:3]


def test_a_newcomer_sees_a_picture_at_once(window):
    assert window.look().viewed
    left, top, width, height = window.look().places["viewer"]["picture"]
    shown = PIL.Image.open(window.picture("first.png")).crop((left, top, left + width, top + height))
    assert len(shown.getcolors(1 << 24)) > 4


def test_zoom_pan_fit_and_channels(window):
    look = window.look()
    before = look.places["viewer"]["picture"]
    middle = look.place("viewer", "picture")
    window.wheel(middle, 3)
    look = window.look()
    assert zoom_of(look) == pytest.approx(before[2] * 1.2**3, rel=0.01)
    assert look.place("viewer", "picture") == pytest.approx(middle, abs=2)
    window.drag(middle, (middle[0] + 50, middle[1] - 30), button=2)
    moved = window.look().place("viewer", "picture")
    assert moved == pytest.approx((middle[0] + 50, middle[1] - 30), abs=2)
    window.key("f")
    assert window.look().places["viewer"]["picture"] == pytest.approx(before, abs=1)
    window.key("0")
    assert zoom_of(window.look()) == pytest.approx(96, abs=1)

    window.key("f", "g")
    red, green, blue = middle_pixel(window, "green.png")
    assert red == green == blue
    window.key("g")


def test_a_snapshot_is_saved(window, tmp_path):
    window.move(window.look().place("viewer", "picture"))
    window.key("ctrl+shift+s")
    window.wait(lambda look: list((tmp_path / "snapshots").glob("*.png")), "the file")
    assert not window.look().problems
