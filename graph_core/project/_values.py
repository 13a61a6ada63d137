"""Values in a project file: format, rate and frames, and what knobs are set to."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import Any

from graph_core.errors import GraphCoreError, ProjectFormatError
from graph_core.graph import KnobLink
from graph_core.node import Curve, Format, Key, Shot
from graph_core.project._file import ShotFile
from graph_core.values import FrameRange

_MOST_FRAMES = 100_000_000


def read_shot(shot: ShotFile, name: str) -> Shot:
    match = re.fullmatch(r"([0-9]{1,6})x([0-9]{1,6})", shot.format)
    if not match or not int(match[1]) or not int(match[2]) or not shot.pixel_aspect > 0:
        raise ProjectFormatError(f"{name}: the format is {shot.format!r}.", hint='write it as "1280x720"')
    # Checked before it is read: a rate such as 1e999999999 would take hours.
    is_rate = re.fullmatch(r"[0-9]{1,9}(/0*[1-9][0-9]{0,8}|\.[0-9]{1,9})?", shot.fps)
    fps = Fraction(shot.fps) if is_rate else Fraction(0)
    if not 0 < fps <= 1000:
        raise ProjectFormatError(f"{name}: the rate is {shot.fps!r}.", hint='write it as "25" or "30000/1001"')
    try:
        frames = FrameRange.parse(shot.frames)
    except ValueError as error:
        raise ProjectFormatError(f"{name}: {error}.", hint='write frames as "1-100"') from error
    if max(-frames.first, frames.last) > _MOST_FRAMES:
        raise ProjectFormatError(
            f"{name}: the frames are {shot.frames[:80]}.", hint=f"frames are numbered up to {_MOST_FRAMES}"
        )
    return Shot(Format(int(match[1]), int(match[2]), shot.pixel_aspect), fps, frames)


def check_shot(shot: Shot) -> Shot:
    """Return format, rate and frames as a project file that holds them gives them back.

    Raises:
        ProjectFormatError: If a project file cannot hold them.
    """
    written = ShotFile(str(shot.format), str(shot.fps), str(shot.frames), shot.format.pixel_aspect)
    return read_shot(written, "The project")


def read_value(value: Any, knob: str) -> Any:
    if not isinstance(value, dict):
        return value
    if set(value) == {"knob"} and isinstance(value["knob"], str) and "." in value["knob"]:
        node, _, param = value["knob"].partition(".")
        return KnobLink(node, param)
    keys = value.get("keys")
    if isinstance(keys, list) and set(value) <= {"keys", "extrapolation"} and all(map(_is_key, keys)):
        parsed = (Key(key[0], _tuples(key[1]), *key[2:]) for key in keys)
        return Curve(tuple(parsed), value.get("extrapolation", "hold"))
    raise ProjectFormatError(
        f"Knob {knob} is set to {json.dumps(value)[:80]}.",
        hint='write a value, {"keys": [[frame, value, "linear"], …]} or {"knob": "node.knob"}',
    )


def read_unknown(value: Any) -> Any:
    """Read what a knob of a placeholder is set to; a form that nobody here knows stays as it is."""
    try:
        return read_value(value, "")
    except GraphCoreError:
        return value


def _is_key(key: Any) -> bool:
    return isinstance(key, list) and 2 <= len(key) <= 3 and type(key[0]) is int


def _tuples(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def write_value(value: Any) -> Any:
    if isinstance(value, KnobLink):
        return {"knob": f"{value.node}.{value.param}"}
    if isinstance(value, Curve):
        written: dict[str, Any] = {"keys": [[key.frame, key.value, key.interpolation] for key in value.keys]}
        if value.extrapolation != "hold":
            written["extrapolation"] = value.extrapolation
        return written
    return value
