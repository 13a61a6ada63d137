"""The blendshapes of ARKit as displacements of a person's skin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from graph_core import ARKIT_NAMES
from graph_plugin_performer._arrays import Floats, Ints, smoothstep
from graph_plugin_performer._person.layout import lip_line
from graph_plugin_performer._person.sculpt import Landmarks

__all__ = ["NOT_FIELDS", "ShapeFields", "build_fields", "is_upper_lip"]

NOT_FIELDS = frozenset(
    {"jawOpen", "mouthClose", "tongueOut"}
    | {f"eye{what}{side}" for what in ("Blink", "Wide") for side in ("Left", "Right")}
    | {f"eyeLook{way}{side}" for way in ("Up", "Down", "In", "Out") for side in ("Left", "Right")}
)
"""Blendshapes that are turns, of the jaw, the lids or the eyes, and not displacements."""


@dataclass(frozen=True, slots=True)
class ShapeFields:
    """What every blendshape does to the skin, as far as it is a displacement; only the vertices that move.

    Attributes:
        vertices: `(N,)` numbers, one blendshape after another in the order of `ARKIT_NAMES`.
        shifts: `(N, 3)` mm at weight 1.
        starts: `(53,)` where each blendshape begins.
    """

    vertices: Ints
    shifts: Floats
    starts: Ints


@dataclass(frozen=True, slots=True)
class _Face:
    """The skin's rest positions and the masks that shapes are made of."""

    x: Floats
    y: Floats
    z: Floats
    marks: Landmarks
    upper: Floats

    def spot(self, x: float, y: float, wide: float, high: float) -> Floats:
        """1 at a place on either side of the face, falling off like a bell."""
        away = ((np.abs(self.x) - x) / wide) ** 2 + ((self.y - y) / high) ** 2
        bell: Floats = np.exp(-away)
        return bell

    def half(self, side: float) -> Floats:
        """1 on one side of the face, 0 on the other, soft over the middle."""
        return smoothstep(-9.0, 9.0, side * self.x)

    @property
    def ahead(self) -> Floats:
        return smoothstep(15, 45, self.z)

    @property
    def outward(self) -> Floats:
        sign: Floats = np.tanh(self.x / 6)
        return sign

    @property
    def corner(self) -> Floats:
        return self.spot(self.marks.mouth_half_width + 1, self.marks.mouth_y, 15, 15)

    def lip(self, upper: bool, wide: float = 21) -> Floats:
        """The red of one lip and a little round it."""
        side = self.upper if upper else 1 - self.upper
        middle = self.marks.mouth_y + (5 if upper else -6)
        red: Floats = side * self.spot(0, middle, wide, 9)
        return red

    def jaw(self) -> Floats:
        """What follows the lower jaw when it slides."""
        below = smoothstep(self.marks.nose_base_y - 2, self.marks.chin_y + 26, self.y)
        throat = smoothstep(self.marks.chin_y - 40, self.marks.chin_y - 8, self.y)
        moving: Floats = below * throat * smoothstep(-4, 50, self.z) * np.where(self.upper > 0.5, 0.55, 1.0)
        return moving


def is_upper_lip(rest: Floats, height: Floats, marks: Landmarks) -> Floats:
    """Return 1 for vertices above the slit of the lips, 0 below, by their place on the unrolled surface."""
    return (height >= lip_line(rest[:, 0], marks)).astype(np.float64)


def build_fields(rest: Floats, height: Floats, marks: Landmarks, inner: Floats) -> ShapeFields:
    """Work out a person's blendshapes.

    Args:
        rest: `(V, 3)` position, of what is folded inwards that of the edge it belongs to.
        height: `(V,)` height on the unrolled surface.
        marks: The person's features.
        inner: `(V,)` how far a vertex follows; less deep inside the mouth.
    """
    x, y, z = rest.T
    face = _Face(x, y, z, marks, is_upper_lip(rest, height, marks))
    scale = (inner * face.ahead)[:, None]
    vertices, shifts, starts = [], [], [0]
    for name in ARKIT_NAMES:
        if name not in NOT_FIELDS:
            shift = np.stack(np.broadcast_arrays(*_shape(name, face)), axis=1) * scale
            moved = np.nonzero(np.abs(shift).max(axis=1) > 0.02)[0]
            vertices.append(moved)
            shifts.append(shift[moved])
        starts.append(starts[-1] + (len(vertices[-1]) if name not in NOT_FIELDS else 0))
    return ShapeFields(
        np.concatenate(vertices).astype(np.int32),
        np.concatenate(shifts).astype(np.float32),
        np.asarray(starts, np.int32),
    )


