"""What is said of a frame agrees with its pixels and with itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from graph_plugin_performer._acting.posing import head_pose, posture_of, rotation
from graph_plugin_performer._person.measures import draw_identity
from graph_plugin_performer._person.parts import Label
from graph_plugin_performer._truth.landmarks import (
    BOUNDARIES,
    boundary_maps,
    face_of,
    landmarks_mm,
    project_px,
)
from graph_plugin_performer.take import Frame, Lens, Light, Posture, Prop, Studio

SMILE = {"mouthSmile": 0.7, "jawOpen": 0.2}


@pytest.fixture(scope="module")
def frame(studio: Studio) -> Frame:
    from graph_plugin_performer._acting.performance import named_weights
    from graph_plugin_performer.take import Take

    take = Take(
        draw_identity(3), named_weights(**SMILE), Lens(160, 128, distortion=(-0.1, 0.02)), Posture(0.3, 0.05, 0.1)
    )
    moved = replace(take, posture=Posture(0.32, 0.05, 0.11, 2.0, 0.5, 3.0))
    return studio.film(take, moved)


def test_every_vertex_is_drawn_where_the_camera_says(frame: Frame) -> None:
    lens = frame.take.lens
    x, y, z = frame.staged.places.astype(np.float64).T
    away = lens.distance_mm - z
    across, down = x / away, (-22.0 - y) / away
    squared = across**2 + down**2
    bend = 1 + lens.distortion[0] * squared + lens.distortion[1] * squared**2
    expected = np.stack([80 + lens.focal_px * across * bend, 64 + lens.focal_px * down * bend], axis=1)
    drawn = frame.staged.points[:, :2] / 2
    assert np.abs(drawn - expected).max() < 0.1


def test_landmarks_lie_on_the_surface_that_is_seen(frame: Frame) -> None:
    spatial = project_px(frame, landmarks_mm(frame))
    face = face_of(frame).faces[0]
    visible = face.visible478
    assert visible is not None
    assert 250 < visible.sum() < 478
    column, row = np.floor(spatial[:, :2]).astype(int).T
    seen = frame.passes.depth[row[visible], column[visible]]
    # A pixel shows the surface at its middle, a landmark may lie half a pixel beside it on a steep cheek.
    assert np.median(np.abs(seen - spatial[visible, 2])) < 1.0
    hidden = ~visible
    assert (frame.passes.depth[row[hidden], column[hidden]] < spatial[hidden, 2]).mean() > 0.9


def test_landmarks_are_on_their_features(frame: Frame) -> None:
    labels = frame.passes.labels
    points = face_of(frame).faces[0].landmarks478[:, :2]

    def label_at(number: int) -> int:
        x, y = points[number]
        return int(labels[int(y), int(x)])

    assert label_at(4) == Label.NOSE
    assert label_at(17) in (Label.LOWER_LIP, Label.SKIN)
    assert label_at(468) == Label.RIGHT_EYE
    assert label_at(473) == Label.LEFT_EYE
    assert label_at(13) in (Label.UPPER_LIP, Label.MOUTH)


def test_labels_cover_the_matte_exactly(studio: Studio, make: Any) -> None:
    for prop in (None, Prop("hand", 1.0)):
        passes = studio.film(make(weights=SMILE, prop=prop, posture=Posture(-0.4))).passes
        np.testing.assert_array_equal(passes.labels > 0, passes.matte >= 0.5)
        assert set(np.unique(passes.labels)) <= {int(label) for label in Label if label < 20}
        assert (passes.matte + passes.occluder).max() <= 1


def test_depth_and_normals_belong_to_one_surface(studio: Studio, make: Any) -> None:
    frame = studio.film(make(side=192))
    passes, lens = frame.passes, frame.take.lens
    row, column = np.mgrid[0 : lens.height, 0 : lens.width] + 0.5
    depth = passes.depth
    place = np.stack(
        [
            (column - lens.centre_px[0]) * depth / lens.focal_px,
            -(row - lens.centre_px[1]) * depth / lens.focal_px,
            -depth,
        ]
    )
    across = np.gradient(place, axis=2)
    up = -np.gradient(place, axis=1)
    normal = np.cross(across, up, axis=0)
    normal /= np.linalg.norm(normal, axis=0) + 1e-9
    cheek = (passes.labels == Label.SKIN) & (cv2.erode((passes.labels == Label.SKIN).astype(np.uint8), None) > 0)
    agreement = (normal * passes.normals).sum(axis=0)[cheek]
    assert np.median(agreement) > 0.99


def test_flow_leads_to_the_same_point_of_the_skin(frame: Frame, studio: Studio) -> None:
    after = studio.film(replace(frame.take, posture=Posture(0.32, 0.05, 0.11, 2.0, 0.5, 3.0)))
    flow, labels = frame.passes.flow, frame.passes.labels
    known = np.isfinite(flow[0])
    face = known & np.isin(labels, (Label.SKIN, Label.NOSE, Label.NECK)) & (frame.passes.uv[0] > 0)
    assert known[labels > 0].mean() > 0.8
    # Bilinear reading mixes surfaces across an outline.
    face = cv2.erode(face.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    row, column = np.mgrid[0 : labels.shape[0], 0 : labels.shape[1]].astype(np.float32)
    x, y = np.nan_to_num(column + flow[0]), np.nan_to_num(row + flow[1])
    error = []
    for plane in range(2):
        warped = cv2.remap(after.passes.uv[plane], x, y, cv2.INTER_LINEAR)
        error.append(np.abs(warped - frame.passes.uv[plane])[face])
    # A pixel is about 0.003 of the texture wide.
    assert np.median(np.concatenate(error)) < 2e-4
    assert np.percentile(np.concatenate(error), 90) < 1.5e-3


def test_flow_warps_the_next_picture_onto_this_one(studio: Studio, make: Any) -> None:
    flat = Light(key=0.0, rim=0.0)
    now = make(side=160, light=flat, posture=Posture(0.1))
    after = replace(now, posture=Posture(0.105, 0.002, 0.0, 0.6, 0.2, 0.5))
    frame, following = studio.film(now, after), studio.film(after)
    flow = frame.passes.flow
    row, column = np.mgrid[0:160, 0:160].astype(np.float32)
    x, y = np.nan_to_num(column + flow[0]), np.nan_to_num(row + flow[1])
    warped = np.stack([cv2.remap(plane, x, y, cv2.INTER_CUBIC) for plane in following.picture])
    smooth = np.isin(frame.passes.labels, (Label.SKIN, Label.NOSE, Label.NECK, Label.CLOTH))
    inside = cv2.erode(smooth.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    inside &= np.isfinite(flow[0])
    wrong = np.square(warped - frame.picture)[:, inside].mean()
    assert -10 * np.log10(wrong) > 40


def test_nothing_moves_without_a_next_frame(studio: Studio, make: Any) -> None:
    flow = studio.film(make()).passes.flow
    known = np.isfinite(flow)
    assert known.mean() > 0.97
    assert np.abs(flow[known]).max() < 0.01


def test_background_that_gets_covered_is_unknown(studio: Studio, make: Any) -> None:
    take = make()
    passes = studio.film(take, replace(take, posture=Posture(x=20.0))).passes
    behind = passes.labels == 0
    assert np.isnan(passes.flow[0][behind]).any()
    np.testing.assert_array_equal(passes.flow[:, behind & np.isfinite(passes.flow[0])], 0)


def test_boundaries_run_through_the_landmarks(frame: Frame) -> None:
    face = face_of(frame).faces[0]
    points = np.concatenate([face.landmarks68, face.landmarks478[468:, :2]])
    maps = boundary_maps(frame, points).pixels.numpy()
    assert maps.shape == (len(BOUNDARIES), 128, 160)
    for number, curve in enumerate(list(BOUNDARIES.values())[:13]):
        for point in list(curve):
            x, y = points[point]
            assert maps[number, int(y), int(x)] > 0.5


def test_pose_is_that_of_the_head(frame: Frame) -> None:
    pose = head_pose(frame.take.posture, frame.take.lens.distance_mm)
    back = posture_of(pose)
    np.testing.assert_allclose(back.angles, frame.take.posture.angles, atol=1e-5)
    np.testing.assert_allclose(back.shift, frame.take.posture.shift, atol=1e-2)
    # The crown of the skull is carried rigidly.
    person = frame.person
    skin = person.parts["skin"]
    crown = int(np.argmax(person.mesh.vertices[:, 1]))
    rest = person.mesh.vertices[crown] + person.skew[crown]
    about = np.asarray((0.0, -58.0, -22.0))
    turned = rotation(frame.take.posture.angles) @ (rest - about) + about
    np.testing.assert_allclose(frame.staged.places[skin][crown], turned, atol=0.05)
