"""Colours, fonts and sizes."""

from __future__ import annotations

from importlib import resources
from typing import Any, TypeVar

import dearpygui.dearpygui as dpg

from graph_core.node import type_name

__all__ = ["Color", "Theme"]

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


_DARK: dict[str, Color] = {
    "background": (28, 29, 32, 255),
    "panel": (36, 37, 41, 255),
    "raised": (50, 52, 58, 255),
    "line": (66, 68, 75, 255),
    "text": (224, 225, 228, 255),
    "faint": (152, 154, 162, 255),
    "accent": (242, 157, 72, 255),
    "good": (110, 190, 120, 255),
    "warning": (232, 190, 92, 255),
    "error": (236, 104, 96, 255),
}
_LIGHT: dict[str, Color] = {
    "background": (208, 209, 212, 255),
    "panel": (228, 229, 232, 255),
    "raised": (246, 247, 249, 255),
    "line": (178, 180, 186, 255),
    "text": (28, 29, 32, 255),
    "faint": (88, 90, 98, 255),
    "accent": (190, 98, 12, 255),
    "good": (28, 122, 50, 255),
    "warning": (140, 98, 0, 255),
    "error": (186, 38, 30, 255),
}


class Theme:
    """The look of the window at one scale.

    Attributes:
        scale: How much larger than usual everything is.
        background, panel, raised, line: From the ground up: behind the panels, panels, controls, dividers.
        text, faint: Text and remarks.
        accent, good, warning, error: What stands out, and how things stand.
        font, small, bold, large: Fonts for text, remarks, headings and the title of a page.
    """

    def __init__(self, scale: float = 1.0, name: str = "dark") -> None:
        """Load the fonts and bind the look to all windows."""
        self.scale = scale
        colors = _LIGHT if name == "light" else _DARK
        self.background, self.panel = colors["background"], colors["panel"]
        self.raised, self.line = colors["raised"], colors["line"]
        self.text, self.faint = colors["text"], colors["faint"]
        self.accent, self.good = colors["accent"], colors["good"]
        self.warning, self.error = colors["warning"], colors["error"]
        self.font = self._load_font("Regular", 15)
        self.small = self._load_font("Regular", 13)
        self.bold = self._load_font("Medium", 15)
        self.large = self._load_font("Light", 30)
        dpg.bind_font(self.font)
        dpg.bind_theme(self._make())

    def _load_font(self, weight: str, size: float) -> int | str:
        path = resources.files("font_roboto") / "files" / f"Roboto-{weight}.ttf"
        with dpg.font_registry():
            return dpg.add_font(str(path), round(size * self.scale))  # type: ignore[no-any-return]

    def _make(self) -> int | str:
        px = self.px
        faded = (*self.accent[:3], 150)
        colors = {
            "WindowBg": self.panel, "ChildBg": self.panel, "PopupBg": self.panel, "MenuBarBg": self.background,
            "TitleBg": self.background, "TitleBgActive": self.background, "Border": self.line, "Text": self.text,
            "TextDisabled": self.faint, "FrameBg": self.raised, "FrameBgHovered": self.line,
            "FrameBgActive": self.line, "Button": self.raised, "ButtonHovered": self.line, "ButtonActive": faded,
            "Header": self.raised, "HeaderHovered": self.line, "HeaderActive": faded, "CheckMark": self.accent,
            "SliderGrab": self.accent, "SliderGrabActive": self.accent, "Separator": self.line, "Tab": self.raised,
            "TabHovered": self.line, "TabActive": self.line, "ScrollbarBg": self.panel, "ScrollbarGrab": self.line,
            "ScrollbarGrabHovered": self.faint, "ScrollbarGrabActive": self.faint, "TextSelectedBg": faded,
            "PlotHistogram": self.accent, "TableHeaderBg": self.raised, "TableBorderLight": self.line,
            "TableBorderStrong": self.line, "ModalWindowDimBg": (0, 0, 0, 140), "NavHighlight": self.accent,
        }  # fmt: skip
        styles = {
            "WindowPadding": (10, 10), "FramePadding": (7, 4), "ItemSpacing": (8, 6), "ItemInnerSpacing": (6, 4),
            "FrameRounding": (3,), "GrabRounding": (3,), "WindowRounding": (5,), "PopupRounding": (4,),
            "ScrollbarSize": (12,), "ScrollbarRounding": (6,), "WindowBorderSize": (1,), "PopupBorderSize": (1,),
            "TabRounding": (3,), "CellPadding": (6, 3),
        }  # fmt: skip
        with dpg.theme() as theme:
            with dpg.theme_component(dpg.mvAll):
                for name, color in colors.items():
                    dpg.add_theme_color(getattr(dpg, f"mvThemeCol_{name}"), color)
                for name, sizes in styles.items():
                    dpg.add_theme_style(getattr(dpg, f"mvStyleVar_{name}"), *(px(size) for size in sizes))
            for kind in (dpg.mvButton, dpg.mvMenuItem, dpg.mvInputText, dpg.mvCheckbox, dpg.mvCombo):
                with dpg.theme_component(kind, enabled_state=False):
                    dpg.add_theme_color(dpg.mvThemeCol_Text, self.faint)
        return theme  # type: ignore[no-any-return]

    def px(self, size: float) -> int:
        """Return a size at this scale."""
        return round(size * self.scale)

    @classmethod
    def type_color(cls, kind: Any) -> Color:
        """Return the colour of links and ports of a type."""
        return _ANY if isinstance(kind, TypeVar) else cls.type_color_of(type_name(kind))

    @staticmethod
    def type_color_of(name: str) -> Color:
        """Return the colour of a type by its name; plugins' own types get one from their name."""
        if name == "any" or name in _TYPES:
            return _TYPES.get(name, _ANY)
        seed = sum(ord(letter) * (place + 7) for place, letter in enumerate(name))
        return (90 + seed % 130, 90 + seed // 7 % 130, 90 + seed // 53 % 130, 255)