Shift = tuple[Floats | float, Floats | float, Floats | float]


def _shape(name: str, face: _Face) -> Shift:
    """Return the shift in mm along x, y, z; a pair of left and right is one function on either half."""
    for ending, side in (("Left", 1.0), ("Right", -1.0)):
        stem = name.removesuffix(ending)
        if stem != name and stem in _PAIRED:
            half = face.half(side)
            x, y, z = _PAIRED[stem](face)
            return x * half, y * half, z * half
    return _WHOLE[name](face)


def _over_brow(face: _Face) -> Floats:
    marks = face.marks
    return smoothstep(marks.eye[1] + 7.5, marks.brow_y - 2, face.y) * smoothstep(
        marks.brow_y + 36, marks.brow_y + 4, face.y
    )


def _brow_down(face: _Face) -> Shift:
    bell = _over_brow(face) * np.exp(-(((np.abs(face.x) - 20) / 22) ** 2))
    return -2.6 * face.outward * bell, -5.0 * bell, 0.8 * bell


def _brow_inner_up(face: _Face) -> Shift:
    bell = _over_brow(face) * np.exp(-((np.abs(face.x) / 22) ** 2))
    return 0.0, 7.5 * bell, 0.6 * bell


def _brow_outer_up(face: _Face) -> Shift:
    bell = _over_brow(face) * np.exp(-(((np.abs(face.x) - 44) / 18) ** 2))
    return 0.0, 7.0 * bell, 0.4 * bell


def _cheek_puff(face: _Face) -> Shift:
    bell = face.spot(40, face.marks.mouth_y + 6, 17, 22)
    lips = face.spot(0, face.marks.mouth_y, 18, 12)
    return 6.5 * face.outward * bell, 0.0, 7.0 * bell + 2.0 * lips


def _cheek_squint(face: _Face) -> Shift:
    bell = face.spot(37, face.marks.eye[1] - 20, 16, 12)
    return 0.0, 4.0 * bell, 2.2 * bell


def _eye_squint(face: _Face) -> Shift:
    below = face.spot(face.marks.eye[0], face.marks.eye[1] - 12, 15, 5.5)
    return 0.0, 2.4 * below, 0.6 * below


def _smile(face: _Face) -> Shift:
    marks = face.marks
    corner = face.spot(marks.mouth_half_width + 3, marks.mouth_y, 17, 14)
    cheek = face.spot(40, -18, 17, 17)
    lip = np.exp(-((face.x / 17) ** 2) - ((face.y - marks.mouth_y) / 12) ** 2)
    return (
        face.outward * (9.5 * corner + 1.5 * cheek),
        6.4 * corner + 4.2 * cheek + 0.6 * lip,
        -4.2 * corner + 3.8 * cheek - 1.6 * lip,
    )


def _frown(face: _Face) -> Shift:
    bell = face.corner
    return 1.0 * face.outward * bell, -6.5 * bell, -1.0 * bell


def _dimple(face: _Face) -> Shift:
    bell = face.spot(face.marks.mouth_half_width + 4, face.marks.mouth_y, 10, 11)
    return 3.0 * face.outward * bell, 0.8 * bell, -3.4 * bell


def _stretch(face: _Face) -> Shift:
    bell = face.spot(face.marks.mouth_half_width, face.marks.mouth_y - 2, 15, 14)
    return 6.5 * face.outward * bell, -1.8 * bell, -2.6 * bell


def _press(face: _Face) -> Shift:
    red = face.spot(14, face.marks.mouth_y, 15, 7)
    towards = np.where(face.upper > 0.5, -1.2, 1.6)
    return 0.0, towards * red, -1.6 * red


