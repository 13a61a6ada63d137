import torch
from graph_nodes.matte.feather import Feather
from torch.testing import assert_close

from graph_core import Matte


def half(width=80):
    pixels = torch.zeros(1, 6, width)
    pixels[:, :, : width // 2] = 1
    return Matte(pixels)


def test_zero_leaves_the_matte():
    matte = half()
    assert Feather(size=0).process(matte) is matte


def test_both_ways_it_fades_over_the_size_about_the_edge():
    row = Feather(size=20).process(half()).pixels[0, 3]
    assert_close(row[39] + row[40], torch.tensor(1.0))
    assert row[30] > 0.95 > row[33]
    assert row[49] < 0.05 < row[46]


def test_inside_and_outside_stay_on_their_side():
    inside = Feather(size=20, direction="inside").process(half()).pixels[0, 3]
    assert inside[40:].max() == 0
    assert 0 < inside[39] < 0.1
    assert inside[19] > 0.94
    outside = Feather(size=20, direction="outside").process(half()).pixels[0, 3]
    assert_close(outside, 1 - inside.flip(0), atol=1e-4, rtol=0)


def test_one_pixel_and_the_border():
    dot = Matte(torch.ones(1, 1, 1))
    assert_close(Feather(direction="inside").process(dot).pixels, dot.pixels)
    full = Matte(torch.ones(1, 5, 9))
    assert_close(Feather(size=30).process(full).pixels, full.pixels)
