"""A skeleton of eighteen joints and how it moves: standing, walking, dancing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from graph_plugin_performer._names import Moving

__all__ = ["BONES", "JOINTS", "MOTIONS", "REST", "Stance", "bone_frames", "joint_places", "stance_at"]

Floats = NDArray[np.float64]
MOTIONS = get_args(Moving)

# Where bones begin at rest, in mm from between the ears: +x the person's left, +y up, +z ahead. The arms stand off the
# body, so that sleeves and shirt stay apart.
REST: dict[str, tuple[float, float, float]] = {
    "pelvis": (0, -660, -28),
    "chest": (0, -470, -34),
    "neck": (0, -158, -34),
    "left_arm": (176, -188, -36),
    "left_forearm": (300, -420, -40),
    "left_hand": (405, -640, -24),
    "left_thigh": (92, -700, -26),
    "left_shin": (112, -1120, -18),
    "left_foot": (120, -1515, -40),
}
REST |= {name.replace("left", "right"): (-x, y, z) for name, (x, y, z) in list(REST.items()) if name.startswith("left")}
BONES = {
    "pelvis": None,
    "chest": "pelvis",
    "neck": "chest",
    **{f"{side}_arm": "chest" for side in ("left", "right")},
    **{f"{side}_forearm": f"{side}_arm" for side in ("left", "right")},
    **{f"{side}_hand": f"{side}_forearm" for side in ("left", "right")},
    **{f"{side}_thigh": "pelvis" for side in ("left", "right")},
    **{f"{side}_shin": f"{side}_thigh" for side in ("left", "right")},
    **{f"{side}_foot": f"{side}_shin" for side in ("left", "right")},
}
"""Each bone's parent; parents come first."""

JOINTS = (
    ("neck", (0, -40, 118)), ("neck", (0, -150, -34)),
    ("right_arm", (-176, -188, -36)), ("right_forearm", (-300, -420, -40)), ("right_hand", (-405, -640, -24)),
    ("left_arm", (176, -188, -36)), ("left_forearm", (300, -420, -40)), ("left_hand", (405, -640, -24)),
    ("right_thigh", (-92, -700, -26)), ("right_shin", (-112, -1120, -18)), ("right_foot", (-120, -1515, -40)),
    ("left_thigh", (92, -700, -26)), ("left_shin", (112, -1120, -18)), ("left_foot", (120, -1515, -40)),
    ("neck", (-32, 17, 83)), ("neck", (32, 17, 83)), ("neck", (-76, 0, -12)), ("neck", (76, 0, -12)),
)  # fmt: skip
"""The 18 joints in COCO order with neck: the bone each is fastened to, and its place at rest."""


@dataclass(frozen=True)
class Stance:
    """One moment of a body.

    Attributes:
        turns: Degrees of each bone about x, y, z, over its parent; a bone that is not named keeps its rest.
        shift: Of the pelvis, in mm.
    """

    turns: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)
    shift: tuple[float, float, float] = (0.0, 0.0, 0.0)


def bone_frames(stance: Stance) -> dict[str, tuple[Floats, Floats]]:
    """Return each bone's turn `(3, 3)` and where it begins `(3,)` in a stance."""
    frames: dict[str, tuple[Floats, Floats]] = {}
    for name, parent in BONES.items():
        own = _turn(stance.turns.get(name, (0.0, 0.0, 0.0)))
        rest = np.asarray(REST[name], np.float64)
        if parent is None:
            frames[name] = own, rest + stance.shift
            continue
        above, start = frames[parent]
        frames[name] = above @ own, start + above @ (rest - REST[parent])
    return frames


def joint_places(stance: Stance) -> Floats:
    """Return the `(18, 3)` joints in mm."""
    frames = bone_frames(stance)
    return np.asarray([frames[bone][1] + frames[bone][0] @ (np.asarray(at) - REST[bone]) for bone, at in JOINTS])


def _turn(degrees: tuple[float, float, float]) -> Floats:
    x, y, z = np.radians(degrees)
    about_x = np.array([[1, 0, 0], [0, math.cos(x), -math.sin(x)], [0, math.sin(x), math.cos(x)]])
    about_y = np.array([[math.cos(y), 0, math.sin(y)], [0, 1, 0], [-math.sin(y), 0, math.cos(y)]])
    about_z = np.array([[math.cos(z), -math.sin(z), 0], [math.sin(z), math.cos(z), 0], [0, 0, 1]])
    turned: Floats = about_y @ about_z @ about_x
    return turned


