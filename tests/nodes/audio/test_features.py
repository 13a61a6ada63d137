import librosa
import numpy as np
import pytest
from graph_nodes.audio._spectrum import log_mel
from graph_nodes.audio.features import Features

from graph_core import Audio, ParamError

RATE = 16000


def sound(seconds=0.5, start_s=0.0):
    rng = np.random.default_rng(3)
    return Audio(rng.normal(0, 0.1, (1, int(RATE * seconds))).astype(np.float32), RATE, start_s)


def test_bands_agree_with_librosa():
    track = sound().samples[0]
    # librosa puts the window into the middle of its frame of 512 samples.
    power = librosa.feature.melspectrogram(
        y=track, sr=RATE, n_fft=512, hop_length=160, win_length=400, center=False, n_mels=40, fmax=8000
    )
    wanted = librosa.power_to_db(power, ref=1.0, amin=1e-10, top_db=None).T
    at = np.arange(30) * 160 + 256.0
    assert log_mel(track, RATE, at, 400, 40, (0.0, 8000.0)) == pytest.approx(wanted[:30], abs=2e-3)


def test_one_vector_for_each_frame(process):
    spectra = process(Features(bands=40, coefficients=12), sound(), frames=10)
    assert spectra.log_mel.vectors.shape == (10, 40)
    assert spectra.mfcc.vectors.shape == (10, 12)
    assert spectra.log_mel.rate == 24
    assert spectra.log_mel.start_s == pytest.approx(0.5 / 24)
    for features in spectra:
        features.validate()


def test_cepstrum_is_librosas(process):
    spectra = process(Features(rate=50, bands=40, coefficients=13), sound(), frames=12)
    wanted = librosa.feature.mfcc(S=spectra.log_mel.vectors.T, n_mfcc=13).T
    assert spectra.mfcc.vectors == pytest.approx(wanted, abs=1e-3)
    assert spectra.mfcc.vectors.shape == (25, 13)


def test_a_tone_lights_its_band(process):
    time = np.arange(RATE) / RATE
    audio = Audio(np.sin(2 * np.pi * 1000 * time).astype(np.float32)[None], RATE)
    loudest = process(Features(bands=40), audio, frames=20).log_mel.vectors.argmax(axis=1)
    centres = librosa.mel_frequencies(n_mels=42, fmin=0, fmax=8000)[1:-1]
    assert set(loudest.tolist()) == {int(np.abs(centres - 1000).argmin())}


def test_sound_is_found_at_its_time(process):
    click = Audio(np.ones((1, 160), np.float32), RATE, start_s=0.25)
    loud = process(Features(rate=100), click, frames=24).log_mel.vectors.max(axis=1)
    assert loud.argmax() in (25, 26)
    assert loud[:20] == pytest.approx(np.full(20, -100))


def test_channels_are_averaged(process):
    samples = sound().samples
    opposite = Audio(np.concatenate([samples, -samples]), RATE)
    assert process(Features(), opposite).log_mel.vectors == pytest.approx(np.full((10, 80), -100))


def test_no_sound_is_silence(process):
    spectra = process(Features(), Audio(np.zeros((1, 0), np.float32), RATE))
    assert spectra.log_mel.vectors == pytest.approx(np.full((10, 80), -100))


def test_long_sound_in_parts_is_the_same(monkeypatch):
    from graph_nodes.audio import _spectrum

    track, centres = sound().samples[0], np.arange(0, 8000, 160.0)
    whole = log_mel(track, RATE, centres, 400, 20, (0.0, 8000.0))
    monkeypatch.setattr(_spectrum, "_CHUNK", 7)
    assert log_mel(track, RATE, centres, 400, 20, (0.0, 8000.0)) == pytest.approx(whole, abs=1e-4)


def test_says_which_knobs_do_not_fit(process):
    with pytest.raises(ParamError, match="13 coefficients cannot be made from 12 bands"):
        process(Features(bands=12), sound())
    with pytest.raises(ParamError, match="begin at 900 Hz and end at 800 Hz"):
        process(Features(low=900, high=800), sound())
