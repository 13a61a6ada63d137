import numpy as np
import pytest
from graph_plugin_mediapipe_faces._boxes import Detector, decode, merge_overlapping, overlap
from graph_plugin_mediapipe_faces._network import NetworkFile

TINY = Detector(NetworkFile("", 8, 2), ((4, 1),), keypoints=1)


def test_decode_by_hand():
    # Four anchors; only the one at the bottom left (2, 6) of 8 px sees a thing of 4 x 2 px, 1 px right of it.
    values = np.zeros((4, 6), np.float32)
    values[2] = [1, 0, 4, 2, -1, 1]
    points, scores = decode(TINY, values.ravel(), np.array([-9, -9, 0, -9], np.float32), 0.4)
    np.testing.assert_allclose(points[0] * 8, [(1, 5), (5, 7), (1, 7)])
    assert scores.tolist() == [0.5]


def test_anchors_of_the_detectors_are_as_many_as_their_answers():
    from graph_plugin_mediapipe_faces._boxes import anchor_centres
    from graph_plugin_mediapipe_faces._hands import PALM
    from graph_plugin_mediapipe_faces._search import FAR, NEAR

    counts = [len(anchor_centres(detector.file.size, detector.strides)) for detector in (FAR, NEAR, PALM)]
    assert counts == [2304, 896, 2016]


def test_overlap_by_hand():
    boxes = np.array([(0, 0, 4, 4), (2, 2, 6, 6), (9, 9, 10, 10)], np.float32)
    assert overlap(boxes[0], boxes).tolist() == [1, pytest.approx(4 / 28), 0]


def test_detections_of_one_thing_are_averaged_by_score():
    points = np.array([[(0, 0), (4, 4)], [(1, 0), (5, 4)], [(20, 20), (24, 24)]], np.float32)
    merged, scores = merge_overlapping(points, np.array([0.75, 0.25, 0.2], np.float32))
    assert merged.tolist() == [[[0.25, 0], [4.25, 4]], [[20, 20], [24, 24]]]
    assert scores.tolist() == [0.75, pytest.approx(0.2)]


def test_nothing_detected():
    points, scores = decode(TINY, np.zeros(24, np.float32), np.full(4, -9, np.float32), 0.5)
    merged, kept = merge_overlapping(points, scores)
    assert merged.shape == (0, 3, 2)
    assert kept.shape == (0,)
