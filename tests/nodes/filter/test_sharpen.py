import torch
from graph_nodes.filter._gaussian import gaussian_blur
from graph_nodes.filter.sharpen import Sharpen
from torch.testing import assert_close

from graph_core import Image, Matte


def test_nothing_to_do():
    image = Image(torch.rand(3, 5, 5))
    assert Sharpen(amount=0).process(image) is image
    assert Sharpen(size=0).process(image) is image


def test_adds_what_the_blur_took():
    image = Image(torch.rand(3, 9, 7))
    expected = image.pixels + 0.8 * (image.pixels - gaussian_blur(image.pixels, 2.0))
    assert_close(Sharpen(amount=0.8, size=2).process(image).pixels, expected)


def test_threshold_leaves_small_differences():
    image = Image(0.5 + 0.004 * torch.rand(3, 8, 8))
    assert_close(Sharpen(amount=2, threshold=0.01).process(image).pixels, image.pixels)
    step = torch.zeros(3, 1, 20)
    step[:, :, 10:] = 1
    plain = Sharpen(amount=1, size=1).process(Image(step)).pixels
    tamed = Sharpen(amount=1, size=1, threshold=0.1).process(Image(step)).pixels
    assert_close(plain[0, 0, 10] - tamed[0, 0, 10], torch.tensor(0.1))


def test_soft_edges_get_no_halo():
    alpha = torch.linspace(0, 1, 12).view(1, 1, 12)
    image = Image(torch.cat([0.6 * alpha.expand(3, 1, 12), alpha]))
    assert_close(Sharpen(amount=3).process(image).pixels, image.pixels)


def test_mask_limits_it():
    image = Image(torch.rand(3, 4, 6))
    assert torch.equal(Sharpen().process(image, Matte(torch.zeros(1, 4, 6))).pixels, image.pixels)
