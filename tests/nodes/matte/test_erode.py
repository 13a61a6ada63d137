import pytest
import torch
from graph_nodes.matte._morphology import erode
from graph_nodes.matte.erode import Erode
from torch.nn.functional import pad
from torch.testing import assert_close

from graph_core import Matte


def disc_minimum(pixels, radius):
    """Look at every pixel of the disc, one by one."""
    height, width = pixels.shape[1:]
    padded = pad(pixels, (radius,) * 4, value=1.0)
    views = [
        padded[:, radius + y : radius + y + height, radius + x : radius + x + width]
        for y in range(-radius, radius + 1)
        for x in range(-radius, radius + 1)
        if x * x + y * y <= radius * radius
    ]
    return torch.stack(views).amin(dim=0)


def test_zero_leaves_the_matte():
    matte = Matte(torch.rand(1, 4, 4))
    assert Erode(size=0).process(matte) is matte


@pytest.mark.parametrize("radius", [1, 2, 3, 5])
def test_is_the_smallest_or_largest_value_in_the_disc(radius):
    pixels = torch.rand(1, 17, 14)
    assert torch.equal(erode(pixels, radius), disc_minimum(pixels, radius))
    assert_close(erode(pixels, -radius), 1 - disc_minimum(1 - pixels, radius))


def test_a_small_matte_in_a_large_picture():
    pixels = torch.zeros(1, 40, 50)
    pixels[:, 10:20, 12:30] = torch.rand(1, 10, 18)
    before = pixels.clone()
    assert torch.equal(erode(pixels, 3), disc_minimum(pixels, 3))
    assert_close(erode(pixels, -3), 1 - disc_minimum(1 - pixels, 3))
    assert torch.equal(pixels, before)


@pytest.mark.parametrize("size", [0.25, 1.5, 3.75, -0.5, -2.25])
def test_an_edge_moves_by_parts_of_a_pixel(size):
    pixels = torch.zeros(1, 20, 40)
    pixels[:, :, :20] = 1
    assert_close(Erode(size=size).process(Matte(pixels)).pixels[0, 10].sum().item(), 20 - size)


def test_the_border_of_the_picture_is_no_edge_unless_wanted():
    full = torch.ones(1, 6, 8)
    assert torch.equal(erode(full, 2), full)
    assert erode(full, 2, is_border_kept=False)[0].sum().item() == 2 * 4
    assert torch.equal(erode(full, -2), full)


def test_nothing_and_one_pixel():
    nothing = torch.zeros(1, 5, 5)
    assert torch.equal(erode(nothing, -3), nothing)
    dot = torch.zeros(1, 9, 9)
    dot[:, 4, 4] = 1
    assert erode(dot, 1).sum() == 0
    grown = erode(dot, -2)[0]
    assert grown.sum() == 13  # pixels within 2 px of the middle
    assert torch.equal(erode(torch.ones(1, 1, 1), 4), torch.ones(1, 1, 1))
