import numpy as np
import pytest
from graph_nodes.audio.resample import Resample

from graph_core import Audio


def tone(rate, seconds=1.0, hertz=440.0):
    time = np.arange(int(rate * seconds)) / rate
    return Audio(
        np.sin(2 * np.pi * hertz * time, dtype=np.float64).astype(np.float32)[None].repeat(2, axis=0), rate, 0.25
    )


@pytest.mark.parametrize("quality", ["quick", "high", "best"])
@pytest.mark.parametrize("rate", [16000, 44100])
def test_a_tone_stays_the_same_tone(process, quality, rate):
    out = process(Resample(rate=rate, quality=quality), tone(48000))
    assert (out.rate, out.start_s, out.samples.shape) == (rate, 0.25, (2, rate))
    inner = slice(rate // 10, -rate // 10)
    assert np.abs(out.samples[:, inner] - tone(rate).samples[:, inner]).max() < 2e-3
    assert out.samples.dtype == np.float32


def test_tones_above_the_new_limit_are_removed(process):
    out = process(Resample(rate=8000), tone(48000, hertz=6000.0))
    assert np.abs(out.samples[:, 800:-800]).max() < 1e-3


def test_same_rate_passes_the_sound_on(process):
    audio = tone(48000, 0.01)
    assert process(Resample(rate=48000), audio) is audio


def test_no_samples(process):
    out = process(Resample(rate=8000), Audio(np.zeros((1, 0), np.float32), 48000))
    assert (out.rate, out.samples.shape) == (8000, (1, 0))
