import pytest
import torch
from graph_nodes.color._spaces import to_linear
from graph_nodes.metric.ssim import Ssim
from skimage.metrics import structural_similarity

from graph_core import Image, Matte


def from_signal(signal):
    return Image(to_linear(signal, "srgb"))


@pytest.mark.parametrize(("height", "width"), [(24, 31), (11, 11), (64, 12)])
def test_agrees_with_skimage(process, height, width):
    torch.manual_seed(height)
    first = torch.rand(3, height, width)
    second = (first + 0.2 * torch.randn(3, height, width)).clamp(0, 1)
    wanted = structural_similarity(
        first.numpy(),
        second.numpy(),
        channel_axis=0,
        gaussian_weights=True,
        sigma=1.5,
        use_sample_covariance=False,
        data_range=1,
    )
    assert process(Ssim(), from_signal(first), from_signal(second)) == pytest.approx(wanted, abs=1e-5)


def test_flat_pictures_by_hand(process):
    # No variance: (2ab + c1) / (a² + b² + c1).
    first, second = from_signal(torch.full((3, 16, 16), 0.2)), from_signal(torch.full((3, 16, 16), 0.6))
    wanted = (2 * 0.12 + 1e-4) / (0.04 + 0.36 + 1e-4)
    assert process(Ssim(), first, second) == pytest.approx(wanted, abs=1e-5)


def test_equal_pictures_score_one(process):
    image = Image(torch.rand(3, 13, 20))
    assert process(Ssim(), image, image) == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize(("height", "width"), [(1, 1), (3, 40)])
def test_pictures_smaller_than_the_filter(process, height, width):
    first, second = from_signal(torch.full((3, height, width), 0.2)), from_signal(torch.full((3, height, width), 0.6))
    assert process(Ssim(), first, second) == pytest.approx((2 * 0.12 + 1e-4) / (0.4 + 1e-4), abs=1e-5)


def test_mask_limits_the_region(process):
    torch.manual_seed(0)
    first = torch.rand(3, 24, 40)
    second = first.clone()
    second[:, :, 20:] = torch.rand(3, 24, 20)
    mask = torch.zeros(1, 24, 40)
    mask[:, :, :14] = 1
    assert process(Ssim(), from_signal(first), from_signal(second), Matte(mask)) == pytest.approx(1, abs=1e-6)
    assert process(Ssim(), from_signal(first), from_signal(second)) < 0.9


def test_a_mask_on_the_border_alone_counts_the_border(process):
    image, other = from_signal(torch.full((3, 20, 20), 0.2)), from_signal(torch.full((3, 20, 20), 0.6))
    mask = torch.zeros(1, 20, 20)
    mask[:, 0, 0] = 1
    assert process(Ssim(), image, other, Matte(mask)) == pytest.approx((2 * 0.12 + 1e-4) / (0.4 + 1e-4), abs=1e-4)
