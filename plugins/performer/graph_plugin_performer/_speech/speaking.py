"""Sound tracks with their phonemes: of a text, or of babble."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph_core import Phonemes
from graph_plugin_performer._person.measures import draw_identity, measures_of
from graph_plugin_performer._speech.babble import babble, babbled_phonemes
from graph_plugin_performer._speech.espeak import speak

__all__ = ["babble_track", "text_track"]

Samples = NDArray[np.float32]


def text_track(
    text: str, language: str, seed: int, *, pace: float, start_s: float, rate: int
) -> tuple[Samples, Phonemes]:
    """Return the samples of a spoken text, silent until `start_s`, and its phonemes.

    Args:
        text: What is said.
        language: As espeak-ng names it.
        seed: Whose voice.
        pace: 1 is 165 words per minute.
        start_s: Where the text begins.
        rate: Samples per second.
    """
    import soxr

    rng = np.random.default_rng((seed, 61))
    feminine = measures_of(draw_identity(seed)).femininity > 0.5
    variant = f"+{'f' if feminine else 'm'}{int(rng.integers(1, 5 if feminine else 8))}"
    spoken = speak(
        text,
        language if "+" in language else language + variant,
        words_per_minute=round(165 * pace),
        pitch=int(rng.integers(35, 65)),
        intonation=int(rng.integers(45, 75)),
    )
    sound = soxr.resample(spoken.samples, spoken.rate, rate)
    silence = np.zeros(round(start_s * rate), np.float32)
    track = np.concatenate([silence, sound.astype(np.float32)])
    return track, Phonemes(spoken.symbols, (spoken.times_s + np.float32(start_s)).astype(np.float32))


def babble_track(seed: int, seconds: float, rate: int) -> tuple[Samples, Phonemes]:
    """Return the samples of babble and its phonemes."""
    return babble(seed, 0.0, seconds, rate), babbled_phonemes(seed, 0.0, seconds)
