from typing import get_args

import pytest
import torch
from graph_nodes.color._names import SpaceName
from graph_nodes.color.space import Space
from torch.testing import assert_close

from graph_core import Image, Matte

GREY = torch.full((3, 1, 1), 0.18)


def test_same_space_leaves_the_picture():
    image = Image(GREY)
    assert Space(from_space="srgb", to_space="srgb").process(image) is image


@pytest.mark.parametrize("space", get_args(SpaceName))
def test_back_and_forth_gives_the_picture_again(space):
    image = Image(torch.randn(3, 4, 5) * 2)
    there = Space(to_space=space).process(image)
    assert_close(Space(from_space=space, to_space="linear").process(there).pixels, image.pixels, atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize(
    ("space", "code"),
    [
        ("srgb", 0.461356),  # 1.055 * 0.18 ** (1 / 2.4) - 0.055
        ("rec709", 0.409008),  # 1.099 * 0.18 ** 0.45 - 0.099
        ("gamma22", 0.458656),
        ("gamma24", 0.489437),
        ("cineon", 0.457320),
        ("logc3", 0.391007),  # ARRI's 10-bit code 400
        ("acescct", 0.413588),  # Academy S-2016-001: 0.4135884
        ("acescg", 0.18),
        ("rec2020", 0.18),
        ("p3", 0.18),
    ],
)
def test_middle_grey_has_the_published_code(space, code):
    assert_close(Space(to_space=space).process(Image(GREY)).pixels, torch.full((3, 1, 1), code), atol=1e-5, rtol=1e-5)


def test_red_in_lab():
    red = torch.tensor([1.0, 0.0, 0.0]).view(3, 1, 1)
    lab = Space(to_space="lab").process(Image(red)).pixels.flatten()
    assert_close(lab, torch.tensor([53.24, 80.09, 67.20]), atol=0.01, rtol=0)


def test_soft_edges_and_mask():
    soft = Image(torch.cat([GREY * 0.5, torch.full((1, 1, 1), 0.5)]))
    out = Space().process(soft)
    assert_close(out.unpremultiplied, Space().process(Image(GREY)).pixels)
    assert_close(out.alpha, soft.alpha)
    assert_close(Space().process(soft, Matte(torch.zeros(1, 1, 1))).pixels, soft.pixels)
