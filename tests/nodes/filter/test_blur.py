import pytest
import torch
from graph_nodes.filter._bands import apply_bands
from graph_nodes.filter._gaussian import _gaussian_bands, blur_within, gaussian_blur
from graph_nodes.filter.blur import Blur
from scipy.special import ive
from torch.testing import assert_close

from graph_core import Image, Matte


def spread(pixels):
    row = pixels.double().sum(dim=(0, 1))
    place = torch.arange(row.shape[0]).double()
    middle = (row * place).sum() / row.sum()
    return ((row * (place - middle) ** 2).sum() / row.sum()).sqrt().item()


def point(size=201):
    pixels = torch.zeros(3, 1, size)
    pixels[:, :, size // 2] = 1
    return Image(pixels)


def test_zero_leaves_the_picture():
    image = point()
    assert Blur(size=0).process(image) is image


@pytest.mark.parametrize("size", [0.3, 1.0, 3.0, 7.0, 8.0, 19.0])
def test_size_is_the_standard_deviation(size):
    out = Blur(size=size).process(point()).pixels
    assert_close(spread(out[:1]), size, rtol=5e-3, atol=0)
    assert_close(out.sum(dim=(1, 2)), torch.ones(3), rtol=1e-4, atol=0)


def test_small_case_by_hand():
    # The discrete Gaussian of variance 1/4: exp(-t) I_n(t), once along the row and once down the column.
    pixels = torch.zeros(3, 5, 5)
    pixels[:, 2, 2] = 1
    out = Blur(size=0.5).process(Image(pixels)).pixels
    middle, next_to_it = float(ive(0, 0.25)), float(ive(1, 0.25))
    assert_close(out[0, 2, 2].item(), middle**2, rtol=1e-3, atol=0)
    assert_close(out[0, 2, 3].item(), middle * next_to_it, rtol=1e-3, atol=0)
    assert_close(out[0, 1, 1].item(), next_to_it**2, rtol=1e-3, atol=0)


def test_two_blurs_are_one_larger_blur():
    pixels = torch.rand(3, 40, 40)
    twice = gaussian_blur(gaussian_blur(pixels, 1.2), 1.6)[:, 12:-12, 12:-12]
    assert_close(twice, gaussian_blur(pixels, 2.0)[:, 12:-12, 12:-12], atol=2e-4, rtol=0)


@pytest.mark.parametrize("size", [8.0, 13.5, 40.0])
def test_large_sizes_equal_the_full_sum(size):
    pixels = torch.rand(1, 3, 301)
    pixels[:, :, 150:] += 1
    full = apply_bands(pixels, 2, *_gaussian_bands(torch.arange(301), size))
    assert_close(gaussian_blur(pixels, size, 0), full, atol=6e-4, rtol=0)


@pytest.mark.parametrize("size", [2.0, 9.0, 300.0])
def test_borders_do_not_darken(size):
    flat = Image(torch.full((4, 7, 5), 0.7))
    assert_close(Blur(size=size).process(flat).pixels, flat.pixels)


def test_one_pixel():
    image = Image(torch.full((3, 1, 1), 0.4))
    assert_close(Blur(size=5).process(image).pixels, image.pixels)


def test_stretch():
    pixels = torch.zeros(3, 101, 101)
    pixels[:, 50, 50] = 1
    out = Blur(size=3, stretch=2).process(Image(pixels)).pixels
    assert_close(spread(out), 6.0, rtol=1e-2, atol=0)
    assert_close(spread(out.mT), 3.0, rtol=1e-2, atol=0)
    only_down = Blur(size=3, stretch=0).process(Image(pixels)).pixels
    assert only_down[:, :, :50].eq(0).all()


def test_mask_limits_it_and_the_input_is_left_alone():
    image = Image(torch.rand(3, 6, 9))
    before = image.pixels.clone()
    mask = torch.zeros(1, 6, 9)
    mask[:, :, 4:] = 1
    out = Blur(size=2).process(image, Matte(mask)).pixels
    assert torch.equal(out[:, :, :4], before[:, :, :4])
    assert not torch.allclose(out[:, :, 4:], before[:, :, 4:])
    assert torch.equal(image.pixels, before)


def test_blur_within_takes_nothing_from_outside():
    pixels = torch.full((1, 1, 20), 0.5)
    weights = torch.zeros(1, 1, 20)
    weights[:, :, :10] = 1
    pixels[:, :, 10:] = 99
    out = blur_within(pixels, weights, 2)
    assert_close(out[0, 0, :10], torch.full((10,), 0.5))
    assert out[0, 0, -1] == 0
