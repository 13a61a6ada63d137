"""Pictures with faces and hands, and a context that keeps the networks loaded."""

from fractions import Fraction

import cv2
import numpy as np
import pytest
import skimage.data

from graph_core import Context, Format, FrameRange, Shot

# Joints of an open right hand, palm to the camera, in hand lengths from the wrist; thumb first.
JOINTS = np.array(
    [
        (0, 0), (-0.17, -0.06), (-0.3, -0.18), (-0.39, -0.29), (-0.46, -0.38),
        (-0.13, -0.46), (-0.17, -0.64), (-0.185, -0.75), (-0.195, -0.84),
        (0, -0.48), (0, -0.69), (0, -0.81), (0, -0.91),
        (0.11, -0.45), (0.13, -0.63), (0.14, -0.74), (0.145, -0.83),
        (0.21, -0.38), (0.255, -0.51), (0.28, -0.6), (0.3, -0.68),
    ]
)  # fmt: skip
BONES = [
    *((a, a + 1) for start in (1, 5, 9, 13, 17) for a in range(start, start + 3)),
    *((0, a) for a in (1, 5, 9, 13, 17)), (5, 9), (9, 13), (13, 17), (1, 5),
]  # fmt: skip
HALF_WIDTHS = np.array([0.11, 0.09, 0.065, 0.055, 0.045, *[0.075, 0.052, 0.046, 0.038] * 3, 0.064, 0.044, 0.039, 0.032])


@pytest.fixture(scope="session")
def portrait():
    """An astronaut's portrait, `(512, 512, 3)` sRGB."""
    return skimage.data.astronaut()


@pytest.fixture(scope="session")
def kept():
    """Networks that are loaded already."""
    return {}


@pytest.fixture
def reports():
    return []


@pytest.fixture
def ctx(kept, reports):
    def resource(name, make):
        if name not in kept:
            kept[name] = make()
        return kept[name]

    return Context(Shot(Format(64, 64), Fraction(25), FrameRange(1, 9)), resource=resource, report=reports.append)


@pytest.fixture(scope="session")
def drawn_hand():
    """A shaded hand on a wall: picture `(400, 400, 3)` sRGB, joints `(21, 2)`, coverage `(400, 400)` with the arm."""
    size, middle = 200, np.array([200.0, 270.0])
    joints = JOINTS * size + middle
    y, x = np.mgrid[:400, :400] + 0.5
    height = np.zeros((400, 400), np.float32)
    bones = [(joints[a], joints[b], HALF_WIDTHS[a] * size, HALF_WIDTHS[b] * size) for a, b in BONES]
    bones.append((joints[0], joints[0] + (0, size), 0.11 * size, 0.13 * size))
    for start, end, first, last in bones:
        way = end - start
        share = np.clip(((x - start[0]) * way[0] + (y - start[1]) * way[1]) / (way @ way), 0, 1)
        away = np.hypot(x - start[0] - share * way[0], y - start[1] - share * way[1])
        height = np.maximum(height, np.sqrt(np.clip((first + (last - first) * share) ** 2 - away**2, 0, None)))
    palm = np.zeros((400, 400), np.uint8)
    cv2.fillPoly(palm, [np.round(joints[[0, 1, 2, 5, 9, 13, 17]]).astype(np.int32)], 255)
    height = np.maximum(height, (palm > 0) * 0.07 * size).astype(np.float32)
    coverage = cv2.GaussianBlur((height > 0).astype(np.float32), (0, 0), 1)
    down, across = np.gradient(cv2.GaussianBlur(height, (0, 0), 2.4))
    light = (-0.4 * -across - 0.5 * -down + 0.77) / np.sqrt(across**2 + down**2 + 1)
    grain = cv2.GaussianBlur(np.random.default_rng(0).normal(0, 14, (400, 400)).astype(np.float32), (0, 0), 1.5)
    skin = np.array((224, 172, 140)) * (0.45 + 0.55 * np.clip(light, 0, 1))[..., None] + grain[..., None]
    picture = np.array((90, 110, 120)) * (1 - coverage[..., None]) + skin * coverage[..., None]
    return np.clip(picture, 0, 255).astype(np.uint8), joints, coverage