def stance_at(seed: int, motion: Moving, time_s: float) -> Stance:
    """Return what a body does.

    Args:
        seed: Whose way of moving; the steps of a dance.
        motion: "stand" breathes and shifts its weight, "walk" walks on the spot, "dance" dances to 112 beats a minute.
        time_s: Seconds since the shot began.
    """
    if motion == "walk":
        return _walk(seed, time_s)
    return _dance(seed, time_s) if motion == "dance" else _stand(seed, time_s)


def _stand(seed: int, time_s: float) -> Stance:
    rng = np.random.default_rng((seed, 81))
    phase = rng.uniform(0, 2 * math.pi, 3)
    sway = math.sin(0.9 * time_s + phase[0])
    breath = math.sin(1.7 * time_s + phase[1])
    return Stance(
        {
            "chest": (1.0 * breath, 3.0 * sway, 1.2 * sway),
            "left_arm": (-3 * sway, 0, -22 + 1.0 * breath),
            "right_arm": (3 * sway, 0, 22 - 1.0 * breath),
            "left_forearm": (-14, 0, 4),
            "right_forearm": (-14, 0, -4),
            "neck": (0, 5 * math.sin(0.6 * time_s + phase[2]), 0),
        },
        (6 * sway, 0.0, 0.0),
    )


def _walk(seed: int, time_s: float) -> Stance:
    rng = np.random.default_rng((seed, 82))
    rate, reach = rng.uniform(0.85, 1.05), rng.uniform(22, 30)
    phase = 2 * math.pi * rate * time_s
    turns: dict[str, tuple[float, float, float]] = {}
    for side, sign in (("left", 1.0), ("right", -1.0)):
        swing = sign * math.sin(phase)
        # The knee bends while its leg swings forward.
        bend = 8 + 46 * max(0.0, sign * math.cos(phase)) ** 1.5
        turns[f"{side}_thigh"] = (-reach * swing - 0.25 * bend, 0.0, 0.0)
        turns[f"{side}_shin"] = (bend, 0.0, 0.0)
        turns[f"{side}_foot"] = (6 * swing - 0.3 * bend, 0.0, 0.0)
        turns[f"{side}_arm"] = (0.9 * reach * swing, 0.0, -22 * sign)
        turns[f"{side}_forearm"] = (-18 - 12 * max(0.0, -swing), 0.0, 4 * sign)
    turns["pelvis"] = (2.0, 5 * math.sin(phase), 0.0)
    turns["chest"] = (2.0, -9 * math.sin(phase), 0.0)
    turns["neck"] = (-3.0, 4 * math.sin(phase), 0.0)
    return Stance(turns, (8 * math.cos(phase), -14 + 16 * math.cos(2 * phase), 0.0))


def _dance(seed: int, time_s: float) -> Stance:
    beat = time_s * 112 / 60
    rng = np.random.default_rng((seed, 83, int(beat // 8)))
    turns: dict[str, tuple[float, float, float]] = {}

    def sway(most: float) -> float:
        """Return a swing in time with the beat, of random strength, sign and half or full rate."""
        rate, phase = rng.choice((0.5, 1.0)), rng.choice((0.0, 0.25, 0.5))
        return float(rng.uniform(-1, 1) * most * math.sin(2 * math.pi * (rate * beat + phase)))

    turns["pelvis"] = (sway(4), sway(18), sway(7))
    turns["chest"] = (sway(8), sway(22), sway(9))
    turns["neck"] = (sway(10), sway(20), sway(8))
    for side, sign in (("left", 1.0), ("right", -1.0)):
        raised = rng.uniform(-20, 75)
        turns[f"{side}_arm"] = (sway(40), sway(15), sign * raised + sway(20))
        turns[f"{side}_forearm"] = (-abs(sway(70)) - 12, 0.0, sign * 12 + sway(25))
        bend = 10 + 22 * (0.5 + 0.5 * math.sin(2 * math.pi * beat + (0 if sign > 0 else math.pi)))
        turns[f"{side}_thigh"] = (-0.55 * bend + sway(9), 0.0, sign * 6)
        turns[f"{side}_shin"] = (bend, 0.0, 0.0)
        turns[f"{side}_foot"] = (-0.45 * bend, 0.0, 0.0)
    bounce = 12 * math.cos(2 * math.pi * beat)
    return Stance(turns, (sway(40), -16 + bounce, sway(25)))
