import numpy as np
import pytest
import torch
from graph_nodes.face._regions import region_distance, with_forehead
from graph_nodes.face.hair import Hair

from graph_core import Image


def portrait(points, fringe, size=200, hair=(0.08, 0.05, 0.03)):
    """Skin within the oval and, above, hair that hangs `fringe` px into it."""
    y, _ = np.mgrid[0:size, 0:size].astype(np.float32)
    box = (0, 0, size, size)
    picture = np.full((3, size, size), 0.1, np.float32)
    skin = region_distance(points, box, "face", forehead=0.3) > 0
    picture[:, skin] = np.array([0.5, 0.33, 0.26])[:, None]
    picture[:, region_distance(points, box, "brows") > 0] = 0.05
    edge = points[10, 1] + fringe
    covered = (y < edge) & (region_distance(with_forehead(points, 0)[:478], box, "face", forehead=0.5) > -10)
    picture[:, covered] = np.array(hair)[:, None]
    noise = np.random.default_rng(0).normal(0, 0.005, picture.shape)
    return Image(torch.from_numpy((picture + noise).clip(0).astype(np.float32))), covered


def share_of_face(matte, points):
    inside = region_distance(points, (0, 0, 200, 200), "face") > 2
    return float(matte.pixels[0].numpy()[inside].mean())


def test_a_fringe_is_found(mesh_face, faces_of, context):
    points = mesh_face((100, 105), 120)
    picture, covered = portrait(points, 20)
    matte = Hair(feather=0).process(picture, faces_of(200, 200, points), ctx=context).pixels[0].numpy() > 0.5
    inside = region_distance(points, (0, 0, 200, 200), "face") > 2
    true = covered & inside
    assert (matte & true).sum() / ((matte & inside) | true).sum() > 0.75


def test_a_bare_forehead_is_left_alone(mesh_face, faces_of, context):
    points = mesh_face((100, 105), 120)
    picture, _ = portrait(points, -40)
    assert share_of_face(Hair(feather=0).process(picture, faces_of(200, 200, points), ctx=context), points) < 0.01


def test_hair_of_the_skins_colour_is_not_told_from_it(mesh_face, faces_of, context):
    points = mesh_face((100, 105), 120)
    picture, _ = portrait(points, 20, hair=(0.5, 0.33, 0.26))
    assert share_of_face(Hair(feather=0).process(picture, faces_of(200, 200, points), ctx=context), points) < 0.01


def test_feather_grows_it(mesh_face, faces_of, context):
    points = mesh_face((100, 105), 120)
    picture, _ = portrait(points, 20)
    faces = faces_of(200, 200, points)
    tight, wide = (Hair(feather=size).process(picture, faces, ctx=context).pixels for size in (0, 6))
    assert float(wide.sum()) > 1.2 * float(tight.sum())
    assert bool((wide >= tight - 0.2).all())


def test_without_a_face_it_is_black_and_says_so(faces_of, context, reports):
    assert not Hair().process(Image(torch.rand(3, 5, 7)), faces_of(7, 5), ctx=context).pixels.any()
    assert reports == ["no face"]


@pytest.mark.parametrize(("width", "height"), [(1, 1), (33, 21)])
def test_small_pictures(mesh_face, faces_of, context, width, height):
    picture = Image(torch.full((3, height, width), 0.2))
    matte = Hair().process(picture, faces_of(width, height, mesh_face((width / 2, height / 2))), ctx=context)
    assert matte.pixels.shape == (1, height, width)
    matte.validate()
    assert bool((picture.pixels == 0.2).all())
