import math

import torch
from graph_nodes.filter._convolve import convolve, disc_kernel, line_kernel
from torch.nn.functional import conv2d, pad
from torch.testing import assert_close


def test_equals_the_full_sum():
    pixels, kernel = torch.rand(3, 13, 17), torch.rand(5, 3)
    kernel /= kernel.sum()
    padded = pad(pixels[:, None], (1, 1, 2, 2), mode="replicate")
    assert_close(convolve(pixels, kernel), conv2d(padded, kernel.flip(0, 1)[None, None])[:, 0])


def test_empty_pixels_stay_empty():
    pixels = torch.zeros(4, 40, 40)
    pixels[:, :8, :8] = 1
    out = convolve(pixels, disc_kernel(5))
    assert out[:, 20:, 20:].eq(0).all()
    assert out[3].max() <= 1


def test_disc_has_its_area_and_width():
    disc = disc_kernel(10.0)
    assert_close(1 / disc.max().item(), math.pi * 100, rtol=5e-3, atol=0)
    assert disc.shape == (21, 21)
    squeezed = disc_kernel(10.0, 0.5)
    assert squeezed.shape == (21, 11)
    assert_close(1 / squeezed.max().item(), math.pi * 50, rtol=2e-2, atol=0)
    assert disc_kernel(0.3).max() == 1


def test_line_has_its_length_and_direction():
    flat = line_kernel(9.0, 0.0)
    row = flat[flat.shape[0] // 2]
    assert_close(row[row > 0], torch.full((9,), 1 / 9))
    assert_close(line_kernel(9.0, 90.0).mT, flat)
    # 45 degrees counter-clockwise rises to the right, where rows count downwards.
    rising = line_kernel(14.0, 45.0)
    assert_close(rising, rising.flip(0, 1))
    assert rising.flip(1).diagonal().sum() > 0.5
    assert_close(line_kernel(0.0, 30.0).max().item(), 1.0)
