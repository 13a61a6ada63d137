import torch
from graph_nodes.color._spaces import to_linear
from graph_nodes.view._scopes import waveform_counts
from graph_nodes.view.waveform import Waveform
from torch.testing import assert_close

from graph_core import Image


def from_signal(signal):
    return Image(to_linear(signal, "srgb"))


def test_waveform_counts_each_column_with_white_on_top():
    signal = torch.tensor([[0.0, 1.0], [0.6, 1.0]])[None]
    assert waveform_counts(signal, 2, 2).tolist() == [[[1, 2], [1, 0]]]
    assert waveform_counts(signal, 2, 1).tolist() == [[[3], [1]]]


def test_flat_grey_is_one_line_in_the_waveform(process):
    image = from_signal(torch.full((3, 6, 10), 0.5))
    out = process(Waveform(width=20, height=41), image).pixels
    line = out[:, 20]
    assert_close(line, torch.ones(3, 20))
    assert out.sum() - line.sum() < 3 * 20 * 41 * 0.03


def test_parade_puts_the_colours_side_by_side(process):
    signal = torch.tensor([0.25, 0.5, 0.75])[:, None, None].expand(3, 8, 9).clone()
    out = process(Waveform(mode="parade", width=30, height=100), from_signal(signal)).pixels
    for channel, (left, row) in enumerate(((0, 74), (10, 49), (20, 24))):
        others = [other for other in range(3) if other != channel]
        assert out[channel, row - 1 : row + 2, left + 5].max() > 0.99
        assert not out[others, :, left + 5].any()


def test_luma_is_grey(process):
    out = process(Waveform(mode="luma", width=16, height=16), Image(torch.rand(3, 5, 7))).pixels
    assert out[0].equal(out[1])
    assert out[0].equal(out[2])


def test_intensity_zero_leaves_the_grid(process):
    out = process(Waveform(intensity=0), Image(torch.rand(3, 5, 7))).pixels
    assert_close(out.unique(), torch.tensor([0.0, 0.03]))


def test_one_pixel(process):
    image = Image(torch.rand(3, 1, 1))
    process(Waveform(width=1, height=1), image).validate()
    process(Waveform(), image).validate()
