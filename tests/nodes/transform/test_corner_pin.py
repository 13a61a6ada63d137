import numpy as np
import pytest
import torch
from graph_nodes.transform._warp import homography, mapped
from graph_nodes.transform.corner_pin import CornerPin
from graph_nodes.transform.transform import Transform
from torch.testing import assert_close

from graph_core import ExecutionError, Image, Point

PIN = {
    "top_left": Point(8, 5),
    "top_right": Point(52, 9),
    "bottom_right": Point(47, 33),
    "bottom_left": Point(11, 38),
    "relative": False,
}


def smooth(height=40, width=60):
    y, x = torch.meshgrid(torch.linspace(0, 3, height), torch.linspace(0, 5, width), indexing="ij")
    return Image(0.5 + 0.4 * torch.stack([x.sin(), y.cos(), (x + y).sin()]))


def test_corners_in_place_leave_the_picture():
    image = smooth()
    assert CornerPin().process(image) is image


def test_four_points_go_where_they_should():
    source = np.array([[0, 0], [60, 0], [60, 40], [0, 40]], dtype=float)
    target = np.array([[8, 5], [52, 9], [47, 33], [11, 38]], dtype=float)
    assert_close(mapped(homography(source, target), source), target)


def test_moving_all_corners_alike_is_a_move():
    image = smooth()
    by = Point(4, -3)
    out = CornerPin(top_left=by, top_right=by, bottom_right=by, bottom_left=by).process(image)
    assert_close(out.pixels, Transform(translate=by).process(image).pixels, atol=1e-5, rtol=0)


def test_covers_the_pinned_area_and_no_more():
    out = CornerPin(**PIN).process(Image(torch.ones(3, 40, 60))).pixels
    corners = np.array([[8, 5], [52, 9], [47, 33], [11, 38]])
    x, y = corners.T
    area = 0.5 * abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))
    assert_close(out[3].sum().item(), area, rtol=2e-3, atol=0)
    assert_close(out[0], out[3], atol=1e-5, rtol=0)
    assert out[:, :4].eq(0).all()


def test_invert_straightens_what_was_pinned():
    image = smooth()
    out = CornerPin(**PIN, invert=True).process(CornerPin(**PIN).process(image)).pixels
    inner = (slice(0, 3), slice(4, -4), slice(4, -4))
    assert (out[inner] - image.pixels[inner]).abs().max() < 0.02


def test_corners_on_a_line_are_refused():
    with pytest.raises(ExecutionError, match="lie on a line"):
        CornerPin(top_left=Point(30, 0), top_right=Point(-30, 0)).process(smooth())
