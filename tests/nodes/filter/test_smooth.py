import torch
from graph_nodes.filter.smooth import Smooth
from torch.testing import assert_close

from graph_core import Image, Matte


def test_zero_leaves_the_picture():
    image = Image(torch.rand(3, 4, 4))
    assert Smooth(size=0).process(image) is image


def test_texture_goes_and_edges_stay():
    generator = torch.Generator().manual_seed(4)
    step = torch.full((3, 40, 60), 0.05)
    step[:, :, 30:] = 0.8
    noisy = Image(step * (1 + 0.1 * torch.randn(1, 40, 60, generator=generator)))
    out = Smooth(size=4, edges=0.08).process(noisy).pixels
    for side in (slice(4, 24), slice(36, 56)):
        assert out[0, :, side].std() < 0.5 * noisy.pixels[0, :, side].std()
    assert out[0, :, 28].mean() < 0.12
    assert out[0, :, 31].mean() > 0.7


def test_a_flat_picture_stays_with_and_without_alpha():
    flat = Image(torch.full((3, 6, 5), 0.3))
    assert_close(Smooth().process(flat).pixels, flat.pixels)
    alpha = torch.rand(1, 6, 5, generator=torch.Generator().manual_seed(1))
    soft = Image(torch.cat([0.3 * alpha.expand(3, 6, 5), alpha]))
    assert_close(Smooth().process(soft).pixels, soft.pixels, atol=1e-5, rtol=1e-4)


def test_mask_limits_it_and_one_pixel():
    image = Image(torch.rand(3, 5, 7))
    assert torch.equal(Smooth().process(image, Matte(torch.zeros(1, 5, 7))).pixels, image.pixels)
    dot = Image(torch.full((3, 1, 1), 0.3))
    assert_close(Smooth().process(dot).pixels, dot.pixels)
