import numpy as np
import pytest
import torch
from graph_nodes.face.warp import Warp

from graph_core import ExecutionError, Image, Matte


def ramp(width, height):
    """Red tells the column of each pixel, green the row."""
    y, x = torch.meshgrid(torch.arange(height) + 0.5, torch.arange(width) + 0.5, indexing="ij")
    return Image(torch.stack([x / 256, y / 256, torch.full_like(x, 0.5)]))


def test_the_face_arrives_moved_and_enlarged(mesh_face, faces_of, context):
    source, target = faces_of(100, 100, mesh_face((50, 50), 40)), faces_of(200, 180, mesh_face((100, 90), 80))
    image, matte = Warp(eyes="source", mouth="source").process(ramp(100, 100), source, target, ctx=context)
    assert image.pixels.shape == (4, 180, 200)
    assert matte.pixels.shape == (1, 180, 200)
    y, x = torch.meshgrid(torch.arange(180) + 0.5, torch.arange(200) + 0.5, indexing="ij")
    inside = matte.pixels[0] > 0.99
    assert int(inside.sum()) > 4000
    # Half the size: a pixel at (x, y) shows the source at ((x - 100) / 2 + 50, (y - 90) / 2 + 50).
    expected = torch.stack([x / 2, y / 2 + 5, torch.full_like(x, 128)]) / 256
    assert float((image.rgb - expected)[:, inside].abs().max()) < 0.004


def test_nothing_is_drawn_around_the_face(mesh_face, faces_of, context):
    faces = faces_of(100, 100, mesh_face())
    image, matte = Warp().process(ramp(100, 100), faces, faces, ctx=context)
    assert not image.pixels[:, :, :10].any()
    assert not matte.pixels[:, :, :10].any()


def test_the_plates_own_mouth_and_eyes_are_left_free(mesh_face, faces_of, context):
    shut, wide = mesh_face((50, 50), 60), mesh_face((50, 50), 60, jaw=0.12)
    source, target = faces_of(100, 100, shut), faces_of(100, 100, wide)
    mouth, eye = (72, 50), (41, 38)
    own = Warp(eyes="plate", mouth="plate").process(ramp(100, 100), source, target, ctx=context).matte.pixels[0]
    theirs = Warp(eyes="source", mouth="source").process(ramp(100, 100), source, target, ctx=context).matte.pixels[0]
    assert float(own[mouth]) < 0.02
    assert float(own[eye]) < 0.1
    assert float(theirs[mouth]) == 1
    assert float(theirs[eye]) == 1


def test_the_iris_goes_where_the_plate_looks(mesh_face, faces_of, context):
    straight, aside = mesh_face((50, 50), 60), mesh_face((50, 50), 60)
    aside[468:478, 0] += 2.0
    dark = ramp(100, 100).pixels.clone()
    iris = straight[468, :2]
    dark[:, int(iris[1]) - 1 : int(iris[1]) + 2, int(iris[0]) - 1 : int(iris[0]) + 2] = 0
    faces, looking = faces_of(100, 100, straight), faces_of(100, 100, aside)
    image = Warp().process(Image(dark), faces, looking, ctx=context).image
    row = image.pixels[2, int(iris[1]), 30:50]
    assert abs(30 + int(row.argmin()) + 0.5 - float(iris[0] + 2)) <= 1


def test_the_far_side_of_a_turned_source_is_filled_with_the_near_one(mesh_face, faces_of, context):
    turned, front = mesh_face((50, 50), 70, yaw=0.7), mesh_face((50, 50), 70)
    source, target = faces_of(100, 100, turned), faces_of(100, 100, front)
    filled = Warp(fill_far_side=True).process(ramp(100, 100), source, target, ctx=context).image.pixels[0]
    plain = Warp(fill_far_side=False).process(ramp(100, 100), source, target, ctx=context).image.pixels[0]
    # Turned to the picture's right, its left cheek is near: mirrored, both cheeks show it.
    left, right = (60, 28), (60, 72)
    assert float(filled[right]) == pytest.approx(float(filled[left]), abs=0.02)
    assert float(plain[right]) > float(plain[left]) + 0.05


