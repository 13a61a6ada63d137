import pytest
import torch
from graph_nodes.color._spaces import to_linear
from graph_nodes.metric.difference import Difference

from graph_core import Image, Matte


def from_signal(*levels):
    return Image(to_linear(torch.tensor(levels).expand(3, 1, -1).clone() / 255, "srgb"))


def test_mean_on_the_scale_of_eight_bits(process):
    assert process(Difference(), from_signal(10.0, 200.0), from_signal(30.0, 190.0)) == pytest.approx(15, abs=1e-3)


def test_black_against_white_and_beyond(process):
    assert process(Difference(), Image(torch.zeros(3, 1, 1)), Image(torch.full((3, 1, 1), 9.0))) == pytest.approx(255)


def test_equal_pictures_do_not_differ(process):
    image = Image(torch.rand(3, 3, 5))
    assert process(Difference(), image, image) == 0


def test_mask_limits_the_region(process):
    mask = Matte(torch.tensor([1.0, 0.0])[None, None])
    assert process(Difference(), from_signal(10.0, 200.0), from_signal(30.0, 0.0), mask) == pytest.approx(20, abs=1e-3)
