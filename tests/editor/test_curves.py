import pytest

from graph_core import Color, Curve, Key, Point
from graph_core.editor.curves._plot import Plot, is_drawn, numbers_of, with_number

CURVE = Curve((Key(1, 0.0, "linear"), Key(11, 10.0, "linear"), Key(21, 5.0)))


@pytest.fixture
def plot():
    return Plot.around(CURVE, (1, 21), 400, 200)


def test_all_of_a_curve_is_in_view(plot):
    for dot in plot.dots(CURVE):
        x, y = plot.place(dot.frame, dot.value)
        assert 0 < x < 400
        assert 0 < y < 200


def test_places_go_there_and_back(plot):
    assert plot.at(*plot.place(7, 3.5)) == pytest.approx((7, 3.5))


def test_the_key_under_the_mouse_is_found(plot):
    x, y = plot.place(11, 10.0)
    assert plot.dot_at(CURVE, x + 4, y - 4).frame == 11
    assert plot.dot_at(CURVE, x + 40, y) is None


def test_zooming_keeps_what_is_under_the_mouse(plot):
    zoomed = plot.zoomed(3.0, 120, 60)
    assert zoomed.at(120, 60) == pytest.approx(plot.at(120, 60))
    assert zoomed.last - zoomed.first == pytest.approx((plot.last - plot.first) / 3)
    only_frames = plot.zoomed(3.0, 120, 60, values=False)
    assert (only_frames.low, only_frames.high) == pytest.approx((plot.low, plot.high))


def test_panning_moves_the_paper_with_the_mouse(plot):
    assert plot.panned(30, -20).at(130, 80) == pytest.approx(plot.at(100, 100))


def test_a_line_passes_through_its_keys(plot):
    x, y = plot.place(11, 10.0)
    nearest = min(plot.line(CURVE, 0), key=lambda point: abs(point[0] - x))
    assert nearest[1] == pytest.approx(y, abs=3)


def test_points_and_colours_are_several_lines():
    curve = Curve((Key(1, Point(1.0, 2.0)), Key(5, Point(3.0, -4.0))))
    plot = Plot.around(curve, (1, 5), 100, 100)
    assert [(dot.line, dot.value) for dot in plot.dots(curve)] == [(0, 1.0), (1, 2.0), (0, 3.0), (1, -4.0)]
    assert with_number(Point(1.0, 2.0), 1, 9.0) == Point(1.0, 9.0)
    assert with_number(Color(0, 0, 0), 3, 0.5) == Color(0, 0, 0, 0.5)


def test_words_are_not_drawn():
    assert not is_drawn("over")
    assert numbers_of(False) == (0.0,)
    assert with_number(False, 0, 0.7) is True
