import torch
from graph_nodes.color._spaces import to_linear
from graph_nodes.view._scopes import level_counts
from graph_nodes.view.histogram import Histogram
from torch.testing import assert_close

from graph_core import Image


def from_signal(signal):
    return Image(to_linear(signal, "srgb"))


def test_levels_are_counted():
    signal = torch.tensor([0.0, 0.24, 0.25, 1.0])[None, None]
    assert level_counts(signal, 5).tolist() == [[1, 2, 0, 0, 1]]


def test_histogram_bars_stand_at_their_level(process):
    # In green and blue all pixels have one level, in red half of them have another.
    signal = torch.full((3, 4, 4), 64 / 255)
    signal[0, 2:] = 200 / 255
    out = process(Histogram(width=256, height=100), from_signal(signal)).pixels
    assert_close(out[:, 70, 64], torch.full((3,), 0.8))
    assert_close(out[:, 30, 64], torch.tensor([0.0, 0.8, 0.8]))  # half as many in red
    assert_close(out[:, 70, 200], torch.tensor([0.8, 0.0, 0.0]))
    assert not out[:, 70, 100].any()


def test_clipped_levels_do_not_set_the_scale(process):
    signal = torch.zeros(3, 10, 10)
    signal[:, 0, 0] = 128 / 255
    out = process(Histogram(width=256, height=64), from_signal(signal)).pixels
    assert_close(out[:, 1, 128], torch.full((3,), 0.8))


def test_logarithm_lifts_rare_levels(process):
    signal = torch.full((3, 8, 8), 76 / 255)
    signal[:, 0, 0] = 153 / 255
    linear, logarithmic = (
        process(Histogram(width=256, height=100, scale=scale), from_signal(signal)).pixels[1, :, 153]
        for scale in ("linear", "logarithmic")
    )
    assert (linear == 0.8).sum() == 2  # 1 of 63 of 100 px
    assert (logarithmic == 0.8).sum() == 17  # log 2 / log 64


def test_one_pixel(process):
    image = Image(torch.rand(3, 1, 1))
    process(Histogram(width=1, height=1), image).validate()
    process(Histogram(), image).validate()
