import math

import pytest
import torch
from graph_nodes.filter._bands import apply_bands
from graph_nodes.filter._kernels import kernel, sampling_bands
from torch.testing import assert_close


def test_weights_and_repeated_edges():
    pixels = torch.tensor([1.0, 2.0, 4.0]).view(1, 1, 3)
    first = torch.arange(3) - 1
    weights = torch.tensor([0.25, 0.5, 0.25]).expand(3, 3)
    assert_close(apply_bands(pixels, 2, first, weights).flatten(), torch.tensor([1.25, 2.25, 3.5]))
    assert_close(apply_bands(pixels.mT, 1, first, weights).flatten(), torch.tensor([1.25, 2.25, 3.5]))


@pytest.mark.parametrize("axis", [1, 2])
def test_many_blocks_equal_the_full_sum(axis):
    pixels = torch.rand(2, 130, 170)
    count = pixels.shape[axis]
    first, weights = torch.randint(-9, count, (count + 40,)), torch.rand(count + 40, 5)
    out = apply_bands(pixels, axis, first, weights)
    index = (first[:, None] + torch.arange(5)).clamp(0, count - 1)
    moved = pixels.movedim(axis, -1)
    assert_close(out.movedim(axis, -1), (moved[..., index] * weights).sum(-1))


@pytest.mark.parametrize("name", ["nearest", "linear", "cubic", "lanczos"])
def test_kernels_read_pixels_as_they_are(name):
    pixels = torch.rand(1, 1, 9)
    bands = sampling_bands(torch.arange(9).double(), name)
    assert_close(apply_bands(pixels, 2, *bands), pixels)


def test_kernels_reproduce_straight_lines():
    ramp = torch.arange(20).float().view(1, 1, 20)
    places = torch.tensor([5.3, 9.75, 12.0], dtype=torch.float64)
    for name in ("linear", "cubic"):
        assert_close(apply_bands(ramp, 2, *sampling_bands(places, name)).flatten(), places.float())


def test_lanczos_has_its_published_value():
    value = 3 * math.sin(math.pi / 2) * math.sin(math.pi / 6) / (math.pi / 2) ** 2 / 1
    assert_close(kernel("lanczos", torch.tensor([0.5])).item(), value / 1, rtol=1e-5, atol=1e-6)


def test_stretched_kernels_average_fine_detail():
    stripes = (torch.arange(64) % 2).float().view(1, 1, 64)
    places = torch.arange(1.5, 60, 4, dtype=torch.float64)
    for name in ("nearest", "linear", "cubic", "lanczos"):
        out = apply_bands(stripes, 2, *sampling_bands(places, name, 4.0))[0, 0, 3:-3]
        assert_close(out, torch.full_like(out, 0.5), atol=0.03, rtol=0)
