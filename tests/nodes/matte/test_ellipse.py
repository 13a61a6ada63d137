import math
from fractions import Fraction

import pytest
import torch
from graph_nodes.matte.ellipse import Ellipse
from torch.testing import assert_close

from graph_core import Context, Format, FrameRange, Point, Shot


@pytest.fixture
def ctx():
    return Context(Shot(Format(81, 61), Fraction(25), FrameRange(1001, 1010)))


def test_has_its_area_and_place(ctx):
    out = Ellipse(position=Point(40.5, 30.5), width=40, height=24).process(ctx=ctx).pixels
    assert out.shape == (1, 61, 81)
    assert_close(out.sum().item(), math.pi * 20 * 12, rtol=5e-3, atol=0)
    assert out[0, 30, 40] == 1
    assert out[0, 30, 40 + 19] == 1
    assert out[0, 30, 40 + 21] == 0


def test_turns_counter_clockwise(ctx):
    node = {"position": Point(40.5, 30.5), "width": 50, "height": 10}
    upright = Ellipse(**node, rotate=90).process(ctx=ctx).pixels
    assert_close(upright[0, 10, 40].item(), 1.0)
    turned = Ellipse(**node, rotate=30).process(ctx=ctx).pixels[0]
    assert turned[30 - 10, 40 + 17] == 1  # up to the right
    assert turned[30 + 10, 40 + 17] == 0


def test_softness_and_nothing(ctx):
    node = {"position": Point(40.5, 30.5), "width": 40, "height": 40}
    soft = Ellipse(**node, softness=10).process(ctx=ctx).pixels[0, 30]
    assert_close(soft[40 + 20].item(), 0.5, atol=0.06, rtol=0)
    assert 0 < soft[40 + 24] < soft[40 + 16] < 1
    assert Ellipse(width=0).process(ctx=ctx).pixels.eq(torch.zeros(())).all()
