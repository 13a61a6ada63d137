import numpy as np
import pytest
from graph_nodes.face._expression import AVERAGE, UNSEEN, head_space, measure, weights_of
from graph_nodes.face._pose import HEAD_POINTS, HEAD_VERTICES, rotation_of
from graph_nodes.face._topology import LIPS_OUTER, MIRROR, RIGHT_BROW
from graph_nodes.face.expression import Expression

from graph_core import ARKIT_NAMES, Face, Faces


@pytest.fixture
def head():
    """A head whose rigid points are the average's; the others lie anywhere, mirrored."""
    points = np.random.default_rng(4).normal(scale=30, size=(478, 3))
    points[HEAD_VERTICES] = HEAD_POINTS
    return (points + points[MIRROR] * (-1, 1, 1)) / 2


def weight(weights, name):
    return float(weights[ARKIT_NAMES.index(name)])


def faces_of(landmarks):
    face = Face(np.zeros(4, np.float32), landmarks.astype(np.float32), np.zeros((68, 2), np.float32))
    return Faces((face,), 640, 480)


def moved(measured, **changes):
    return {name: value + changes.get(name, 0.0) for name, value in measured.items()}


def test_a_face_measured_at_rest_has_no_expression(head):
    rest = measure(head)
    assert weights_of(rest, rest).max() == 0


def test_pose_and_size_drop_out(head):
    turned = 2.3 * head @ rotation_of(np.deg2rad((40, -15, 20))).T + (300, 200, 50)
    np.testing.assert_allclose(head_space(turned), head, atol=1e-3)
    assert Expression().process(faces_of(turned), faces_of(head)).faces[0].expression.weights.max() < 1e-3


@pytest.mark.parametrize(
    ("change", "name", "expected"),
    [
        ({"gap": 20.0}, "jawOpen", 0.5),
        ({"eyeLeft": -0.21}, "eyeBlinkLeft", 1.0),
        ({"eyeRight": 0.06}, "eyeWideRight", 0.5),
        ({"brow_innerLeft": 4.0, "brow_innerRight": 4.0}, "browInnerUp", 0.5),
        ({"brow_outerRight": 4.0}, "browOuterUpRight", 0.5),
        ({"corner_upLeft": 8.0, "corner_outLeft": 7.0}, "mouthSmileLeft", 1.0),
        ({"corner_outLeft": 3.5}, "mouthStretchLeft", 0.5),
        ({"corner_upRight": -3.0}, "mouthFrownRight", 0.5),
        ({"width": -6.0}, "mouthPucker", 0.5),
        ({"width": -12.0, "gap": 7.5}, "mouthFunnel", 0.5),
        ({"chin": 9.0}, "mouthClose", 0.5),
        ({"mouth_aside": 4.0}, "mouthLeft", 0.5),
        ({"chin_aside": -5.0}, "jawRight", 0.5),
        ({"gaze_outLeft": -0.225}, "eyeLookInLeft", 0.5),
    ],
)
def test_weights_by_hand(head, change, name, expected):
    rest = measure(head)
    weights = weights_of(moved(rest, **change), rest)
    assert weight(weights, name) == pytest.approx(expected, abs=1e-6)


def test_left_is_the_persons_left(head):
    # The person's right brow, on the picture's left, goes up (y falls).
    raised = head.copy()
    raised[RIGHT_BROW, 1] -= 4
    weights = weights_of(measure(raised), measure(head))
    assert weight(weights, "browOuterUpRight") == pytest.approx(0.5, abs=1e-6)
    assert weight(weights, "browOuterUpLeft") == 0


def test_mirrored_face_has_mirrored_weights(head):
    odd = head.copy()
    odd[LIPS_OUTER[:8]] += (3, -2, 0)
    odd[159] += (0, -1, 0)
    plain = weights_of(measure(odd), measure(head))
    mirrored = weights_of(measure(odd[MIRROR] * (-1, 1, 1)), measure(head))
    for name in ARKIT_NAMES:
        other = name.replace("Left", "~").replace("Right", "Left").replace("~", "Right")
        assert weight(plain, name) == pytest.approx(weight(mirrored, other), abs=1e-5)


def test_weights_stay_between_0_and_1_and_what_is_not_seen_stays_0(head):
    wild = {name: value * 9 for name, value in measure(head).items()}
    weights = weights_of(wild, AVERAGE)
    assert weights.min() >= 0
    assert weights.max() <= 1
    assert all(weight(weights, name) == 0 for name in UNSEEN)


def test_strength_scales(head):
    open_mouth = head.copy()
    open_mouth[14, 1] += 8
    rest = faces_of(head)
    once = Expression().process(faces_of(open_mouth), rest).faces[0].expression
    twice = Expression(strength=2).process(faces_of(open_mouth), rest).faces[0].expression
    assert twice.weight("jawOpen") == pytest.approx(2 * once.weight("jawOpen"), rel=1e-5)


def test_no_faces_and_no_face_at_rest(head):
    none = Faces((), 8, 8)
    assert len(Expression().process(none)) == 0
    assert Expression().process(faces_of(head), none).faces[0].expression.weights.shape == (52,)
