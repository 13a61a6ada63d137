"""Cards: values that are no pictures, as readable names and figures made from their fields."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from graph_core.values import ARKIT_NAMES, Camera, Expression, HeadPose, Identity

__all__ = ["Card", "card_of", "strongest"]

Rows = tuple[tuple[str, str], ...]

_MOST_SHOWN = 8
_CURVES = ("loss", "losses", "loss_curve")


@dataclasses.dataclass(frozen=True, slots=True)
class Card:
    """What is said of a value.

    Attributes:
        title: Its type, or the value itself if it is a number or a word.
        rows: Names and what they are.
        curve: Numbers over time, such as the loss of a training; empty if there are none.
    """

    title: str
    rows: Rows = ()
    curve: tuple[float, ...] = ()

    @property
    def text(self) -> str:
        """All of it, to be pasted elsewhere."""
        return "\n".join([self.title, *(f"{name}: {value}" for name, value in self.rows)])


def card_of(value: Any) -> Card:
    """Return the card of any value."""
    make = next((_CARDS[kind] for kind in type(value).__mro__ if kind in _CARDS), None)
    if make is not None:
        return make(value)
    if dataclasses.is_dataclass(value):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return Card(type(value).__name__, _rows(fields), _curve(fields))
    return Card(_said(value))


def strongest(expression: Expression, count: int) -> list[tuple[str, float]]:
    """Return the names and weights of the strongest blendshapes."""
    order = np.argsort(-expression.weights, kind="stable")[:count]
    return [(ARKIT_NAMES[place], float(expression.weights[place])) for place in order]


def _of_pose(pose: HeadPose) -> Card:
    degrees = (f"{math.degrees(angle):+.1f}°" for angle in pose.angles.tolist())
    place = ", ".join(f"{number:.0f}" for number in pose.translation.tolist())
    return Card("Head pose", (*zip(("yaw", "pitch", "roll"), degrees, strict=True), ("translation", f"{place} mm")))


def _of_identity(identity: Identity) -> Card:
    numbers = identity.embedding
    length = float(np.linalg.norm(numbers))
    rows = (("space", identity.space), ("length", f"{length:.4f}"), ("embedding", _said(numbers)))
    return Card("Identity", rows)


def _of_camera(camera: Camera) -> Card:
    x, y = camera.centre_px.tolist()
    first, second = camera.distortion.tolist()
    rows = (("focal length", f"{camera.focal_px:.1f} px"), ("centre", f"{x:.1f}, {y:.1f} px"))
    return Card("Camera", (*rows, ("distortion", f"{first:.4f}, {second:.4f}")))


_CARDS: dict[type, Callable[[Any], Card]] = {HeadPose: _of_pose, Identity: _of_identity, Camera: _of_camera}


def _rows(fields: Mapping[str, Any]) -> Rows:
    rows: list[tuple[str, str]] = []
    for name, value in fields.items():
        if isinstance(value, Mapping):
            rows.extend(_rows({key: part for key, part in value.items() if key not in _CURVES}))
        elif name not in _CURVES and value is not None and not (isinstance(value, str) and not value):
            rows.append((str(name).replace("_", " "), _said(value)))
    return tuple(rows)


def _curve(fields: Mapping[str, Any]) -> tuple[float, ...]:
    """Find the curve of a training among the fields, or in the model card that is one of them."""
    for name, value in fields.items():
        if name in _CURVES:
            return tuple(float(number) for number in value)
        if isinstance(value, Mapping) and (found := _curve(value)):
            return found
    return ()


def _said(value: Any) -> str:
    """Write a value on one line."""
    if isinstance(value, bool | str):
        return str(value)
    if isinstance(value, int | float):
        return f"{value:g}"
    if hasattr(value, "detach"):
        value = value.detach().float().cpu().numpy()
    if isinstance(value, np.ndarray):
        shape = " x ".join(str(length) for length in value.shape)
        if value.size == 0:
            return f"{shape}: empty"
        first = ", ".join(f"{number:.4g}" for number in value.ravel()[:_MOST_SHOWN].tolist())
        if value.size <= _MOST_SHOWN:
            return first
        return f"{shape}:  {first} …   from {value.min():.4g} to {value.max():.4g}"
    if isinstance(value, tuple | list):
        more = " …" if len(value) > _MOST_SHOWN else ""
        return ", ".join(_said(part) for part in value[:_MOST_SHOWN]) + more
    return str(value)
