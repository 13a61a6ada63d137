import pytest
import torch
from graph_nodes.face.matte import Matte

from graph_core import Matte as Coverage


def test_the_face_is_white_and_its_surroundings_are_black(mesh_face, faces_of, context):
    faces = faces_of(200, 180, mesh_face((100, 90), 100))
    matte = Matte(erode=0, feather=0).process(faces, ctx=context).pixels
    assert matte.shape == (1, 180, 200)
    assert matte[0, 90, 100] == 1
    assert matte[0, 5, 5] == 0
    assert float(matte.sum()) == pytest.approx(3.1416 * 50 * 65, rel=0.03)


def test_erode_and_feather_are_percent_of_the_width(mesh_face, faces_of, context):
    faces = faces_of(200, 200, mesh_face((100, 100), 100))
    row = Matte(erode=10, feather=20).process(faces, ctx=context).pixels[0, 100]
    # The edge is at x = 50; the ramp runs from 60 to 80 and is half way at 70.
    assert float(row[58]) == 0
    assert float(row[70]) == pytest.approx(0.5, abs=0.12)
    assert float(row[82]) == 1


def test_negative_erode_grows(mesh_face, faces_of, context):
    faces = faces_of(200, 200, mesh_face((100, 100), 100))
    row = Matte(erode=-20, feather=0).process(faces, ctx=context).pixels[0, 100]
    assert float(row[33]) == 1
    assert float(row[26]) == 0


@pytest.mark.parametrize(
    ("region", "place"), [("eyes", (85, 80)), ("mouth", (130, 100)), ("mouth interior", (132, 100))]
)
def test_parts(mesh_face, faces_of, context, region, place):
    faces = faces_of(200, 200, mesh_face((100, 100), 100, jaw=0.05))
    matte = Matte(region=region, erode=0, feather=0).process(faces, ctx=context).pixels[0]
    assert matte[place] == 1
    assert matte[110, 65] == 0
    skin = Matte(region="skin", erode=0, feather=0).process(faces, ctx=context).pixels[0]
    assert skin[place] == 0
    assert skin[110, 65] == 1


def test_without_a_face_it_is_black_and_says_so(faces_of, context, reports):
    assert not Matte().process(faces_of(7, 5), ctx=context).pixels.any()
    assert reports == ["no face"]


def test_what_is_in_front_is_cut_out(mesh_face, faces_of, context):
    faces = faces_of(100, 100, mesh_face())
    hand = torch.zeros(1, 100, 100)
    hand[:, :, :50] = 0.75
    bare = Matte().process(faces, ctx=context).pixels
    held = Matte().process(faces, Coverage(hand), ctx=context).pixels
    torch.testing.assert_close(held[..., :50], bare[..., :50] * 0.25)
    torch.testing.assert_close(held[..., 50:], bare[..., 50:])


def test_two_faces_are_united(mesh_face, faces_of, context):
    both = faces_of(200, 100, mesh_face((50, 50)), mesh_face((150, 50)))
    matte = Matte().process(both, ctx=context).pixels[0]
    assert matte[50, 50] == 1
    assert matte[50, 150] == 1


@pytest.mark.parametrize("centre", [(-500, 50), (50, 900)])
def test_a_face_out_of_the_picture_leaves_it_black(mesh_face, faces_of, context, centre):
    assert not Matte().process(faces_of(33, 21, mesh_face(centre)), ctx=context).pixels.any()


def test_one_pixel(mesh_face, faces_of, context):
    assert Matte().process(faces_of(1, 1, mesh_face((0.5, 0.5))), ctx=context).pixels.shape == (1, 1, 1)
