"""The rasteriser against triangles small enough to fill in by hand."""

from __future__ import annotations

import numpy as np
from graph_nodes.generate._raster import Studio, Surface, exposure_to, rasterise, shade, vertex_normals
from numpy.typing import ArrayLike, NDArray


def floats(values: ArrayLike) -> NDArray[np.float32]:
    return np.asarray(values, np.float32)


def numbers(values: ArrayLike) -> NDArray[np.int32]:
    return np.asarray(values, np.int32)


SQUARE = floats([(0, 0, 1), (4, 0, 1), (4, 4, 1), (0, 4, 1)])
# Clockwise on the screen, where y points down: seen from outside.
FRONT = numbers([(0, 2, 1), (0, 3, 2)])


def draw(points: NDArray[np.float32], triangles: NDArray[np.int32], single_sided: int = 0) -> NDArray[np.int32]:
    owner = np.full((4, 4), -1, np.int32)
    rasterise(points, triangles, single_sided, np.zeros((4, 4), np.float32), owner)
    return owner


def test_two_triangles_fill_a_square_without_a_gap() -> None:
    owner = draw(SQUARE, FRONT)
    assert (owner >= 0).all()
    assert owner[0, 3] == 0
    assert owner[3, 0] == 1


def test_samples_are_taken_at_pixel_centres() -> None:
    points = floats([(0.6, 0.6, 1), (0.6, 2.6, 1), (2.6, 2.6, 1), (2.6, 0.6, 1)])
    owner = draw(points, numbers([(0, 1, 2), (0, 2, 3)]))
    np.testing.assert_array_equal(owner >= 0, np.pad(np.ones((2, 2), bool), (1, 1)))


def test_the_nearer_triangle_wins_in_either_order() -> None:
    points = np.concatenate([SQUARE, SQUARE + floats((0, 0, 1))])
    near = FRONT + 4
    assert set(draw(points, np.concatenate([FRONT, near])).ravel()) == {2, 3}
    assert set(draw(points, np.concatenate([near, FRONT])).ravel()) == {0, 1}


def test_single_sided_triangles_vanish_from_behind() -> None:
    back = FRONT[:, ::-1].copy()
    assert (draw(SQUARE, back, single_sided=2) == -1).all()
    assert (draw(SQUARE, back) >= 0).all()
    assert (draw(SQUARE, FRONT, single_sided=2) >= 0).all()


def test_triangles_outside_the_picture_are_ignored() -> None:
    assert (draw(SQUARE + floats((50, -80, 0)), FRONT) == -1).all()
    assert (draw(floats([(1, 1, 1), (1, 1, 1), (2, 2, 1)]), numbers([(0, 1, 2)])) == -1).all()


def test_normals_of_a_flat_square_point_out_of_it() -> None:
    vertices = floats([(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0)])
    normals = vertex_normals(vertices, numbers([(0, 1, 2), (0, 2, 3)]))
    np.testing.assert_allclose(normals, np.tile((0, 0, 1), (4, 1)))


def test_a_point_behind_the_caster_is_in_shadow() -> None:
    nearness = np.zeros((9, 9), np.float32)
    nearness[:, :5] = 10
    asked = floats([(2, 4, 0), (2, 4, 10), (7, 4, 0), (4.5, 4, 0), (-3, 4, 0)])
    seen = exposure_to(asked, nearness, 1, 1.0, 1.0)
    np.testing.assert_allclose(seen, [0, 1, 1, 1 / 3, 1], atol=1e-6)


def test_half_covered_pixel_is_half_background() -> None:
    owner = numbers([(0, -1), (0, -1)])
    points = floats([(-9, -9, 1), (-9, 9, 1), (9, 9, 1)])
    attributes = np.zeros((3, 10), np.float32)
    attributes[:, 7:] = (0.2, 0.4, 0.6)
    unlit = floats([(0, 0, 0, 0, 1, 0)])
    studio = Studio(np.ones((2, 2, 4), np.float32), unlit, np.zeros((7, 3), np.float32), floats((1, 1, 1)))
    picture = np.ones((3, 1, 1), np.float32)
    shade(owner, Surface(points, numbers([(0, 1, 2)]), np.zeros(1, np.uint8), attributes), studio, picture)
    np.testing.assert_allclose(picture.ravel(), (0.6, 0.7, 0.8), rtol=1e-6)


def test_attributes_are_interpolated_in_perspective() -> None:
    # An edge from distance 1 to distance 3: half way on the screen lies a quarter of the way along it.
    owner = np.zeros((2, 2), np.int32)
    points = floats([(0, 1, 1), (2, 1, 1 / 3), (1, -9, 0.5)])
    attributes = np.zeros((3, 10), np.float32)
    attributes[1, 7:] = 1
    unlit = floats([(0, 0, 0, 0, 1, 0)])
    studio = Studio(np.ones((2, 2, 4), np.float32), unlit, np.zeros((7, 3), np.float32), floats((1, 1, 1)))
    picture = np.zeros((3, 1, 1), np.float32)
    shade(owner, Surface(points, numbers([(0, 1, 2)]), np.zeros(1, np.uint8), attributes), studio, picture)
    np.testing.assert_allclose(picture.ravel(), 0.25, atol=1e-6)
