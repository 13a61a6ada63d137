"""What a person does over time: pose and expression as functions of seed and seconds, in any order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

__all__ = ["PERFORMANCES", "Performance", "Pose", "Syllable", "mouth_at", "pose_at", "syllables"]

Performance = Literal["idle", "speech", "turn", "still"]
PERFORMANCES = get_args(Performance)
PHRASE_S = 4.0
TURN_S = 6.0


@dataclass(frozen=True, slots=True)
class Pose:
    """Where a head points and what its face does.

    Attributes:
        yaw: Degrees, positive to the person's left, the picture's right.
        pitch: Degrees, positive down.
        roll: Degrees, positive clockwise in the picture.
        jaw, smile, pucker, blink: 0 to 1.
        brow: -1 frowning to 1 raised.
        gaze_x, gaze_y: Degrees, positive to the person's left and up.
        hand: 0 out of the picture to 1 before the face.
    """

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    jaw: float = 0.0
    smile: float = 0.0
    pucker: float = 0.0
    blink: float = 0.0
    brow: float = 0.0
    gaze_x: float = 0.0
    gaze_y: float = 0.0
    hand: float = 0.0


class Syllable(NamedTuple):
    """One opening of the mouth.

    Attributes:
        start_s, end_s: From closed to closed, in seconds since frame 0.
        jaw: Greatest opening, 0 to 1.
        pucker: Rounding of the lips, 0 to 1.
        spread: Spreading of the lips, 0 to 1.
        formants: Resonances of the vowel in Hz.
        pitch: Of the voice, over the speaker's own.
        consonant: 0 a stop, 1 a hiss, 2 a hum.
    """

    start_s: float
    end_s: float
    jaw: float
    pucker: float
    spread: float
    formants: tuple[float, float, float]
    pitch: float
    consonant: int


# Jaw, pucker, spread and the formants of a mean adult voice (Peterson and Barney 1952).
_VOWELS = (
    (0.95, 0.0, 0.25, (730.0, 1090.0, 2440.0)),
    (0.70, 0.0, 0.45, (530.0, 1840.0, 2480.0)),
    (0.42, 0.0, 0.90, (270.0, 2290.0, 3010.0)),
    (0.68, 0.65, 0.0, (570.0, 840.0, 2410.0)),
    (0.40, 1.00, 0.0, (300.0, 870.0, 2240.0)),
)


@lru_cache(maxsize=64)
def syllables(seed: int, phrase: int) -> tuple[Syllable, ...]:
    """Return the syllables of the four seconds that begin at `phrase * 4` s: words, with pauses between.

    >>> syllables(1, 0) == syllables(1, 0), syllables(1, 0) == syllables(2, 0)
    (True, False)
    """
    rng = _draw(seed, phrase, 1)
    spoken: list[Syllable] = []
    at, end = phrase * PHRASE_S + 0.15, (phrase + 1) * PHRASE_S - 0.35
    left = int(rng.integers(2, 5))
    while at < end:
        long = float(rng.uniform(0.15, 0.27))
        jaw, pucker, spread, formants = _VOWELS[int(rng.integers(len(_VOWELS)))]
        stress = float(rng.uniform(0.65, 1.0))
        fall = 1.12 - 0.25 * (at - phrase * PHRASE_S) / PHRASE_S
        pitch = fall * float(rng.uniform(0.94, 1.08))
        spoken.append(
            Syllable(at, min(at + long, end + 0.2), jaw * stress, pucker, spread, formants, pitch, int(rng.integers(3)))
        )
        at += long
        left -= 1
        if left == 0:
            at += float(rng.uniform(0.06, 0.30))
            left = int(rng.integers(2, 6))
    return tuple(spoken)


def mouth_at(seed: int, times_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the opening, rounding and spreading `(3, N)` of a speaking mouth; the voice's loudness is the opening."""
    shape = np.zeros((3, len(times_s)))
    for phrase in np.unique(np.floor_divide(times_s, PHRASE_S).astype(int)):
        for spoken in syllables(seed, int(phrase)):
            swing = opening(spoken, times_s)
            # The lips take their shape a little before the sound and keep it a little after.
            lips = np.exp(-(((times_s - (spoken.start_s + spoken.end_s) / 2) / 0.13) ** 2))
            shape[0] = np.maximum(shape[0], spoken.jaw * swing)
            shape[1] = np.maximum(shape[1], spoken.pucker * lips)
            shape[2] = np.maximum(shape[2], spoken.spread * lips)
    return shape


def opening(spoken: Syllable, times_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how open a syllable's mouth is at given times: 0 outside, 1 in its middle."""
    share = np.clip((times_s - spoken.start_s) / (spoken.end_s - spoken.start_s), 0, 1)
    swing: NDArray[np.float64] = np.sin(np.pi * share**0.85) ** 1.3
    return np.where((times_s >= spoken.start_s) & (times_s < spoken.end_s), swing, 0.0)


def pose_at(seed: int, performance: Performance, time_s: float, talk: float = 1.0) -> Pose:
    """Return the pose of a seeded performer.

    Args:
        seed: Whose habits.
        performance: "still" never moves; "idle" breathes, looks about and blinks; "speech" also talks;
            "turn" sweeps the head from side to side through 45 degrees.
        time_s: Seconds since frame 0.
        talk: How widely the mouth moves in speech.
    """
    if performance == "still":
        return Pose()
    gaze_x, gaze_y = _glance(seed, time_s)
    pose = Pose(
        yaw=4.0 * _wander(seed, time_s, 2),
        pitch=2.2 * _wander(seed, time_s, 3),
        roll=1.8 * _wander(seed, time_s, 4),
        smile=0.12 + 0.10 * _wander(seed, time_s, 5),
        brow=0.15 * _wander(seed, time_s, 6),
        blink=_blink(seed, time_s),
        gaze_x=gaze_x,
        gaze_y=gaze_y,
    )
    if performance == "turn":
        sweep = 45.0 * np.sin(2 * np.pi * time_s / TURN_S)
        return replace(pose, yaw=float(sweep), gaze_x=float(0.12 * sweep), gaze_y=0.0)
    if performance == "speech":
        jaw, pucker, spread = mouth_at(seed, np.asarray([time_s]))[:, 0]
        beat = float(np.mean(mouth_at(seed, time_s + np.linspace(-0.12, 0.12, 9))[0]))
        return replace(
            pose,
            jaw=float(0.55 * talk * jaw),
            pucker=float(min(1.0, 0.8 * talk * pucker)),
            smile=float(min(1.0, pose.smile + 0.28 * talk * spread)),
            pitch=pose.pitch + 2.5 * talk * (beat - 0.4),
            brow=pose.brow + 0.35 * talk * max(0.0, beat - 0.35),
        )
    return pose


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
    """Return the direction of the gaze in degrees: it rests, then jumps within 50 ms."""

    def target(beat: int) -> NDArray[np.float64]:
        return _draw(seed, beat, 9).normal(0, 1, 2) * (4.5, 2.0)

    beat = int(time_s // 1.3)
    share = min(1.0, (time_s - beat * 1.3) / 0.05)
    now = target(beat - 1) * (1 - share) + target(beat) * share
    return float(now[0]), float(now[1])
