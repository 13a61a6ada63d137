"""A babbling voice: pulses of the vocal folds through the resonances of a vowel, one syllable after another."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from graph_core import Phonemes
from graph_plugin_performer._person.measures import draw_identity, measures_of

__all__ = ["babble", "babbled_phonemes"]

Floats = NDArray[np.float64]
LOUDNESS = 0.16
BANDWIDTHS_HZ = (70.0, 95.0, 140.0, 220.0)
CONTROL_RATE = 1000
PHRASE_S = 4.0


class Syllable(NamedTuple):
    """One opening of the mouth.

    Attributes:
        start_s, end_s: From closed to closed, in seconds.
        vowel: Its phoneme.
        loudness: 0 to 1.
        formants: Resonances of the vowel in Hz.
        pitch: Of the voice, over the speaker's own.
        consonant: 0 a stop, 1 a hiss, 2 a hum.
    """

    start_s: float
    end_s: float
    vowel: str
    loudness: float
    formants: tuple[float, float, float]
    pitch: float
    consonant: int


# Phonemes, loudness and the formants of a mean adult voice (Peterson and Barney 1952).
_VOWELS = (
    ("ɑː", 0.95, (730.0, 1090.0, 2440.0)),
    ("ɛ", 0.80, (530.0, 1840.0, 2480.0)),
    ("iː", 0.65, (270.0, 2290.0, 3010.0)),
    ("ɔː", 0.80, (570.0, 840.0, 2410.0)),
    ("uː", 0.60, (300.0, 870.0, 2240.0)),
)
_CONSONANTS = ("b", "s", "m")
_ONSET_S = 0.07


@lru_cache(maxsize=64)
def _syllables(seed: int, phrase: int) -> tuple[Syllable, ...]:
    """Return the syllables of the four seconds that begin at `phrase * 4` s: words, with pauses between.

    >>> _syllables(1, 0) == _syllables(1, 0), _syllables(1, 0) == _syllables(2, 0)
    (True, False)
    """
    rng = _draw(seed, phrase, 1)
    spoken: list[Syllable] = []
    at, end = phrase * PHRASE_S + 0.15, (phrase + 1) * PHRASE_S - 0.35
    left = int(rng.integers(2, 5))
    while at < end:
        long = float(rng.uniform(0.15, 0.27))
        vowel, loud, formants = _VOWELS[int(rng.integers(len(_VOWELS)))]
        stress = float(rng.uniform(0.65, 1.0))
        fall = 1.12 - 0.25 * (at - phrase * PHRASE_S) / PHRASE_S
        pitch = fall * float(rng.uniform(0.94, 1.08))
        spoken.append(
            Syllable(at, min(at + long, end + 0.2), vowel, loud * stress, formants, pitch, int(rng.integers(3)))
        )
        at += long
        left -= 1
        if left == 0:
            at += float(rng.uniform(0.06, 0.30))
            left = int(rng.integers(2, 6))
    return tuple(spoken)


def babble(seed: int, start_s: float, seconds: float, rate: int) -> NDArray[np.float32]:
    """Return `(N,)` samples of what the person of a seed babbles.

    Args:
        seed: Whose voice, and what it says.
        start_s: Time of the first sample, in seconds.
        seconds: Length.
        rate: Samples per second.
    """
    count = round(seconds * rate)
    times = start_s + np.arange(count) / rate
    controls = start_s + np.arange(int(seconds * CONTROL_RATE) + 2) / CONTROL_RATE
    loudness = np.interp(times, controls, _loudness(seed, controls))
    who = measures_of(draw_identity(seed))
    pitch_hz = 105.0 + 100.0 * who.femininity
    tract = 1.0 + 0.16 * who.femininity
    voice = np.zeros(count)
    for phrase in range(int(start_s // PHRASE_S), int((start_s + seconds) // PHRASE_S) + 1):
        for number, spoken in enumerate(_syllables(seed, phrase)):
            first = round((spoken.start_s - start_s) * rate)
            rng = np.random.default_rng([seed, abs(phrase), phrase < 0, number])
            sound = _syllable(spoken, pitch_hz, tract, rate, rng)
            low, high = max(first, 0), min(first + len(sound), count)
            if high > low:
                voice[low:high] = sound[low - first : high - first]
    samples: NDArray[np.float32] = np.tanh(LOUDNESS * voice * loudness).astype(np.float32)
    return samples


def babbled_phonemes(seed: int, start_s: float, seconds: float) -> Phonemes:
    """Return what the person of a seed babbles, timed from the first sample of `babble`."""
    symbols: list[str] = []
    times: list[tuple[float, float]] = []
    for phrase in range(int(start_s // PHRASE_S), int((start_s + seconds) // PHRASE_S) + 1):
        for spoken in _syllables(seed, phrase):
            first, last = spoken.start_s - start_s, spoken.end_s - start_s
            symbols += [_CONSONANTS[spoken.consonant], spoken.vowel]
            times += [(first, first + _ONSET_S), (first + _ONSET_S, last)]
    return Phonemes(tuple(symbols), np.asarray(times, np.float32).reshape(-1, 2))


def _loudness(seed: int, times_s: Floats) -> Floats:
    loudness = np.zeros(len(times_s))
    for phrase in np.unique(np.floor_divide(times_s, PHRASE_S).astype(int)):
        for spoken in _syllables(seed, int(phrase)):
            loudness = np.maximum(loudness, spoken.loudness * _opening(spoken, times_s))
    return loudness


def _opening(spoken: Syllable, times_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how loud a syllable is at given times: 0 outside, 1 in its middle."""
    share = np.clip((times_s - spoken.start_s) / (spoken.end_s - spoken.start_s), 0, 1)
    swing: NDArray[np.float64] = np.sin(np.pi * share**1.2) ** 1.3
    return np.where((times_s >= spoken.start_s) & (times_s < spoken.end_s), swing, 0.0)


def _draw(seed: int, *place: int) -> np.random.Generator:
    """Return the random numbers that belong to a place in time, whichever is asked for first."""
    return np.random.default_rng([seed, *(2 * abs(item) + (item < 0) for item in place)])


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
    onset = np.clip(1 - times / _ONSET_S, 0, 1)
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
