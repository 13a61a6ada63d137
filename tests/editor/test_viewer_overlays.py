"""Overlays: where they are drawn, on pictures of any zoom and for drafts."""

import numpy as np
import pytest
import torch
import value_nodes

from graph_core import Alignment, Audio, Body, Face, Faces, Flow, Image, Matte, Parsing
from graph_core.editor.viewer._overlays import Layer, can_overlay
from graph_core.editor.viewer._rasters import picture_of
from graph_core.editor.viewer._sample import Placement

SIZE = (160, 120)
DOUBLE = Placement(0, 0, 2)


def drawn(value, placement=DOUBLE, **options):
    """Return what is changed on a grey screen, `(H, W)`."""
    canvas = np.full((SIZE[1], SIZE[0], 3), 90, np.uint8)
    picture = picture_of(value) if hasattr(value, "pixels") else None
    Layer(value, picture=picture, **options)(canvas, placement)
    return (canvas != 90).any(axis=2)


def faces(count=1):
    return Faces(tuple(value_nodes.face(track) for track in range(count)), 64, 48)


def bounds(changed):
    rows, columns = np.nonzero(changed)
    return columns.min(), rows.min(), columns.max(), rows.max()


def test_a_box_is_drawn_where_the_face_is():
    changed = drawn(faces(), landmarks="none")
    left, _, right, bottom = bounds(changed[22:])  # below the words
    assert left == pytest.approx(44, abs=1) and right == pytest.approx(84, abs=1)
    assert bottom + 22 == pytest.approx(76, abs=1)


def test_a_draft_is_drawn_where_the_full_one_is():
    full = drawn(faces(), landmarks="none")
    face = value_nodes.face(0)
    half = Face(face.box / 2, face.landmarks478 / 2, face.landmarks68 / 2, face.score, 0)
    assert (drawn(Faces((half,), 32, 24), landmarks="none", scale=0.5) == full).all()


def test_landmarks_are_drawn_as_wanted():
    none, few, many = (drawn(faces(), landmarks=kind).sum() for kind in ("none", "68", "478"))
    assert none < few < many


def test_landmarks_have_numbers_once_there_is_room():
    far, near = Placement(40, 23, 24), Placement(40, 23, 30)
    dots = drawn(faces(), far, landmarks="68")
    numbered = drawn(faces(), near, landmarks="68")
    assert dots.any() and numbered.sum() > 2 * dots.sum()


def test_what_lies_off_the_screen_is_not_drawn():
    assert not drawn(faces(), Placement(1000, 1000, 2)).any()


def test_joints_that_are_not_seen_are_not_drawn():
    joints = np.full((18, 3), 30, np.float32)
    joints[:, 2] = 0.1
    assert not drawn(Body(joints)).any()
    joints[4] = (50, 40, 0.9)
    assert bounds(drawn(Body(joints))) == pytest.approx((96, 76, 103, 83), abs=1)


def test_arrows_point_where_it_moves():
    motion = torch.zeros(2, 48, 64)
    motion[0] = 10  # to the right
    changed = drawn(Flow(motion))
    rows, columns = np.nonzero(changed)
    runs = [np.ptp(columns[rows == row]) for row in np.unique(rows)]
    assert max(runs) > 20, "the shafts lie flat"


def test_unknown_motion_has_no_arrow():
    assert not drawn(Flow(torch.full((2, 48, 64), float("nan")))).any()


def test_a_square_shows_where_the_crop_was_cut():
    shifted = Alignment(np.array([[1.0, 0, -10], [0, 1.0, -20]]), 30, "arcface")
    changed = drawn(shifted)
    left, _, right, bottom = bounds(changed[46:])  # below the words
    assert (left, right, bottom + 46) == pytest.approx((20, 80, 100), abs=1)
    assert not drawn(Alignment(np.eye(2, 3), 0, "arcface")).any()


def test_a_matte_is_a_tint_whose_strength_is_its_coverage():
    coverage = torch.zeros(1, 48, 64)
    coverage[..., 32:] = 1
    changed = drawn(Matte(coverage))
    assert not changed[:, :63].any() and changed[:96, 65:127].all()


def test_labels_shine_through():
    assert drawn(Parsing(torch.full((1, 48, 64), 3.0)))[:96, :128].all()


@pytest.mark.parametrize(
    ("kind", "can"), [(Faces, True), (Matte, True), (Flow, True), (Image, False), (Audio, False), (int, False)]
)
def test_what_can_lie_over_a_picture_is_known_by_type(kind, can):
    assert can_overlay(kind) is can


def test_types_of_plugins_are_drawn_as_what_they_derive_from():
    class Roto(Matte):
        pass

    assert can_overlay(Roto)
    assert drawn(Roto(torch.ones(1, 48, 64))).any()
