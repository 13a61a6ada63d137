"""A babbling voice: pulses of the vocal folds through the resonances of a vowel, one syllable after another."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from graph_nodes.generate._identity import draw_identity
from graph_nodes.generate._performance import PHRASE_S, Syllable, mouth_at, syllables

__all__ = ["babble"]

Floats = NDArray[np.float64]
LOUDNESS = 0.16
BANDWIDTHS_HZ = (70.0, 95.0, 140.0, 220.0)
CONTROL_RATE = 1000


def babble(seed: int, start_s: float, seconds: float, rate: int) -> NDArray[np.float32]:
    """Return `(N,)` samples of what the person of a seed babbles; as loud as the mouth is open.

    Args:
        seed: Whose voice, and what it says.
        start_s: Time of the first sample, in seconds since frame 0.
        seconds: Length.
        rate: Samples per second.
    """
    count = round(seconds * rate)
    times = start_s + np.arange(count) / rate
    controls = start_s + np.arange(int(seconds * CONTROL_RATE) + 2) / CONTROL_RATE
    loudness = np.interp(times, controls, mouth_at(seed, controls)[0])
    who = draw_identity(seed)
    pitch_hz = 105.0 + 100.0 * who.femininity
    tract = 1.0 + 0.16 * who.femininity
    voice = np.zeros(count)
    for phrase in range(int(start_s // PHRASE_S), int((start_s + seconds) // PHRASE_S) + 1):
        for number, spoken in enumerate(syllables(seed, phrase)):
            first = round((spoken.start_s - start_s) * rate)
            rng = np.random.default_rng([seed, abs(phrase), phrase < 0, number])
            sound = _syllable(spoken, pitch_hz, tract, rate, rng)
            low, high = max(first, 0), min(first + len(sound), count)
            if high > low:
                voice[low:high] = sound[low - first : high - first]
    samples: NDArray[np.float32] = np.tanh(LOUDNESS * voice * loudness).astype(np.float32)
    return samples


def _syllable(spoken: Syllable, pitch_hz: float, tract: float, rate: int, rng: np.random.Generator) -> Floats:
    """Return one syllable at constant loudness: its consonant, then its vowel."""
    seconds = spoken.end_s - spoken.start_s
    times = np.arange(max(2, round(seconds * rate))) / rate
    pitch = pitch_hz * spoken.pitch * (1.06 - 0.12 * times / seconds + 0.015 * np.sin(2 * np.pi * 5.5 * times))
    phase = np.cumsum(pitch) / rate
    breath = rng.normal(0, 1, len(times))
    source = np.diff(_glottal_flow(phase % 1), prepend=0.0) * (rate / pitch_hz) + 0.02 * breath
    vowel = source
    formants = (*(formant * tract for formant in spoken.formants), 3500.0 * tract)
    for formant, bandwidth in zip(formants, BANDWIDTHS_HZ, strict=True):
        vowel = _resonate(vowel, formant, bandwidth, rate)
    vowel = vowel / (np.sqrt(np.mean(np.square(vowel))) + 1e-9)
    onset = np.clip(1 - times / 0.07, 0, 1)
    if spoken.consonant == 2:
        hum = _resonate(source, 250.0, 90.0, rate)
        consonant = 0.8 * hum / (np.sqrt(np.mean(np.square(hum))) + 1e-9)
    else:
        hiss = _resonate(breath, 4800.0 if spoken.consonant == 1 else 1800.0, 1500.0, rate)
        consonant = 0.7 * hiss / np.sqrt(np.mean(np.square(hiss)))
    mixed: Floats = vowel * (1 - onset) + consonant * onset
    return mixed


def _glottal_flow(phase: Floats) -> Floats:
    """Return the air flow through the vocal folds over one cycle: slow opening, quick closing (Rosenberg 1971)."""
    opening = 0.5 * (1 - np.cos(np.pi * phase / 0.40))
    closing = np.cos(0.5 * np.pi * (phase - 0.40) / 0.16)
    return np.where(phase < 0.40, opening, np.where(phase < 0.56, closing, 0.0))


def _resonate(sound: Floats, centre_hz: float, bandwidth_hz: float, rate: int) -> Floats:
    """Pass a sound through one resonance with unit gain at 0 Hz."""
    decay = np.exp(-np.pi * bandwidth_hz / rate)
    swing = 2 * decay * np.cos(2 * np.pi * centre_hz / rate)
    filtered: Floats = lfilter([1 - swing + decay**2], [1, -swing, decay**2], sound)
    return filtered
