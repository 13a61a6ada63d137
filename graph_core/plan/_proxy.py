"""Proxies: pictures at a share of their full resolution. Knobs and formats are scaled here, and nowhere else.

What the artist sets in pixels is in those of the full resolution, and so is a node's own picture when it neither
takes a picture nor asks for the project's format, such as a clip's. The former are scaled before a node runs, the
latter after it.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from graph_core.node import Curve, Node, ParamSpec, Point, Shot
from graph_core.values import Value, scaled_px

__all__ = ["measures_pixels", "scaled_knobs", "scaled_shot"]


def scaled_shot(shot: Shot, scale: float) -> Shot:
    """Return a shot of a smaller format; itself at scale 1."""
    if scale == 1.0:
        return shot
    size = shot.format
    return replace(shot, format=replace(size, width=scaled_px(size.width, scale), height=scaled_px(size.height, scale)))


def scaled_knobs(cls: type[Node], knobs: dict[str, Any], scale: float) -> dict[str, Any]:
    """Return a node's knobs, constants and curves, with those that are set in pixels scaled."""
    return {name: _scaled(cls.params[name], value, scale) for name, value in knobs.items()}


def measures_pixels(kind: Any) -> bool:
    """Return whether values of a port's type are larger in a larger picture; what passes anything on may be."""
    return not isinstance(kind, type) or (issubclass(kind, Value) and kind.scaled is not Value.scaled)


def _scaled(spec: ParamSpec, value: Any, scale: float) -> Any:
    if not (spec.unit == "px" or (spec.kind == "point" and not spec.unit)):
        return value
    if isinstance(value, Curve):
        return replace(value, keys=tuple(key._replace(value=_scaled(spec, key.value, scale)) for key in value.keys))
    if spec.kind == "point":
        return Point(value[0] * scale, value[1] * scale)
    if spec.kind == "int":
        return _limited(spec, _scaled_count(spec, value, scale))
    return _limited(spec, value * scale) if spec.kind == "float" else value


def _scaled_count(spec: ParamSpec, value: int, scale: float) -> int:
    scaled = round(value * scale)
    # Where nothing is less than 0, 0 means "none" or "as it comes", which a small size does not.
    return 1 if scaled == 0 and value > 0 and spec.low is not None and spec.low >= 0 else scaled


def _limited(spec: ParamSpec, value: float) -> Any:
    """Return the nearest value that the knob takes."""
    is_whole = spec.kind == "int"
    if spec.low is not None:
        open_low = int(spec.low) + 1 if is_whole else math.nextafter(spec.low, math.inf)
        value = max(value, open_low if spec.low_open else spec.low)
    if spec.high is not None:
        open_high = int(spec.high) - 1 if is_whole else math.nextafter(spec.high, -math.inf)
        value = min(value, open_high if spec.high_open else spec.high)
    return int(value) if is_whole else float(value)
