import torch
from graph_nodes.draw.constant import Constant
from torch.testing import assert_close

from graph_core import Color


def test_opaque_colour_is_rgb(process):
    out = process(Constant(color=Color(0.25, 0.5, 4.0)), width=3, height=2).pixels
    assert_close(out, torch.tensor([0.25, 0.5, 4.0])[:, None, None].expand(3, 2, 3))


def test_transparent_colour_is_premultiplied(process):
    out = process(Constant(color=Color(0.25, 0.5, 4.0, 0.5)), width=1, height=1).pixels
    assert out.flatten().tolist() == [0.125, 0.25, 2.0, 0.5]


def test_has_no_time():
    assert not Constant().is_timed()
