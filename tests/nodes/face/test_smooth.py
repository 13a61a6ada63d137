from dataclasses import replace

import numpy as np
import pytest
from graph_nodes.face._smooth import kernel, without_held
from graph_nodes.face.smooth import Smooth

from graph_core import Face, Faces, Window


def face(value, track=1, box=(0, 0, 10, 10)):
    return Face(
        np.array(box, np.float32) + value,
        np.full((478, 3), value, np.float32),
        np.full((68, 2), value, np.float32),
        track=track,
    )


def faces(*items):
    return Faces(tuple(items), 100, 100)


def window(values, before):
    return Window(tuple(values), before)


def middle_value(result):
    return float(result.faces[0].landmarks478[0, 0])


def test_gaussian_weights_by_hand():
    raw = np.exp(-0.5 * np.array([1.0, 0.0, 1.0]))
    np.testing.assert_allclose(kernel("gaussian", 1.0, 1, 1), raw / raw.sum())


@pytest.mark.parametrize("method", ["gaussian", "keep peaks"])
@pytest.mark.parametrize(("before", "after"), [(3, 3), (0, 3), (3, 1), (1, 0)])
def test_a_straight_motion_is_neither_bent_nor_delayed(method, before, after):
    values = 7 + 2.5 * np.arange(-before, after + 1)
    assert kernel(method, 1.0, before, after) @ values == pytest.approx(7)


def test_keep_peaks_keeps_a_parabola():
    offsets = np.arange(-3, 4)
    assert kernel("keep peaks", 1.0, 3, 3) @ (4 - offsets**2) == pytest.approx(4)
    assert kernel("gaussian", 1.0, 3, 3) @ (4 - offsets**2) < 3.1


def test_noise_shrinks_by_the_norm_of_the_weights():
    noise = np.random.default_rng(0).normal(size=200).astype(np.float32)
    shot = [faces(face(value)) for value in noise]
    calm = [middle_value(Smooth(size=1).process(window(shot[at - 3 : at + 4], 3))) for at in range(3, 197)]
    expected = np.linalg.norm(kernel("gaussian", 1.0, 3, 3))
    assert np.std(calm) / np.std(noise) == pytest.approx(expected, rel=0.1)


def test_all_parts_of_a_face_move_together():
    shot = [faces(face(value)) for value in (0, 3, 0)]
    result = Smooth(size=0.3).process(window(shot, 1)).faces[0]
    weights = kernel("gaussian", 0.3, 1, 1)
    assert result.landmarks68[5, 1] == pytest.approx(3 * weights[1])
    np.testing.assert_allclose(result.box, np.array([0, 0, 10, 10]) + 3 * weights[1], rtol=1e-6)


def test_a_gap_or_another_number_ends_the_run():
    shot = [faces(face(9, track=2)), faces(face(1)), faces(face(2)), faces(), faces(face(50))]
    result = Smooth(size=0.6).process(window(shot, 2))
    weights = kernel("gaussian", 0.6, 1, 0)
    assert middle_value(result) == pytest.approx(weights @ (1, 2))


def test_faces_without_numbers_are_followed_by_their_place():
    far = (60, 60, 90, 90)
    shot = [
        faces(face(0.0, -1), face(0.0, -1, far)),
        faces(face(1.0, -1, far), face(0.5, -1)),
        faces(face(1.0, -1), face(2.0, -1, far)),
    ]
    result = Smooth(size=0.3).process(window(shot, 1))
    assert [float(one.landmarks478[0, 0]) for one in result] == pytest.approx([1.0, 0.5])


def test_frames_held_beyond_the_ends_count_once():
    first, second = faces(face(0)), faces(face(1))
    again = faces(face(0))
    left, middle = without_held([first, again, first, second], 2)
    assert (len(left), middle) == (2, 0)
    left, middle = without_held([second, first, again], 1)
    assert (len(left), middle) == (2, 1)


def test_nothing_to_do_returns_the_input():
    one = faces(face(1))
    assert Smooth(size=0).process(window([one], 0)) is one
    assert len(Smooth().process(window([faces()] * 7, 3))) == 0
    assert Smooth().input_frames("faces", 10) == tuple(range(7, 14))


def test_inputs_are_left_alone():
    shot = [faces(face(value)) for value in (0, 3, 0)]
    copies = [replace(item) for item in shot]
    Smooth().process(window(shot, 1))
    assert all(np.array_equal(a.faces[0].box, b.faces[0].box) for a, b in zip(shot, copies, strict=True))
    assert float(shot[1].faces[0].landmarks478.max()) == 3
