import math

import torch
from graph_nodes.filter.defocus import Defocus
from torch.testing import assert_close

from graph_core import Image, Matte


def test_zero_leaves_the_picture():
    image = Image(torch.rand(3, 4, 4))
    assert Defocus(radius=0).process(image) is image


def test_a_light_becomes_a_disc_with_the_same_energy():
    pixels = torch.zeros(3, 41, 41)
    pixels[:, 20, 20] = 100
    out = Defocus(radius=8).process(Image(pixels)).pixels
    assert_close(out.sum(dim=(1, 2)), torch.full((3,), 100.0), rtol=1e-4, atol=0)
    assert_close(out[0, 20, 20].item(), 100 / (math.pi * 64), rtol=1e-2, atol=0)
    assert out[0, 20, 30].abs() < 1e-5


def test_borders_one_pixel_and_mask():
    flat = Image(torch.full((3, 5, 7), 0.6))
    assert_close(Defocus(radius=20).process(flat).pixels, flat.pixels)
    dot = Image(torch.full((4, 1, 1), 0.6))
    assert_close(Defocus().process(dot).pixels, dot.pixels)
    image = Image(torch.rand(3, 5, 7))
    assert torch.equal(Defocus().process(image, Matte(torch.zeros(1, 5, 7))).pixels, image.pixels)
