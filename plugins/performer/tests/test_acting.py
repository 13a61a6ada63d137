"""Performances, visemes and voices."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pytest
from graph_plugin_performer._acting.performance import PERFORMANCES, named_weights, perform
from graph_plugin_performer._speech.babble import babble, babbled_phonemes
from graph_plugin_performer._speech.espeak import speak
from graph_plugin_performer._speech.visemes import VISEMES, mouth_weights, viseme_of, viseme_weights

from graph_core import ARKIT_NAMES, ExecutionError, ParamError, Phonemes

JAW = ARKIT_NAMES.index("jawOpen")


@pytest.mark.parametrize("name", PERFORMANCES)
def test_any_moment_can_be_asked_for_in_any_order(name: Any) -> None:
    times = [0.0, 1.3, 0.4, 7.9]
    first = [perform(5, name, time) for time in times]
    again = [perform(5, name, time) for time in reversed(times)][::-1]
    for one, other in zip(first, again, strict=True):
        np.testing.assert_array_equal(one.weights, other.weights)
        assert one.posture == other.posture
        assert one.weights.min() >= 0
        assert one.weights.max() <= 1


def test_motion_is_smooth_but_for_blinks_and_glances() -> None:
    steps = np.asarray([perform(2, "idle", t).posture.angles for t in np.arange(0, 10, 0.04)])
    assert np.abs(np.diff(steps, axis=0)).max() < np.radians(1.0)
    assert np.ptp(steps[:, 0]) > np.radians(3)


def test_blinks_are_short_and_rare() -> None:
    closed = np.asarray(
        [perform(2, "idle", t).weights[ARKIT_NAMES.index("eyeBlinkLeft")] for t in np.arange(0, 60, 0.02)]
    )
    shut = closed > 0.9
    count = int((np.diff(shut.astype(int)) > 0).sum())
    assert 10 <= count <= 30
    assert shut.mean() < 0.05


def test_turn_reaches_45_degrees_either_way() -> None:
    yaws = np.degrees([perform(1, "turn", t).posture.yaw for t in np.arange(0, 6, 0.1)])
    assert 43 < yaws.max() < 48
    assert -48 < yaws.min() < -43


def test_a_range_shows_every_blendshape() -> None:
    seen = np.max([perform(1, "range", t).weights for t in np.arange(0, 0.8 * 52, 0.1)], axis=0)
    assert seen.min() > 0.9


def test_phonemes_of_all_kinds_have_a_viseme() -> None:
    assert viseme_of("ˈeɪ") == ("E", "ih")
    assert viseme_of("dʒ") == ("CH",)
    assert viseme_of("uː") == ("ou",)
    assert viseme_of("?") == ("sil",)


def test_a_mouth_closes_for_m_and_opens_for_a() -> None:
    spoken = Phonemes(("m", "ˈɑː", "m"), np.asarray([(0.2, 0.3), (0.3, 0.5), (0.5, 0.6)], np.float32))
    times = np.asarray([0.0, 0.25, 0.4, 0.55, 1.2])
    shares = viseme_weights(spoken, times)
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    assert shares[1].argmax() == shares[3].argmax() == VISEMES.index("PP")
    assert shares[2].argmax() == VISEMES.index("aa")
    jaw = mouth_weights(spoken, times)[:, JAW]
    assert jaw[2] > 0.3
    assert jaw[1] < 0.1
    assert jaw[4] < 0.02


def test_rounding_begins_before_its_sound() -> None:
    pucker = ARKIT_NAMES.index("mouthPucker")
    apart = Phonemes(("t", "uː"), np.asarray([(0.2, 0.3), (0.3, 0.5)], np.float32))
    spread = Phonemes(("t", "iː"), np.asarray([(0.2, 0.3), (0.3, 0.5)], np.float32))
    before = np.asarray([0.25])
    assert mouth_weights(apart, before)[0, pucker] > mouth_weights(spread, before)[0, pucker] + 0.05


def lag_frames(sound: np.ndarray, rate: int, phonemes: Phonemes) -> float:
    """Return by how many frames of 25 a second the jaw lags behind the loudness, of 5 ms steps."""
    step = rate // 200
    count = len(sound) // step
    loud = np.sqrt(np.square(sound[: count * step].reshape(count, step)).mean(axis=1))
    loud = np.convolve(loud, np.ones(12) / 12, "same")
    jaw = mouth_weights(phonemes, (np.arange(count) + 0.5) / 200)[:, JAW]
    loud, jaw = loud - loud.mean(), jaw - jaw.mean()
    lags = range(-40, 41)
    scores = [float(np.dot(np.roll(loud, lag), jaw)) for lag in lags]
    return lags[int(np.argmax(scores))] / 8


def test_babble_and_its_mouth_move_together() -> None:
    sound = babble(4, 0.0, 8.0, 16000)
    assert abs(lag_frames(sound, 16000, babbled_phonemes(4, 0.0, 8.0))) <= 1


def test_babble_cut_anywhere_is_the_same() -> None:
    whole, part = babble(4, 0.0, 6.0, 8000), babble(4, 3.0, 2.0, 8000)
    np.testing.assert_allclose(whole[24000:40000], part, atol=2e-3)


def test_a_text_is_spoken_the_same_every_time_and_in_sync() -> None:
    pytest.importorskip("espeakng_loader")
    text = "Somebody made all of this up, and nobody ever said a word of it before."
    one, other = speak(text, "en-us+f3"), speak(text, "en-us+f3")
    np.testing.assert_array_equal(one.samples, other.samples)
    assert one.symbols == other.symbols
    assert len(one.symbols) > 40
    assert one.times_s[-1, 1] <= len(one.samples) / one.rate + 0.01
    assert abs(lag_frames(one.samples, one.rate, Phonemes(one.symbols, one.times_s))) <= 1


def test_silence_between_words_is_where_the_phonemes_say() -> None:
    pytest.importorskip("espeakng_loader")
    spoken = speak("papa. Papa.", "en-us+m2")
    covered = np.zeros(len(spoken.samples), bool)
    for start, end in spoken.times_s:
        covered[int(start * spoken.rate) : int(end * spoken.rate)] = True
    assert np.abs(spoken.samples[~covered]).mean() < 0.1 * np.abs(spoken.samples[covered]).mean()


def test_an_unknown_language_is_refused() -> None:
    pytest.importorskip("espeakng_loader")
    with pytest.raises(ParamError, match="no voice"):
        speak("hello", "tlh-nowhere")


def test_without_espeak_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    # A Python that sees neither the wheel nor the system's library.
    (tmp_path / "espeakng_loader.py").write_text("raise ImportError")
    fake = tmp_path / "python"
    fake.write_text('#!/bin/sh\necho \'{"error": "absent"}\'\n')
    fake.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(fake))
    with pytest.raises(ExecutionError) as caught:
        speak("hello", "en-us")
    assert "pip install espeakng-loader" in caught.value.hint


def test_named_weights_mean_both_sides() -> None:
    row = named_weights(mouthSmile=0.4, jawOpen=0.2)
    assert row.sum() == pytest.approx(1.0)
