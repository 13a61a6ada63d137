"""Who somebody is: 80 numbers of unit normal spread, drawn from a seed, and the measures of a head they stand for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

__all__ = [
    "COMPONENTS",
    "HAIR_STYLES",
    "IDENTITY_SPACE",
    "SHAPES",
    "Measures",
    "draw_identity",
    "measures_of",
    "with_style",
]

Vector = NDArray[np.float64]

IDENTITY_SPACE = "performer-identity"
HAIR_STYLES = ("buzz", "crop", "side_part", "bob", "long", "tied_back", "curly", "receding", "bald")
_FEMININE = ("side_part", "bob", "long", "tied_back", "curly", "bob", "long", "crop", "buzz", "receding", "bald")
_MASCULINE = ("buzz", "crop", "side_part", "crop", "curly", "receding", "long", "bald", "bob", "tied_back")
_FEMININE_SHARES = (0.17, 0.20, 0.20, 0.17, 0.17, 0.03, 0.02, 0.01, 0.01, 0.01, 0.01)
_MASCULINE_SHARES = (0.13, 0.16, 0.15, 0.10, 0.13, 0.12, 0.07, 0.12, 0.01, 0.01)

SHAPES = (
    "skull_width", "skull_height", "skull_depth", "face_length", "forehead", "forehead_slope", "temples",
    "brow_ridge", "cheekbones", "cheekbone_height", "fullness", "hollow_cheeks", "jaw_width", "jaw_angle",
    "chin_length", "chin_width", "chin_forward", "chin_cleft", "double_chin",
    "eye_spacing", "eye_size", "eye_tilt", "eye_depth", "eye_height", "lid_height", "lower_lid", "eye_bags",
    "nose_length", "nose_width", "nose_bridge", "nose_hump", "nose_tip", "nose_tip_width", "nose_root",
    "nostrils", "nose_tilt",
    "mouth_width", "mouth_height", "mouth_forward", "upper_lip", "lower_lip", "lip_bow", "philtrum",
    "ears", "ear_flare", "neck", "shoulders", "brow_weight", "brow_arch", "brow_height",
    "skew_nose", "skew_mouth", "skew_eyes", "skew_jaw",
    "relief_0", "relief_1", "relief_2", "relief_3", "relief_4", "relief_5",
)  # fmt: skip
"""Components that shape the head; each moves one part of it."""

_LOOKS = (
    "femininity", "age", "melanin", "undertone", "redness", "freckles", "moles", "shine", "make_up",
    "iris", "hair_style", "hair_tone", "hair_red", "grey", "parting", "beard", "beard_cut", "glasses", "shirt",
    "shirt_tone",
)  # fmt: skip
COMPONENTS = (*SHAPES, *_LOOKS)
"""What each of the 80 numbers of an identity stands for, in order."""
_PLACES = {name: at for at, name in enumerate(SHAPES)}

# Steps of an irrational share of a turn never come close to where they were: each seed looks new.
_SPREADS = {
    "femininity": (0.5698402910, 0.62),
    "melanin": (0.7548776662, 0.22),
    "hair_style": (0.6180339887, 0.1),
    "age": (0.4656712310, 0.35),
}


@dataclass(frozen=True, slots=True)
class Measures:
    """Measures of a person. Those without a unit are deviations from the mean, within -1.7 and 1.7.

    Attributes:
        vector: `(80,)` the numbers all others follow from, ordered as `COMPONENTS`.
        femininity: 0 masculine to 1 feminine; softens brow ridge and jaw, fills lips.
        age: 0 young to 1 old.
        melanin: 0 very light to 1 very dark skin.
        hair_style: One of `HAIR_STYLES`.
        hair_tone: 0 black, over brown and red, to 1 blond.
        grey: Share of grey hair.
        beard: 0 shaven to 1 full.
        freckles: How many, 0 to 1.
        iris: 0 brown, over green and blue, to 1 grey.
        shirt: Hue of the clothes, 0 to 1.
        parting: Side the hair is parted on, -1 or 1.
        glasses: Whether they are worn.
    """

    vector: Vector
    femininity: float
    age: float
    melanin: float
    undertone: float
    redness: float
    freckles: float
    moles: float
    shine: float
    make_up: float
    iris: float
    hair_style: str
    hair_tone: float
    hair_red: float
    grey: float
    parting: float
    beard: float
    beard_cut: float
    glasses: bool
    shirt: float
    shirt_tone: float

    def __getattr__(self, name: str) -> float:
        """Return one of the `SHAPES`, held within what still is a head."""
        at = _PLACES.get(name)
        if at is None:
            raise AttributeError(name)
        return min(max(0.8 * float(self.vector[at]), -1.7), 1.7)

    @property
    def seed(self) -> int:
        """Number for what is random about the surface: hairs, pores, folds."""
        return int(np.abs(np.round(self.vector * 1e6)).astype(np.int64).sum() % (1 << 31))


def draw_identity(seed: int) -> Vector:
    """Return the `(80,)` identity of a seed; neighbouring seeds are spread over tone, sex, age and hair.

    >>> bool((draw_identity(3) == draw_identity(3)).all()), bool((draw_identity(3) == draw_identity(4)).any())
    (True, False)
    """
    vector = np.random.default_rng((seed, 7)).normal(0, 1, len(COMPONENTS))
    for name, (step, start) in _SPREADS.items():
        vector[COMPONENTS.index(name)] = ndtri(np.clip((start + seed * step) % 1.0, 0.002, 0.998))
    return vector


def measures_of(vector: Vector) -> Measures:
    """Return what the numbers of an identity stand for."""
    if vector.shape != (len(COMPONENTS),):
        raise ValueError(f"an identity has {len(COMPONENTS)} numbers, not {vector.shape}")
    share = dict(zip(COMPONENTS, ndtr(vector).tolist(), strict=True))
    lean = 2 * share["femininity"] - 1
    femininity = 0.5 + 0.5 * float(np.copysign(abs(lean) ** 0.5, lean))
    feminine, melanin, age = femininity > 0.5, share["melanin"], share["age"] ** 1.4
    style = _style(share["hair_style"], feminine=feminine, age=age)
    bearded = not feminine and share["beard"] > 0.45
    return Measures(
        vector=vector,
        femininity=femininity,
        age=age,
        melanin=melanin,
        undertone=share["undertone"],
        redness=share["redness"],
        freckles=share["freckles"] * max(0.0, 1 - 2 * melanin),
        moles=share["moles"],
        shine=share["shine"],
        make_up=max(0.0, 2 * share["make_up"] - 0.8) if feminine else 0.0,
        iris=share["iris"] * max(0.0, 1 - 1.6 * melanin),
        hair_style=style,
        hair_tone=share["hair_tone"] * max(0.0, 1 - 1.5 * melanin),
        hair_red=share["hair_red"] ** 3,
        grey=max(0.0, age - 0.6) * 2 * share["grey"],
        parting=1.0 if share["parting"] > 0.5 else -1.0,
        beard=(share["beard"] - 0.45) / 0.55 * 0.7 + 0.3 if bearded else 0.0,
        beard_cut=share["beard_cut"],
        glasses=share["glasses"] > 0.86 - 0.12 * age,
        shirt=share["shirt"],
        shirt_tone=share["shirt_tone"],
    )


def _style(share: float, *, feminine: bool, age: float) -> str:
    styles, shares = (_FEMININE, _FEMININE_SHARES) if feminine else (_MASCULINE, _MASCULINE_SHARES)
    style = styles[min(int(np.searchsorted(np.cumsum(shares), share)), len(styles) - 1)]
    return "crop" if style == "receding" and age < 0.1 else style


def with_style(vector: Vector, style: str) -> Vector:
    """Return the identity with its hair cut in a style, the nearest its sex and age wear.

    Args:
        vector: `(80,)`.
        style: One of `HAIR_STYLES`.
    """
    changed = vector.copy()
    at = COMPONENTS.index("hair_style")
    best = (np.inf, vector[at])
    for share in (np.arange(200) + 0.5) / 200:
        changed[at] = ndtri(share)
        if measures_of(changed).hair_style == style:
            best = min(best, (abs(changed[at] - vector[at]), changed[at]))
    changed[at] = best[1]
    return changed
