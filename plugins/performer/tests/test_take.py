"""One thing changed changes nothing else, and the same thing twice is the same to the bit."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import cv2
import numpy as np
import pytest
from graph_plugin_performer._acting.performance import named_weights
from graph_plugin_performer._person.measures import draw_identity
from graph_plugin_performer._picture.degrade import compress, sensor_noise
from graph_plugin_performer._picture.light import draw_light, harmonics
from graph_plugin_performer.take import Lens, Light, Posture, Prop, Studio, Take


def test_the_same_take_is_the_same_to_the_bit(make: Any, studio: Studio) -> None:
    take = make(weights={"jawOpen": 0.3}, posture=Posture(0.2))
    one, other = studio.film(take), Studio(1).film(take)
    np.testing.assert_array_equal(one.picture, other.picture)
    np.testing.assert_array_equal(one.passes.planes, other.passes.planes)
    np.testing.assert_array_equal(one.passes.labels, other.passes.labels)


def test_threads_film_the_same(make: Any, studio: Studio) -> None:
    takes = [make(posture=Posture(0.1 * step)) for step in range(2)]
    alone = [studio.film(take).picture for take in takes]
    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(lambda take: Studio(1).film(take).picture, takes))
    for one, other in zip(alone, together, strict=True):
        np.testing.assert_array_equal(one, other)


def test_another_identity_leaves_the_background_alone(make: Any, studio: Studio) -> None:
    take = make(weights={"mouthSmile": 0.5}, background=5)
    other = take.played_by(draw_identity(8))
    frames = [studio.film(each) for each in (take, other)]
    behind = np.logical_and(*(frame.passes.matte == 0 for frame in frames))
    np.testing.assert_array_equal(frames[0].picture[:, behind], frames[1].picture[:, behind])
    assert np.abs(frames[0].picture - frames[1].picture)[:, ~behind].mean() > 0.02
    assert frames[0].take.posture == frames[1].take.posture


def test_clean_is_the_take_without_the_prop(make: Any, studio: Studio) -> None:
    take = make(prop=Prop("hand", 1.0))
    frame, bare = studio.film(take), studio.film(take.without_prop())
    np.testing.assert_array_equal(frame.clean, bare.picture)
    assert frame.passes.occluder.mean() > 0.03
    assert bare.passes.occluder.max() == 0
    shown = frame.passes.occluder == 1
    assert np.abs(frame.picture - frame.clean)[:, shown].mean() > 0.02


@pytest.mark.parametrize("kind", ["hand", "microphone", "cup"])
def test_props_cover_the_mouth_when_raised(make: Any, studio: Studio, kind: Any) -> None:
    covered = [studio.film(make(prop=Prop(kind, amount))).passes.occluder for amount in (0.02, 1.0)]
    mouth = (slice(50, 60), slice(42, 54))
    assert covered[0][mouth].max() == 0
    assert covered[1][mouth].mean() > 0.3


def test_another_light_moves_no_pixel(make: Any, studio: Studio) -> None:
    take = make()
    one, other = studio.film(take), studio.film(take.lit_by(draw_light(4)))
    np.testing.assert_array_equal(one.passes.planes, other.passes.planes)
    assert not np.array_equal(one.picture, other.picture)


def test_another_expression_leaves_shirt_and_background_alone(make: Any, studio: Studio) -> None:
    take = make(light=Light(key=0.0))
    one, other = studio.film(take), studio.film(take.expressing(named_weights(jawOpen=0.5, browInnerUp=1)))
    low = (slice(None), slice(86, None))
    np.testing.assert_array_equal(one.picture[low], other.picture[low])


def test_another_camera_sees_the_same_head(make: Any, studio: Studio) -> None:
    take = make(side=120)
    near = take.seen_through(Lens(120, 120, distance_mm=500.0))
    one, other = studio.film(take), studio.film(near)
    np.testing.assert_array_equal(one.staged.places, other.staged.places)
    assert other.passes.depth.min() < 520 < one.passes.depth.min()
    assert np.abs(one.passes.matte.mean() - other.passes.matte.mean()) < 0.12


def test_distortion_bends_towards_the_middle(make: Any, studio: Studio) -> None:
    straight, bent = (
        studio.film(make(lens=Lens(96, 96, size=1.0, distortion=(k, 0.0)))).staged.points for k in (0.0, -0.4)
    )
    reach = [np.abs(points[:, :2] - 96).max() for points in (straight, bent)]
    assert reach[1] < reach[0]


def test_exposing_one_take_is_filming_it(make: Any, studio: Studio) -> None:
    take = make()
    np.testing.assert_array_equal(studio.expose([take]), studio.film(take).picture)
    moving = [make(posture=Posture(x=4.0 * step)) for step in range(5)]
    blurred = studio.expose(moving)
    sharp = studio.film(moving[2]).picture
    edges = [np.abs(np.diff(picture, axis=2)).max() for picture in (blurred, sharp)]
    assert edges[0] < 0.8 * edges[1]


def test_harmonics_light_a_ball_as_the_lamps_do() -> None:
    light = Light(key=0.0, rim=0.0, surroundings=9)
    coefficients = harmonics(light).astype(np.float64)
    x, y, z = 0.48, 0.6, 0.64
    basis = np.asarray(
        (0.282095, 0.488603 * y, 0.488603 * z, 0.488603 * x, 1.092548 * x * y, 1.092548 * y * z,
         0.315392 * (3 * z * z - 1), 1.092548 * x * z, 0.546274 * (x * x - y * y))
    )  # fmt: skip
    table = light.table[4:].astype(np.float64)
    polynomials = np.asarray((1, y, z, x, x * y, y * z, 3 * z * z - 1, x * z, x * x - y * y))
    np.testing.assert_allclose(basis @ coefficients, polynomials @ table, rtol=1e-5)


def test_harmonics_of_a_lamp_are_brightest_towards_it() -> None:
    coefficients = harmonics(Light(azimuth=90.0, elevation=0.0, rim=0.0, fill=0.0))
    assert coefficients[3, 0] > 5 * abs(coefficients[1, 0])


def test_noise_and_compression_are_as_strong_as_asked(make: Any, studio: Studio) -> None:
    picture = studio.film(make(side=128)).picture
    weak, strong = (np.abs(sensor_noise(picture, amount, 7) - picture).mean() for amount in (0.5, 2.0))
    assert 0 < weak < strong
    np.testing.assert_array_equal(sensor_noise(picture, 1.0, 7), sensor_noise(picture, 1.0, 7))
    assert not np.array_equal(sensor_noise(picture, 1.0, 7), sensor_noise(picture, 1.0, 8))
    lost = [np.square(compress(picture, amount) - picture.clip(0, 1)).mean() for amount in (0.0, 1.0)]
    assert lost[0] < 1e-3
    assert lost[1] > 4 * lost[0]


def test_a_plate_is_not_written_to(make: Any, studio: Studio) -> None:
    plate = np.full((3, 96, 96), 0.25, np.float32)
    plate.flags.writeable = False
    frame = studio.film(make(background=plate))
    assert (frame.picture[:, :10, :10] == 0.25).all()
    assert cv2.countNonZero(frame.passes.matte) > 1000
    assert isinstance(frame.take, Take)
