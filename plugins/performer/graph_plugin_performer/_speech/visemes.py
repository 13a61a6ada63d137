"""From phonemes to the shapes of a mouth: visemes, and how neighbours colour one another.

Each viseme pulls the mouth to its shape with a dominance that rises before its sound and falls after it (Cohen and
Massaro 1993): D(t) = strength * exp(-rate * distance to its middle part). The mouth is the mean of all shapes, weighted
by their dominance.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from graph_core import ARKIT_NAMES, Phonemes

__all__ = ["VISEMES", "mouth_weights", "viseme_of", "viseme_weights"]

Floats = NDArray[np.float64]

VISEMES = ("sil", "PP", "FF", "TH", "DD", "kk", "CH", "SS", "nn", "RR", "aa", "E", "ih", "oh", "ou")
"""The 15 mouth shapes of the usual set."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """A viseme: how strongly it pulls, how fast that falls off, per second, and its blendshapes."""

    strength: float
    rate: float
    weights: dict[str, float]


_SHAPES = {
    "sil": _Shape(0.5, 16, {}),
    "PP": _Shape(2.6, 34, {"mouthPress": 0.45, "mouthRollLower": 0.22, "mouthRollUpper": 0.18}),
    "FF": _Shape(2.0, 28, {"mouthRollLower": 0.60, "mouthUpperUp": 0.30, "mouthShrugLower": 0.25, "jawOpen": 0.05}),
    "TH": _Shape(1.2, 24, {"jawOpen": 0.14, "tongueOut": 0.35, "mouthLowerDown": 0.25, "mouthUpperUp": 0.12}),
    "DD": _Shape(0.8, 26, {"jawOpen": 0.11, "mouthLowerDown": 0.25, "mouthUpperUp": 0.15}),
    "kk": _Shape(0.5, 22, {"jawOpen": 0.16, "mouthLowerDown": 0.18, "mouthStretch": 0.10}),
    "CH": _Shape(1.5, 22, {"mouthFunnel": 0.60, "mouthPucker": 0.20, "jawOpen": 0.08, "mouthShrugUpper": 0.12}),
    "SS": _Shape(1.2, 26, {"jawOpen": 0.04, "mouthStretch": 0.28, "mouthLowerDown": 0.32, "mouthUpperUp": 0.16}),
    "nn": _Shape(0.7, 24, {"jawOpen": 0.10, "mouthLowerDown": 0.18}),
    "RR": _Shape(0.9, 20, {"mouthFunnel": 0.36, "mouthPucker": 0.22, "jawOpen": 0.11}),
    "aa": _Shape(1.1, 17, {"jawOpen": 0.48, "mouthLowerDown": 0.25, "mouthUpperUp": 0.15}),
    "E": _Shape(1.0, 17, {"jawOpen": 0.27, "mouthStretch": 0.28, "mouthLowerDown": 0.26, "mouthUpperUp": 0.20}),
    "ih": _Shape(1.0, 18, {"jawOpen": 0.15, "mouthStretch": 0.32, "mouthSmile": 0.16, "mouthLowerDown": 0.20}),
    "oh": _Shape(1.2, 16, {"jawOpen": 0.32, "mouthFunnel": 0.45, "mouthPucker": 0.15}),
    "ou": _Shape(1.4, 15, {"jawOpen": 0.12, "mouthPucker": 0.72, "mouthFunnel": 0.28}),
}

# First letters of phonemes in the International Phonetic Alphabet, the longest match first.
_LETTERS = {
    "PP": ("p", "b", "m", "ɸ", "β"),
    "FF": ("f", "v", "ʋ"),
    "TH": ("θ", "ð"),
    "CH": ("tʃ", "dʒ", "ʃ", "ʒ", "ɕ", "ʑ", "tɕ", "dʑ"),
    "SS": ("s", "z", "ts", "dz"),
    "DD": ("t", "d", "ʈ", "ɖ", "ɾ"),
    "nn": ("n", "l", "ŋ", "ɲ", "ɫ", "ʎ", "ɭ", "ɳ"),
    "RR": ("r", "ɹ", "ɻ", "ʁ", "ʀ", "ɜ", "ɝ", "ɚ"),
    "kk": ("k", "ɡ", "g", "x", "ɣ", "h", "ç", "q", "ʔ", "ħ", "χ", "c", "ɟ"),
    "aa": ("a", "ɑ", "ɐ", "ʌ", "æ", "ä"),
    "E": ("e", "ɛ", "ə", "ø", "œ"),
    "ih": ("i", "ɪ", "j", "ɨ", "y", "ʏ"),
    "oh": ("o", "ɔ", "ɒ"),
    "ou": ("u", "ʊ", "w", "ɯ", "ʉ", "ɥ"),
}
_BY_LETTER = sorted(
    ((letter, viseme) for viseme, letters in _LETTERS.items() for letter in letters),
    key=lambda pair: -len(pair[0]),
)


def viseme_of(symbol: str) -> tuple[str, ...]:
    """Return the viseme of a phoneme, or the two of a diphthong.

    >>> viseme_of("ˈoʊ"), viseme_of("m"), viseme_of("tʃ")
    (('oh', 'ou'), ('PP',), ('CH',))
    """
    rest = symbol.strip("ˈˌ ")
    found: list[str] = []
    while rest and len(found) < 2:
        for letter, viseme in _BY_LETTER:
            if rest.startswith(letter):
                found.append(viseme)
                rest = rest[len(letter) :]
                break
        else:
            rest = rest[1:]
    return tuple(found) or ("sil",)


@lru_cache(maxsize=1)
def _targets() -> Floats:
    """`(15, 52)` blendshapes of the visemes."""
    table = np.zeros((len(VISEMES), len(ARKIT_NAMES)))
    for row, viseme in enumerate(VISEMES):
        for name, weight in _SHAPES[viseme].weights.items():
            sides = (name,) if name in ARKIT_NAMES else (f"{name}Left", f"{name}Right")
            for side in sides:
                table[row, ARKIT_NAMES.index(side)] = weight
    return table


def viseme_weights(phonemes: Phonemes, times_s: Floats) -> Floats:
    """Return how much of each viseme there is `(T, 15)` at given times; a row sums to 1."""
    dominance = np.zeros((len(times_s), len(VISEMES)))
    dominance[:, 0] = 0.04
    for symbol, (start, end) in zip(phonemes.symbols, phonemes.times_s.astype(np.float64), strict=True):
        visemes = viseme_of(symbol)
        stress = 1.25 if symbol.startswith("ˈ") else 1.0
        for viseme, (first, last) in zip(visemes, pairwise(np.linspace(start, end, len(visemes) + 1)), strict=True):
            shape = _SHAPES[viseme]
            middle, half = (first + last) / 2, (last - first) * 0.25
            away = np.maximum(np.abs(times_s - middle) - half, 0)
            pull = shape.strength * stress * np.exp(-shape.rate * away)
            dominance[:, VISEMES.index(viseme)] += pull
    # Long silences pull the mouth shut.
    quiet = _silence(phonemes, times_s)
    dominance[:, 0] += _SHAPES["sil"].strength * quiet
    shares: Floats = dominance / dominance.sum(axis=1, keepdims=True)
    return shares


def _silence(phonemes: Phonemes, times_s: Floats) -> Floats:
    if not phonemes.symbols:
        return np.ones(len(times_s))
    starts, ends = phonemes.times_s.astype(np.float64).T
    away = np.maximum(starts[None] - times_s[:, None], times_s[:, None] - ends[None]).min(axis=1)
    quiet: Floats = np.clip(away / 0.08, 0, 1)
    return quiet


def mouth_weights(phonemes: Phonemes, times_s: Floats) -> Floats:
    """Return the `(T, 52)` blendshapes of a mouth that says the phonemes."""
    weights: Floats = viseme_weights(phonemes, times_s) @ _targets()
    return weights
