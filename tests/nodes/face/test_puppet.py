import numpy as np
import pytest
import torch
from graph_nodes.face._eyeballs import eye_of
from graph_nodes.face._puppet import Motion, drive
from graph_nodes.face._surroundings import anchor, carried
from graph_nodes.face._topology import LIPS_INNER, RIGHT_EYE
from graph_nodes.face.puppet import Puppet

from graph_core import ExecutionError, Image, Stream

UPPER, LOWER = LIPS_INNER[5], LIPS_INNER[15]


def picture(width=160, height=140):
    y, x = torch.meshgrid(torch.arange(height) / height, torch.arange(width) / width, indexing="ij")
    return Image(torch.stack([0.3 + 0.2 * x, 0.2 + 0.2 * y, 0.3 + 0.1 * torch.sin(12 * x) * torch.cos(9 * y)]))


def gap(points):
    return float(points[LOWER, 1] - points[UPPER, 1])


def test_a_driver_that_keeps_still_changes_nothing(mesh_face):
    portrait, driver = mesh_face((80, 70), 60, yaw=0.2), mesh_face((300, 200), 150)
    np.testing.assert_allclose(drive(portrait, driver, driver, Motion()).points, portrait, atol=0.01)


def test_a_driver_of_the_same_shape_is_followed_exactly(mesh_face):
    rest, turned = mesh_face((100, 100), 100), mesh_face((100, 100), 100, yaw=0.3)
    points = drive(rest, rest, turned, Motion(travel=0)).points
    middle = turned - turned[4] + points[4]
    np.testing.assert_allclose(points[:468, :2], middle[:468, :2], atol=1.0)


def test_half_the_pose_is_half_the_angle(mesh_face):
    rest, turned = mesh_face((100, 100), 100), mesh_face((100, 100), 100, yaw=0.4)
    half = drive(rest, rest, turned, Motion(pose=0.5, travel=0)).head.rotation
    expected = np.array([[np.cos(0.2), 0, -np.sin(0.2)], [0, 1, 0], [np.sin(0.2), 0, np.cos(0.2)]])
    np.testing.assert_allclose(half, expected, atol=0.02)


def test_the_size_of_the_driver_does_not_matter(mesh_face):
    portrait = mesh_face((80, 70), 60)
    opened = [
        drive(portrait, mesh_face((200, 200), size), mesh_face((200, 200), size, jaw=0.1), Motion()).points
        for size in (60, 240)
    ]
    np.testing.assert_allclose(opened[0], opened[1], atol=0.05)
    # The jaw opens by 0.1 of the width, 6 px.
    assert gap(opened[0]) - gap(portrait) == pytest.approx(6, abs=0.5)


def test_lids_shut_on_eyes_of_another_size(mesh_face):
    portrait = mesh_face((80, 70), 100, lids=1.6)
    shut = drive(portrait, mesh_face(width=100), mesh_face(width=100, lids=0.0), Motion()).points
    assert eye_of(portrait, RIGHT_EYE, 468).opening > 0.8
    assert eye_of(shut, RIGHT_EYE, 468).opening < 0.03


def test_lips_close_and_never_cross(mesh_face):
    portrait = mesh_face((80, 70), 100, jaw=0.02)
    points = drive(portrait, mesh_face(width=100, jaw=0.2), mesh_face(width=100), Motion()).points
    gaps = points[LIPS_INNER[:10:-1], 1] - points[LIPS_INNER[1:10], 1]
    assert (gaps > -0.1).all()
    assert gaps.max() < 2.0


def test_the_gaze_is_followed(mesh_face):
    rest, aside = mesh_face(width=100), mesh_face(width=100)
    aside[468:478, 0] += 3
    points = drive(rest, rest, aside, Motion()).points
    assert float(points[468, 0] - rest[468, 0]) == pytest.approx(3, abs=0.2)
    calm = drive(rest, rest, aside, Motion(expression=0)).points
    assert float(calm[468, 0] - rest[468, 0]) == pytest.approx(0, abs=0.05)


def test_a_head_does_not_travel_out_of_the_picture(mesh_face):
    rest, gone = mesh_face((0, 0), 100), mesh_face((900, 0), 100)
    points = drive(rest, rest, gone, Motion()).points
    assert 0 < float(points[4, 0] - rest[4, 0]) < 35


def test_surroundings_follow_near_the_head_and_rest_at_the_edge(mesh_face):
    portrait = mesh_face((80, 70), 50)
    driven = drive(portrait, portrait, portrait + np.array([8, 0, 0], np.float32), Motion())
    way = float(driven.points[4, 0] - portrait[4, 0])
    assert way > 4
    x = np.broadcast_to(np.arange(160, dtype=np.float32) + 0.5, (1, 140, 160)).copy()
    came_from = carried(x, anchor(portrait, 160, 140), portrait, driven)[0]
    shift = x[0] - came_from
    assert shift[66, 80] == pytest.approx(way, abs=1.0)
    assert np.abs(shift[:, [0, -1]]).max() < 0.5
    assert np.abs(shift[[0, -1]]).max() < 0.5
    # Nothing tears or folds: neighbours stay in order and near to each other.
    steps = np.diff(came_from, axis=1)
    assert steps.min() > 0.2
    assert steps.max() < 2.5


