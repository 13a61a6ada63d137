import math

import pytest
import torch
from graph_nodes.color._spaces import to_linear
from graph_nodes.metric.psnr import Psnr
from skimage.metrics import peak_signal_noise_ratio

from graph_core import ExecutionError, Image, Matte


def from_signal(signal):
    return Image(to_linear(signal, "srgb"))


def test_by_hand(process):
    first, second = from_signal(torch.full((3, 2, 2), 0.5)), from_signal(torch.full((3, 2, 2), 0.6))
    assert process(Psnr(), first, second) == pytest.approx(20, abs=1e-3)  # -10 log10(0.01)


def test_agrees_with_skimage(process):
    torch.manual_seed(1)
    first, second = torch.rand(3, 17, 23), torch.rand(3, 17, 23)
    wanted = peak_signal_noise_ratio(first.numpy(), second.numpy(), data_range=1)
    assert process(Psnr(), from_signal(first), from_signal(second)) == pytest.approx(wanted, abs=1e-3)


def test_equal_pictures_score_one_hundred(process):
    image = Image(torch.rand(4, 1, 1))
    assert process(Psnr(), image, Image(image.pixels.clone())) == 100


def test_mask_limits_the_region_and_weighs_it(process):
    first = from_signal(torch.tensor([0.5, 0.5, 0.5]).expand(3, 1, 3).clone())
    second = from_signal(torch.tensor([0.6, 0.5, 0.9]).expand(3, 1, 3).clone())
    mask = Matte(torch.tensor([1.0, 0.5, 0.0])[None, None])
    assert process(Psnr(), first, second, mask) == pytest.approx(-10 * math.log10(0.01 / 1.5), abs=1e-3)


def test_an_empty_mask_is_refused(process):
    image = Image(torch.rand(3, 2, 2))
    with pytest.raises(ExecutionError, match="mask is empty"):
        process(Psnr(), image, image, Matte(torch.zeros(1, 2, 2)))


def test_sizes_must_agree(process):
    with pytest.raises(ExecutionError, match="reference"):
        process(Psnr(), Image(torch.zeros(3, 2, 2)), Image(torch.zeros(3, 2, 3)))
