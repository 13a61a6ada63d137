"""A number in a box: drag along it to slide, click to type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import dearpygui.dearpygui as dpg

from graph_core.editor.knobs import Scale, calculate, number_words
from graph_core.editor.surface import LEFT, RIGHT, Mouse, Surface
from graph_core.editor.widgets._place import Place
from graph_core.errors import ParamError

__all__ = ["NumberField", "Wording"]

_LEAST_DRAG_PX = 3


@dataclass(frozen=True, slots=True)
class Wording:
    """What a field writes around its number.

    Attributes:
        before: A letter in front of it, such as x.
        unit: Behind it, such as px; may be typed too.
        digits: How many it shows.
        stripe: Colour of a line at its left, or None.
    """

    before: str = ""
    unit: str = ""
    digits: int = 6
    stripe: tuple[int, int, int, int] | None = None

    def of(self, value: float) -> str:
        """Return a number with its unit.

        >>> Wording(unit="px").of(8.0), Wording(unit="degrees").of(-35.0), Wording(unit="frames").of(1.0)
        ('8 px', '-35°', '1 frame')
        """
        unit = self.unit.removesuffix("s") if abs(value) == 1 and len(self.unit) > 1 else self.unit
        behind = {"": "", "degrees": "°", "degree": "°"}.get(unit, f" {unit}")
        return number_words(value, self.digits) + behind

    def number(self, text: str) -> float:
        """Read a number or a sum, with or without its unit.

        >>> Wording(unit="px").number("1920/2 px"), Wording(unit="degrees").number("-35°")
        (960.0, -35.0)

        Raises:
            ValueError: If it is none.
        """
        text = text.strip().removesuffix("°")
        for unit in (self.unit, self.unit.removesuffix("s")):
            text = text.removesuffix(unit)
        return calculate(text)


class NumberField:
    """A number. A drag along the box slides it, finely with Shift; a click lets it be typed, sums included.

    Args:
        place: Where.
        scale: Its limits.
        turn: Called with each number on the way.
        release: Called when the hand lets go.
        wording: What is written around it.
    """

    def __init__(
        self,
        place: Place,
        scale: Scale,
        turn: Callable[[float], object],
        release: Callable[[], object],
        wording: Wording | None = None,
    ) -> None:
        self._place = place
        self._scale = scale
        self._turn = turn
        self._release = release
        self._wording = wording or Wording()
        self._value = 0.0
        self._exact = 0.0  # where the drag is, before rounding
        self._pressed_at: float | None = None
        self._last_x = 0.0
        self._is_dragged = self._is_typed = False
        self.surface = Surface(place.desk.pointer, place.parent, place.width, place.height)
        self.surface.on_press = self._press
        self.surface.on_move = self._move
        self.surface.on_release = self._let_go
        self._input = dpg.add_input_text(
            parent=place.parent, width=place.width, show=False, auto_select_all=True, no_horizontal_scroll=False
        )
        place.attach(self._input, ended=self._typed)
        if place.help:
            place.explain(self.surface.area)
        place.leaving.append(self.surface.remove)
        self._draw()

    def show(self, value: float) -> None:
        """Show a number, unless it is being typed."""
        if value != self._value:
            self._value = value
            self._show()

    # Drawing

    def _draw(self) -> None:
        theme, drawing = self._place.desk.theme, self.surface.drawing
        width, height = self.surface.size
        corner = theme.px(3)
        dpg.draw_rectangle(
            (0, 0), (width, height), parent=drawing, fill=theme.background, color=theme.background, rounding=corner
        )
        self._fill = dpg.draw_rectangle(
            (0, 0), (0, height), parent=drawing, fill=theme.line, color=theme.line, rounding=corner
        )
        left = theme.px(6)
        if self._wording.stripe:
            dpg.draw_line(
                (1, theme.px(4)), (1, height - theme.px(4)), color=self._wording.stripe, thickness=2, parent=drawing
            )
        if self._wording.before:
            dpg.draw_text(
                (left, theme.px(3)), self._wording.before, size=theme.px(15), color=theme.faint, parent=drawing
            )
            left += theme.px(12)
        self._text = dpg.draw_text((left, theme.px(3)), "", size=theme.px(15), color=theme.text, parent=drawing)
        self._show()

    def _show(self) -> None:
        dpg.configure_item(self._text, text=self._wording.of(self._value))
        share = self._scale.share(self._value)
        width, height = self.surface.size
        dpg.configure_item(self._fill, pmax=((share or 0.0) * width, height), show=bool(share))

    # Sliding

    def _press(self, mouse: Mouse) -> None:
        if mouse.button == RIGHT:
            self._place.menu()
        elif mouse.button == LEFT:
            self._pressed_at = self._last_x = mouse.x
            self._exact, self._is_dragged = self._value, False

    def _move(self, mouse: Mouse) -> None:
        if self._pressed_at is None:
            return
        if not self._is_dragged and abs(mouse.x - self._pressed_at) < _LEAST_DRAG_PX:
            return
        self._is_dragged = True
        way = mouse.x - self._last_x
        self._last_x = mouse.x
        self._exact = self._scale.moved(self._exact, way, self.surface.size[0], fine=mouse.shift)
        value = self._scale.rounded(self._exact, fine=mouse.shift)
        if value != self._value:
            self.show(value)
            self._turn(value)

    def _let_go(self, mouse: Mouse) -> None:
        if self._pressed_at is None or mouse.button != LEFT:
            return
        self._pressed_at = None
        if self._is_dragged:
            self._release()
        else:
            self._type()

    # Typing

    def _type(self) -> None:
        dpg.set_value(self._input, self._wording.of(self._value))
        dpg.configure_item(self.surface.area, show=False)
        dpg.configure_item(self._input, show=True)
        dpg.focus_item(self._input)
        self._is_typed = True

    def _typed(self) -> None:
        if not self._is_typed:
            return
        self._is_typed = False
        dpg.configure_item(self._input, show=False)
        dpg.configure_item(self.surface.area, show=True)
        text = dpg.get_value(self._input)
        if text != self._wording.of(self._value):
            value = self._read(text)
            self._turn(value)
            self._release()

    def _read(self, text: str) -> float:
        """Return the number that was typed, within the hard limits; say so when it lay beyond them."""
        try:
            wanted = self._wording.number(text)
        except ValueError as error:
            raise ParamError(
                f"{text.strip()!r} is no number: {error}.", hint="write a number or a sum such as 1920/2"
            ) from None
        value = self._scale.clamped(wanted)
        if value != wanted:
            self._place.desk.notify(
                f"It takes {'whole numbers, ' if self._scale.is_whole else ''}{self._scale.limits}: "
                f"{number_words(wanted)} became {number_words(value)}."
            )
        return value
