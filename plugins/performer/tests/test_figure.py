"""Whole figures: skeleton, motion, joints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from graph_plugin_performer._body.skeleton import BONES, MOTIONS, REST, Stance, bone_frames, joint_places, stance_at
from graph_plugin_performer.figure import Figure, FilmedFigure
from graph_plugin_performer.identity import Identity

LENGTHS = [(2, 3), (3, 4), (5, 6), (6, 7), (8, 9), (9, 10), (11, 12), (12, 13)]


@pytest.fixture
def shoot(context: Callable[..., Any]) -> Callable[..., FilmedFigure]:
    def take(frame: int = 1001, **knobs: Any) -> FilmedFigure:
        node = Figure(**knobs)
        return node.process(Identity(seed=3).process(), ctx=context(node, frame, side=128))

    return take


def test_at_rest_every_bone_is_where_it_was() -> None:
    for name, (turned, start) in bone_frames(Stance()).items():
        np.testing.assert_allclose(turned, np.eye(3), atol=1e-12)
        np.testing.assert_allclose(start, REST[name])
    assert set(BONES) == set(REST)


@pytest.mark.parametrize("motion", MOTIONS)
def test_limbs_keep_their_length(motion: Any) -> None:
    rest = joint_places(Stance())
    for time in (0.0, 0.7, 3.9):
        places = joint_places(stance_at(5, motion, time))
        for first, last in LENGTHS:
            assert np.linalg.norm(places[first] - places[last]) == pytest.approx(
                np.linalg.norm(rest[first] - rest[last])
            )


def test_a_turned_elbow_carries_the_hand_only() -> None:
    rest, bent = joint_places(Stance()), joint_places(Stance({"left_forearm": (-90.0, 0.0, 0.0)}))
    moved = np.linalg.norm(bent - rest, axis=1) > 1
    assert moved.nonzero()[0].tolist() == [7]
    assert bent[7, 2] > rest[7, 2] + 150, "the forearm is raised ahead"


def test_a_walk_alternates_and_a_dance_changes() -> None:
    knees = np.asarray([joint_places(stance_at(1, "walk", t))[[9, 12], 2] for t in np.arange(0, 4, 0.05)])
    assert np.corrcoef(knees.T)[0, 1] < -0.3
    assert stance_at(1, "dance", 1.0) == stance_at(1, "dance", 1.0)
    assert stance_at(1, "dance", 1.0) != stance_at(2, "dance", 1.0)


def test_joints_lie_in_the_figure(shoot: Callable[..., FilmedFigure]) -> None:
    filmed = shoot(motion="walk", frame=1012)
    for value in filmed:
        value.validate()
    x, y, seen = filmed.body.joints.T
    assert seen.sum() >= 14
    matte = filmed.matte.pixels[0].numpy()
    inside = matte[y.astype(int), x.astype(int)]
    assert inside[seen > 0].mean() > 0.8
    places = filmed.body.places
    assert places is not None
    expected = filmed.camera.centre_px + filmed.camera.focal_px * places[:, :2] / places[:, 2:]
    np.testing.assert_allclose(filmed.body.joints[:, :2], expected, atol=0.05)


def test_a_figure_fills_its_share_of_the_picture(shoot: Callable[..., FilmedFigure]) -> None:
    rows = np.nonzero(shoot(size=0.8).matte.pixels[0].numpy().max(axis=1) > 0.5)[0]
    assert (rows[-1] - rows[0]) / 128 == pytest.approx(0.8, abs=0.06)
    assert abs((rows[-1] + rows[0]) / 2 - 64) < 8


def test_a_figure_from_behind_shows_no_face(shoot: Callable[..., FilmedFigure]) -> None:
    ahead, behind = (shoot(turn=turn).parsing.pixels.numpy() for turn in (0.0, 180.0))
    eyes = [np.isin(labels, (4, 5, 10)).sum() for labels in (ahead, behind)]
    assert eyes[0] > 0
    assert eyes[1] == 0


def test_limbs_flow_where_they_go(shoot: Callable[..., FilmedFigure]) -> None:
    filmed, following = shoot(motion="dance", frame=1010), shoot(motion="dance", frame=1011)
    step = following.body.joints[:, :2] - filmed.body.joints[:, :2]
    flow = filmed.flow.pixels.numpy()
    fast = [joint for joint in (3, 4, 6, 7) if np.linalg.norm(step[joint]) > 0.5 and filmed.body.joints[joint, 2]]
    for joint in fast:
        x, y = filmed.body.joints[joint, :2].astype(int)
        if 0 <= x < 128 and 0 <= y < 128 and np.isfinite(flow[0, y, x]) and filmed.matte.pixels[0, y, x] == 1:
            assert np.dot(flow[:, y, x], step[joint]) > 0
