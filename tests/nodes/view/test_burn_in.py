import pytest
import torch
from graph_nodes.view.burn_in import BurnIn
from torch.testing import assert_close

from graph_core import Color, Image

NOTHING = {"bottom_left": "", "bottom_right": ""}


def grey(channels=3, height=90, width=160):
    return Image(torch.full((channels, height, width), 0.5))


@pytest.mark.parametrize("corner", ["top_left", "top_right", "bottom_left", "bottom_right"])
def test_text_stands_in_its_corner_only(process, corner):
    out = process(BurnIn(**{**NOTHING, corner: "A"}, size=20, margin=5), grey()).pixels
    touched = (out - 0.5).abs().amax(dim=0) > 0.01
    rows, columns = touched.any(dim=1), touched.any(dim=0)
    assert rows[:45].any() == (corner[:3] == "top")
    assert rows[45:].any() == (corner[:3] == "bot")
    assert columns[:80].any() == corner.endswith("left")
    assert columns[80:].any() == corner.endswith("right")


def test_letters_have_their_colour_on_a_dark_box(process):
    out = process(BurnIn(**NOTHING | {"top_left": "M"}, size=60, margin=8, color=Color(0.0, 2.0, 0.0)), grey()).pixels
    assert_close(out[1].max(), torch.tensor(2.0))
    assert_close(out[0].min(), torch.tensor(0.0))
    assert (((out[0] - 0.2).abs() < 1e-4) & ((out[1] - 0.2).abs() < 1e-4)).sum() > 100  # 0.5 under 60 % of black


def test_frame_and_timecode_run(process):
    burn = BurnIn(size=20)
    assert burn.is_timed()
    assert not process(burn, grey(), frame=1001).pixels.equal(process(burn, grey(), frame=1002).pixels)


def test_fixed_texts_have_no_time():
    assert not BurnIn(**NOTHING, top_left="shot").is_timed()


def test_without_texts_the_picture_is_passed_on(process):
    image = grey()
    assert process(BurnIn(**NOTHING), image).pixels.equal(image.pixels)


def test_transparent_pictures_become_opaque_under_letters(process):
    out = process(BurnIn(**NOTHING, top_left="M", size=60, margin=8), Image(torch.zeros(4, 90, 160))).pixels
    assert_close(out[3].max(), torch.tensor(1.0))
    assert out[3, 80, 150] == 0


def test_one_pixel(process):
    process(BurnIn(), grey(height=1, width=1)).validate()


def test_text_beyond_the_picture_leaves_it_alone(process):
    image = grey(height=20, width=20)
    out = process(BurnIn(**NOTHING, top_left="A", size=10, margin=500), image)
    assert out.pixels.equal(image.pixels)
