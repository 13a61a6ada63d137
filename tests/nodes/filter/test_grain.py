from fractions import Fraction

import numpy as np
import pytest
import torch
from graph_nodes.filter._grain import GrainModel, correlation, grain_field, measure_grain
from graph_nodes.filter.grain import Grain
from torch.testing import assert_close

from graph_core import Context, Format, FrameRange, Image, Matte, Shot


def at(frame):
    return Context(Shot(Format(320, 240), Fraction(25), FrameRange(1001, 1010)), frame=frame)


def grey(value, channels=3, height=240, width=320):
    return Image(torch.full((channels, height, width), value))


def test_zero_leaves_the_picture():
    image = grey(0.18)
    assert Grain(amount=0).process(image, ctx=at(1001)) is image


def test_same_seed_and_frame_give_the_same_grain():
    node = Grain()
    first = node.process(grey(0.18), ctx=at(1001)).pixels
    assert torch.equal(first, node.process(grey(0.18), ctx=at(1001)).pixels)
    assert not torch.equal(first, node.process(grey(0.18), ctx=at(1002)).pixels)
    assert not torch.equal(first, Grain(seed=1).process(grey(0.18), ctx=at(1001)).pixels)


@pytest.mark.parametrize("size", [0.0, 0.6, 2.0])
def test_amount_is_the_deviation_on_middle_grey_whatever_the_size(size):
    out = Grain(amount=0.02, size=size).process(grey(0.18), ctx=at(1001)).pixels
    assert_close(out.std().item(), 0.02, rtol=0.04, atol=0)
    assert_close(out.mean().item(), 0.18, rtol=0.02, atol=0)


def test_response_sets_how_grain_grows_with_light():
    for response, dark, bright in ((0.0, 0.02, 0.02), (1.0, 0.0, 0.04)):
        node = Grain(amount=0.02, size=0, response=response)
        assert_close(node.process(grey(0.0), ctx=at(1001)).pixels.std().item(), dark, rtol=0.03, atol=1e-7)
        assert_close(node.process(grey(0.72), ctx=at(1001)).pixels.std().item(), bright, rtol=0.03, atol=0)


def test_saturation():
    image = grey(0.18)
    mono = Grain(saturation=0).process(image, ctx=at(1001)).pixels
    assert_close(mono[0], mono[1])
    apart = np.corrcoef(Grain(saturation=1).process(image, ctx=at(1001)).pixels.flatten(1).numpy())
    assert np.abs(apart - np.eye(3)).max() < 0.02


def test_alpha_and_mask_limit_it():
    soft = Image(torch.tensor([0.09, 0.09, 0.09, 0.5]).view(4, 1, 1).expand(4, 240, 320).clone())
    out = Grain(amount=0.02).process(soft, ctx=at(1001)).pixels
    assert torch.equal(out[3], soft.pixels[3])
    assert_close((out[:3] / 0.5).std().item(), 0.02, rtol=0.04, atol=0)
    mask = torch.zeros(1, 240, 320)
    mask[:, :, 160:] = 0.5
    out = Grain(amount=0.02).process(grey(0.18), Matte(mask), ctx=at(1001)).pixels
    assert out[:, :, :160].eq(0.18).all()
    assert_close(out[:, :, 160:].std().item(), 0.01, rtol=0.05, atol=0)


def test_correlation_is_that_of_the_field():
    field = grain_field(400, 500, 0.8, 1.0, 7)
    for distance in (1, 2, 3):
        product = (field[:, :, distance:] * field[:, :, :-distance]).mean().item()
        assert_close(product, correlation(distance, 0.8), atol=0.01, rtol=0)


@pytest.mark.parametrize(
    ("size", "saturation", "floor", "slope"), [(0.0, 1.0, 2e-5, 0.0), (0.5, 0.3, 1e-5, 3e-4), (1.0, 0.0, 1e-5, 1e-3)]
)
def test_grain_is_measured_as_it_was_made(size, saturation, floor, slope):
    light = torch.linspace(0.02, 0.8, 512).expand(3, 384, 512)
    made = GrainModel(np.full(3, floor), np.array([1.0, 2.0, 0.5]) * slope, size, saturation)
    found = measure_grain(light + grain_field(384, 512, size, saturation, 5) * made.variance(light).sqrt())
    assert_close(found.size, size, atol=0.15, rtol=0)
    assert_close(found.saturation, saturation, atol=0.1, rtol=0)
    for value in (0.05, 0.3, 0.7):
        grey = torch.full((3, 1, 1), value)
        assert_close(found.variance(grey).sqrt(), made.variance(grey).sqrt(), rtol=0.15, atol=0)


def test_edges_are_not_taken_for_grain():
    light = torch.full((3, 256, 256), 0.2)
    light[:, 64:192, 64:192] = 0.6
    found = measure_grain(light + 0.01 * grain_field(256, 256, 0, 1, 2))
    assert_close(found.variance(torch.full((3, 1, 1), 0.3)).sqrt().flatten(), torch.full((3,), 0.01), rtol=0.15, atol=0)


def test_nothing_to_measure():
    assert measure_grain(torch.rand(3, 15, 40)) is None
    still = measure_grain(torch.full((3, 32, 32), 0.4))
    assert still.variance(torch.ones(3, 1, 1)).eq(0).all()
