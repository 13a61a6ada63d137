import torch
from graph_nodes.draw.checker import Checker
from torch.testing import assert_close

from graph_core import Color

BLACK, WHITE = Color(0.0, 0.0, 0.0), Color(1.0, 1.0, 1.0)


def test_squares_alternate_from_the_corner(process):
    out = process(Checker(size=2, first=BLACK, second=WHITE), width=5, height=3).pixels
    rows = torch.tensor([[0.0, 0, 1, 1, 0], [0, 0, 1, 1, 0], [1, 1, 0, 0, 1]])
    assert_close(out, rows.expand(3, 3, 5))


def test_transparent_squares_make_rgba(process):
    out = process(Checker(size=1, first=Color(1.0, 1.0, 1.0, 0.5), second=WHITE), width=2, height=1).pixels
    assert out[0, 0].tolist() == [0.5, 1.0]
    assert out[3, 0].tolist() == [0.5, 1.0]


def test_squares_smaller_than_a_pixel_still_give_one_of_the_colours(process):
    out = process(Checker(size=0.3, first=BLACK, second=WHITE)).pixels
    assert set(out.unique().tolist()) <= {0.0, 1.0}
