from fractions import Fraction

import numpy as np
import pytest
import torch
from graph_nodes.filter import _denoise
from graph_nodes.filter._gaussian import gaussian_blur
from graph_nodes.filter._grain import GrainModel, grain_field
from graph_nodes.filter.denoise import Denoise
from torch.testing import assert_close

from graph_core import Context, Format, FrameRange, Image, Matte, Shot


@pytest.fixture
def messages():
    return []


@pytest.fixture
def ctx(messages):
    return Context(Shot(Format(256, 192), Fraction(25), FrameRange(1001, 1010)), report=messages.append)


def scene():
    generator = torch.Generator().manual_seed(3)
    light = gaussian_blur(torch.rand(3, 192, 256, generator=generator), 14)
    light = 0.05 + 0.6 * (light - light.min()) / (light.max() - light.min())
    light[:, 60:130, 80:180] *= 0.4
    return light


def error(image, light):
    return (image.pixels - light).square().mean().sqrt().item()


def test_grain_goes_and_edges_stay(ctx):
    light = scene()
    model = GrainModel(np.full(3, 1e-5), np.full(3, 5e-4), 0.3, 0.8)
    noisy = Image(light + grain_field(192, 256, 0.3, 0.8, 1) * model.variance(light).sqrt())
    out = Denoise().process(noisy, ctx=ctx)
    best_blur = min(error(Image(gaussian_blur(noisy.pixels, size)), light) for size in (0.5, 0.8, 1.2, 2.0))
    assert error(out, light) < 0.4 * error(noisy, light)
    assert error(out, light) < 0.8 * best_blur


def test_a_clean_picture_stays(ctx):
    flat = Image(torch.full((3, 32, 32), 0.3))
    assert_close(Denoise().process(flat, ctx=ctx).pixels, flat.pixels)


def test_scales_have_the_published_gains_for_white_noise():
    assert_close(_denoise._level_gains(0.0), [0.889, 0.200, 0.086, 0.041], atol=2e-3, rtol=0)


def test_stabilising_can_be_undone():
    light = torch.linspace(-0.2, 3, 50).view(1, 1, 50).expand(3, 1, 50)
    for slope in (0.0, 1e-3):
        floor, rise = torch.full((3, 1, 1), 1e-5), torch.full((3, 1, 1), slope)
        there = _denoise._stabilise(light, floor, rise)
        assert_close(_denoise._restore(there, floor, rise), light, atol=1e-5, rtol=1e-4)


def test_nothing_to_do_mask_and_tiny_pictures(ctx, messages):
    image = Image(torch.rand(3, 20, 20))
    assert Denoise(strength=0, color=0).process(image, ctx=ctx) is image
    assert torch.equal(Denoise().process(image, Matte(torch.zeros(1, 20, 20)), ctx=ctx).pixels, image.pixels)
    dot = Image(torch.rand(3, 1, 1))
    assert Denoise().process(dot, ctx=ctx) is dot
    assert messages == ["the picture is too small to measure its grain"]
