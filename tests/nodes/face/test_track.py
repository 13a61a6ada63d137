import itertools

import numpy as np
import torch
from graph_nodes.face.track import Track

from graph_core import Face, Faces, Image, Stream


def face(x, y=24.0, size=16.0, seed=0):
    shape = np.random.default_rng(seed).random((68, 2))
    points = ((shape - 0.5) * size + (x, y)).astype(np.float32)
    box = np.array([x - size / 2, y - size / 2, x + size / 2, y + size / 2], np.float32)
    return Face(box, np.zeros((478, 3), np.float32), points)


def frame(*places):
    return Faces(tuple(face(x, seed=seed) for x, seed in places), 96, 48)


def numbers(results):
    return [[one.track for one in faces] for faces in results]


def test_numbers_stay_when_the_order_changes():
    shot = [frame((20, 1), (60, 2)), frame((61, 2), (21, 1)), frame((62, 2), (22, 1))]
    assert numbers(Track().process(Stream.of(*shot))) == [[1, 2], [2, 1], [2, 1]]


def test_a_hidden_face_comes_back_with_its_number_and_is_absent_meanwhile():
    shot = [frame((20, 1), (60, 2)), frame((20, 1)), frame((20, 1)), frame((20, 1), (61, 2))]
    assert numbers(Track().process(Stream.of(*shot))) == [[1, 2], [1], [1], [1, 2]]


def test_a_face_hidden_longer_than_the_memory_is_new():
    shot = [frame((20, 1)), frame(), frame(), frame((20, 1))]
    assert numbers(Track(memory=2).process(Stream.of(*shot)))[-1] == [1]
    assert numbers(Track(memory=1).process(Stream.of(*shot)))[-1] == [2]


def test_another_person_at_the_same_place_is_new():
    shot = [frame((20, 1)), frame((20, 1)), frame((20, 5)), frame((20, 5))]
    assert numbers(Track().process(Stream.of(*shot))) == [[1], [1], [2], [2]]


def test_a_cut_in_the_picture_renews_all_numbers():
    random = np.random.default_rng(0)
    here, there = (Image(torch.from_numpy(random.random((3, 48, 96)).astype(np.float32))) for _ in range(2))
    there = Image(torch.cat([there.pixels[:, :, :48], there.pixels[:, :, :48] * 0], dim=2))
    shot = [frame((20, 1))] * 4
    plates = Stream.of(here, here, there, there)
    assert numbers(Track().process(Stream.of(*shot), plates)) == [[1], [1], [2], [2]]


def test_a_render_that_starts_in_the_middle_goes_on_with_the_state():
    shot = [frame((20 + step, 1), (60 - step, 2)) for step in range(6)]
    plates = [Image(torch.full((3, 48, 96), 0.5))] * 6
    whole = numbers(Track().process(Stream.of(*shot), Stream.of(*plates)))
    stream = Stream.of(*shot)
    first = numbers(itertools.islice(Track().process(stream, Stream.of(*plates)), 3))
    rest = Stream.of(*shot[3:], first=1004, state=stream.state)
    assert first + numbers(Track().process(rest, Stream.of(*plates[3:]))) == whole


def test_nothing_else_of_a_face_is_touched():
    given = frame((20, 1))
    (result,) = Track().process(Stream.of(given))
    assert result.faces[0].box is given.faces[0].box
    assert given.faces[0].track == -1


def test_no_faces():
    assert numbers(Track().process(Stream.of(frame(), frame()))) == [[], []]
