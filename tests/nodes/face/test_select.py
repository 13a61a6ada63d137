from fractions import Fraction

import numpy as np
import pytest
from graph_nodes.face.select import Select

from graph_core import Context, Face, Faces, Format, FrameRange, Shot


@pytest.fixture
def reports():
    return []


@pytest.fixture
def ctx(reports):
    return Context(Shot(Format(64, 64), Fraction(25), FrameRange(1, 1)), report=reports.append)


def face(x, size, track, score=1.0):
    box = np.array([x, 0, x + size, size], np.float32)
    return Face(box, np.zeros((478, 3), np.float32), np.zeros((68, 2), np.float32), score, track)


SMALL, LARGE = face(0, 10, 1, 0.9), face(50, 30, 2, 0.6)
BOTH = Faces((LARGE, SMALL), 100, 100)


@pytest.mark.parametrize(
    ("knobs", "expected"),
    [
        ({}, LARGE),
        ({"by": "track", "track": 1}, SMALL),
        ({"by": "position", "position": (8, 3)}, SMALL),
        ({"by": "position", "position": (60, 20)}, LARGE),
        ({"by": "score"}, SMALL),
    ],
)
def test_the_chosen_face_stays(knobs, expected, ctx):
    assert Select(**knobs).process(BOTH, ctx=ctx).faces == (expected,)


def test_a_number_that_is_not_there_gives_no_face_and_says_so(ctx, reports):
    assert Select(by="track", track=9).process(BOTH, ctx=ctx).faces == ()
    assert reports == ["no face with the number 9"]


def test_one_face_or_none_is_passed_on(ctx):
    one, none = Faces((SMALL,), 9, 9), Faces((), 9, 9)
    assert Select().process(one, ctx=ctx) is one
    assert Select().process(none, ctx=ctx) is none
