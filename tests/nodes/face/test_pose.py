import numpy as np
import pytest
from graph_nodes.face._pose import (
    HEAD_POINTS,
    HEAD_VERTICES,
    angles_of,
    focal_length,
    project,
    rotation_of,
    solve_pose,
)
from graph_nodes.face.pose import Pose

from graph_core import Camera, Face, Faces, HeadPose

LEFT, DOWN, FORWARD = (1, 0, 0), (0, 1, 0), (0, 0, -1)
CENTRE = np.array([320.0, 240.0])


def pose_of(angles, translation=(20.0, -30.0, 700.0)):
    return HeadPose(np.deg2rad(angles).astype(np.float32), np.array(translation, np.float32))


def seen(pose, focal, noise=0.0, seed=0):
    landmarks = np.zeros((478, 3), np.float32)
    points = project(HEAD_POINTS, pose, focal, CENTRE)
    landmarks[HEAD_VERTICES, :2] = points + np.random.default_rng(seed).normal(scale=noise, size=points.shape)
    return landmarks


def faces_of(landmarks):
    face = Face(np.zeros(4, np.float32), landmarks, np.zeros((68, 2), np.float32))
    return Faces((face,), 640, 480)


def test_focal_length_by_hand():
    assert focal_length(640, 480, 90) == pytest.approx(320)
    assert focal_length(480, 640, 90) == pytest.approx(320)


@pytest.mark.parametrize(
    ("angles", "vector", "expected"),
    [
        ((90, 0, 0), FORWARD, (1, 0, 0)),  # to the person's left, the picture's right
        ((0, 90, 0), FORWARD, (0, 1, 0)),  # down
        ((0, 0, 90), LEFT, (0, 1, 0)),  # clockwise: what was right goes down
        ((0, 0, 90), DOWN, (-1, 0, 0)),
    ],
)
def test_signs_of_the_angles(angles, vector, expected):
    np.testing.assert_allclose(rotation_of(np.deg2rad(angles)) @ vector, expected, atol=1e-12)


@pytest.mark.parametrize("angles", [(0, 0, 0), (35, -20, 12), (-80, 15, -40), (5, 60, 170)])
def test_angles_of_undoes_rotation_of(angles):
    np.testing.assert_allclose(np.rad2deg(angles_of(rotation_of(np.deg2rad(angles)))), angles, atol=1e-9)


@pytest.mark.parametrize("angles", [(0, 0, 0), (30, -15, 10), (-60, 20, -25), (85, 0, 0), (0, 0, 150)])
def test_projected_heads_are_found_again(angles):
    pose = pose_of(angles)
    found = solve_pose(seen(pose, 900.0), 900.0, CENTRE)
    np.testing.assert_allclose(np.rad2deg(found.angles), angles, atol=0.01)
    np.testing.assert_allclose(found.translation, pose.translation, atol=0.1)


def test_noise_of_half_a_pixel_costs_less_than_a_degree():
    pose = pose_of((25, 10, -5))
    for seed in range(5):
        found = solve_pose(seen(pose, 900.0, 0.5, seed), 900.0, CENTRE)
        assert np.abs(np.rad2deg(found.angles - pose.angles)).max() < 1


def test_lens_distortion_is_undone():
    pose, distortion = pose_of((20, 5, 0), (150.0, -100.0, 700.0)), np.array([-0.2, 0.05])
    landmarks = seen(pose, 900.0)
    flat = (landmarks[HEAD_VERTICES, :2] - CENTRE) / 900
    squared = (flat**2).sum(axis=1, keepdims=True)
    landmarks[HEAD_VERTICES, :2] = flat * (1 + distortion[0] * squared + distortion[1] * squared**2) * 900 + CENTRE
    found = solve_pose(landmarks, 900.0, CENTRE, distortion)
    np.testing.assert_allclose(np.rad2deg(found.angles), (20, 5, 0), atol=0.05)


def test_the_node_fills_in_the_pose_and_nothing_else():
    focal = focal_length(640, 480, 30)
    given = faces_of(seen(pose_of((10, 0, 0)), focal))
    result = Pose(field_of_view=30).process(given).faces[0]
    assert result.pose is not None
    assert np.rad2deg(result.pose.angles[0]) == pytest.approx(10, abs=0.01)
    assert result.landmarks478 is given.faces[0].landmarks478
    assert given.faces[0].pose is None


def test_a_known_camera_counts_instead_of_the_field_of_view():
    camera = Camera(900.0, CENTRE.astype(np.float32), np.zeros(2, np.float32))
    result = Pose(field_of_view=120).process(faces_of(seen(pose_of((10, 0, 0)), 900.0)), camera).faces[0]
    assert result.pose.translation[2] == pytest.approx(700, abs=0.5)


def test_no_faces():
    assert len(Pose().process(Faces((), 8, 8))) == 0
