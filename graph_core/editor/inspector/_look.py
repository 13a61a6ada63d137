"""The inspector's look: its spacing and the colours of its parts."""

from __future__ import annotations

import dearpygui.dearpygui as dpg

from graph_core.editor.theme import Color, Theme

__all__ = ["Look"]


class Look:
    """DearPyGui themes of the inspector, made once.

    Attributes:
        theme: For the whole of it: closer lines than elsewhere, and fields that are sunk in.
        problem: For a box with an error.
        note: For a box with a remark.
        link: For text that is clicked like a link.
    """

    def __init__(self, theme: Theme) -> None:
        """Make the themes."""
        self.theme = _page(theme)
        self.problem = _box(theme, theme.error)
        self.note = _box(theme, theme.warning)
        self.link = _link(theme)


def _page(theme: Theme) -> int | str:
    px = theme.px
    page: int | str
    with dpg.theme() as page:
        with dpg.theme_component(dpg.mvAll):
            dpg.add_theme_style(dpg.mvStyleVar_WindowPadding, px(10), px(8))
            dpg.add_theme_style(dpg.mvStyleVar_FramePadding, px(6), px(3))
            dpg.add_theme_style(dpg.mvStyleVar_ItemSpacing, px(4), px(4))
            dpg.add_theme_style(dpg.mvStyleVar_ScrollbarSize, px(10))
            dpg.add_theme_color(dpg.mvThemeCol_ChildBg, theme.panel)
            for part in ("FrameBg", "FrameBgHovered", "FrameBgActive"):
                dpg.add_theme_color(getattr(dpg, f"mvThemeCol_{part}"), theme.background)
        with dpg.theme_component(dpg.mvCheckbox):
            dpg.add_theme_style(dpg.mvStyleVar_FrameBorderSize, 1)
    return page


def _box(theme: Theme, edge: Color) -> int | str:
    box: int | str
    with dpg.theme() as box, dpg.theme_component(dpg.mvChildWindow):
        dpg.add_theme_color(dpg.mvThemeCol_Border, edge)
        dpg.add_theme_color(dpg.mvThemeCol_ChildBg, (*edge[:3], 24))
        dpg.add_theme_style(dpg.mvStyleVar_ChildBorderSize, 1)
        dpg.add_theme_style(dpg.mvStyleVar_ChildRounding, theme.px(4))
        dpg.add_theme_style(dpg.mvStyleVar_WindowPadding, theme.px(8), theme.px(6))
    return box


def _link(theme: Theme) -> int | str:
    link: int | str
    with dpg.theme() as link, dpg.theme_component(dpg.mvButton):
        dpg.add_theme_color(dpg.mvThemeCol_Button, (0, 0, 0, 0))
        dpg.add_theme_style(dpg.mvStyleVar_FramePadding, theme.px(3), theme.px(3))
        dpg.add_theme_style(dpg.mvStyleVar_ButtonTextAlign, 0.0, 0.5)
    return link
