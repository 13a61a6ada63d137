import math

import pytest
from graph_nodes.draw.ellipse import Ellipse

from graph_core import Color, Point


@pytest.mark.parametrize(("width", "height"), [(60, 60), (90, 40)])
def test_area_is_that_of_the_ellipse(process, width, height):
    ellipse = Ellipse(position=Point(50.2, 30.7), width=width, height=height)
    alpha = process(ellipse, width=101, height=61).pixels[3]
    assert alpha.sum().item() == pytest.approx(math.pi * width * height / 4, rel=2e-3)


def test_softness_keeps_the_half_on_the_outline(process):
    ellipse = Ellipse(position=Point(20.5, 20.5), width=20, height=20, softness=8)
    alpha = process(ellipse, width=41, height=41).pixels[3]
    assert alpha[20, 20] == 1
    assert alpha[20, 30].item() == pytest.approx(0.5, abs=1e-5)  # its centre is 10 px away
    assert alpha[20, 35] == 0


def test_colour_is_premultiplied(process):
    ellipse = Ellipse(position=Point(0.5, 0.5), width=30, height=30, color=Color(1.0, 2.0, 0.0, 0.5))
    assert process(ellipse, width=1, height=1).pixels.flatten().tolist() == [0.5, 1.0, 0.0, 0.5]


def test_without_height_there_is_nothing(process):
    assert not process(Ellipse(position=Point(4.0, 3.0), height=0)).pixels.any()