def _upper_up(face: _Face) -> Shift:
    bell = face.upper * face.spot(11, face.marks.mouth_y + 7, 11, 10)
    fold = face.spot(24, face.marks.nose_base_y + 2, 10, 12)
    return 0.0, 5.5 * bell + 1.4 * fold, -0.8 * bell + 1.2 * fold


def _lower_down(face: _Face) -> Shift:
    bell = (1 - face.upper) * face.spot(11, face.marks.mouth_y - 7, 12, 11)
    return 0.0, -5.5 * bell, -0.6 * bell


def _sneer(face: _Face) -> Shift:
    wing = face.spot(face.marks.nose_half_width - 2, face.marks.nose_base_y + 8, 8, 11)
    lip = face.upper * face.spot(14, face.marks.mouth_y + 9, 9, 8)
    bridge = face.spot(9, face.marks.eye[1] - 2, 7, 12)
    return 0.0, 3.6 * wing + 2.6 * lip + 1.2 * bridge, 0.8 * wing


def _jaw_slide(x: float, z: float) -> Callable[[_Face], Shift]:
    return lambda face: (x * face.jaw(), 0.0, z * face.jaw())


def _funnel(face: _Face) -> Shift:
    red = face.spot(0, face.marks.mouth_y, 22, 12)
    around = face.spot(0, face.marks.mouth_y, 28, 18)
    apart = np.where(face.upper > 0.5, 3.4, -4.2)
    return -0.30 * face.x * around, apart * face.spot(0, face.marks.mouth_y, 14, 9), 6.0 * red


def _pucker(face: _Face) -> Shift:
    marks = face.marks
    around = np.exp(-((face.x / 27) ** 2) - ((face.y - marks.mouth_y) / 17) ** 2)
    near = np.exp(-((face.x / 16) ** 2) - ((face.y - marks.mouth_y) / 11) ** 2)
    return -0.44 * face.x * around, -0.10 * (face.y - marks.mouth_y) * near, 7.0 * near


def _sideways(sign: float) -> Callable[[_Face], Shift]:
    def shift(face: _Face) -> Shift:
        bell = face.spot(0, face.marks.mouth_y, 34, 16)
        return sign * 7.5 * bell, 0.0, 0.0

    return shift


def _roll(*, upper: bool) -> Callable[[_Face], Shift]:
    def shift(face: _Face) -> Shift:
        red = face.lip(upper, 24)
        return 0.0, (-2.6 if upper else 3.2) * red, -4.2 * red

    return shift


def _shrug_lower(face: _Face) -> Shift:
    lip, chin = face.lip(False, 22), face.spot(0, face.marks.chin_y + 16, 20, 14)
    return 0.0, 4.0 * lip + 3.2 * chin, 2.4 * lip + 1.2 * chin


def _shrug_upper(face: _Face) -> Shift:
    lip = face.lip(True, 22)
    return 0.0, 3.0 * lip, 1.8 * lip


_PAIRED: dict[str, Callable[[_Face], Shift]] = {
    "browDown": _brow_down,
    "browOuterUp": _brow_outer_up,
    "cheekSquint": _cheek_squint,
    "eyeSquint": _eye_squint,
    "mouthDimple": _dimple,
    "mouthFrown": _frown,
    "mouthLowerDown": _lower_down,
    "mouthPress": _press,
    "mouthSmile": _smile,
    "mouthStretch": _stretch,
    "mouthUpperUp": _upper_up,
    "noseSneer": _sneer,
}
_WHOLE: dict[str, Callable[[_Face], Shift]] = {
    "browInnerUp": _brow_inner_up,
    "cheekPuff": _cheek_puff,
    "jawForward": _jaw_slide(0.0, 6.0),
    "jawLeft": _jaw_slide(7.0, 0.0),
    "jawRight": _jaw_slide(-7.0, 0.0),
    "mouthFunnel": _funnel,
    "mouthLeft": _sideways(1.0),
    "mouthPucker": _pucker,
    "mouthRight": _sideways(-1.0),
    "mouthRollLower": _roll(upper=False),
    "mouthRollUpper": _roll(upper=True),
    "mouthShrugLower": _shrug_lower,
    "mouthShrugUpper": _shrug_upper,
}
