"""Performances: any moment can be asked for, in any order."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from graph_nodes.generate._performance import (
    PERFORMANCES,
    PHRASE_S,
    Performance,
    Pose,
    mouth_at,
    opening,
    pose_at,
    syllables,
)

TIMES = np.arange(0, 30, 0.04)


@pytest.mark.parametrize("performance", PERFORMANCES)
def test_order_does_not_matter(performance: Performance) -> None:
    forward = [pose_at(6, performance, float(at)) for at in TIMES[:60]]
    backward = [pose_at(6, performance, float(at)) for at in TIMES[:60][::-1]]
    assert forward == backward[::-1]


def test_still_does_nothing() -> None:
    assert pose_at(1, "still", 7.3) == Pose()


def test_speech_moves_the_jaw_and_idle_does_not() -> None:
    assert max(pose_at(2, "speech", float(at)).jaw for at in TIMES) > 0.3
    assert all(pose_at(2, "idle", float(at)).jaw == 0 for at in TIMES)
    assert all(pose_at(2, "speech", float(at), talk=0.0).jaw == 0 for at in TIMES)


def test_turn_sweeps_through_45_degrees() -> None:
    yaw = [pose_at(3, "turn", float(at)).yaw for at in TIMES]
    assert min(yaw) == pytest.approx(-45, abs=0.2)
    assert max(yaw) == pytest.approx(45, abs=0.2)


def test_eyes_are_open_most_of_the_time() -> None:
    blinks = np.asarray([pose_at(4, "idle", float(at)).blink for at in TIMES])
    assert blinks.max() > 0.8
    assert (blinks < 0.05).mean() > 0.85
    assert blinks.max() <= 1


def test_everything_moves_gently() -> None:
    fine = np.arange(0, 12, 0.01)
    yaw = np.asarray([pose_at(5, "speech", float(at)).yaw for at in fine])
    jaw = mouth_at(5, fine)[0]
    assert np.abs(np.diff(yaw)).max() < 0.3
    assert np.abs(np.diff(jaw)).max() < 0.25


def test_syllables_follow_one_another_within_their_phrase() -> None:
    for phrase in (-2, 0, 10):
        spoken = syllables(9, phrase)
        assert spoken[0].start_s >= phrase * PHRASE_S
        assert spoken[-1].end_s <= (phrase + 1) * PHRASE_S
        assert all(one.end_s <= other.start_s for one, other in pairwise(spoken))


def test_a_syllable_opens_in_its_middle_only() -> None:
    spoken = syllables(9, 0)[0]
    at = np.asarray([spoken.start_s - 0.01, spoken.start_s, (spoken.start_s + spoken.end_s) / 2, spoken.end_s])
    swing = opening(spoken, at)
    assert swing[[0, 1, 3]] == pytest.approx(0, abs=1e-6)
    assert swing[2] > 0.9
