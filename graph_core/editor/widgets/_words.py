"""Widgets of knobs that are words: checkboxes, menus, text and paths."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import dearpygui.dearpygui as dpg

from graph_core.editor.desk import Desk
from graph_core.editor.knobs import FileCheck, Knob
from graph_core.editor.widgets._place import Place

__all__ = ["CheckWidget", "MenuWidget", "PathWidget", "TextWidget"]

_LINES = 4


class CheckWidget:
    """A checkbox."""

    def __init__(self, place: Place, knob: Knob) -> None:
        """Make it for a knob that is on or off."""
        with dpg.group(horizontal=True, horizontal_spacing=0, parent=place.parent):
            self._item = dpg.add_checkbox(callback=lambda _, value: knob.set(value))
            dpg.add_spacer(width=place.width - place.height)
        place.attach(self._item)

    def show(self, value: Any) -> None:
        """Show a value."""
        dpg.set_value(self._item, value)


class MenuWidget:
    """A menu of words."""

    def __init__(self, place: Place, knob: Knob) -> None:
        """Make it for a knob with choices."""
        self._item = dpg.add_combo(
            knob.spec.choices,
            width=place.width,
            parent=place.parent,
            height_mode=dpg.mvComboHeight_Large,
            callback=lambda _, value: knob.set(value),
        )
        place.attach(self._item)

    def show(self, value: Any) -> None:
        """Show a value."""
        dpg.set_value(self._item, value)


class TextWidget:
    """Text, on one line or several; it is set when the typing ends."""

    def __init__(self, place: Place, knob: Knob, *, is_multiline: bool = False) -> None:
        """Make it for a knob that is text."""
        self._knob = knob
        self._desk = place.desk
        height = place.desk.theme.px(15) * _LINES + 2 * place.desk.theme.px(3)
        self._item = dpg.add_input_text(
            width=place.width,
            multiline=is_multiline,
            height=height if is_multiline else 0,
            parent=place.parent,
        )
        place.attach(self._item, ended=self._typed)

    def show(self, value: Any) -> None:
        """Show a value, unless it is being typed."""
        if not dpg.is_item_active(self._item):
            dpg.set_value(self._item, value)

    def _typed(self) -> None:
        text = dpg.get_value(self._item)
        if text != self._knob.value:
            self._knob.set(text)


class PathWidget:
    """A path, red while the file is missing, with a button that opens the dialog."""

    def __init__(self, place: Place, knob: Knob) -> None:
        """Make it for a knob that is a path."""
        self._knob = knob
        self._desk = place.desk
        self._check = FileCheck()
        self._is_red = False
        self._red = _red_text(place.desk)
        place.leaving.append(lambda: dpg.delete_item(self._red))
        gap, button = place.desk.theme.px(4), place.desk.theme.px(26)
        with dpg.group(horizontal=True, horizontal_spacing=gap, parent=place.parent):
            self._item = dpg.add_input_text(
                width=place.width - button - gap, hint="no file", elide_left=True, auto_select_all=True
            )
            place.attach(self._item, ended=self._typed)
            item = dpg.add_button(label="…", width=button, callback=self._pick)
            replace(place, help="Choose a file.").attach(item)

    def show(self, value: Any) -> None:
        """Show a path, unless it is being typed."""
        if not dpg.is_item_active(self._item):
            dpg.set_value(self._item, value)

    def update(self) -> None:
        """Say whether the file is there; called every turn of the loop."""
        is_missing = not self._knob.spec.writes and self._check.is_missing(self._knob.value)
        if is_missing != self._is_red:
            self._is_red = is_missing
            dpg.bind_item_theme(self._item, self._red if is_missing else 0)

    def _typed(self) -> None:
        text = dpg.get_value(self._item).strip()
        if text != self._knob.value:
            self._knob.set(str(self._absolute(text)) if text else "")

    def _absolute(self, path: str) -> Path:
        """Return a path from the project's folder on, as project files mean it."""
        project = self._desk.session.document.path
        return Path(path) if project is None else project.absolute().parent / path

    def _pick(self) -> None:
        pick, knob = self._desk.pick_file, self._knob
        if pick is None:
            return
        start = Path(knob.value) if knob.value else None
        pick(f"{knob.name}: {knob.title}", lambda path: knob.set(str(path)), save=knob.spec.writes, start=start)


def _red_text(desk: Desk) -> int | str:
    red: int | str
    with dpg.theme() as red, dpg.theme_component(dpg.mvInputText):
        dpg.add_theme_color(dpg.mvThemeCol_Text, desk.theme.error)
    return red
