import pytest
import torch
from graph_nodes.filter._median import median
from graph_nodes.filter.median import Median

from graph_core import Image, Matte


def test_zero_leaves_the_picture():
    image = Image(torch.rand(3, 4, 4))
    assert Median(radius=0).process(image) is image


def test_a_speck_vanishes_and_an_edge_stays():
    pixels = torch.zeros(3, 6, 8)
    pixels[:, :, 4:] = 1
    clean = pixels.clone()
    pixels[:, 2, 1] = 50
    assert torch.equal(Median().process(Image(pixels)).pixels, clean)


@pytest.mark.parametrize("radius", [1, 2, 3])
def test_is_the_median_of_the_square(radius):
    pixels = torch.rand(4, 9, 11)
    out = median(pixels, radius)
    window = pixels[:, 4 - radius : 5 + radius, 5 - radius : 6 + radius].flatten(1)
    assert torch.equal(out[:, 4, 5], window.sort(dim=1).values[:, window.shape[1] // 2])
    corner = pixels[:, : radius + 1, : radius + 1]
    row = torch.cat([corner[:, :1]] * radius + [corner], dim=1)
    square = torch.cat([row[:, :, :1]] * radius + [row], dim=2).flatten(1)
    assert torch.equal(out[:, 0, 0], square.sort(dim=1).values[:, square.shape[1] // 2])


def test_one_pixel_and_mask():
    dot = Image(torch.full((3, 1, 1), 0.3))
    assert torch.equal(Median(radius=3).process(dot).pixels, dot.pixels)
    image = Image(torch.rand(3, 5, 5))
    assert torch.equal(Median().process(image, Matte(torch.zeros(1, 5, 5))).pixels, image.pixels)
