"""The inspector's look: its spacing and the colours of its parts."""

from __future__ import annotations

import dearpygui.dearpygui as dpg

from graph_core.editor.theme import Theme

__all__ = ["Look"]


class Look:
    """DearPyGui themes of the inspector, made once.

    Attributes:
        theme: For the whole of it.
        problem: For a box with an error.
        note: For a box with a remark.
        link: For text that is clicked like a link.
        plain: For a field that looks like text until it is clicked.
    """

    def __init__(self, theme: Theme) -> None:
        """Make the themes."""
        px = theme.px
        with dpg.theme() as self.theme, dpg.theme_component(dpg.mvAll):
            for style, x, y in (
                (dpg.mvStyleVar_WindowPadding, px(10), px(8)),
                (dpg.mvStyleVar_FramePadding, px(6), px(3)),
                (dpg.mvStyleVar_ItemSpacing, px(4), px(4)),
                (dpg.mvStyleVar_FrameRounding, px(3), 0),
                (dpg.mvStyleVar_FrameBorderSize, 0, 0),
                (dpg.mvStyleVar_ScrollbarSize, px(10), 0),
            ):
                dpg.add_theme_style(style, x, y)
            for part, color in (
                (dpg.mvThemeCol_ChildBg, theme.panel),
                (dpg.mvThemeCol_FrameBg, theme.background),
                (dpg.mvThemeCol_FrameBgHovered, theme.background),
                (dpg.mvThemeCol_FrameBgActive, theme.background),
                (dpg.mvThemeCol_PopupBg, theme.raised),
                (dpg.mvThemeCol_Button, theme.raised),
                (dpg.mvThemeCol_ButtonHovered, theme.line),
                (dpg.mvThemeCol_Text, theme.text),
                (dpg.mvThemeCol_CheckMark, theme.accent),
                (dpg.mvThemeCol_Separator, theme.line),
                (dpg.mvThemeCol_ScrollbarBg, theme.panel),
                (dpg.mvThemeCol_ScrollbarGrab, theme.line),
            ):
                dpg.add_theme_color(part, color)
        self.problem = _box(theme, theme.error)
        self.note = _box(theme, theme.warning)
        with dpg.theme() as self.link, dpg.theme_component(dpg.mvButton):
            dpg.add_theme_color(dpg.mvThemeCol_Button, (0, 0, 0, 0))
            dpg.add_theme_style(dpg.mvStyleVar_FramePadding, px(3), 0)
            dpg.add_theme_style(dpg.mvStyleVar_ButtonTextAlign, 0.0, 0.5)
        with dpg.theme() as self.plain, dpg.theme_component(dpg.mvInputText):
            dpg.add_theme_color(dpg.mvThemeCol_FrameBg, (0, 0, 0, 0))


def _box(theme: Theme, edge: tuple[int, int, int, int]) -> int | str:
    box: int | str
    with dpg.theme() as box, dpg.theme_component(dpg.mvChildWindow):
        dpg.add_theme_color(dpg.mvThemeCol_Border, edge)
        dpg.add_theme_color(dpg.mvThemeCol_ChildBg, (*edge[:3], 24))
        dpg.add_theme_style(dpg.mvStyleVar_ChildBorderSize, 1)
        dpg.add_theme_style(dpg.mvStyleVar_ChildRounding, theme.px(4))
        dpg.add_theme_style(dpg.mvStyleVar_WindowPadding, theme.px(8), theme.px(6))
    return box
