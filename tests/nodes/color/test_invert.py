import torch
from graph_nodes.color.invert import Invert
from torch.testing import assert_close

from graph_core import Image, Matte


def test_opaque_colour():
    image = Image(torch.tensor([0.0, 0.25, 1.0]).view(3, 1, 1))
    assert Invert().process(image).pixels.flatten().tolist() == [1.0, 0.75, 0.0]


def test_soft_colour_stays_within_its_alpha():
    image = Image(torch.tensor([0.1, 0.2, 0.4, 0.4]).view(4, 1, 1))  # colour 0.25, 0.5, 1
    assert_close(Invert().process(image).pixels.flatten(), torch.tensor([0.3, 0.2, 0.0, 0.4]))


def test_alpha_alone_and_with_colour():
    image = Image(torch.tensor([0.1, 0.2, 0.4, 0.4]).view(4, 1, 1))
    assert_close(Invert(channels="alpha").process(image).pixels.flatten(), torch.tensor([0.15, 0.3, 0.6, 0.6]))
    assert_close(Invert(channels="rgba").process(image).pixels.flatten(), torch.tensor([0.45, 0.3, 0.0, 0.6]))
    assert Invert(channels="alpha").process(Image(torch.rand(3, 2, 3))).pixels.eq(0).all()


def test_mask_limits_it():
    image = Image(torch.zeros(3, 1, 2))
    out = Invert().process(image, Matte(torch.tensor([0.0, 0.5]).view(1, 1, 2)))
    assert out.pixels[0, 0].tolist() == [0.0, 0.5]
