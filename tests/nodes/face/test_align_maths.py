import numpy as np
import pytest
import torch
from graph_nodes.face._align import ARCFACE_POINTS, fit_template, five_points, resample, umeyama


def similarity(angle, scale, shift):
    cos, sin = scale * np.cos(angle), scale * np.sin(angle)
    return np.array([[cos, -sin, shift[0]], [sin, cos, shift[1]]])


def apply(matrix, points):
    return points @ matrix[:, :2].T + matrix[:, 2]


def face68(eyes=((40, 50), (60, 50)), nose=(50, 60), mouth=((42, 70), (58, 70))):
    points = np.zeros((68, 2), np.float32)
    points[36:42], points[42:48] = eyes
    points[30], points[48], points[54] = nose, *mouth
    return points


def test_umeyama_finds_the_similarity_again():
    points = np.random.default_rng(3).normal(size=(9, 2))
    matrix = similarity(2.5, 3.0, (7.0, -4.0))
    np.testing.assert_allclose(umeyama(points, apply(matrix, points)), matrix, atol=1e-12)


def test_umeyama_never_mirrors():
    points = np.array([(0.0, 0.0), (1.0, 0.0), (0.0, 2.0)])
    matrix = umeyama(points, points * (-1, 1))
    assert np.linalg.det(matrix[:, :2]) > 0


def test_five_points_are_the_means_of_the_lids_and_three_landmarks():
    np.testing.assert_allclose(five_points(face68()), [(40, 50), (60, 50), (50, 60), (42, 70), (58, 70)])


def test_arcface_puts_a_face_shaped_like_the_template_on_it():
    eyes, rest = ARCFACE_POINTS[:2], ARCFACE_POINTS[2:]
    turn = similarity(0.4, 2.0, (100, 30))
    points = face68(apply(turn, eyes), apply(turn, rest[:1])[0], apply(turn, rest[1:]))
    placed = apply(fit_template(points, "arcface", 224), five_points(points))
    np.testing.assert_allclose(placed, ARCFACE_POINTS * 2, atol=1e-4)


def test_ffhq_square_by_hand():
    # Eyes (40|60, 50), mouth centre (50, 70): x = (20, 0) - (-20, 0) = (40, 0), made max(2 * 20, 1.8 * 20) = 40 long;
    # centre (50, 50) + 0.1 * (0, 20) = (50, 52). The crop spans 10..90 and 12..92.
    matrix = fit_template(face68(), "ffhq", 160)
    corners = apply(matrix, np.array([(10.0, 12.0), (90.0, 92.0)]))
    np.testing.assert_allclose(corners, [(0, 0), (160, 160)], atol=1e-9)


def test_whole_face_is_tighter_and_lower():
    # Side 72 instead of 80, centre down by 0.03 * 80 = 2.4.
    matrix = fit_template(face68(), "whole_face", 72)
    np.testing.assert_allclose(apply(matrix, np.array([(50.0, 54.4), (14.0, 18.4)])), [(36, 36), (0, 0)], atol=1e-9)


@pytest.mark.parametrize("template", ["arcface", "ffhq", "whole_face"])
def test_scale_shows_more_around_the_same_middle(template):
    near, far = (fit_template(face68(), template, 64, scale) for scale in (1.0, 2.0))
    size = np.hypot(*near[:, 0]) / np.hypot(*far[:, 0])
    assert size == pytest.approx(2.0)
    middle = np.linalg.solve(near[:, :2], 32 - near[:, 2])
    np.testing.assert_allclose(apply(far, middle), (32, 32), atol=1e-9)


def test_resample_without_motion_gives_the_picture():
    pixels = torch.rand(3, 5, 7)
    same = resample(pixels, similarity(0, 1, (0, 0)), 5, 7)
    torch.testing.assert_close(same, pixels, atol=1e-5, rtol=0)


def test_resample_moves_by_whole_pixels():
    pixels = torch.rand(1, 6, 6)
    moved = resample(pixels, similarity(0, 1, (2, 1)), 3, 3)
    torch.testing.assert_close(moved, pixels[:, 1:4, 2:5], atol=1e-5, rtol=0)


def test_resample_to_half_is_the_mean_of_four():
    pixels = torch.rand(2, 8, 8)
    half = resample(pixels, similarity(0, 2, (0, 0)), 4, 4, cubic=False)
    # The two samples across a pixel lie on the source's centres, so the mean is exact.
    torch.testing.assert_close(half, torch.nn.functional.avg_pool2d(pixels, 2), atol=1e-5, rtol=0)


def test_reduced_checkerboard_is_grey():
    board = torch.zeros(1, 64, 64)
    board[:, ::2, ::2] = board[:, 1::2, 1::2] = 1
    small = resample(board, similarity(0.3, 4, (20, 0)), 6, 6, repeat_edge=True)
    assert (small - 0.5).abs().max() < 0.1


def test_beyond_the_edge_is_nothing_or_the_edge():
    pixels = torch.full((1, 4, 4), 0.5)
    away = similarity(0, 1, (100, 0))
    assert resample(pixels, away, 2, 2).abs().max() == 0
    torch.testing.assert_close(resample(pixels, away, 2, 2, repeat_edge=True), pixels[:, :2, :2])