def test_a_still_portrait_comes_out_as_it_went_in(mesh_face, faces_of, context):
    portrait, faces = picture(), faces_of(160, 140, mesh_face((80, 70), 60))
    driver = faces_of(64, 64, mesh_face((30, 30), 40))
    first, second = Puppet().process(portrait, faces, Stream.of(driver, driver), ctx=context)
    torch.testing.assert_close(first.pixels, portrait.pixels, atol=2e-3, rtol=0)
    assert torch.equal(first.pixels, second.pixels)


def test_an_opened_mouth_is_dark_or_shows_the_drivers(mesh_face, faces_of, context):
    portrait, faces = picture(), faces_of(160, 140, mesh_face((80, 70), 80))
    shut, wide = (faces_of(100, 100, mesh_face((50, 50), 60, jaw=jaw)) for jaw in (0, 0.15))
    plate = torch.full((3, 100, 100), 0.3)
    plate[2, 66:84, 42:58] = 3.0
    plates = Stream.of(*[Image(plate)] * 2)
    mouth = (101, 80)
    *_, dark = Puppet().process(portrait, faces, Stream.of(shut, wide), ctx=context)
    *_, blue = Puppet().process(portrait, faces, Stream.of(shut, wide), None, plates, ctx=context)
    assert float(dark.pixels[:, mouth[0], mouth[1]].max()) < 0.1
    assert float(blue.pixels[2, mouth[0], mouth[1]]) > 1.0


def test_without_a_driver_the_last_pose_is_held(mesh_face, faces_of, context, reports):
    portrait, faces = picture(), faces_of(160, 140, mesh_face((80, 70), 60))
    turned, nobody = faces_of(100, 100, mesh_face(yaw=0.2)), faces_of(100, 100)
    shots = [nobody, faces_of(100, 100, mesh_face()), turned, nobody]
    before, _, during, after = Puppet().process(portrait, faces, Stream.of(*shots), ctx=context)
    assert before is portrait
    assert not torch.equal(during.pixels, portrait.pixels)
    assert torch.equal(during.pixels, after.pixels)
    assert reports == ["no driver face"] * 2


def test_a_render_that_resumes_goes_on_from_the_same_neutral(mesh_face, faces_of, context):
    portrait, faces = picture(), faces_of(160, 140, mesh_face((80, 70), 60))
    shots = [faces_of(100, 100, mesh_face(yaw=0.05 * step, jaw=0.02 * step)) for step in range(4)]
    whole = list(Puppet().process(portrait, faces, Stream.of(*shots), ctx=context))
    stream = Stream.of(*shots[:2])
    for _ in Puppet().process(portrait, faces, stream, ctx=context):
        pass
    rest = list(Puppet().process(portrait, faces, Stream.of(*shots[2:], state=stream.state), ctx=context))
    assert torch.equal(rest[1].pixels, whole[3].pixels)


def test_a_chosen_neutral_is_used(mesh_face, faces_of, context):
    portrait, faces = picture(), faces_of(160, 140, mesh_face((80, 70), 60))
    neutral, turned = faces_of(100, 100, mesh_face()), faces_of(100, 100, mesh_face(yaw=0.3))
    (image,) = Puppet().process(portrait, faces, Stream.of(turned), neutral, ctx=context)
    assert float((image.pixels - portrait.pixels).abs().max()) > 0.02


def test_a_portrait_without_a_face_is_refused(faces_of, mesh_face, context):
    with pytest.raises(ExecutionError, match="No face was found in the portrait"):
        next(Puppet().process(picture(), faces_of(160, 140), Stream.of(faces_of(9, 9, mesh_face())), ctx=context))


@pytest.mark.parametrize(("width", "height"), [(1, 1), (33, 21)])
def test_small_portraits_with_alpha_and_untouched_inputs(mesh_face, faces_of, context, width, height):
    pixels = torch.cat([picture(width, height).pixels, torch.ones(1, height, width)])
    before = pixels.clone()
    faces = faces_of(width, height, mesh_face((width / 2, height / 2), 14))
    shots = [faces_of(100, 100, mesh_face(yaw=yaw)) for yaw in (0, 0.3)]
    for image in Puppet().process(Image(pixels), faces, Stream.of(*shots), ctx=context):
        assert image.pixels.shape == (4, height, width)
        image.validate()
    assert torch.equal(pixels, before)
