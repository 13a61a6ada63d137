"""Widgets of knobs that are made of numbers: one, the two of a point, the four of a colour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import dearpygui.dearpygui as dpg

from graph_core.editor.knobs import Knob, Scale, picked, swatch
from graph_core.editor.widgets._icon import Icon
from graph_core.editor.widgets._number_field import NumberField, Wording
from graph_core.editor.widgets._place import Place, add_drawing
from graph_core.node import Color, Point

__all__ = ["ColorWidget", "NumberWidget", "PointWidget"]

_STRIPES = ((214, 84, 78, 255), (96, 176, 100, 255), (88, 132, 220, 255), (168, 170, 176, 255))


class NumberWidget:
    """A slider that is a field too."""

    def __init__(self, place: Place, knob: Knob) -> None:
        """Make it for a knob that is one number."""
        convert = int if knob.spec.kind == "int" else float
        self._field = NumberField(
            place,
            Scale.of(knob.spec),
            lambda number: knob.turn(convert(number)),
            knob.release,
            Wording(unit=knob.spec.unit),
        )

    def show(self, value: Any) -> None:
        """Show a value."""
        self._field.show(float(value))


def _fields(place: Place, knob: Knob, kind: type[Any], wordings: Sequence[Wording]) -> list[NumberField]:
    """Make a field for each number that a knob's value has."""
    gap = place.desk.theme.px(3)
    room = place.width - gap * (len(wordings) - 1)
    # The last ones take what is left over, so that every line ends at the same px.
    widths = [(room + number) // len(wordings) for number in range(len(wordings))]
    scale = Scale.of(knob.spec)

    def turn_part(at: int) -> Callable[[float], None]:
        def turn(number: float) -> None:
            numbers = list(knob.value)
            numbers[at] = number
            knob.turn(kind(*numbers))

        return turn

    with dpg.group(horizontal=True, horizontal_spacing=gap, parent=place.parent) as row:
        return [
            NumberField(replace(place, parent=row, width=width), scale, turn_part(at), knob.release, wording)
            for at, (width, wording) in enumerate(zip(widths, wordings, strict=True))
        ]


class PointWidget:
    """A place in the picture: two numbers, and a button to point at it in the viewer."""

    def __init__(self, place: Place, knob: Knob) -> None:
        """Make it for a knob that is a point."""
        pick = place.desk.pick_point
        room = place.width
        with dpg.group(horizontal=True, horizontal_spacing=place.desk.theme.px(3), parent=place.parent) as row:
            if pick is not None:
                room -= place.desk.theme.px(17) + place.desk.theme.px(3)
            wordings = [Wording(before="x"), Wording(before="y")]
            self._parts = _fields(replace(place, parent=row, width=room), knob, Point, wordings)
            if pick is not None:
                icon = Icon(replace(place, parent=row, help="Pick it in the viewer."), "target")
                icon.on_click = lambda: pick(lambda x, y: knob.set(Point(x, y)))

    def show(self, value: Any) -> None:
        """Show a value."""
        for part, number in zip(self._parts, value, strict=True):
            part.show(number)


class ColorWidget:
    """A colour: a swatch that opens a picker, and its four scene-linear numbers."""

    def __init__(self, place: Place, knob: Knob) -> None:
        """Make it for a knob that is a colour."""
        self._knob = knob
        self._place = place
        theme = place.desk.theme
        gap = theme.px(4)
        with dpg.group(horizontal=True, horizontal_spacing=gap, parent=place.parent) as row:
            self._swatch = add_drawing(row, place.height, place.height)
            self._paint = dpg.draw_rectangle(
                (0, 0), (place.height, place.height), rounding=theme.px(3), color=theme.line, parent=self._swatch
            )
            place.attach(self._swatch, clicked=self._open)
            inner = replace(place, parent=row, width=place.width - place.height - gap)
            wordings = [Wording(digits=3, stripe=stripe) for stripe in _STRIPES]
            self._parts = _fields(inner, knob, Color, wordings)
        self._popup: int | str = 0
        place.leaving.append(self._close)

    def show(self, value: Any) -> None:
        """Show a value."""
        dpg.configure_item(self._paint, fill=swatch(value))
        for part, number in zip(self._parts, value, strict=True):
            part.show(number)

    def _close(self) -> None:
        if self._popup:
            dpg.delete_item(self._popup)
            self._popup = 0

    def _open(self) -> None:
        self._close()
        knob, theme = self._knob, self._place.desk.theme

        def turn(_: object, numbers: Sequence[float]) -> None:
            red, green, blue = numbers[:3]
            knob.turn(picked((red, green, blue), knob.value))

        left, top = dpg.get_item_rect_min(self._swatch)
        size = theme.px(220)
        with dpg.window(popup=True, no_title_bar=True, pos=(max(0, left - size - theme.px(60)), top)) as self._popup:
            dpg.add_color_picker(
                swatch(knob.value),
                no_alpha=True,
                no_side_preview=True,
                display_rgb=True,
                display_hex=True,
                width=size,
                callback=turn,
            )
