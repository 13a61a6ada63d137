import pytest
import torch
from graph_nodes.merge._seamless import _expand, _reduce
from graph_nodes.merge.pyramid import Pyramid
from torch.testing import assert_close

from graph_core import Image, Matte


def half(height=40, width=200):
    pixels = torch.zeros(1, height, width)
    pixels[:, :, width // 2 :] = 1
    return Matte(pixels)


def flat(value, height=40, width=200):
    return Image(torch.full((3, height, width), value))


def test_no_levels_is_a_plain_mix():
    front, plate = Image(torch.rand(3, 20, 30)), Image(torch.rand(3, 20, 30))
    matte = Matte(torch.rand(1, 20, 30))
    out = Pyramid(levels=0, light="linear").process(front, plate, matte)
    assert_close(out.pixels, plate.pixels.lerp(front.pixels, matte.pixels))


@pytest.mark.parametrize("light", ["log", "linear"])
def test_far_from_the_seam_each_picture_stays(light):
    front, plate = Image(torch.rand(3, 40, 200)), Image(torch.rand(3, 40, 200))
    out = Pyramid(levels=2, light=light).process(front, plate, half()).pixels
    assert_close(out[:, :, 120:], front.pixels[:, :, 120:], atol=1e-4, rtol=0)
    assert torch.equal(out[:, :, :84], plate.pixels[:, :, :84])


def test_more_levels_make_a_wider_seam_for_broad_differences():
    widths = []
    for levels in (1, 3, 5):
        row = Pyramid(levels=levels, light="linear").process(flat(1.0), flat(0.0), half()).pixels[0, 20]
        widths.append(((row > 0.1) & (row < 0.9)).sum().item())
    assert widths[0] < widths[1] < widths[2]
    assert widths[2] > 16


def test_fine_detail_keeps_a_narrow_seam():
    stripes = flat(0.5)
    stripes.pixels[:, :, ::2] += 0.1
    out = Pyramid(levels=4, light="linear").process(stripes, flat(0.5), half()).pixels[0, 20] - 0.5
    contrast = (out[1:] - out[:-1]).abs()
    assert contrast[:92].max() < 0.01
    assert contrast[108:].min() > 0.09


def test_a_cut_out_foreground_makes_no_halo():
    cover = half().pixels
    cut = Image(torch.cat([flat(0.6).pixels * cover, cover]))
    out = Pyramid(levels=4, light="linear").process(cut, flat(0.6)).pixels
    assert_close(out, flat(0.6).pixels, atol=2e-3, rtol=0)


def test_alpha_mix_empty_and_tiny():
    plate = Image(torch.rand(4, 6, 7))
    out = Pyramid().process(flat(0.5, 6, 7), plate, Matte(torch.ones(1, 6, 7)))
    assert torch.equal(out.alpha, plate.alpha)
    assert Pyramid().process(flat(0.5, 6, 7), plate, Matte(torch.zeros(1, 6, 7))) is plate
    assert Pyramid(mix=0).process(flat(0.5, 6, 7), plate) is plate
    dot = flat(0.5, 1, 1)
    assert_close(Pyramid().process(dot, flat(0.2, 1, 1), Matte(torch.ones(1, 1, 1))).pixels, dot.pixels)


def test_reduce_and_expand_by_hand():
    row = torch.tensor([0.0, 0.0, 16.0, 0.0, 0.0, 0.0]).view(1, 1, 6)
    assert _reduce(row).flatten().tolist() == [1.0, 6.0, 1.0]
    assert _expand(torch.tensor([0.0, 8.0, 0.0]).view(1, 1, 3), (1, 6)).flatten().tolist() == [1, 4, 6, 4, 1, 0]
