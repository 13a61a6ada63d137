import numpy as np
import pytest

from graph_core import Alignment, landmarks68_from_478


def test_landmarks_that_are_a_vertex_are_that_vertex():
    mesh = np.random.default_rng(0).random((478, 3)) * 100
    found = landmarks68_from_478(mesh)
    for landmark, vertex in {8: 152, 36: 33, 45: 263, 48: 61, 54: 291, 62: 13, 66: 14, 33: 2}.items():
        np.testing.assert_allclose(found[landmark], mesh[vertex, :2], rtol=1e-6)


def test_a_landmark_between_two_vertices_lies_on_the_way_from_one_to_the_other():
    mesh = np.zeros((478, 2))
    mesh[4], mesh[1] = (10, 20), (14, 30)
    np.testing.assert_allclose(landmarks68_from_478(mesh)[30], (12, 25))


def test_a_mirrored_mesh_has_mirrored_landmarks():
    from graph_nodes.face._topology import MIRROR

    mesh = np.random.default_rng(1).random((478, 2)) * 50
    pairs = [
        *range(16, -1, -1), *range(26, 16, -1), 27, 28, 29, 30, 35, 34, 33, 32, 31,
        45, 44, 43, 42, 47, 46, 39, 38, 37, 36, 41, 40,
        54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55, 64, 63, 62, 61, 60, 67, 66, 65,
    ]  # fmt: skip
    mirrored = landmarks68_from_478(mesh[MIRROR] * (-1, 1))
    np.testing.assert_allclose(mirrored, landmarks68_from_478(mesh)[pairs] * (-1, 1), rtol=1e-5)


def test_alignment_takes_points_there_and_back():
    alignment = Alignment(np.array([[0.0, -2.0, 5.0], [2.0, 0.0, 7.0]]), 64, "ffhq")
    points = np.array([(1.0, 2.0), (-3.0, 0.5)], np.float32)
    np.testing.assert_allclose(alignment.to_crop(points), [(1, 9), (4, 1)])
    np.testing.assert_allclose(alignment.to_plate(alignment.to_crop(points)), points, atol=1e-5)
    assert not alignment.is_empty
    alignment.validate()


@pytest.mark.parametrize(
    ("matrix", "size"), [(np.zeros((3, 3)), 8), (np.full((2, 3), np.nan), 8), (np.zeros((2, 3)), 8)]
)
def test_an_alignment_that_cannot_be_undone_is_refused(matrix, size):
    with pytest.raises(ValueError, match="Alignment matrix"):
        Alignment(matrix, size, "ffhq").validate()


def test_an_empty_alignment_is_valid():
    alignment = Alignment(np.zeros((2, 3)), 0, "ffhq")
    assert alignment.is_empty
    alignment.validate()
