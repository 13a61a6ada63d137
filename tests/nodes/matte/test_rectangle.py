from fractions import Fraction

import pytest
import torch
from graph_nodes.matte.rectangle import Rectangle
from torch.testing import assert_close

from graph_core import Context, Format, FrameRange, Point, Shot


@pytest.fixture
def ctx():
    return Context(Shot(Format(81, 61), Fraction(25), FrameRange(1001, 1010)))


def test_whole_pixels_are_exact(ctx):
    out = Rectangle(position=Point(20, 10), width=10, height=4).process(ctx=ctx).pixels
    expected = torch.zeros(1, 61, 81)
    expected[:, 8:12, 15:25] = 1
    assert torch.equal(out, expected)


def test_parts_of_a_pixel_are_covered_in_part(ctx):
    out = Rectangle(position=Point(20, 10), width=11, height=4).process(ctx=ctx).pixels[0]
    assert_close(out[9, 14].item(), 0.5)
    assert_close(out[9, 25].item(), 0.5)


def test_turned_it_keeps_its_area(ctx):
    out = Rectangle(position=Point(40.5, 30.5), width=36, height=20, rotate=33).process(ctx=ctx).pixels
    assert_close(out.sum().item(), 36 * 20.0, rtol=5e-3, atol=0)
    assert out[0, 30 - 10, 40 + 14] > 0.9  # up to the right


def test_rounding_softness_and_nothing(ctx):
    node = {"position": Point(40.5, 30.5), "width": 30, "height": 30}
    assert Rectangle(**node, rounding=10).process(ctx=ctx).pixels[0, 16, 26] == 0
    soft = Rectangle(**node, softness=8).process(ctx=ctx).pixels[0, 30]
    assert_close(soft[40 + 15].item(), 0.5, atol=0.08, rtol=0)
    assert Rectangle(height=0).process(ctx=ctx).pixels.eq(0).all()
