import numpy as np
import pytest
from graph_nodes.face._mesh_warp import (
    box_around,
    mip_levels,
    rasterise,
    sample,
    silhouette,
    vertex_facing,
    vertex_minification,
)

# Counter-clockwise in the picture: top left, bottom left, top right.
CORNER = np.array([[0, 0, 0], [0, 4, 0], [4, 0, 0]], np.float32)
FRONT = np.array([[0, 1, 2]], np.int32)


def everywhere(height, width):
    y, x = np.mgrid[0:height, 0:width].astype(np.float32) + 0.5
    return x, y


def test_values_are_interpolated_at_pixel_centres():
    drawn, inside = rasterise(CORNER, FRONT, CORNER[:, :2], (0, 0, 4, 4))
    assert inside.tolist() == [[True] * 4, [True] * 3 + [False], [True] * 2 + [False] * 2, [True] + [False] * 3]
    x, y = everywhere(4, 4)
    np.testing.assert_allclose(drawn[0], np.where(inside, x, 0), atol=1e-5)
    np.testing.assert_allclose(drawn[1], np.where(inside, y, 0), atol=1e-5)


def test_a_box_cuts_out_a_part():
    whole, _ = rasterise(CORNER, FRONT, CORNER[:, :2], (0, 0, 4, 4))
    part, _ = rasterise(CORNER, FRONT, CORNER[:, :2], (1, 1, 3, 4))
    np.testing.assert_allclose(part, whole[:, 1:4, 1:3], atol=1e-5)


def test_triangles_that_face_away_are_left_out():
    _, inside = rasterise(CORNER, FRONT[:, ::-1].copy(), CORNER[:, :2], (0, 0, 4, 4))
    assert not inside.any()


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_nearest_triangle_wins_in_any_order(order):
    near, far = CORNER - np.array([0, 0, 2]), CORNER + np.array([0, 0, 2])
    points = np.concatenate([near, far]).astype(np.float32)
    triangles = np.array([[0, 1, 2], [3, 4, 5]], np.int32)[list(order)]
    colours = np.array([[1]] * 3 + [[2]] * 3, np.float32)
    drawn, inside = rasterise(points, triangles, colours, (0, 0, 4, 4))
    assert (drawn[0][inside] == 1).all()


def test_a_silhouette_fills_what_faces_the_camera():
    filled = silhouette(CORNER, FRONT, 5, 5) > 0
    _, inside = rasterise(CORNER, FRONT, CORNER[:, :2], (0, 0, 5, 5))
    np.testing.assert_array_equal(filled, inside)
    assert not silhouette(CORNER, FRONT[:, ::-1].copy(), 5, 5).any()


def test_an_empty_box_draws_nothing():
    drawn, inside = rasterise(CORNER, FRONT, CORNER[:, :2], (3, 3, 3, 3))
    assert drawn.shape == (2, 0, 0)
    assert inside.shape == (0, 0)


def test_looking_up_a_pixels_centre_gives_the_pixel():
    picture = np.random.default_rng(1).random((3, 5, 7)).astype(np.float32)
    x, y = everywhere(5, 7)
    found = sample(mip_levels(picture), x, y, np.ones_like(x), np.ones_like(x))
    np.testing.assert_allclose(found, picture, atol=1e-6)


def test_between_pixels_a_ramp_is_looked_up_exactly():
    x, y = everywhere(8, 8)
    found = sample(mip_levels(x[None]), x[2:6, 2:6] + 0.3, y[2:6, 2:6] + 0.1, np.ones((4, 4)), np.ones((4, 4)))
    np.testing.assert_allclose(found[0], x[2:6, 2:6] + 0.3, atol=1e-5)


def test_beyond_the_picture_its_edge_goes_on():
    picture = np.array([[[1.0, 2.0], [3.0, 4.0]]], np.float32)
    x = np.array([[-50.0, 50.0]], np.float32)
    found = sample(mip_levels(picture), x, np.full_like(x, 0.5), np.ones_like(x), np.ones_like(x))
    np.testing.assert_allclose(found[0], [[1, 2]], atol=1e-6)


def test_fine_stripes_made_four_times_smaller_turn_grey_instead_of_flickering():
    stripes = np.tile(np.array([0.0, 1.0], np.float32), (1, 32, 16))
    x, y = np.meshgrid(np.arange(2, 32, 4, dtype=np.float32), np.arange(2, 32, 4, dtype=np.float32))
    for shift in (0.0, 1.0):
        found = sample(mip_levels(stripes), x + shift, y, np.full_like(x, 4), np.ones_like(x))
        np.testing.assert_allclose(found, 0.5, atol=1e-6)


def test_halves_average_four_pixels():
    picture = np.arange(16, dtype=np.float32).reshape(1, 4, 4)
    levels = mip_levels(picture)
    assert levels.table.tolist() == [[0, 4, 4], [16, 2, 2]]
    np.testing.assert_allclose(levels.pixels[16:, 0], [2.5, 4.5, 10.5, 12.5])


def test_one_pixel_has_one_level():
    assert mip_levels(np.ones((3, 1, 1), np.float32)).table.tolist() == [[0, 1, 1]]


def test_facing_is_the_cosine_of_the_angle_to_the_camera():
    tilted = CORNER.copy()
    tilted[:, 2] = tilted[:, 0]
    np.testing.assert_allclose(vertex_facing(CORNER, FRONT), 1)
    np.testing.assert_allclose(vertex_facing(tilted, FRONT), np.sqrt(0.5), rtol=1e-6)
    np.testing.assert_allclose(vertex_facing(CORNER, FRONT[:, ::-1]), -1)


def test_minification_is_the_ratio_of_lengths():
    np.testing.assert_allclose(vertex_minification(CORNER * 3, CORNER, FRONT), 3)


def test_a_box_stays_in_the_picture():
    assert box_around(np.array([[-30.0, 2.0], [-20.0, 400.0]], np.float32), 100, 50) == (0, 0, 0, 50)
