import numpy as np
import pytest
from graph_nodes.audio.mix import Mix

from graph_core import Audio, ExecutionError


def track(*values, start_s=0.0, rate=10, channels=1):
    return Audio(np.tile(np.float32(values), (channels, 1)), rate, start_s)


def test_tracks_are_added_at_their_times(process):
    out = process(Mix(), track(0.1, 0.2, 0.3), track(0.4, 0.4, start_s=0.2), track(0.5, start_s=-0.1))
    assert out.samples == pytest.approx(np.array([[0.5, 0.1, 0.2, 0.7, 0.4]]))
    assert out.start_s == -0.1


def test_mono_goes_to_every_channel(process):
    out = process(Mix(), track(0.1, 0.2), track(0.3, 0.3, channels=2))
    assert out.samples == pytest.approx(np.array([[0.4, 0.5], [0.4, 0.5]]))


def test_one_track_is_passed_on(process):
    audio = track(0.5)
    assert process(Mix(), audio) is audio


def test_too_loud_a_mix_is_reported_and_not_clipped(process):
    said = []
    out = process(Mix(), track(0.75), track(0.75), report=said.append)
    assert out.samples == pytest.approx(np.array([[1.5]]))
    assert said == ["the mix peaks at 1.50 of full scale; turn it down with audio.gain"]


def test_says_what_does_not_fit(process):
    with pytest.raises(ExecutionError, match="10 and 20 samples per second") as caught:
        process(Mix(), track(0.0), track(0.0, rate=20))
    assert "audio.resample" in caught.value.hint
    with pytest.raises(ExecutionError, match="channels"):
        process(Mix(), track(0.0, channels=2), track(0.0, channels=3))
    with pytest.raises(ExecutionError, match="no sounds"):
        process(Mix())
