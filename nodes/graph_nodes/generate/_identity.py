"""Who somebody is: every measure of a head that never existed, drawn from a seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["HAIR_STYLES", "Identity", "draw_identity"]

HAIR_STYLES = ("buzz", "crop", "side_part", "bob", "long", "tied_back", "curly", "receding")


@dataclass(frozen=True, slots=True)
class Identity:
    """Measures of a person. Those without a unit are deviations from the mean, mostly within -1 and 1.

    Attributes:
        seed: What it was drawn from.
        femininity: 0 masculine to 1 feminine; softens brow ridge and jaw, fills lips.
        age: 0 young to 1 old.
        melanin: 0 very light to 1 very dark skin.
        skull_width, face_length, forehead, brow_ridge, cheekbones, fullness, jaw_width, chin_length, chin_width:
            Of the skull and the flesh on it.
        eye_spacing, eye_size, eye_tilt, lid_height: Of the eyes.
        nose_length, nose_width, nose_bridge, nose_tip: Of the nose.
        mouth_width, upper_lip, lower_lip: Of the mouth.
        ears, neck: Size.
        brow_weight, brow_arch: Of the eyebrows.
        hair_style: One of `HAIR_STYLES`.
        hair_tone: 0 black, over brown and red, to 1 blond.
        grey: Share of grey hair.
        beard: 0 shaven to 1 full.
        freckles: How many.
        iris: 0 brown, over green and blue, to 1 grey.
        shirt: Hue of the clothes, 0 to 1.
        parting: Side the hair is parted on, -1 or 1.
    """

    seed: int
    femininity: float
    age: float
    melanin: float
    skull_width: float
    face_length: float
    forehead: float
    brow_ridge: float
    cheekbones: float
    fullness: float
    jaw_width: float
    chin_length: float
    chin_width: float
    eye_spacing: float
    eye_size: float
    eye_tilt: float
    lid_height: float
    nose_length: float
    nose_width: float
    nose_bridge: float
    nose_tip: float
    mouth_width: float
    upper_lip: float
    lower_lip: float
    ears: float
    neck: float
    brow_weight: float
    brow_arch: float
    hair_style: str
    hair_tone: float
    grey: float
    beard: float
    freckles: float
    iris: float
    shirt: float
    parting: float


_DEVIATIONS = (
    "skull_width", "face_length", "forehead", "brow_ridge", "cheekbones", "fullness", "jaw_width", "chin_length",
    "chin_width", "eye_spacing", "eye_size", "eye_tilt", "lid_height", "nose_length", "nose_width", "nose_bridge",
    "nose_tip", "mouth_width", "upper_lip", "lower_lip", "ears", "neck", "brow_weight", "brow_arch",
)  # fmt: skip


def draw_identity(seed: int) -> Identity:
    """Return the person of a seed. Neighbouring seeds are spread over tone, sex and hair.

    >>> draw_identity(3) == draw_identity(3), draw_identity(3) == draw_identity(4)
    (True, False)
    """
    rng = np.random.default_rng((seed, 7))
    # Steps of an irrational share of a turn never come close to where they were: each seed looks new.
    lean = 2 * _spread(seed, 0.5698402910, 0.62) - 1
    femininity = 0.5 + 0.5 * float(np.copysign(abs(lean) ** 0.5, lean))
    melanin = _spread(seed, 0.7548776662, 0.22)
    feminine = femininity > 0.5
    age = float(rng.uniform(0, 1)) ** 1.4
    deviations = {name: float(np.clip(rng.normal(0, 0.8), -1.7, 1.7)) for name in _DEVIATIONS}
    styles = HAIR_STYLES[2:7] if feminine else ("buzz", "crop", "side_part", "crop", "curly", "receding", "long")
    style = styles[int(_spread(seed, 0.6180339887, 0.1) * len(styles))]
    if style == "receding" and age < 0.3:
        style = "crop"
    return Identity(
        seed=seed,
        femininity=femininity,
        age=age,
        melanin=melanin,
        **deviations,
        hair_style=style,
        hair_tone=float(rng.uniform(0, 1)) * max(0.0, 1 - 1.5 * melanin),
        grey=max(0.0, age - 0.6) * 2 * float(rng.uniform(0.3, 1)),
        beard=0.0 if feminine or rng.uniform() < 0.45 else float(rng.uniform(0.3, 1)),
        freckles=float(rng.uniform(0, 1)) * max(0.0, 1 - 2 * melanin),
        iris=float(rng.uniform(0, 1)) * max(0.0, 1 - 1.6 * melanin),
        shirt=float(rng.uniform(0, 1)),
        parting=float(rng.choice((-1, 1))),
    )


def _spread(seed: int, step: float, start: float) -> float:
    return (start + seed * step) % 1.0
