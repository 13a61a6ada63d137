"""What a person does over time: expression and posture as functions of seed and seconds, in any order."""

from __future__ import annotations

import math
from typing import NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from graph_core import ARKIT_NAMES, Phonemes
from graph_plugin_performer._acting.posing import Posture
from graph_plugin_performer._names import Doing
from graph_plugin_performer._speech.visemes import mouth_weights

__all__ = ["EMOTIONS", "PERFORMANCES", "Act", "named_weights", "perform"]

PERFORMANCES = get_args(Doing)
TURN_S, EMOTION_S, RANGE_S = 6.0, 3.2, 0.8

Weights = NDArray[np.float32]

EMOTIONS: dict[str, dict[str, float]] = {
    "happy": {"mouthSmile": 0.85, "cheekSquint": 0.65, "eyeSquint": 0.25, "mouthUpperUp": 0.22, "jawOpen": 0.10},
    "sad": {"browInnerUp": 0.85, "mouthFrown": 0.65, "mouthShrugLower": 0.45, "eyeLookDown": 0.25, "eyeBlink": 0.12},
    "angry": {"browDown": 0.95, "eyeSquint": 0.45, "mouthPress": 0.6, "noseSneer": 0.45, "jawForward": 0.2},
    "surprised": {"browInnerUp": 0.8, "browOuterUp": 0.85, "eyeWide": 0.9, "jawOpen": 0.42, "mouthFunnel": 0.25},
    "afraid": {"browInnerUp": 0.9, "eyeWide": 0.75, "mouthStretch": 0.7, "jawOpen": 0.16, "browDown": 0.2},
    "disgusted": {"noseSneer": 0.95, "mouthUpperUp": 0.55, "browDown": 0.5, "cheekSquint": 0.4, "mouthFrown": 0.3},
}
"""Blendshapes of the six basic emotions at their height."""


class Act(NamedTuple):
    """One moment of a performance: `(52,)` blendshapes and the posture."""

    weights: Weights
    posture: Posture


def named_weights(**weights: float) -> Weights:
    """Return `(52,)` blendshapes by name; a name without Left or Right is both.

    >>> float(named_weights(mouthSmile=0.5).sum())
    1.0
    """
    row = np.zeros(len(ARKIT_NAMES), np.float32)
    for name, weight in weights.items():
        for side in (name,) if name in ARKIT_NAMES else (f"{name}Left", f"{name}Right"):
            row[ARKIT_NAMES.index(side)] = weight
    return row


def perform(
    seed: int, performance: Doing, time_s: float, *, talk: float = 1.0, phonemes: Phonemes | None = None
) -> Act:
    """Return what a seeded performer does.

    Args:
        seed: Whose habits.
        performance: "still" never moves; "idle" breathes, looks about and blinks; "speech" also nods along with what
            is said; "turn" sweeps the head from side to side through 45 degrees; an emotion comes and goes; "range"
            shows one blendshape after another.
        time_s: Seconds since the shot began.
        talk: How widely the mouth moves.
        phonemes: What the mouth says, whatever else is done.
    """
    if performance == "still":
        weights, posture = np.zeros(len(ARKIT_NAMES)), Posture()
    else:
        weights, posture = _idle(seed, time_s)
    if performance == "turn":
        sweep = math.radians(45.0) * math.sin(2 * math.pi * time_s / TURN_S)
        posture = Posture(sweep, posture.pitch, posture.roll)
    elif performance in EMOTIONS:
        height = _swell(seed, time_s)
        weights = np.maximum(weights, height * named_weights(**EMOTIONS[performance]))
    elif performance == "range":
        weights = np.maximum(weights, _tour(time_s))
    if phonemes is not None:
        weights, posture = _say(weights, posture, phonemes, time_s, talk)
    return Act(np.clip(weights, 0, 1).astype(np.float32), posture)


def _idle(seed: int, time_s: float) -> tuple[NDArray[np.float64], Posture]:
    aside, up = _glance(seed, time_s)
    smile, brow = _wander(seed, time_s, 5), _wander(seed, time_s, 6)
    shapes = {
        "mouthSmile": max(0.0, 0.08 + 0.10 * smile),
        "mouthPress": max(0.0, 0.10 * -smile),
        "browInnerUp": max(0.0, 0.14 * brow),
        "browDown": max(0.0, -0.12 * brow),
        "eyeBlink": _blink(seed, time_s),
        "eyeLookOutLeft": max(0.0, aside),
        "eyeLookInLeft": max(0.0, -aside),
        "eyeLookInRight": max(0.0, aside),
        "eyeLookOutRight": max(0.0, -aside),
        "eyeLookUp": max(0.0, up),
        "eyeLookDown": max(0.0, -up),
    }
    posture = Posture(
        yaw=math.radians(4.0 * _wander(seed, time_s, 2)),
        pitch=math.radians(2.2 * _wander(seed, time_s, 3)),
        roll=math.radians(1.8 * _wander(seed, time_s, 4)),
        x=3.0 * _wander(seed, time_s, 10),
        y=0.8 * math.sin(2 * math.pi * 0.27 * time_s),
        z=4.0 * _wander(seed, time_s, 11),
    )
    return named_weights(**shapes).astype(np.float64), posture


