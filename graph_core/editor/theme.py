"""Colours, fonts and sizes."""

from __future__ import annotations

from importlib import resources
from typing import Any, TypeVar

import dearpygui.dearpygui as dpg

from graph_core.node import type_name

__all__ = ["Theme"]

Color = tuple[int, int, int, int]

_TYPES: dict[str, Color] = {
    "Image": (222, 184, 92, 255),
    "Matte": (190, 190, 196, 255),
    "Faces": (104, 190, 132, 255),
    "Audio": (96, 168, 226, 255),
    "Expression": (196, 132, 220, 255),
    "HeadPose": (164, 140, 232, 255),
    "Flow": (228, 128, 104, 255),
    "Depth": (128, 196, 204, 255),
    "Weights": (226, 110, 150, 255),
    "Identity": (232, 150, 186, 255),
    "Latent": (206, 116, 196, 255),
    "Alignment": (150, 204, 96, 255),
    "Body": (88, 200, 176, 255),
    "Mesh": (120, 160, 250, 255),
    "Camera": (160, 172, 200, 255),
    "Parsing": (240, 160, 96, 255),
    "Boundary": (180, 160, 120, 255),
}
_ANY: Color = (150, 150, 156, 255)


class Theme:
    """The look of the window at one scale.

    Attributes:
        scale: How much larger than usual everything is.
        font, small, bold: Fonts for text, remarks and titles.
    """

    background: Color = (28, 29, 32, 255)
    panel: Color = (36, 37, 41, 255)
    raised: Color = (48, 50, 55, 255)
    line: Color = (62, 64, 70, 255)
    text: Color = (222, 223, 226, 255)
    faint: Color = (146, 148, 156, 255)
    accent: Color = (242, 157, 72, 255)
    good: Color = (110, 190, 120, 255)
    warning: Color = (232, 190, 92, 255)
    error: Color = (232, 96, 88, 255)

    def __init__(self, scale: float = 1.0) -> None:
        """Load the fonts and make the look the usual one."""
        self.scale = scale
        files = resources.files("font_roboto") / "files"
        with dpg.font_registry():
            self.font = dpg.add_font(str(files / "Roboto-Regular.ttf"), round(15 * scale))
            self.small = dpg.add_font(str(files / "Roboto-Regular.ttf"), round(13 * scale))
            self.bold = dpg.add_font(str(files / "Roboto-Medium.ttf"), round(15 * scale))
        dpg.bind_font(self.font)

    def px(self, size: float) -> int:
        """Return a size at this scale."""
        return round(size * self.scale)

    @staticmethod
    def type_color(kind: Any) -> Color:
        """Return the colour of links and ports of a type; plugins' own types get one from their name."""
        if isinstance(kind, TypeVar):
            return _ANY
        name = type_name(kind)
        if name in _TYPES:
            return _TYPES[name]
        seed = sum(ord(letter) * (place + 7) for place, letter in enumerate(name))
        return (90 + seed % 130, 90 + seed // 7 % 130, 90 + seed // 53 % 130, 255)
