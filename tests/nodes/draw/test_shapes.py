import torch
from graph_nodes.draw._paint import paint, pixel_centres
from graph_nodes.draw._shapes import edge, ellipse_distance, rectangle_distance
from torch.testing import assert_close

from graph_core import Color, Point


def test_rectangle_distance_by_hand():
    x, y = torch.tensor([[0.0, 5.0, 13.0]]), torch.tensor([[0.0], [9.0]])
    out = rectangle_distance(x, y, Point(0.0, 0.0), 20.0, 10.0, 0.0)
    # Half sides 10 and 5: inside the nearer side counts, outside a corner both do.
    assert_close(out, torch.tensor([[-5.0, -5.0, 3.0], [4.0, 4.0, 5.0]]))


def test_rounded_corners_are_circles():
    x, y = torch.tensor([[10.0]]), torch.tensor([[5.0]])
    square = rectangle_distance(x, y, Point(0.0, 0.0), 20.0, 10.0, 0.0)
    rounded = rectangle_distance(x, y, Point(0.0, 0.0), 20.0, 10.0, 4.0)
    assert square.item() == 0
    assert_close(rounded.item(), 4 * (2**0.5 - 1))


def test_rounding_is_limited_to_a_stadium():
    x, y = torch.tensor([[10.0]]), torch.tensor([[0.0]])
    assert_close(rectangle_distance(x, y, Point(0.0, 0.0), 20.0, 10.0, 99.0).item(), 0.0)


def test_circle_distance_is_exact():
    x, y = torch.tensor([[0.0, 3.0, 6.0]]), torch.tensor([[4.0]])
    out = ellipse_distance(x, y, Point(0.0, 0.0), 10.0, 10.0)
    assert_close(out, torch.tensor([[-1.0, 0.0, 52**0.5 - 5]]))


def test_ellipse_distance_is_right_near_its_outline():
    x, y = torch.tensor([[19.5, 20.0, 20.5]]), torch.tensor([[0.0]])
    out = ellipse_distance(x, y, Point(0.0, 0.0), 40.0, 10.0)
    assert_close(out, torch.tensor([[-0.5, 0.0, 0.5]]), atol=0.02, rtol=0)


def test_middle_of_an_ellipse_is_inside():
    x, y = torch.zeros(1, 1), torch.zeros(1, 1)
    assert ellipse_distance(x, y, Point(0.0, 0.0), 40.0, 10.0).item() == -5


def test_soft_edge_is_half_on_the_outline_and_falls_over_its_width():
    out = edge(torch.tensor([-3.0, -2.0, 0.0, 2.0, 3.0]), 4.0)
    assert_close(out, torch.tensor([1.0, 1.0, 0.5, 0.0, 0.0]))


def test_paint_lays_a_colour_over():
    pixels = torch.tensor([0.2, 0.4, 0.6, 0.5])[:, None, None]
    out = paint(pixels, torch.tensor([[0.5]]), Color(1.0, 0.0, 0.0, 0.5))
    assert_close(out.flatten(), torch.tensor([0.2 * 0.75 + 0.25, 0.3, 0.45, 0.5 * 0.75 + 0.25]))
    assert paint(pixels[:3], torch.tensor([[0.5]]), Color(1.0, 0.0, 0.0)).shape == (3, 1, 1)


def test_pixel_centres_lie_at_a_half():
    x, y = pixel_centres(2, 3, "cpu")
    assert x.tolist() == [[0.5, 1.5, 2.5]]
    assert y.tolist() == [[0.5], [1.5]]
