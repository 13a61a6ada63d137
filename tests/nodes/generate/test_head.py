"""`generate.head`: who is in the picture and what the knobs do to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import pytest
from graph_nodes.generate._background import paint_background
from graph_nodes.generate._performance import Pose
from graph_nodes.generate._person import Person, build_person
from graph_nodes.generate._scene import Framing, photograph, posed, project
from graph_nodes.generate.head import Head
from numpy.typing import NDArray

Film = Callable[..., NDArray[np.float32]]
FRAMING = Framing(320, 180)


@pytest.fixture(scope="session")
def person(resource: Callable[[str, Callable[[], Any]], Any]) -> Person:
    built: Person = resource("person 3", lambda: build_person(3))
    return built


def luminance(pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    light: NDArray[np.float32] = np.einsum("c,chw->hw", np.asarray((0.2126, 0.7152, 0.0722), np.float32), pixels)
    return light


def face_box(person: Person, pose: Pose, loop: NDArray[Any]) -> tuple[slice, slice]:
    """Return the rows and columns round a loop of the skin's vertices."""
    points = project(posed(person, pose), FRAMING)[loop, :2]
    left, top = np.floor(points.min(axis=0)).astype(int)
    right, bottom = np.ceil(points.max(axis=0)).astype(int)
    return slice(top, bottom + 1), slice(left, right + 1)


def test_same_knobs_same_pixels(film: Film, person: Person) -> None:
    fresh = build_person(3)
    for name in ("vertices", "triangles", "attributes", "texture"):
        np.testing.assert_array_equal(getattr(fresh, name), getattr(person, name))
    one = film(seed=3, performance="speech", frame=1013)
    np.testing.assert_array_equal(one, film(seed=3, performance="speech", frame=1013))


def test_absent_person_leaves_the_room_alone(film: Film) -> None:
    empty = film(seed=3, present=False, background=4, hand=1.0)
    np.testing.assert_array_equal(empty, paint_background(4, 180, 320))
    assert not np.array_equal(empty, film(seed=3, background=4))


def test_room_is_untouched_beside_the_person(film: Film) -> None:
    np.testing.assert_array_equal(film(seed=3)[:, :, :20], film(seed=3, present=False)[:, :, :20])


def test_seeds_are_different_people(film: Film) -> None:
    one, other = film(seed=3), film(seed=8)
    middle = (slice(None), slice(60, 120), slice(130, 190))
    assert np.abs(one[middle] - other[middle]).mean() > 0.03


def test_frames_differ_in_speech_but_not_when_still(film: Film) -> None:
    assert not np.array_equal(film(1001, seed=3, performance="speech"), film(1004, seed=3, performance="speech"))
    np.testing.assert_array_equal(film(1001, seed=3), film(1050, seed=3))


def test_frame_counts_only_where_it_shows() -> None:
    assert Head(performance="still").frame_key(5) == Head(performance="still").frame_key(6)
    assert Head(present=False).frame_key(5) == Head(present=False).frame_key(6)
    assert Head(performance="idle").frame_key(5) != Head(performance="idle").frame_key(6)


def test_open_jaw_shows_a_dark_mouth(film: Film, person: Person) -> None:
    box = face_box(person, Pose(jaw=0.6), person.mesh.lips)
    dark = [int((luminance(film(seed=3, jaw_open=jaw))[box] < 0.03).sum()) for jaw in (0.0, 0.3, 0.6)]
    assert dark[0] < 0.35 * dark[1]
    assert dark[1] < dark[2]


def test_blink_covers_the_iris(film: Film, person: Person) -> None:
    ahead = np.asarray([person.marks.eye]) + np.asarray((0, 0, person.marks.eye_radius))
    x, y = project(ahead, FRAMING)[0, :2].astype(int)
    pupil = (slice(None), slice(y - 1, y + 1), slice(x - 1, x + 1))
    opened, closed = film(seed=3)[pupil], film(seed=3, blink=1.0)[pupil]
    assert luminance(closed).min() > 2 * luminance(opened).min()
    assert (closed[0] > 1.15 * closed[2]).all(), "a closed lid has the colour of skin"


