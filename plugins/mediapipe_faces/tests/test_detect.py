import subprocess
import sys

import cv2
import numpy as np
import pytest
import torch
from graph_plugin_mediapipe_faces.detect import Detect

from graph_core import Image


def linear_image(srgb):
    value = np.asarray(srgb) / 255
    value = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4).astype(np.float32)
    return Image(torch.from_numpy(np.ascontiguousarray(value.transpose(2, 0, 1))))


def moved(picture, angle, scale, size=(640, 480), about=(222, 120)):
    """Turn and scale a picture about a place, which goes to the middle of the new one: picture and matrix."""
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = np.concatenate([turn, (np.array(size) / 2 - turn @ about)[:, None]], axis=1)
    small = cv2.GaussianBlur(picture, (0, 0), 0.5 / scale) if scale < 1 else picture
    centres = matrix.copy()
    centres[:, 2] += turn @ (0.5, 0.5) - 0.5
    return cv2.warpAffine(small, centres, size, flags=cv2.INTER_LINEAR, borderValue=(90, 95, 100)), matrix


@pytest.fixture
def found(portrait, ctx):
    (face,) = Detect().process(linear_image(portrait), ctx=ctx)
    return face


def test_features_lie_where_they_are_in_the_portrait(found):
    # Read off the enlarged picture by eye: right and left pupil, nose tip, corners of the mouth, chin.
    by_eye = {468: (203, 102), 473: (247, 104), 4: (223, 127), 61: (203, 140), 291: (247, 139), 152: (225, 178)}
    for vertex, place in by_eye.items():
        assert np.hypot(*(found.landmarks478[vertex, :2] - place)) < 4, vertex
    np.testing.assert_allclose(found.landmarks68[36], found.landmarks478[33, :2], atol=1e-4)


def test_the_box_bounds_the_mesh_and_the_nose_is_nearer_than_the_ears(found):
    skin = found.landmarks478[:468]
    np.testing.assert_allclose(found.box, [*skin[:, :2].min(axis=0), *skin[:, :2].max(axis=0)])
    assert skin[4, 2] < skin[234, 2]
    assert skin[4, 2] < skin[454, 2]
    assert 0.7 < found.score <= 1
    found.validate()


@pytest.mark.parametrize(("angle", "scale"), [(25, 1.0), (90, 1.4), (180, 1.0), (-135, 1.0), (0, 0.3)])
def test_landmarks_follow_a_turned_and_scaled_picture(portrait, found, ctx, angle, scale):
    picture, matrix = moved(portrait, np.deg2rad(angle), scale)
    (face,) = Detect().process(linear_image(picture), ctx=ctx)
    expected = found.landmarks478[:, :2] @ matrix[:, :2].T + matrix[:, 2]
    between_eyes = np.hypot(*(expected[473] - expected[468]))
    error = np.hypot(*(face.landmarks478[:468, :2] - expected[:468]).T).mean() / between_eyes
    assert error < 0.06


def test_a_small_face_is_missed_in_the_whole_picture_and_found_closer(portrait, ctx, reports):
    picture, matrix = moved(portrait, 0, 0.25, size=(1280, 720))
    image = linear_image(picture)
    assert len(Detect(search="whole picture").process(image, ctx=ctx)) == 0
    assert reports == ["no face"]
    (face,) = Detect().process(image, ctx=ctx)
    nose = matrix[:, :2] @ (223, 127) + matrix[:, 2]
    assert np.hypot(*(face.landmarks478[4, :2] - nose)) < 3


def test_a_frame_comes_out_the_same_whatever_was_asked_before(portrait, kept, ctx):
    first, second = linear_image(portrait), linear_image(moved(portrait, 0.3, 1.2)[0])
    alone = Detect().process(second, ctx=ctx).faces[0]
    Detect().process(first, ctx=ctx)
    after = Detect().process(second, ctx=ctx).faces[0]
    kept.pop("faces").close()
    fresh = Detect().process(second, ctx=ctx).faces[0]
    assert np.array_equal(alone.landmarks478, after.landmarks478)
    assert np.array_equal(alone.landmarks478, fresh.landmarks478)


def test_more_views_are_calmer(portrait, ctx):
    def jitter(views):
        places = []
        for angle in np.linspace(-0.05, 0.05, 6):
            picture, matrix = moved(portrait, angle, 1 + angle)
            (face,) = Detect(views=views).process(linear_image(picture), ctx=ctx)
            places.append(np.linalg.solve(matrix[:, :2], face.landmarks478[:, :2].T - matrix[:, 2:]))
        return np.std(places, axis=0).mean()

    assert jitter(8) < 0.8 * jitter(1)


def test_several_faces_come_largest_first_and_only_as_many_as_asked_for(portrait, ctx):
    small = np.full_like(portrait, 100)
    small[:256, 128:384] = cv2.resize(portrait, (256, 256), interpolation=cv2.INTER_AREA)
    pair = linear_image(np.concatenate([small, portrait], axis=1))
    faces = Detect(max_faces=3).process(pair, ctx=ctx)
    assert [face.landmarks478[4, 0] > 512 for face in faces] == [True, False]
    (largest,) = Detect(max_faces=1).process(pair, ctx=ctx)
    assert largest.landmarks478[4, 0] > 512
    assert (faces.width, faces.height) == (1024, 512)


@pytest.mark.parametrize("shape", [(1, 1), (7, 300), (64, 64)])
def test_pictures_without_a_face(ctx, reports, shape):
    noise = torch.rand((3, *shape), generator=torch.Generator().manual_seed(1))
    assert len(Detect().process(Image(noise), ctx=ctx)) == 0
    assert reports == ["no face"]


def test_the_plate_is_left_alone_and_may_have_alpha(portrait, ctx, found):
    image = linear_image(portrait).with_alpha()
    before = image.pixels.clone()
    (face,) = Detect().process(image, ctx=ctx)
    assert torch.equal(image.pixels, before)
    assert np.array_equal(face.landmarks478, found.landmarks478)


def test_importing_the_plugin_is_cheap():
    script = (
        "import sys; from graph_plugin_mediapipe_faces import register_nodes; register_nodes();"
        "print([name for name in ('mediapipe', 'torch', 'cv2', 'matplotlib') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
