import itertools
from fractions import Fraction

import numpy as np
import pytest
from graph_nodes.face import _one_euro
from graph_nodes.face.one_euro import OneEuro

from graph_core import Context, Face, Faces, Format, FrameRange, Shot, Stream


@pytest.fixture
def ctx():
    return Context(Shot(Format(64, 64), Fraction(25), FrameRange(1, 9)), uses=frozenset(("fps",)))


def face(x, track=1):
    landmarks = np.zeros((68, 2), np.float32)
    landmarks[:, 0] = x
    landmarks[45, 0] = x + 10
    return Face(np.array([x, 0, x + 10, 10], np.float32), np.full((478, 3), x, np.float32), landmarks, track=track)


def faces(*items):
    return Faces(tuple(items), 64, 64)


def values(results):
    return [[float(one.landmarks478[0, 0]) for one in result] for result in results]


def test_a_step_by_hand():
    # At 10 Hz with min_cutoff 1 and beta 0 the filter takes 1 / (1 + 10 / 2 pi) of each step.
    filtering = _one_euro.OneEuro()
    filtering.step(np.array([[0.0]]), 0.0, 1.0, min_cutoff=1, beta=0)
    result = filtering.step(np.array([[1.0]]), 0.1, 1.0, min_cutoff=1, beta=0)
    assert result[0, 0] == pytest.approx(1 / (1 + 10 / (2 * np.pi)))


def test_beta_follows_fast_motion_more_closely():
    ramp = np.arange(20.0)
    lags = []
    for beta in (0.0, 5.0):
        filtering = _one_euro.OneEuro()
        for value in ramp:
            last = filtering.step(np.array([[value]]), 0.04, 1.0, min_cutoff=1, beta=beta)
        lags.append(ramp[-1] - last[0, 0])
    assert lags[1] < lags[0] / 3


def test_a_face_at_rest_stays_and_a_moving_one_lags(ctx):
    still = values(OneEuro().process(Stream.of(*[faces(face(5))] * 4), ctx=ctx))
    assert still == [[5.0]] * 4
    moving = values(OneEuro().process(Stream.of(*[faces(face(x)) for x in range(6)]), ctx=ctx))
    assert all(0 < calm[0] < x for x, calm in list(enumerate(moving))[1:])


def test_a_new_number_starts_afresh(ctx):
    shot = [faces(face(0)), faces(face(1)), faces(face(40, track=2))]
    assert values(OneEuro().process(Stream.of(*shot), ctx=ctx))[-1] == [40.0]


def test_faces_without_numbers_are_followed_by_their_place(ctx):
    shot = [faces(face(0, -1)), faces(face(1, -1)), faces(face(40, -1))]
    calm = values(OneEuro().process(Stream.of(*shot), ctx=ctx))
    assert 0 < calm[1][0] < 1
    assert calm[2] == [40.0]


def test_a_hidden_face_is_picked_up_where_it_was(ctx):
    shot = [faces(face(0)), faces(), faces(face(1))]
    calm = values(OneEuro().process(Stream.of(*shot), ctx=ctx))
    assert calm[1] == []
    assert 0 < calm[2][0] < 1


def test_a_render_that_starts_in_the_middle_goes_on_with_the_state(ctx):
    shot = [faces(face(x * x)) for x in range(6)]
    whole = values(OneEuro().process(Stream.of(*shot), ctx=ctx))
    stream = Stream.of(*shot)
    first = values(itertools.islice(OneEuro().process(stream, ctx=ctx), 3))
    rest = Stream.of(*shot[3:], first=1004, state=stream.state)
    assert first + values(OneEuro().process(rest, ctx=ctx)) == whole
