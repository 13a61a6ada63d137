import pytest
import torch
from graph_nodes.draw.ramp import Ramp
from torch.testing import assert_close

from graph_core import Color, Point


def test_linear_ramp_by_hand(process):
    out = process(Ramp(start=Point(0.5, 0.0), end=Point(4.5, 0.0)), width=6, height=2).pixels
    assert_close(out, torch.tensor([0.0, 0.25, 0.5, 0.75, 1.0, 1.0]).expand(3, 2, 6))


def test_slanted_ramp_is_constant_across_its_direction(process):
    out = process(Ramp(start=Point(0.0, 0.0), end=Point(4.0, 4.0)), width=4, height=4).pixels[0]
    # (0.5 + 1.5) * 4 / 32 at each pixel of that diagonal
    assert_close(torch.stack([out[0, 1], out[1, 0]]), torch.tensor([0.25, 0.25]))
    assert_close(out, out.T)


def test_radial_ramp_depends_on_the_distance(process):
    ramp = Ramp(shape="radial", start=Point(0.5, 0.5), end=Point(10.5, 0.5))
    out = process(ramp, width=5, height=5).pixels[0]
    assert out[0, 0] == 0
    assert_close(out[4, 3], torch.tensor(0.5))  # 3, 4, 5


def test_smooth_ramp_leaves_and_arrives_gently(process):
    out = process(Ramp(start=Point(0.5, 0.0), end=Point(4.5, 0.0), smooth=True), width=5, height=1).pixels[0, 0]
    assert_close(out, torch.tensor([0.0, 0.15625, 0.5, 0.84375, 1.0]))


def test_colours_are_mixed_premultiplied(process):
    clear = Color(1.0, 0.0, 0.0, 0.0)
    ramp = Ramp(start=Point(0.5, 0.0), end=Point(2.5, 0.0), first=clear, second=Color(0.0, 1.0, 0.0))
    out = process(ramp, width=3, height=1).pixels[:, 0]
    assert_close(out[:, 1], torch.tensor([0.0, 0.5, 0.0, 0.5]))


@pytest.mark.parametrize("shape", ["linear", "radial"])
def test_a_ramp_of_no_length_is_its_second_colour(process, shape):
    out = process(Ramp(shape=shape, start=Point(3.0, 3.0), end=Point(3.0, 3.0)), width=1, height=1).pixels
    assert out.flatten().tolist() == [1.0, 1.0, 1.0]
