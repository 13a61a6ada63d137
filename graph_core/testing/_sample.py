"""Values to try a node with: small, made by formula, the same every time."""

from __future__ import annotations

import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from graph_core.values import (
    Alignment,
    Audio,
    Body,
    Boundary,
    Camera,
    Depth,
    Expression,
    Face,
    Faces,
    Flow,
    HeadPose,
    Identity,
    Image,
    Latent,
    Matte,
    Mesh,
    Parsing,
    Phonemes,
    Raster,
    Stream,
    Value,
    Window,
    landmarks68_from_478,
)

__all__ = ["sample", "sample_landmarks"]

_OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip
_RIGHT_EYE = (33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7)
_LEFT_EYE = (263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249)
_LIPS_OUTER = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146)
_LIPS_INNER = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95)
_NOSE_BRIDGE = (168, 6, 197, 195, 5, 4, 1)
_NOSE_BASE = (98, 97, 2, 326, 327)
_BROWS = ((70, 63, 105, 66, 107), (336, 296, 334, 293, 300))


def sample_landmarks(width: int, height: int, shift: float = 0.0) -> NDArray[np.float32]:
    """Return the landmarks `(478, 3)` of an oval face that fills most of a picture.

    Brows, eyes, nose, lips and the outline lie where they belong; the rest is spread evenly between them.

    Args:
        width: Of the picture, in px.
        height: Of the picture, in px.
        shift: How far the face lies to the right of the middle, as a share of its width.
    """
    flat = np.zeros((478, 2))
    _around(flat, _OVAL, (0, 0), (0.5, 0.5), -np.pi / 2)
    _around(flat, _RIGHT_EYE, (-0.2, -0.1), (0.09, 0.03), np.pi)
    _around(flat, _LEFT_EYE, (0.2, -0.1), (-0.09, 0.03), np.pi)
    _around(flat, _LIPS_OUTER, (0, 0.25), (0.16, 0.055), np.pi)
    _around(flat, _LIPS_INNER, (0, 0.25), (0.12, 0.015), np.pi)
    _along(flat, _NOSE_BRIDGE, (0, -0.1), (0, 0.1))
    _along(flat, _NOSE_BASE, (-0.07, 0.13), (0.07, 0.13))
    _along(flat, _BROWS[0], (-0.32, -0.18), (-0.08, -0.19))
    _along(flat, _BROWS[1], (0.08, -0.19), (0.32, -0.18))
    for first, x in ((468, -0.2), (473, 0.2)):
        flat[first : first + 5] = [(x, -0.1), (x + 0.03, -0.1), (x, -0.13), (x - 0.03, -0.1), (x, -0.07)]
    rest = np.flatnonzero((flat == 0).all(axis=1))
    turn = np.pi * (3 - np.sqrt(5)) * np.arange(len(rest))
    reach = 0.47 * np.sqrt((np.arange(len(rest)) + 0.5) / len(rest))
    flat[rest] = np.column_stack([reach * np.cos(turn), reach * np.sin(turn)])
    depth = -0.5 * np.sqrt(np.maximum(1.2 - 4 * (flat**2).sum(axis=1), 0))
    size = np.array([0.6 * width, 0.8 * height])
    placed = flat * size + np.array([width / 2 + shift * size[0], height / 2])
    return np.column_stack([placed, depth * size[0]]).astype(np.float32)


def _around(flat: NDArray[Any], loop: tuple[int, ...], centre: tuple[float, float], size: Any, start: float) -> None:
    angle = start + 2 * np.pi * np.arange(len(loop)) / len(loop)
    flat[list(loop)] = np.column_stack([np.cos(angle), np.sin(angle)]) * size + centre


def _along(flat: NDArray[Any], line: tuple[int, ...], first: tuple[float, float], last: tuple[float, float]) -> None:
    flat[list(line)] = np.linspace(first, last, len(line))


@dataclass(frozen=True, slots=True)
class _Wish:
    width: int
    height: int
    seed: int
    alpha: bool
    empty: bool

    def noise(self, *shape: int) -> NDArray[np.float32]:
        return np.random.default_rng(self.seed).random(shape, dtype=np.float32)

    def pixels(self, channels: int) -> Any:
        import torch

        return torch.from_numpy(self.noise(channels, self.height, self.width))


