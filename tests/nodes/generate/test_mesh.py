"""Geometry: volumes, meshes and the skin of a head."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from graph_nodes.generate._identity import draw_identity
from graph_nodes.generate._mesh import HeadMesh, build_head
from graph_nodes.generate._parts import build_hand, surface_nets
from graph_nodes.generate._performance import Pose
from graph_nodes.generate._rig import HINGE, build_rig, hinge, move_skin, turn_head
from graph_nodes.generate._sculpt import Landmarks, capsule, carve, ellipsoid, landmarks_of, merge
from numpy.typing import ArrayLike, NDArray


def floats(values: ArrayLike) -> NDArray[np.float32]:
    return np.asarray(values, np.float32)


MARKS = landmarks_of(draw_identity(0))


@pytest.fixture(scope="module")
def mesh() -> HeadMesh:
    return build_head(draw_identity(0), MARKS)


def test_distances_of_simple_volumes() -> None:
    points = np.asarray([(5.0, 0, 0), (0, 2, 0), (0, 0, 0)])
    np.testing.assert_allclose(ellipsoid(points[:2], (0, 0, 0), (3, 3, 3)), [2, -1])
    np.testing.assert_allclose(capsule(points, (0, 0, 0), (4, 0, 0), 1), [0, 1, -1])
    np.testing.assert_allclose(capsule(points[:1], (0, 0, 0), (4, 0, 0), 1, 0.5), [0.5])


def test_merging_and_carving_only_round_the_seam() -> None:
    first, second = np.asarray([1.0, 9.0, 2.0]), np.asarray([9.0, 1.0, 2.0])
    np.testing.assert_allclose(merge(first, second, 4), [1, 1, 1])
    np.testing.assert_allclose(carve(np.asarray([-5.0]), np.asarray([-1.0]), 2), [1.0])


def test_meshed_sphere_is_closed_and_faces_outwards() -> None:
    vertices, triangles = surface_nets(lambda points: np.linalg.norm(points, axis=1) - 5, (-7,) * 3, (7,) * 3, 1.0)
    np.testing.assert_allclose(np.linalg.norm(vertices, axis=1), 5, atol=0.15)
    corners = vertices[triangles]
    outward = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    assert (np.sum(outward * corners.mean(axis=1), axis=1) > 0).all()
    edges = np.sort(np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]), axis=1)
    assert (np.unique(edges, axis=0, return_counts=True)[1] == 2).all()


def test_hand_has_five_fingers() -> None:
    vertices, _ = build_hand()
    high = vertices[(vertices[:, 1] > 78) & (vertices[:, 1] < 84)][:, 0]
    thumb = vertices[vertices[:, 0] < -58]
    assert (np.diff(np.sort(high)) > 4).sum() + 1 == 4
    assert len(thumb) > 10


def test_skin_is_symmetrical(mesh: HeadMesh) -> None:
    outside = mesh.vertices[mesh.depth == 0]
    left = outside[outside[:, 0] > 1e-3]
    right = outside[outside[:, 0] < -1e-3] * floats((-1, 1, 1))
    # Both ends of the unrolled surface meet at the back, in two rows of vertices a hair apart.
    assert len(left) == pytest.approx(len(right), abs=50)
    np.testing.assert_allclose(left.mean(axis=0), right.mean(axis=0), atol=1.0)


def test_halves_share_their_seam(mesh: HeadMesh) -> None:
    edges = np.sort(np.concatenate([mesh.triangles[:, pair] for pair in ([0, 1], [1, 2], [2, 0])]), axis=1)
    once, count = np.unique(edges, axis=0, return_counts=True)
    border = mesh.vertices[once[count == 1].ravel()]
    in_front = border[(border[:, 2] > 60) & (np.abs(border[:, 0]) < 5)]
    assert len(in_front) == 0, "a crack runs down the middle of the face"


def test_measures_are_those_of_a_head(mesh: HeadMesh) -> None:
    above_neck = mesh.vertices[mesh.vertices[:, 1] > -20]
    assert 135 < np.ptp(above_neck[:, 0]) < 165
    assert 185 < np.ptp(above_neck[:, 2]) < 240
    assert (
        mesh.vertices[mesh.depth == 0][:, 2].argmax()
        == np.linalg.norm(mesh.vertices - floats(MARKS.nose_tip), axis=1).argmin()
    )


def test_mouth_is_closed_at_rest_and_opens_about_the_hinge(mesh: HeadMesh) -> None:
    rig = build_rig(mesh, MARKS)
    half = len(mesh.lips) // 2
    middle_up, middle_down = mesh.lips[half // 2], mesh.lips[half + half // 2]

    def gap(jaw: float) -> float:
        skin = move_skin(mesh.vertices, rig, Pose(jaw=jaw))
        return float(skin[middle_up, 1] - skin[middle_down, 1])

    assert abs(gap(0)) < 0.5
    assert 8 < gap(0.4) < gap(1.0) < 55


def test_hinge_keeps_the_distance_to_its_axis() -> None:
    points = np.asarray([(3.0, HINGE[1] - 60, HINGE[2] + 80)])
    turned = points.copy()
    hinge(turned, 1.0, 1.0)
    assert turned[0, 0] == 3
    assert turned[0, 1] < points[0, 1]
    np.testing.assert_allclose(np.linalg.norm(turned[0, 1:] - HINGE[1:]), 100)


def test_turning_a_quarter() -> None:
    ahead = floats([(0, 0, 1), (0, 0, 1)])
    carried = floats((1, 0))
    yaw = turn_head(ahead, carried, (np.pi / 2, 0.0, 0.0), (0.0, 0.0, 0.0))
    np.testing.assert_allclose(yaw, [(1, 0, 0), (0, 0, 1)], atol=1e-6)
    pitch = turn_head(ahead, carried, (0.0, np.pi / 2, 0.0), (0.0, 0.0, 0.0))
    np.testing.assert_allclose(pitch[0], (0, -1, 0), atol=1e-6)
    roll = turn_head(floats([(0, 1, 0)]), carried[:1], (0.0, 0.0, np.pi / 2), (0.0, 0.0, 0.0))
    np.testing.assert_allclose(roll[0], (1, 0, 0), atol=1e-6)


@pytest.mark.parametrize("name", ["nose_width", "mouth_width", "eye_spacing", "chin_length"])
def test_deviations_move_landmarks(name: str) -> None:
    measures: dict[str, Any] = {name: 1.0}
    assert landmarks_of(replace(draw_identity(0), **measures)) != MARKS


def test_features_keep_clear_of_one_another() -> None:
    for seed in range(200):
        marks: Landmarks = landmarks_of(draw_identity(seed))
        assert marks.eye[0] - marks.eye_half_width > 13
        assert marks.nose_base_y - marks.upper_lip > marks.mouth_y + 4
        assert marks.mouth_y - marks.lower_lip > marks.chin_y + 15
