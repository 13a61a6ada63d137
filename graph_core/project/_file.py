"""The text of a project file: its fields, what is wrong with it, and older versions of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import msgspec

from graph_core.errors import ProjectFormatError, ProjectVersionError, closest
from graph_core.node import Format, Shot
from graph_core.values import FrameRange

VERSION = 2
DEFAULT_SHOT = Shot(Format(1280, 720), Fraction(25), FrameRange(1, 100))


class ShotFile(msgspec.Struct, forbid_unknown_fields=True):
    format: str = str(DEFAULT_SHOT.format)
    fps: str = str(DEFAULT_SHOT.fps)
    frames: str = str(DEFAULT_SHOT.frames)
    pixel_aspect: float = 1.0
    follow: str = ""


class NodeFile(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    version: int = 1
    params: dict[str, Any] = {}
    inputs: dict[str, str | list[str]] = {}
    disabled: bool = False
    label: str = ""
    position: tuple[float, float] = (0.0, 0.0)


class Backdrop(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A titled area of the canvas behind some nodes.

    Attributes:
        title: What stands in its corner.
        color: Red, green and blue from 0 to 255, as shown.
        position: Top left corner on the canvas.
        size: Width and height on the canvas.
    """

    title: str
    color: tuple[int, int, int]
    position: tuple[float, float]
    size: tuple[float, float]


class ProjectFile(msgspec.Struct, forbid_unknown_fields=True):
    semblance: int
    about: str = ""
    shot: ShotFile = msgspec.field(default_factory=ShotFile)
    nodes: dict[str, msgspec.Raw] = {}
    backdrops: list[Backdrop] = []


def decode(data: bytes, kind: type[Any], name: str) -> Any:
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.ValidationError as error:
        text = str(error)
        known = list(getattr(kind, "__struct_fields__", ()))
        unknown = re.search(r"unknown field `(\w+)`", text)
        hint = closest(unknown[1], known) if unknown else ""
        raise ProjectFormatError(
            f"{name}: {text.replace('Object contains', 'there is an').replace(' - at `$`', '')}.",
            hint=hint or (f"it has {', '.join(known)}" if known else "see the README for what a project file holds"),
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        position = re.search(r"byte (\d+)", str(error))
        line = data[: int(position[1])].count(b"\n") + 1 if position else 1
        raise ProjectFormatError(
            f"{name} is not valid JSON, line {line}: {error}.", hint="was it cut off, or edited by hand?"
        ) from error


def migrated(data: bytes, name: str, newer: bool = False) -> bytes:
    """Bring the text of an older file up to today's version; of a newer one, on request, keep what is known today."""
    head = decode(data, dict[str, msgspec.Raw], name) if data.strip() else {}
    if "semblance" not in head:
        raise ProjectFormatError(f"{name} is no Semblance project.", hint='such a file begins {"semblance": 2, …')
    version = decode(bytes(head["semblance"]), int, f"{name}, semblance")
    if version > VERSION and newer:
        return msgspec.json.encode(_known(msgspec.json.decode(data), ProjectFile))
    if version > VERSION:
        raise ProjectVersionError(
            f"{name} was written by a newer release (file version {version}, this one knows {VERSION}).",
            hint="update Semblance: pip install --upgrade semblance",
        )
    if version == VERSION:
        return data
    content = msgspec.json.decode(data)
    for step in range(version, VERSION):
        if step not in _MIGRATIONS:
            raise ProjectVersionError(f"{name} has the unknown file version {version}.", hint="it begins at 1")
        try:
            content = _MIGRATIONS[step](content)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ProjectFormatError(f"{name} is not a valid project of version {version}: {error}.") from error
    return msgspec.json.encode(content)


def _known(content: Any, kind: Any) -> Any:
    """Drop the fields that this release does not know."""
    if not isinstance(content, dict) or not hasattr(kind, "__struct_fields__"):
        return content
    kept = {key: value for key, value in content.items() if key in kind.__struct_fields__}
    parts = {"shot": ShotFile, "nodes": NodeFile, "backdrops": Backdrop} if kind is ProjectFile else {}
    for key, part in parts.items():
        value = kept.get(key)
        if isinstance(value, list):
            kept[key] = [_known(item, part) for item in value]
        elif key == "nodes" and isinstance(value, dict):
            kept[key] = {name: _known(item, part) for name, item in value.items()}
        elif key in kept:
            kept[key] = _known(value, part)
    return kept


def _from_1(content: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had rate, size and frames as numbers at the top, and links as a list of their own."""
    width, height = content.get("size", (1280, 720))
    first, last = content.get("frames", (1, 100))
    shot = {
        "format": f"{width}x{height}",
        "fps": str(_rate_of_1(content.get("fps", 25))),
        "frames": f"{first}-{last}",
    }
    nodes = {name: dict(node) for name, node in content.get("nodes", {}).items()}
    for source, target in content.get("links", []):
        name, _, slot = target.partition(".")
        nodes[name].setdefault("inputs", {})[slot] = source
    return {"semblance": 2, "shot": shot, "nodes": nodes}


def _rate_of_1(number: float) -> Fraction:
    """Return the exact rate that a decimal number such as 29.97 stands for."""
    for whole in (24, 30, 48, 60, 120):
        exact = Fraction(whole * 1000, 1001)
        if abs(number - exact) < 0.006:
            return exact
    return Fraction(number).limit_denominator(1001)


_MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: _from_1}
