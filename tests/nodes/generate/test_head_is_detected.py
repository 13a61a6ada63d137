"""A face detector for real faces finds the generated ones, and its landmarks sit on their features."""

from __future__ import annotations

import numpy as np
import pytest
from graph_nodes.generate._background import paint_background
from graph_nodes.generate._performance import Pose
from graph_nodes.generate._person import Person, build_person
from graph_nodes.generate._scene import Framing, photograph, posed, project
from numpy.typing import NDArray

mediapipe = pytest.importorskip("mediapipe")
pytestmark = pytest.mark.filterwarnings("ignore")
FRAMING = Framing(640, 360)
# Numbers of the right and left eye's outer and inner corner, the nose's tip and the mouth's corners in the face mesh.
POINTS = (33, 133, 263, 362, 4, 61, 291)


def true_points(person: Person, pose: Pose) -> NDArray[np.float32]:
    mesh = person.mesh
    left, right = mesh.lids
    inner, corner = len(left) // 2, len(mesh.lips) // 2
    nose = int(np.argmax(np.where(mesh.depth == 0, mesh.vertices[:, 2], -1e9)))
    chosen = [right[0], right[inner], left[0], left[inner], nose, mesh.lips[corner], mesh.lips[0]]
    return project(posed(person, pose)[chosen], FRAMING)[:, :2]


@pytest.mark.parametrize("seed", [0, 2, 9])
def test_face_mesh_agrees(seed: int) -> None:
    person = build_person(seed)
    room = paint_background(seed, FRAMING.height, FRAMING.width)
    eyes = true_points(person, Pose())
    between_eyes = np.linalg.norm(eyes[0:2].mean(axis=0) - eyes[2:4].mean(axis=0))
    errors = []
    with mediapipe.solutions.face_mesh.FaceMesh(static_image_mode=True, refine_landmarks=True) as face_mesh:
        for yaw in (-30.0, 0.0, 30.0, 45.0):
            linear = photograph(person, Pose(yaw=yaw), FRAMING, room, -35.0).clip(0, 1)
            picture = np.ascontiguousarray((linear ** (1 / 2.2) * 255).astype(np.uint8).transpose(1, 2, 0))
            found = face_mesh.process(picture).multi_face_landmarks
            assert found, f"no face at {yaw} degrees"
            if abs(yaw) <= 30:
                marks = np.asarray([(found[0].landmark[point].x, found[0].landmark[point].y) for point in POINTS])
                marks = marks * (FRAMING.width, FRAMING.height)
                errors.append(np.linalg.norm(marks - true_points(person, Pose(yaw=yaw)), axis=1) / between_eyes)
    assert np.mean(errors) < 0.06
