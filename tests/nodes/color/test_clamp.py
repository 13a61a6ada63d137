import pytest
import torch
from graph_nodes.color.clamp import Clamp
from torch.testing import assert_close

from graph_core import Image, Matte, ParamError


def test_cuts_both_ends():
    image = Image(torch.tensor([-1.0, 0.5, 2.0]).view(3, 1, 1))
    assert Clamp().process(image).pixels.flatten().tolist() == [0.0, 0.5, 1.0]


def test_colour_is_cut_unpremultiplied():
    image = Image(torch.tensor([1.0, 0.25, 0.0, 0.5]).view(4, 1, 1))  # colour 2, 0.5, 0
    assert_close(Clamp().process(image).pixels.flatten(), torch.tensor([0.5, 0.25, 0.0, 0.5]))


def test_alpha_can_be_cut():
    image = Image(torch.tensor([1.0, 1.0, 1.0, 2.0]).view(4, 1, 1))  # colour 0.5
    out = Clamp(channels="alpha").process(image).pixels.flatten()
    assert_close(out, torch.tensor([0.5, 0.5, 0.5, 1.0]))
    opaque = Image(torch.rand(3, 2, 2))
    assert Clamp(channels="alpha").process(opaque) is opaque


def test_mask_limits_it():
    image = Image(torch.full((3, 1, 2), 3.0))
    out = Clamp().process(image, Matte(torch.tensor([1.0, 0.0]).view(1, 1, 2))).pixels[0, 0]
    assert out.tolist() == [1.0, 3.0]


def test_crossed_limits_are_refused():
    with pytest.raises(ParamError, match="above the maximum"):
        Clamp(minimum=1, maximum=0).process(Image(torch.rand(3, 1, 1)))
