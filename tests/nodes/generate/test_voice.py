"""`generate.voice`: sound in time with the mouth of `generate.head`."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from graph_nodes.generate._performance import pose_at
from graph_nodes.generate.voice import Voice

from graph_core import Audio, Context, Format, FrameRange, Shot


def speak(first: int = 1001, last: int = 1150, **knobs: float) -> Audio:
    shot = Shot(Format(64, 36), Fraction(25), FrameRange(first, last))
    audio = Voice(**knobs).process(ctx=Context(shot, uses=Voice.uses))
    audio.validate()
    return audio


@pytest.mark.parametrize("seed", [0, 1, 12])
def test_loudness_follows_the_jaw(seed: int) -> None:
    audio = speak(seed=seed)
    loudness = [float(np.sqrt(np.mean(np.square(audio.cut(at, at + 0.04).samples)))) for at in np.arange(150) / 25]
    jaw = [pose_at(seed, "speech", float(Fraction(2 * frame + 1, 50))).jaw for frame in range(1001, 1151)]
    assert np.corrcoef(loudness, jaw)[0, 1] > 0.9


def test_length_is_the_shot_or_what_is_asked_for() -> None:
    assert speak().samples.shape == (1, 6 * 48000)
    assert speak(seconds=1.5).samples.shape == (1, 72000)


def test_same_seed_same_sound() -> None:
    np.testing.assert_array_equal(speak(seed=4).samples, speak(seed=4).samples)
    assert not np.array_equal(speak(seed=4).samples, speak(seed=5).samples)


def test_shot_that_starts_later_says_the_same_words() -> None:
    early, late = speak(seed=2), speak(1051, 1150, seed=2)
    np.testing.assert_allclose(late.samples, early.cut(2.0, 6.0).samples, atol=1e-5)


def test_volume_scales() -> None:
    np.testing.assert_allclose(speak(volume=0.5).samples, 0.5 * speak().samples, atol=1e-7)
    assert not speak(volume=0.0).samples.any()


def test_frames_before_zero_have_a_voice_too() -> None:
    audio = speak(-100, 49)
    assert np.abs(audio.samples).max() > 0.01
