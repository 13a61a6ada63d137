import numpy as np
import pytest
from graph_nodes.audio.gain import Gain

from graph_core import Audio


def ones(count=10, rate=10):
    return Audio(np.ones((2, count), np.float32), rate, 0.5)


def test_decibels(process):
    out = process(Gain(gain=-20), ones())
    assert out.samples == pytest.approx(np.full((2, 10), 0.1))
    assert (out.rate, out.start_s) == (10, 0.5)


def test_fades_reach_silence_just_outside_the_sound(process):
    out = process(Gain(fade_in=0.4, fade_out=0.2), ones()).samples[1]
    assert out == pytest.approx([0, 0.25, 0.5, 0.75, 1, 1, 1, 1, 1, 0.5])


def test_fades_longer_than_the_sound_multiply(process):
    out = process(Gain(fade_in=2, fade_out=2), ones(count=2, rate=1)).samples[0]
    assert out == pytest.approx([0, 0.25])


def test_unity_passes_the_sound_on():
    audio = ones()
    assert Gain().process(audio) is audio


def test_input_is_left_alone(process):
    audio = ones()
    audio.samples.flags.writeable = False
    process(Gain(gain=6, fade_in=1), audio)
    assert (audio.samples == 1).all()


def test_no_samples(process):
    assert process(Gain(gain=3), ones(count=0)).samples.shape == (2, 0)
