import pytest
import torch
from graph_nodes.view.compare import Compare
from torch.testing import assert_close

from graph_core import ExecutionError, Image


def flat(value, height=4, width=8, channels=3):
    return Image(torch.full((channels, height, width), value))


def test_wipe_shows_a_on_the_left(process):
    out = process(Compare(position=0.25, line=0), flat(1.0), flat(0.0)).pixels
    assert_close(out, torch.tensor([1.0, 1, 0, 0, 0, 0, 0, 0]).expand(3, 4, 8))


def test_wipe_within_a_pixel_mixes(process):
    out = process(Compare(position=0.3125, line=0), flat(1.0), flat(0.0)).pixels
    assert_close(out[0, 0], torch.tensor([1.0, 1, 0.5, 0, 0, 0, 0, 0]))


def test_a_quarter_turn_clockwise_shows_a_on_top(process):
    out = process(Compare(angle=90, line=0), flat(1.0), flat(0.0)).pixels
    assert_close(out[0, :, 3], torch.tensor([1.0, 1, 0, 0]))


def test_ends_of_the_wipe_show_one_picture_without_a_line(process):
    a, b = flat(1.0), flat(0.0)
    assert_close(process(Compare(position=1), a, b).pixels, a.pixels)
    assert_close(process(Compare(position=0), a, b).pixels, b.pixels)


def test_line_is_white_and_as_thick_as_said(process):
    out = process(Compare(line=2), flat(0.1), flat(0.2)).pixels
    assert_close(out[0, 0], torch.tensor([0.1, 0.1, 0.1, 1.0, 1.0, 0.2, 0.2, 0.2]))


def test_side_by_side_scales_to_the_larger(process):
    out = process(Compare(mode="side_by_side"), flat(0.5, height=2, width=4), flat(0.25)).pixels
    assert out.shape == (3, 4, 16)
    assert_close(out[:, :, :8], torch.full((3, 4, 8), 0.5))
    assert_close(out[:, :, 8:], torch.full((3, 4, 8), 0.25))


def test_difference_is_absolute_and_opaque(process):
    out = process(Compare(mode="difference", gain=4), flat(0.25, channels=4), flat(0.5)).pixels
    assert_close(out, torch.ones(3, 4, 8))


def test_wipe_between_opaque_and_transparent_is_transparent(process):
    out = process(Compare(line=0), flat(0.0, channels=4), flat(0.5)).pixels
    assert_close(out[:, 0, 0], torch.zeros(4))
    assert_close(out[:, 0, 7], torch.tensor([0.5, 0.5, 0.5, 1.0]))


@pytest.mark.parametrize("mode", ["wipe", "difference"])
def test_sizes_must_agree(process, mode):
    with pytest.raises(ExecutionError, match='"b" is 7x4'):
        process(Compare(mode=mode), flat(0.0), flat(0.0, width=7))
