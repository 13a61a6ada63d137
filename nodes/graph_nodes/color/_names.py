"""Menus of colour: names of spaces and of luma weights."""

from __future__ import annotations

from typing import Literal

__all__ = ["LumaWeights", "SpaceName"]

LumaWeights = Literal["rec709", "rec601", "average"]
SpaceName = Literal[
    "linear",
    "srgb",
    "rec709",
    "gamma22",
    "gamma24",
    "cineon",
    "logc3",
    "acescct",
    "acescg",
    "rec2020",
    "p3",
    "xyz",
    "lab",
]
