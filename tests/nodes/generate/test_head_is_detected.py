"""A face detector for real faces finds the generated ones, and its landmarks sit on their features."""

from __future__ import annotations

from collections.abc import Callable, Iterator

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


@pytest.fixture(scope="module")
def people() -> list[Person]:
    return [build_person(seed) for seed in (0, 2, 9)]


@pytest.fixture
def find() -> Iterator[Callable[[Person, Pose], NDArray[np.float64] | None]]:
    """Return a function that films a person and returns the detector's points in px, or None."""
    with mediapipe.solutions.face_mesh.FaceMesh(static_image_mode=True, refine_landmarks=True) as face_mesh:

        def look(person: Person, pose: Pose) -> NDArray[np.float64] | None:
            room = paint_background(person.who.seed, FRAMING.height, FRAMING.width)
            linear = photograph(person, pose, FRAMING, room, -35.0).clip(0, 1)
            picture = np.ascontiguousarray((linear ** (1 / 2.2) * 255).astype(np.uint8).transpose(1, 2, 0))
            found = face_mesh.process(picture).multi_face_landmarks
            if not found:
                return None
            marks = [(found[0].landmark[point].x, found[0].landmark[point].y) for point in POINTS]
            return np.asarray(marks, np.float64) * np.asarray((FRAMING.width, FRAMING.height), np.float64)

        yield look


def test_points_sit_on_the_features(people: list[Person], find: Callable[..., NDArray[np.float64] | None]) -> None:
    for person in people:
        eyes = true_points(person, Pose())
        between_eyes = np.linalg.norm(eyes[0:2].mean(axis=0) - eyes[2:4].mean(axis=0))
        errors = []
        for pose in (Pose(yaw=-30), Pose(jaw=0.4), Pose(yaw=30, smile=0.5)):
            marks = find(person, pose)
            assert marks is not None, f"person {person.who.seed} is not seen at {pose}"
            errors.append(np.linalg.norm(marks - true_points(person, pose), axis=1) / between_eyes)
        assert np.mean(errors) < 0.06


def test_most_faces_are_found_at_45_degrees(
    people: list[Person], find: Callable[..., NDArray[np.float64] | None]
) -> None:
    found = [find(person, Pose(yaw=yaw)) is not None for person in people for yaw in (-45, 45)]
    assert np.mean(found) >= 0.8


def test_an_empty_room_has_no_face() -> None:
    room = paint_background(0, FRAMING.height, FRAMING.width).clip(0, 1)
    picture = np.ascontiguousarray((room ** (1 / 2.2) * 255).astype(np.uint8).transpose(1, 2, 0))
    with mediapipe.solutions.face_mesh.FaceMesh(static_image_mode=True) as face_mesh:
        assert face_mesh.process(picture).multi_face_landmarks is None