def test_shape_moves_the_eyes_and_keeps_the_outline(mesh_face, faces_of, context):
    wide = mesh_face((50, 50), 60)
    apart = wide.copy()
    for eye, way in ((slice(468, 473), -3), (slice(473, 478), 3)):
        apart[eye, 0] += way
    for contour, way in ((RIGHT, -3), (LEFT, 3)):
        apart[contour, 0] += way
    source, target = faces_of(100, 100, apart), faces_of(100, 100, wide)
    fitted = Warp(shape=0).process(ramp(100, 100), source, target, ctx=context)
    likened = Warp(shape=1).process(ramp(100, 100), source, target, ctx=context)
    torch.testing.assert_close(likened.matte.pixels[0, :, :22], fitted.matte.pixels[0, :, :22], atol=0.02, rtol=0)
    # At shape 1 the eye sits where the source has it, so the ramp is unchanged there.
    assert float(likened.image.pixels[0, 41, 35] * 256) == pytest.approx(35.5, abs=1.0)
    assert float(fitted.image.pixels[0, 41, 38] * 256) == pytest.approx(35.5, abs=1.0)


def test_hair_in_front_of_the_source_is_left_out(mesh_face, faces_of, context):
    faces = faces_of(100, 100, mesh_face())
    hair = torch.zeros(1, 100, 100)
    hair[:, :40] = 1
    matte = Warp().process(ramp(100, 100), faces, faces, Matte(hair), ctx=context).matte.pixels[0]
    assert float(matte[:38].max()) < 0.05
    assert float(matte[60, 50]) == 1


def test_without_a_target_face_it_is_empty_and_says_so(mesh_face, faces_of, context, reports):
    image, matte = Warp().process(ramp(100, 100), faces_of(100, 100, mesh_face()), faces_of(64, 48), ctx=context)
    assert image.pixels.shape == (4, 48, 64)
    assert not image.pixels.any()
    assert not matte.pixels.any()
    assert reports == ["no face"]


def test_a_source_without_a_face_is_refused_with_a_remedy(mesh_face, faces_of, context):
    with pytest.raises(ExecutionError, match="No face was found in the source") as raised:
        Warp().process(ramp(9, 9), faces_of(9, 9), faces_of(100, 100, mesh_face()), ctx=context)
    assert "larger" in raised.value.hint


@pytest.mark.parametrize("centre", [(-20, 50), (50, 108), (-400, 50)])
def test_a_face_that_leaves_the_picture_is_cut_off(mesh_face, faces_of, context, centre):
    source, target = faces_of(100, 100, mesh_face()), faces_of(61, 47, mesh_face(centre))
    image, matte = Warp().process(ramp(100, 100), source, target, ctx=context)
    assert image.pixels.shape == (4, 47, 61)
    assert torch.isfinite(image.pixels).all()
    image.validate()
    matte.validate()


def test_a_shut_eye_and_a_picture_with_alpha(mesh_face, faces_of, context):
    source, target = faces_of(100, 100, mesh_face()), faces_of(100, 100, mesh_face(lids=0.02))
    clear = Image(torch.cat([ramp(100, 100).pixels * 0.5, torch.full((1, 100, 100), 0.5)]))
    image, matte = Warp().process(clear, source, target, ctx=context)
    image.validate()
    assert float(image.alpha[0, 60, 50]) == pytest.approx(0.5, abs=1e-5)
    assert float(matte.pixels[0, 60, 50]) == pytest.approx(0.5, abs=1e-5)


def test_inputs_are_left_alone(mesh_face, faces_of, context):
    picture, faces = ramp(100, 100), faces_of(100, 100, mesh_face())
    before, points = picture.pixels.clone(), faces.faces[0].landmarks478.copy()
    Warp(shape=0.5, eyes="plate").process(picture, faces, faces, ctx=context)
    assert torch.equal(picture.pixels, before)
    np.testing.assert_array_equal(faces.faces[0].landmarks478, points)


RIGHT = [33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7]
LEFT = [263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249]