def _say(
    weights: NDArray[np.float64], posture: Posture, phonemes: Phonemes, time_s: float, talk: float
) -> tuple[NDArray[np.float64], Posture]:
    """Let the mouth speak over what the face does, and the head nod with the louder syllables."""
    around = time_s + np.linspace(-0.12, 0.12, 7)
    spoken = mouth_weights(phonemes, around)
    jaw = spoken[:, ARKIT_NAMES.index("jawOpen")]
    mixed = np.maximum(weights, talk * spoken[3])
    beat = float(jaw.mean()) * talk
    raised = ARKIT_NAMES.index("browInnerUp")
    mixed[raised] = max(mixed[raised], 0.9 * max(0.0, beat - 0.14))
    nodding = Posture(
        posture.yaw, posture.pitch + math.radians(6.0 * (beat - 0.1)), posture.roll, posture.x, posture.y, posture.z
    )
    return mixed, nodding


def _swell(seed: int, time_s: float) -> float:
    """Return how strong an emotion is: it comes within a third of a second, holds, and goes more slowly."""
    beat = int(time_s // EMOTION_S)
    share = time_s - beat * EMOTION_S
    strength = float(_draw(seed, beat, 12).uniform(0.7, 1.0))
    rise, fall = min(share / 0.35, 1.0), min(max((EMOTION_S - 0.2 - share) / 0.9, 0.0), 1.0)
    return strength * (rise * rise * (3 - 2 * rise)) * (fall * fall * (3 - 2 * fall))


def _tour(time_s: float) -> NDArray[np.float64]:
    """Return one blendshape after another, each risen and fallen within `RANGE_S`."""
    weights = np.zeros(len(ARKIT_NAMES))
    beat = int(time_s // RANGE_S)
    weights[beat % len(ARKIT_NAMES)] = math.sin(math.pi * (time_s / RANGE_S - beat)) ** 2
    return weights


def _draw(seed: int, *place: int) -> np.random.Generator:
    """Return the random numbers that belong to a place in time, whichever is asked for first."""
    return np.random.default_rng([seed, *(2 * abs(item) + (item < 0) for item in place)])


def _wander(seed: int, time_s: float, channel: int) -> float:
    """Return a slow random motion, mostly within -1 and 1: three sinusoids of unrelated rates."""
    rng = _draw(seed, 0, channel)
    rates = np.asarray((0.11, 0.23, 0.41)) * rng.uniform(0.8, 1.2, 3)
    sway = np.sin(2 * np.pi * (rates * time_s + rng.uniform(0, 1, 3)))
    return float(sway @ np.asarray((0.55, 0.35, 0.2)))


def _blink(seed: int, time_s: float) -> float:
    """Return how closed the eyes are: one blink of about a fifth of a second in every three seconds or so."""
    closed = 0.0
    for beat in (int(time_s // 3.1) - 1, int(time_s // 3.1)):
        rng = _draw(seed, beat, 8)
        start, long = beat * 3.1 + rng.uniform(0, 2.8), rng.uniform(0.16, 0.25)
        share = (time_s - start) / long
        if 0 < share < 1:
            # Lids fall twice as fast as they rise.
            closed = max(closed, float(np.sin(np.pi * share**0.7) ** 1.4))
    return min(1.0, closed * 1.05)


def _glance(seed: int, time_s: float) -> tuple[float, float]:
    """Return where the eyes look, aside and up, -1 to 1: the gaze rests, then jumps within 50 ms."""

    def target(beat: int) -> NDArray[np.float64]:
        return _draw(seed, beat, 9).normal(0, 1, 2) * (0.13, 0.09)

    beat = int(time_s // 1.3)
    share = min(1.0, (time_s - beat * 1.3) / 0.05)
    now = target(beat - 1) * (1 - share) + target(beat) * share
    return float(now[0]), float(now[1])
