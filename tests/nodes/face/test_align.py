from fractions import Fraction

import numpy as np
import pytest
import torch
from graph_nodes.face._align import ARCFACE_POINTS
from graph_nodes.face.align import Align

from graph_core import Context, Face, Faces, Format, FrameRange, Image, Shot


@pytest.fixture
def reports():
    return []


@pytest.fixture
def ctx(reports):
    return Context(Shot(Format(64, 64), Fraction(25), FrameRange(1, 1)), report=reports.append)


def face_at(points):
    landmarks = np.zeros((68, 2), np.float32)
    landmarks[36:42], landmarks[42:48] = points[:2]
    landmarks[30], landmarks[48], landmarks[54] = points[2:]
    box = np.array([*points.min(axis=0), *points.max(axis=0)], np.float32)
    return Faces((Face(box, np.zeros((478, 3), np.float32), landmarks),), 64, 48)


def test_landmarks_land_where_the_alignment_says(ctx):
    faces = face_at(ARCFACE_POINTS * 0.3 + 5)
    plate = Image(torch.rand(3, 48, 64))
    result = Align(template="arcface", size=112).process(plate, faces, ctx=ctx)
    assert result.crop.pixels.shape == (3, 112, 112)
    placed = result.alignment.to_crop(faces.faces[0].landmarks68[[30, 48, 54]])
    np.testing.assert_allclose(placed, ARCFACE_POINTS[2:], atol=1e-3)
    np.testing.assert_allclose(result.alignment.to_plate(placed), faces.faces[0].landmarks68[[30, 48, 54]], atol=1e-3)


def test_crop_shows_the_plate_at_the_landmarks(ctx):
    # A ramp in x and y tells in the crop which place of the plate a pixel came from.
    y, x = torch.meshgrid(torch.arange(48) + 0.5, torch.arange(64) + 0.5, indexing="ij")
    plate = Image(torch.stack([x, y, x * 0]))
    result = Align(template="ffhq", size=33, scale=0.6).process(plate, face_at(ARCFACE_POINTS * 0.3 + 8), ctx=ctx)
    middle = result.crop.pixels[:2, 16, 16].numpy()
    np.testing.assert_allclose(middle, result.alignment.to_plate(np.array([16.5, 16.5], np.float32)), atol=1e-3)


def test_no_face_is_said_and_gives_an_empty_crop(ctx, reports):
    result = Align(size=16).process(Image(torch.ones(3, 4, 4)), Faces((), 4, 4), ctx=ctx)
    assert result.alignment.is_empty
    assert result.crop.pixels.shape == (4, 16, 16)
    assert result.crop.pixels.abs().max() == 0
    assert reports == ["no face"]


def test_transparent_edge_has_alpha_zero_beyond_the_plate(ctx):
    plate = Image(torch.ones(3, 48, 64))
    faces = face_at(ARCFACE_POINTS * 0.3)
    crop = Align(size=32, edge="transparent", scale=3).process(plate, faces, ctx=ctx).crop
    assert crop.alpha.min() == 0
    assert crop.alpha.max() == 1
    repeated = Align(size=32, scale=3).process(plate, faces, ctx=ctx).crop
    torch.testing.assert_close(repeated.pixels, torch.ones(3, 32, 32))


def test_one_pixel_plate_and_inputs_left_alone(ctx):
    plate = Image(torch.full((4, 1, 1), 0.5))
    before = plate.pixels.clone()
    crop = Align(size=9).process(plate, face_at(ARCFACE_POINTS * 0.01), ctx=ctx).crop
    assert crop.pixels.shape == (4, 9, 9)
    assert torch.equal(plate.pixels, before)
