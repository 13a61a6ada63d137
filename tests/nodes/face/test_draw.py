from dataclasses import replace

import numpy as np
import pytest
import torch
from graph_nodes.face._draw import Sheet, axes_of, mesh_edges
from graph_nodes.face._pose import rotation_of
from graph_nodes.face.draw import Draw

from graph_core import Face, Faces, HeadPose, Image

BARE = {"landmarks": "none", "box": False, "pose": False}


def one_face(**parts):
    landmarks = np.zeros((68, 2), np.float32)
    landmarks[:] = (20.5, 15.5)
    mesh = np.random.default_rng(0).uniform(5, 30, (478, 3)).astype(np.float32)
    face = Face(np.array([4.5, 6.5, 34.5, 26.5], np.float32), mesh, landmarks)
    return Faces((replace(face, **parts),), 48, 40)


def painted(result, image):
    return (result.pixels != image.pixels).any(dim=0)


def test_a_dot_covers_the_pixel_of_its_landmark():
    image = Image(torch.zeros(3, 40, 48))
    result = Draw(**{**BARE, "landmarks": "68"}, size=1, color=(1, 0.5, 0.25)).process(image, one_face())
    torch.testing.assert_close(result.pixels[:, 15, 20], torch.tensor([1.0, 0.5, 0.25]))
    rows, columns = torch.nonzero(painted(result, image), as_tuple=True)
    assert int(rows.min()) >= 12
    assert int(rows.max()) <= 18
    assert int(columns.min()) >= 17
    assert int(columns.max()) <= 23


def test_the_box_is_drawn_along_its_edges():
    image = Image(torch.zeros(3, 40, 48))
    marks = painted(Draw(**{**BARE, "box": True}, size=1).process(image, one_face()), image)
    assert bool(marks[6, 5:34].all())
    assert bool(marks[7:26, 34].all())
    assert not bool(marks[10:22, 10:30].any())


@pytest.mark.parametrize("knobs", [{"lines": "contours"}, {"lines": "mesh"}, {"landmarks": "478"}, {"numbers": True}])
def test_more_marks_cover_more(knobs):
    image = Image(torch.zeros(3, 40, 48))
    base = {**BARE, "landmarks": "68"}
    less = painted(Draw(**base).process(image, one_face()), image).sum()
    more = painted(Draw(**{**base, **knobs}).process(image, one_face()), image).sum()
    assert more > less


def test_the_blue_axis_points_where_the_face_looks():
    image = Image(torch.zeros(3, 40, 48))
    left = HeadPose(np.array([1.2, 0, 0], np.float32), np.array([0, 0, 500], np.float32))
    result = Draw(**{**BARE, "pose": True}, size=0.5).process(image, one_face(pose=left))
    blue = (result.pixels[2] > 0.5) & (result.pixels[0] < 0.5)
    columns = torch.nonzero(blue, as_tuple=True)[1]
    assert int(columns.max()) > 30
    assert int(columns.min()) >= 18


def test_axes_of_a_head_that_looks_ahead():
    left, down, forward = axes_of(rotation_of(np.zeros(3)), np.array([5.0, 5.0]), 10)
    np.testing.assert_allclose([left[1], down[1], forward[1]], [(15, 5), (5, 15), (5, 5)])


def test_every_edge_is_drawn_once():
    edges = mesh_edges(np.zeros((478, 3), np.float32))
    assert len(edges) == 1322


def test_marks_beyond_the_picture_do_no_harm():
    sheet = Sheet(4, 4)
    sheet.dots(np.array([(1e7, -1e7), (-50.0, 2.0)]), 2)
    sheet.lines([np.array([(-100.0, 2.5), (100.0, 2.5)])], 1)
    assert sheet.coverage[2, 1:].min() > 0.85
    assert sheet.coverage[0].max() < 0.1


def test_no_faces_returns_the_picture_and_inputs_are_left_alone():
    image = Image(torch.rand(4, 40, 48))
    before = image.pixels.clone()
    assert Draw().process(image, Faces((), 48, 40)) is image
    Draw(lines="mesh").process(image, one_face())
    assert torch.equal(image.pixels, before)


def test_marks_are_opaque_on_a_transparent_picture():
    image = Image(torch.zeros(4, 40, 48))
    result = Draw(**{**BARE, "landmarks": "68"}).process(image, one_face())
    assert float(result.alpha[0, 15, 20]) == 1
    assert float(result.alpha[0, 0, 0]) == 0
