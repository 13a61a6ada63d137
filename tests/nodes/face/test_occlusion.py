import numpy as np
import pytest
import torch
from graph_nodes.face._atlas import SIDE, layout, roll, unroll
from graph_nodes.face._mesh_warp import box_around
from graph_nodes.face._regions import region_distance
from graph_nodes.face.occlusion import Occlusion

from graph_core import Image, Matte, Stream

WIDTH, HEIGHT = 160, 140


def plate(points, hand_x=None, seed=0, light=1.0):
    """A face with shaded skin, dark eyes and red lips; in front of it perhaps a bar of a hand's colour."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    centre = points[:468, :2].mean(axis=0)
    shade = 0.9 + 0.002 * (x - centre[0])
    picture = np.stack([0.5 * shade, 0.32 * shade, 0.25 * shade])
    box = (0, 0, WIDTH, HEIGHT)
    picture[:, region_distance(points, box, "face") < -2] = 0.1
    picture[:, region_distance(points, box, "eyes") > 0] = 0.03
    picture[1:, region_distance(points, box, "mouth") > 0] *= 0.5
    picture *= light
    hand = np.zeros((HEIGHT, WIDTH), bool)
    if hand_x is not None:
        hand = (x > hand_x) & (x < hand_x + 30) & (y > 60)
        picture[:, hand] = np.array([0.34, 0.18, 0.13])[:, None]
    noise = np.random.default_rng(seed).normal(0, 0.004, picture.shape)
    return Image(torch.from_numpy((picture + noise).clip(0).astype(np.float32))), hand


@pytest.fixture(scope="module")
def shot(mesh_face, faces_of):
    """Thirty frames: the head moves and turns, the light rises, and a hand comes in at the tenth."""
    pictures, hands, faces = [], [], []
    for frame in range(30):
        points = mesh_face((78 + 4 * np.sin(frame / 5), 68), 84, yaw=0.15 * np.sin(frame / 7))
        x = -20 + 6 * (frame - 8) if frame >= 10 else None
        picture, hand = plate(points, x, seed=frame, light=1 + 0.005 * frame)
        pictures.append(picture)
        hands.append(hand)
        faces.append(faces_of(WIDTH, HEIGHT, points, track=1))
    return pictures, hands, faces


def overlap(matte, hand, faces):
    inside = region_distance(faces.faces[0].landmarks478, (0, 0, WIDTH, HEIGHT), "face") > 3
    found, true = (matte.pixels[0].numpy() > 0.5) & inside, hand & inside
    return (found & true).sum() / max((found | true).sum(), 1), found.sum() / inside.sum(), true.sum() / inside.sum()


def test_a_bare_face_stays_clear_and_a_hand_is_found(shot):
    pictures, hands, faces = shot
    mattes = [found.matte for found in Occlusion().process(Stream.of(*pictures), Stream.of(*faces))]
    marks = [overlap(*three) for three in zip(mattes, hands, faces, strict=True)]
    for union, found, true in marks:
        if true == 0:
            assert found < 0.01
        elif true > 0.1:
            assert union > 0.7
    assert sum(true > 0.1 for _, _, true in marks) > 8


def test_a_render_that_resumes_gives_the_same_mattes(shot):
    pictures, _, faces = shot
    whole = list(Occlusion().process(Stream.of(*pictures), Stream.of(*faces)))
    stream = Stream.of(*pictures[:18])
    half = Occlusion().process(stream, Stream.of(*faces[:18]))
    for _ in range(18):
        next(half)
    again = Stream.of(*pictures[18:], state=stream.state)
    rest = list(Occlusion().process(again, Stream.of(*faces[18:])))
    for one, other in zip(whole[18:], rest, strict=True):
        assert torch.equal(one.matte.pixels, other.matte.pixels)
        np.testing.assert_array_equal(one.faces.faces[0].landmarks478, other.faces.faces[0].landmarks478)


def test_what_stays_becomes_part_of_the_face_when_patience_ends(mesh_face, faces_of):
    points = mesh_face((78, 68), 84)
    frames = [plate(points, 60 if frame > 5 else None, seed=frame)[0] for frame in range(24)]
    faces = [faces_of(WIDTH, HEIGHT, points, track=1)] * 24
    ends = list(Occlusion(patience=10).process(Stream.of(*frames), Stream.of(*faces)))
    stays = list(Occlusion(patience=0).process(Stream.of(*frames), Stream.of(*faces)))
    assert float(ends[12].matte.pixels.sum()) > 200
    assert float(stays[-1].matte.pixels.sum()) > 200
    assert float(ends[-1].matte.pixels.sum()) < 0.1 * float(stays[-1].matte.pixels.sum())


def test_hands_from_a_detector_are_added(mesh_face, faces_of):
    points = mesh_face((78, 68), 84)
    picture, _ = plate(points)
    hand = torch.zeros(1, HEIGHT, WIDTH)
    hand[:, 10:20, 10:20] = 0.6
    stream, faces = Stream.of(picture), Stream.of(faces_of(WIDTH, HEIGHT, points))
    (found,) = Occlusion().process(stream, faces, Stream.of(Matte(hand)))
    assert torch.equal(found.matte.pixels, hand)


def test_another_person_after_a_cut_is_not_an_occluder(mesh_face, faces_of):
    points = mesh_face((78, 68), 84)
    frames = [plate(points, seed=frame)[0] for frame in range(5)]
    frames += [Image(plate(points, seed=frame)[0].pixels.flip(0) * 0.4) for frame in range(5)]
    faces = [faces_of(WIDTH, HEIGHT, points)] * 10
    mattes = list(Occlusion(hair=False).process(Stream.of(*frames), Stream.of(*faces)))
    assert max(float(found.matte.pixels.mean()) for found in mattes) < 0.001


def test_no_face_and_a_face_at_the_edge(mesh_face, faces_of):
    picture, _ = plate(mesh_face((78, 68), 84))
    faces = [
        faces_of(WIDTH, HEIGHT),
        faces_of(WIDTH, HEIGHT, mesh_face((-30, 68), 84)),
        faces_of(WIDTH, HEIGHT, mesh_face((-900, 0))),
    ]
    before = picture.pixels.clone()
    for found in Occlusion().process(Stream.of(*[picture] * 3), Stream.of(*faces)):
        found.matte.validate()
        assert not found.matte.pixels.any()
    assert torch.equal(picture.pixels, before)


def test_one_pixel(mesh_face, faces_of):
    picture = Image(torch.full((3, 1, 1), 0.2))
    (found,) = Occlusion().process(Stream.of(picture), Stream.of(faces_of(1, 1, mesh_face((0.5, 0.5)))))
    assert found.matte.pixels.shape == (1, 1, 1)


def test_a_texel_stays_the_same_place_on_the_skin(mesh_face):
    near, far = mesh_face((100, 100), 120), mesh_face((60, 90), 70, yaw=0.3)
    places = layout(near)
    marks = []
    for points in (near, far):
        y, x = np.mgrid[0:200, 0:200].astype(np.float32) + 0.5
        unrolled, facing = unroll(np.stack([x, y, x]), points, places)
        assert unrolled.shape == (3, SIDE, SIDE)
        assert facing.max() <= 1
        nose = places[4, :2].astype(int)
        marks.append(unrolled[:2, nose[1], nose[0]] - points[4, :2])
    np.testing.assert_allclose(marks, 0, atol=1.5)


def test_rolling_undoes_unrolling(mesh_face):
    points = mesh_face((100, 100), 120)
    places, box = layout(points), box_around(mesh_face((100, 100), 120), 200, 200)
    across = np.broadcast_to(np.arange(SIDE, dtype=np.float32) + 0.5, (SIDE, SIDE))
    rolled, inside = roll(np.ascontiguousarray(across), points, places, box)
    at = np.round(points[50, :2] - box[:2] - 0.5).astype(int)
    assert inside[at[1], at[0]]
    assert rolled[at[1], at[0]] == pytest.approx(float(places[50, 0]), abs=1.0)


def test_landmarks_stay_on_the_head_while_the_detector_is_lost(mesh_face, faces_of):
    clip, lost, true = [], [], []
    spots = np.kron(np.random.default_rng(5).choice([0.6, 1.0], (HEIGHT // 5, WIDTH // 5)), np.ones((5, 5)))
    for frame in range(20):
        points = mesh_face((66 + frame, 68), 84)
        pixels = plate(points, seed=frame)[0].pixels.numpy() * np.roll(spots, frame, axis=1)
        # A board rises over the lower half, and the detector's mesh slides up and shrinks away from it.
        risen = min(max(frame - 6, 0) / 6, 1)
        pixels[:, int(HEIGHT - 65 * risen) :] = 0.05
        detected = (points - points[10]) * np.array([1, 1 - 0.25 * risen, 1]) + points[10] + np.array([8 * risen, 0, 0])
        clip.append(Image(torch.from_numpy(pixels.clip(0).astype(np.float32))))
        lost.append(faces_of(WIDTH, HEIGHT, detected.astype(np.float32)))
        true.append(points)
    errors = []
    for found, given, points in zip(Occlusion().process(Stream.of(*clip), Stream.of(*lost)), lost, true, strict=True):
        both = (faces.faces[0].landmarks478 - points for faces in (found.faces, given))
        errors.append([float(np.abs(error[:468, :2]).mean()) for error in both])
    kept, detected = np.array(errors).T
    assert detected[14:].min() > 8
    assert kept.max() < 3


def test_on_a_bare_face_the_landmarks_are_the_detectors(shot):
    pictures, _, faces = shot
    (found,) = Occlusion().process(Stream.of(pictures[0]), Stream.of(faces[0]))
    assert found.faces.faces[0] is faces[0].faces[0]
