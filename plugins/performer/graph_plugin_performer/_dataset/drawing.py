"""Which people do what in a data set, and what a model learns from each frame."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from graph_plugin_performer._acting.performance import EMOTIONS, perform
from graph_plugin_performer._acting.posing import Posture, head_pose, turned_by
from graph_plugin_performer._arrays import Floats
from graph_plugin_performer._person.measures import draw_identity
from graph_plugin_performer._picture.degrade import compress, sensor_noise
from graph_plugin_performer._picture.light import draw_light, harmonics
from graph_plugin_performer._picture.props import Prop
from graph_plugin_performer._speech.babble import babbled_phonemes
from graph_plugin_performer._truth.coefficients import expression_code, random_weights
from graph_plugin_performer._truth.landmarks import face_of
from graph_plugin_performer.take import Frame, Lens, Studio, Take

__all__ = ["SCHEMA", "SPLITS", "Sample", "clip", "sample_of", "samples"]

Sample = dict[str, NDArray[np.generic]]

SPLITS = {
    "train": range(10_000),
    "validation": range(10_000, 10_500),
    "test": range(20_000, 20_500),
    "judges": range(40_000, 50_000),
}
"""Seeds of the identities of each split; no identity is in two."""

SCHEMA = {
    "picture": "uint8 (3, S, S), sRGB, with noise and compression",
    "clean": "uint8 (3, S, S), sRGB, sharp and without what is in front of the face",
    "albedo": "uint8 (3, S, S), sRGB, colour without light",
    "matte": "uint8 (S, S), coverage of the performer, 255 is all",
    "occluder": "uint8 (S, S), coverage of what is in front of the performer",
    "labels": "uint8 (S, S), as the port `parsing` of performer.render",
    "depth": "float16 (S, S), mm from the camera divided by 4",
    "normals": "int8 (3, S, S), right, up, to the camera, 127 is 1",
    "uv": "float16 (2, S, S), 0 to 1, 0 beside the head's skin",
    "flow": "float16 (2, S, S), px to the next frame, NaN where unknown",
    "landmarks478": "float32 (478, 3), px, px, relative depth in px",
    "landmarks68": "float32 (68, 2), px",
    "visible478": "uint8 (478,)",
    "visible68": "uint8 (68,)",
    "identity": "float32 (80,), unit normal",
    "expression52": "float32 (52,), 0 to 1, ARKit's names in alphabetical order",
    "expression64": "float32 (64,), unit spread",
    "pose": "float32 (6,), yaw, pitch, roll in radians, then x, y, z in mm in camera space",
    "light": "float32 (9, 3), real spherical harmonics of arriving light over pi",
    "camera": "float32 (5,), focal length and middle in px, k1, k2",
    "seed": "int32 (), of the identity",
    "frame": "int32 (), of the clip",
}
"""What a sample holds; `S` is the side of the picture."""


def clip(seed: int, frames: int, side: int, draw: int = 0) -> list[Take]:
    """Return the takes of one person's clip, and one more for the flow of the last.

    Light, lens, room, what is done and what gets in front of the face are drawn from the two seeds.

    Args:
        seed: Whose identity.
        frames: How many, 25 a second.
        side: Of the pictures in px.
        draw: Another number is another clip of the same person.
    """
    rng = np.random.default_rng((seed, draw, 91))
    identity, light = draw_identity(seed), draw_light(int(rng.integers(1 << 30)))
    size = float(rng.uniform(0.55, 0.8))
    lens = Lens(
        side,
        side,
        size=size,
        shift_x=float(rng.normal(0, 0.03)),
        shift_y=float(rng.normal(0.02, 0.03)),
        distance_mm=float(rng.uniform(450, 1800)),
        distortion=(float(rng.normal(0, 0.03)), 0.0),
    )
    kind = str(rng.choice(["speech", "speech", "turn", "random", *EMOTIONS]))
    aside = np.degrees(rng.normal(0, 0.25)), np.degrees(rng.normal(0, 0.10)), np.degrees(rng.normal(0, 0.08))
    prop = None
    if rng.uniform() < 0.15:
        name = str(rng.choice(["hand", "microphone", "cup"]))
        prop = Prop(name, float(rng.uniform(0.3, 1)), float(rng.normal(0, 40)), int(rng.integers(1, 9)))  # type: ignore[arg-type]
    room = int(rng.integers(1 << 20))
    start = float(rng.uniform(0, 20))
    spoken = babbled_phonemes(seed, start, frames / 25 + 1) if kind == "speech" else None
    ends = [random_weights(rng) for _ in range(frames // 10 + 3)]
    takes = []
    for frame in range(frames + 1):
        doing = "idle" if kind == "random" else kind
        act = perform(seed + draw, doing, frame / 25 + (0 if spoken else start), phonemes=spoken)  # type: ignore[arg-type]
        weights, posture = act.weights, act.posture
        if kind == "random":
            at, share = divmod(frame / 10, 1)
            weights = (ends[int(at)] * (1 - share) + ends[int(at) + 1] * share).astype(np.float32)
        takes.append(Take(identity, weights, lens, _held(turned_by(posture, *aside)), light, room, prop))
    return takes


def _held(posture: Posture) -> Posture:
    """Return the posture within what the head can do: 60 degrees of yaw, 35 of pitch, 30 of roll."""
    yaw, pitch, roll = np.clip(posture.angles, (-1.05, -0.61, -0.52), (1.05, 0.61, 0.52))
    return Posture(float(yaw), float(pitch), float(roll), posture.x, posture.y, posture.z)


def samples(seeds: range, frames: int, side: int, draw: int = 0) -> Iterator[Sample]:
    """Film clip after clip.

    Args:
        seeds: Whose.
        frames: Of each clip.
        side: Of the pictures in px.
        draw: As for `clip`.
    """
    studio = Studio(1)
    for seed in seeds:
        for number, (now, after) in enumerate(pairwise(clip(seed, frames, side, draw))):
            yield sample_of(studio.film(now, after), seed, number)


def sample_of(frame: Frame, seed: int, number: int) -> Sample:
    """Return what a model learns from a frame, as the `SCHEMA` says."""
    passes, take = frame.passes, frame.take
    rng = np.random.default_rng((seed, number, 92))
    face = face_of(frame).faces[0]
    pose = head_pose(take.posture, take.lens.distance_mm)
    noisy = sensor_noise(frame.picture, float(rng.uniform(0, 0.8)), int(rng.integers(1 << 30)))
    seen478, seen68 = face.visible478, face.visible68
    assert seen478 is not None
    assert seen68 is not None
    return {
        "picture": _signal(compress(noisy, float(rng.uniform(0, 0.6)))),
        "clean": _signal(frame.clean),
        "albedo": _signal(passes.albedo),
        "matte": _byte(passes.matte),
        "occluder": _byte(passes.occluder),
        "labels": passes.labels.astype(np.uint8),
        "depth": (passes.depth / 4).astype(np.float16),
        "normals": np.rint(passes.normals * 127).astype(np.int8),
        "uv": passes.uv.astype(np.float16),
        "flow": passes.flow.astype(np.float16),
        "landmarks478": face.landmarks478,
        "landmarks68": face.landmarks68,
        "visible478": seen478.astype(np.uint8),
        "visible68": seen68.astype(np.uint8),
        "identity": take.identity.astype(np.float32),
        "expression52": take.expression.astype(np.float32),
        "expression64": expression_code(take.expression),
        "pose": np.concatenate([pose.angles, pose.translation]).astype(np.float32),
        "light": harmonics(take.light).astype(np.float32),
        "camera": np.asarray((take.lens.focal_px, *take.lens.centre_px, *take.lens.distortion), np.float32),
        "seed": np.asarray(seed, np.int32),
        "frame": np.asarray(number, np.int32),
    }


def _byte(values: Floats) -> NDArray[np.uint8]:
    rounded: NDArray[np.uint8] = np.rint(values.clip(0, 1) * 255).astype(np.uint8)
    return rounded


def _signal(linear: Floats) -> NDArray[np.uint8]:
    held = linear.clip(0, 1)
    return _byte(np.where(held <= 0.0031308, 12.92 * held, 1.055 * np.maximum(held, 1e-9) ** (1 / 2.4) - 0.055))
