import torch
from graph_nodes.draw.rectangle import Rectangle
from torch.testing import assert_close

from graph_core import Color, Point


def test_whole_pixels_are_filled_exactly(process):
    out = process(Rectangle(position=Point(3.0, 2.0), width=4, height=2), width=6, height=4).pixels
    inside = torch.zeros(4, 6)
    inside[1:3, 1:5] = 1
    assert_close(out, inside.expand(4, 4, 6))


def test_an_edge_within_a_pixel_covers_its_share(process):
    out = process(Rectangle(position=Point(2.0, 0.5), width=2.5, height=9), width=4, height=1).pixels[3, 0]
    assert_close(out, torch.tensor([0.25, 1.0, 1.0, 0.25]))


def test_colour_is_premultiplied(process):
    red = Color(2.0, 0.0, 0.0, 0.25)
    out = process(Rectangle(position=Point(0.5, 0.5), width=3, height=3, color=red), width=1, height=1).pixels
    assert out.flatten().tolist() == [0.5, 0.0, 0.0, 0.25]


def test_without_width_there_is_nothing(process):
    assert not process(Rectangle(position=Point(4.0, 3.0), width=0)).pixels.any()
