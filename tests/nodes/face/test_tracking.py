import numpy as np
import pytest
from graph_nodes.face._tracking import CutDetector, assign, followed, overlap, shape_difference

from graph_core import Face

NO_LOOK = np.zeros(0, np.float32)


def face(x, y=50.0, size=20.0, seed=0):
    shape = np.random.default_rng(seed).random((68, 2))
    points = ((shape - 0.5) * size + (x, y)).astype(np.float32)
    box = np.array([x - size / 2, y - size / 2, x + size / 2, y + size / 2], np.float32)
    return Face(box, np.zeros((478, 3), np.float32), points)


def test_overlap_by_hand():
    assert overlap(np.array([0, 0, 4, 4]), np.array([2, 2, 6, 6])) == pytest.approx(4 / 28)
    assert overlap(np.array([0, 0, 1, 1]), np.array([5, 5, 6, 6])) == 0


def test_shape_difference_ignores_place_size_and_turn():
    points = face(0).landmarks68
    turned = points @ np.array([[0.0, -2.0], [2.0, 0.0]]) + (30, -7)
    assert shape_difference(points, turned) == pytest.approx(0, abs=1e-6)
    assert shape_difference(points, points * (1, 0.5)) > 0.1


def test_faces_that_cross_are_told_apart_by_their_course():
    # Two alike faces, 12 px apart, pass each other at 8 px per frame: nearest is wrong, straight on is right.
    tracks = []
    for step in range(3):
        pair = [face(20 + 8 * step), face(48 - 8 * step)]
        found = assign(tracks, pair, [NO_LOOK] * 2, 1 + step, 1.0)
        tracks = [
            followed(track, number, one, NO_LOOK, 1 + step)
            for number, (track, one) in enumerate(zip(found, pair, strict=True), start=1)
        ]
    after = [face(20 + 24), face(48 - 24)]
    numbers = [track.number for track in assign(tracks, after, [NO_LOOK] * 2, 4, 1.0)]
    assert numbers == [1, 2]


def test_another_shape_at_the_same_place_is_another_face():
    track = followed(None, 1, face(50), NO_LOOK, 1)
    assert assign([track], [face(50, seed=1)], [NO_LOOK], 2, 0.5) == [None]


def test_a_face_out_of_reach_is_another_face():
    track = followed(None, 1, face(50), NO_LOOK, 1)
    assert assign([track], [face(59)], [NO_LOOK], 2, 0.5) == [track]
    assert assign([track], [face(61)], [NO_LOOK], 2, 0.5) == [None]


def test_looks_decide_after_a_gap():
    one, other = np.eye(4, dtype=np.float32)[:2]
    track = followed(None, 1, face(50), one, 1)
    assert assign([track], [face(50)], [one], 5, 0.5) == [track]
    assert assign([track], [face(50)], [other], 5, 0.5) == [None]


def test_a_jump_of_the_picture_is_a_cut_and_a_slow_change_is_none():
    cuts, random = CutDetector(), np.random.default_rng(0)
    first, second = random.random((3, 4, 4)).astype(np.float32), random.random((3, 4, 4)).astype(np.float32)
    shots = [first, first + 0.001, first, second, second, second * 0.999]
    assert [cuts.is_cut(picture) for picture in shots] == [False, False, False, True, False, False]


def test_a_flash_is_no_cut():
    cuts, picture = CutDetector(), np.random.default_rng(0).random((3, 4, 4)).astype(np.float32) * 0.2
    assert [cuts.is_cut(picture + light) for light in (0, 0.7, 0)] == [False, False, False]


def test_a_pan_that_speeds_up_is_no_cut():
    cuts = CutDetector()
    ramp = np.sin(np.arange(64) / 6).astype(np.float32)
    places = np.cumsum([0.1, 0.15, 0.25, 0.4, 0.7, 1.2, 2.0, 2.0])
    seen = [cuts.is_cut(np.interp(np.arange(32) + place, np.arange(64), ramp).astype(np.float32)) for place in places]
    assert not any(seen)