def test_lids_stay_outside_the_eyeball(person: Person) -> None:
    for blink in (0.0, 0.4, 0.8, 1.0):
        skin = posed(person, Pose(blink=blink))[: len(person.mesh.vertices)]
        for loop, side in zip(person.mesh.lids, (1, -1), strict=True):
            away = np.linalg.norm(skin[loop] - np.asarray(person.marks.eye) * (side, 1, 1), axis=1)
            assert away.min() > person.marks.eye_radius


def test_yaw_is_symmetrical(film: Film, person: Person) -> None:
    right = project(posed(person, Pose(yaw=25)), FRAMING)[:, :2]
    left = project(posed(person, Pose(yaw=-25)), FRAMING)[:, :2]
    mirrored = left * (-1, 1) + (FRAMING.width, 0)
    on_left, on_right = person.mesh.lids
    np.testing.assert_allclose(right[on_left], mirrored[on_right], atol=0.01)
    one = film(seed=3, yaw=25.0, light_direction=0.0)[:, 55:125, 110:210]
    other = film(seed=3, yaw=-25.0, light_direction=0.0)[:, 55:125, ::-1][:, :, 110:210]
    blurred = [cv2.GaussianBlur(luminance(np.ascontiguousarray(part)), (0, 0), 3) for part in (one, other)]
    assert np.corrcoef(blurred[0].ravel(), blurred[1].ravel())[0, 1] > 0.9


def test_positive_yaw_turns_to_the_pictures_right(person: Person) -> None:
    nose = np.argmax(person.mesh.vertices[:, 2])
    ahead, aside, down = (
        project(posed(person, pose), FRAMING)[nose] for pose in (Pose(), Pose(yaw=30), Pose(pitch=20))
    )
    assert aside[0] > ahead[0] + 5
    assert down[1] > ahead[1] + 5
    crown = np.argmax(person.mesh.vertices[:, 1])
    assert project(posed(person, Pose(roll=20)), FRAMING)[crown, 0] > FRAMING.width / 2 + 5


def test_hand_hides_the_face_only_when_raised(film: Film, person: Person) -> None:
    away, low, raised = (film(seed=3, hand=amount) for amount in (0.0, 0.01, 1.0))
    lips = face_box(person, Pose(), person.mesh.lips)
    np.testing.assert_allclose(low[(slice(None), *lips)], away[(slice(None), *lips)], atol=1e-4)
    assert np.abs(raised - away)[(slice(None), *lips)].mean() > 0.03


def test_key_light_brightens_its_side(film: Film) -> None:
    left, right = (luminance(film(seed=3, light_direction=angle))[70:110] for angle in (-60.0, 60.0))
    assert left[:, 140:155].mean() > right[:, 140:155].mean()
    assert left[:, 165:180].mean() < right[:, 165:180].mean()


def test_size_and_shift_frame_the_head(person: Person) -> None:
    points = posed(person, Pose())[person.parts["skin"]]
    plain = project(points, FRAMING)
    twice = project(points, Framing(320, 180, size=2 * FRAMING.size))
    np.testing.assert_allclose(twice[:, :2] - (160, 90), 2 * (plain[:, :2] - (160, 90)), rtol=1e-3, atol=1e-2)
    moved = project(points, Framing(320, 180, shift_x=0.1, shift_y=-0.2))
    np.testing.assert_allclose(moved[:, :2] - plain[:, :2], np.tile((18, -36), (len(points), 1)), atol=1e-3)
    wide = project(points, Framing(160, 180, pixel_aspect=2.0))
    np.testing.assert_allclose(wide[:, 0], plain[:, 0] / 2, atol=1e-3)


@pytest.mark.parametrize(("width", "height"), [(1, 1), (37, 21), (3, 64)])
def test_any_format(film: Film, width: int, height: int) -> None:
    pixels = film(seed=3, width=width, height=height)
    assert pixels.shape == (3, height, width)
    assert pixels.dtype == np.float32
    assert pixels.min() >= 0


def test_background_is_not_written_to(person: Person) -> None:
    room = paint_background(0, 90, 160)
    room.flags.writeable = False
    photograph(person, Pose(), Framing(160, 90), room, -35.0)
