"""A face of ellipses on MediaPipe's mesh: all that the face nodes need, without a detector."""

from fractions import Fraction

import numpy as np
import pytest
from graph_nodes.face._topology import (
    FACE_OVAL,
    LEFT_EYE,
    LIPS_INNER,
    LIPS_OUTER,
    MIRROR,
    NOSE_BRIDGE,
    RIGHT_EYE,
    TRIANGLES,
)

from graph_core import Context, Face, Faces, Format, FrameRange, Shot


def _ellipse(places, contour, centre, size, start):
    for step, vertex in enumerate(contour):
        angle = start + 2 * np.pi * step / len(contour)
        down = size[1] if np.sin(angle) < 0 else size[2]
        places[int(vertex)] = (centre[0] + size[0] * np.cos(angle), centre[1] + down * np.sin(angle))


def _flat_face(jaw, lids):
    """Contours are ellipses, everything else lies in the middle of its neighbours."""
    places = {}
    _ellipse(places, FACE_OVAL, (0, 0), (0.5, 0.65, 0.65), -np.pi / 2)
    _ellipse(places, RIGHT_EYE, (-0.2, -0.15), (0.1, 0.035 * lids, 0.03 * lids), np.pi)
    for vertex in RIGHT_EYE:
        x, y = places[int(vertex)]
        places[int(MIRROR[vertex])] = (-x, y)
    _ellipse(places, LIPS_OUTER, (0, 0.3), (0.17, 0.05, 0.06 + jaw), np.pi)
    _ellipse(places, LIPS_INNER, (0, 0.3), (0.14, 0.012, 0.012 + jaw), np.pi)
    places.update((int(vertex), (0, y)) for vertex, y in zip(NOSE_BRIDGE, np.linspace(-0.15, 0.17, 8), strict=True))
    fixed = np.array(sorted(places))
    neighbours = np.zeros((468, 468))
    for a, b in ((0, 1), (1, 2), (2, 0)):
        neighbours[TRIANGLES[:, a], TRIANGLES[:, b]] = neighbours[TRIANGLES[:, b], TRIANGLES[:, a]] = 1
    matrix = np.diag(neighbours.sum(axis=1)) - neighbours
    free = np.setdiff1d(np.arange(468), fixed)
    flat = np.zeros((478, 2))
    flat[fixed] = [places[vertex] for vertex in fixed]
    flat[free] = -np.linalg.solve(matrix[np.ix_(free, free)], matrix[np.ix_(free, fixed)] @ flat[fixed])
    for first, contour in ((468, RIGHT_EYE), (473, LEFT_EYE)):
        flat[first : first + 5] = flat[contour].mean(axis=0)
        flat[first + 1 : first + 5] += np.array([(0.03, 0), (0, -0.03), (-0.03, 0), (0, 0.03)])
    return flat


@pytest.fixture(scope="session")
def mesh_face():
    """Landmarks `(478, 3)`: `mesh_face((x, y), width, yaw=…, jaw=…, lids=…)`; yaw > 0 turns to the right."""

    def make(centre=(50.0, 50.0), width=60.0, yaw=0.0, jaw=0.0, lids=1.0):
        flat = _flat_face(jaw, lids)
        bulge = np.sqrt(np.maximum(1 - (flat[:, 0] / 0.55) ** 2 - (flat[:, 1] / 0.72) ** 2, 0))
        points = np.column_stack([flat, -0.5 * bulge])
        points[NOSE_BRIDGE, 2] -= np.linspace(0, 0.12, 8)
        cos, sin = np.cos(yaw), np.sin(yaw)
        turned = points @ np.array([[cos, 0, -sin], [0, 1, 0], [sin, 0, cos]]).T
        return (turned * width + (*centre, 0)).astype(np.float32)

    return make


@pytest.fixture(scope="session")
def faces_of():
    """`Faces` around landmarks: `faces_of(width, height, *landmarks)`."""

    def make(width, height, *landmarks, track=-1):
        faces = []
        for points in landmarks:
            box = np.concatenate([points[:468, :2].min(axis=0), points[:468, :2].max(axis=0)]).astype(np.float32)
            faces.append(Face(box, points, points[:68, :2].copy(), track=track))
        return Faces(tuple(faces), width, height)

    return make


@pytest.fixture
def reports():
    return []


@pytest.fixture
def context(reports):
    shot = Shot(Format(100, 100), Fraction(25), FrameRange(1, 100))
    return Context(shot, report=reports.append)
