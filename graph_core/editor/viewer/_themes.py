"""How the buttons of the viewer's toolbar look."""

from __future__ import annotations

import dearpygui.dearpygui as dpg

from graph_core.editor.theme import Color, Theme

__all__ = ["Themes"]

_DARK: Color = (24, 24, 26, 255)
_WHITE: Color = (255, 255, 255, 255)
_SECOND: Color = (96, 168, 226, 255)


class Themes:
    """DearPyGui themes.

    Attributes:
        bar: For the row.
        looks: For buttons and fields, by what they say.
    """

    def __init__(self, theme: Theme) -> None:
        """Make them."""
        px = theme.px
        with dpg.theme() as self.bar, dpg.theme_component(dpg.mvAll):
            dpg.add_theme_color(dpg.mvThemeCol_ChildBg, theme.panel)
            dpg.add_theme_style(dpg.mvStyleVar_WindowPadding, px(6), px(5))
            dpg.add_theme_style(dpg.mvStyleVar_FramePadding, px(5), px(4))
            dpg.add_theme_style(dpg.mvStyleVar_FrameRounding, px(3))
        self.looks = {
            "plain": _look(theme.raised, theme.line, theme.text),
            "faint": _look(theme.panel, theme.raised, theme.line),
            "lit": _look(theme.accent, theme.accent, _readable_on(theme.accent)),
            "second": _look(_SECOND, _SECOND, _readable_on(_SECOND)),
            "changed": _look(theme.raised, theme.line, theme.accent),
        }


def _readable_on(fill: Color) -> Color:
    return _DARK if 0.3 * fill[0] + 0.59 * fill[1] + 0.11 * fill[2] > 130 else _WHITE


def _look(fill: Color, hovered: Color, text: Color) -> int | str:
    made: int | str = dpg.add_theme()
    with dpg.theme_component(dpg.mvAll, parent=made):
        dpg.add_theme_color(dpg.mvThemeCol_Button, fill)
        dpg.add_theme_color(dpg.mvThemeCol_ButtonHovered, hovered)
        dpg.add_theme_color(dpg.mvThemeCol_ButtonActive, hovered)
        dpg.add_theme_color(dpg.mvThemeCol_FrameBg, fill)
        dpg.add_theme_color(dpg.mvThemeCol_FrameBgHovered, hovered)
        dpg.add_theme_color(dpg.mvThemeCol_Text, text)
    return made