def sample(
    kind: Any, *, width: int = 37, height: int = 29, seed: int = 0, alpha: bool = False, empty: bool = False
) -> Any:
    """Return a value of a port's type; the same one for the same arguments.

    Args:
        kind: Such as `Image`, `Window[Matte]`, `Stream[Faces]` or `float`; a TypeVar gives an `Image`.
        width: Of pictures, in px; faces lie inside.
        height: Of pictures, in px.
        seed: Another number gives another value.
        alpha: Give pictures an alpha.
        empty: Give `Faces` without a face and an `Alignment` that says so.

    Raises:
        TypeError: If the type is a plugin's own, which only the plugin can make.
    """
    wish = _Wish(width, height, seed, alpha, empty)
    origin = typing.get_origin(kind)
    if origin in (Window, Stream):
        (inner,) = typing.get_args(kind)
        values = tuple(
            sample(inner, width=width, height=height, seed=seed + at, alpha=alpha, empty=empty) for at in range(3)
        )
        return Window(values, 1) if origin is Window else Stream.of(*values)
    if isinstance(kind, TypeVar):
        kind = kind.__bound__
    if kind in (None, Value, Raster):
        kind = Image
    make = _MAKERS.get(kind)
    if make is None:
        raise TypeError(f"there is no sample of {getattr(kind, '__name__', kind)}; hand one over as an input")
    value = make(wish)
    freeze(value)
    return value


def freeze(value: Any) -> None:
    """Make the arrays of a value read-only, as the engine does."""
    if isinstance(value, np.ndarray):
        value.flags.writeable = False
    elif isinstance(value, Value):
        for item in vars(value).values():
            freeze(item)
    elif isinstance(value, tuple):
        for item in value:
            freeze(item)


def _image(wish: _Wish) -> Image:
    pixels = wish.pixels(4 if wish.alpha else 3)
    if wish.alpha:
        pixels[:3] *= pixels[3:]
    return Image(pixels)


def _pose(wish: _Wish) -> HeadPose:
    return HeadPose((wish.noise(3) - 0.5) * np.float32(0.2), np.array([0, 0, 600], np.float32))


def _expression(wish: _Wish) -> Expression:
    return Expression(wish.noise(52) * np.float32(0.3))


def _face(wish: _Wish) -> Face:
    landmarks = sample_landmarks(wish.width, wish.height, 0.02 * (wish.seed % 5))
    box = np.concatenate([landmarks[:468, :2].min(axis=0), landmarks[:468, :2].max(axis=0)])
    return Face(box, landmarks, landmarks68_from_478(landmarks), 0.9, 1, _pose(wish), _expression(wish))


def _alignment(wish: _Wish) -> Alignment:
    if wish.empty:
        return Alignment(np.zeros((2, 3)), 0, "whole_face")
    return Alignment(np.array([[0.9, -0.1, 1.5], [0.1, 0.9, -0.5]]), wish.width, "whole_face")


def _audio(wish: _Wish) -> Audio:
    seconds = np.arange(9600) / 24000
    tone = np.sin(2 * np.pi * (220 + 20 * wish.seed) * seconds) * 0.4
    return Audio(np.stack([tone, tone * 0.5]).astype(np.float32) + wish.noise(2, 9600) * np.float32(0.05), 24000)


def _phonemes(wish: _Wish) -> Phonemes:
    times = np.array([(0.0, 0.08), (0.08, 0.2), (0.2, 0.3)], np.float32)
    return Phonemes(("m", "ˈɑː", "s"), times + np.float32(0.01 * wish.seed))


def _parsing(wish: _Wish) -> Parsing:
    return Parsing((wish.pixels(1) * 19).floor())


def _mesh(wish: _Wish) -> Mesh:
    corners = np.array([(0, 0, 0), (1, 0, 0), (0, 1, 0), (1, 1, 1)], np.float32) * wish.width
    return Mesh(corners, np.array([(0, 1, 2), (1, 3, 2)], np.int32), corners[:, :2] / np.float32(wish.width))


def _identity(wish: _Wish) -> Identity:
    vector = wish.noise(512) - np.float32(0.5)
    return Identity(vector / np.linalg.norm(vector), "sample")


_MAKERS: Mapping[Any, Callable[[_Wish], Any]] = {
    bool: lambda wish: bool(wish.seed % 2),
    int: lambda wish: wish.seed + 1,
    float: lambda wish: wish.seed + 0.5,
    str: lambda wish: f"sample {wish.seed}",
    Image: _image,
    Matte: lambda wish: Matte(wish.pixels(1)),
    Depth: lambda wish: Depth(wish.pixels(1) * 10 + 1),
    Flow: lambda wish: Flow(wish.pixels(2) * 4 - 2),
    Boundary: lambda wish: Boundary(wish.pixels(15)),
    Parsing: _parsing,
    Audio: _audio,
    Phonemes: _phonemes,
    HeadPose: _pose,
    Expression: _expression,
    Face: _face,
    Faces: lambda wish: Faces(() if wish.empty else (_face(wish),), wish.width, wish.height),
    Alignment: _alignment,
    Body: lambda wish: Body(wish.noise(18, 3)),
    Identity: _identity,
    Latent: lambda wish: Latent(wish.pixels(1).reshape(-1), "sample"),
    Mesh: _mesh,
    Camera: lambda wish: Camera(
        float(wish.width), np.array([wish.width / 2, wish.height / 2], np.float32), np.zeros(2, np.float32)
    ),
}
