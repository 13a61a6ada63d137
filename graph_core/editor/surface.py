"""A drawn area with a mouse of its own: canvas, viewer, timeline and curve editor are surfaces."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import dearpygui.dearpygui as dpg

__all__ = ["Mouse", "Pointer", "Surface"]

LEFT, RIGHT, MIDDLE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Mouse:
    """The mouse on a surface.

    Attributes:
        x, y: Place in px from the surface's top left corner.
        button: 0 left, 1 right, 2 middle.
        ctrl, shift, alt: Which keys are held.
        wheel: Steps of the wheel, positive away from the person.
    """

    x: float
    y: float
    button: int = LEFT
    ctrl: bool = False
    shift: bool = False
    alt: bool = False
    wheel: float = 0.0

    @property
    def place(self) -> tuple[float, float]:
        """The place as a pair."""
        return (self.x, self.y)


def _nothing(mouse: Mouse) -> None:
    """Do nothing."""


class Surface:
    """An area that its owner draws on.

    The owner draws under `drawing`, and sets the `on_…` functions. From a press to the release every move goes to
    the surface that was pressed, wherever the mouse is.

    Attributes:
        area: The DearPyGui item around the drawing.
        drawing: The DearPyGui drawlist.
        size: Width and height in px.
        on_press, on_double, on_move, on_release, on_wheel: What the mouse does; a move comes without a button too.
    """

    def __init__(self, pointer: Pointer, parent: int | str, width: int = 100, height: int = 100) -> None:
        """Make an area inside a DearPyGui container."""
        self.size = (width, height)
        self.on_press: Callable[[Mouse], object] = _nothing
        self.on_double: Callable[[Mouse], object] = _nothing
        self.on_move: Callable[[Mouse], object] = _nothing
        self.on_release: Callable[[Mouse], object] = _nothing
        self.on_wheel: Callable[[Mouse], object] = _nothing
        self.area = dpg.add_child_window(
            parent=parent,
            width=width,
            height=height,
            border=False,
            no_scrollbar=True,
            no_scroll_with_mouse=True,
        )
        dpg.bind_item_theme(self.area, pointer.bare_theme)
        self.drawing = dpg.add_drawlist(width, height, parent=self.area)
        self._pointer = pointer
        pointer.add(self)

    def resize(self, width: int, height: int) -> None:
        """Take another size."""
        width, height = max(1, width), max(1, height)
        if (width, height) != self.size:
            self.size = (width, height)
            dpg.configure_item(self.area, width=width, height=height)
            dpg.configure_item(self.drawing, width=width, height=height)

    @property
    def origin(self) -> tuple[float, float]:
        """The top left corner in the window, in px."""
        x, y = dpg.get_item_rect_min(self.drawing)
        return (x, y)

    @property
    def is_hovered(self) -> bool:
        """Whether the mouse is over the area and nothing lies between."""
        return bool(dpg.is_item_hovered(self.area))

    @property
    def is_pressed(self) -> bool:
        """Whether a button that went down here is still down."""
        return self._pointer.pressed is self

    @property
    def mouse(self) -> Mouse:
        """The mouse as it is now."""
        return self._pointer.mouse_on(self)

    def remove(self) -> None:
        """Take the area away."""
        self._pointer.drop(self)
        dpg.delete_item(self.area)


class Pointer:
    """Takes the mouse from DearPyGui and hands it to the surface it belongs to.

    Attributes:
        pressed: The surface that was pressed and not released yet.
        bare_theme: A theme without padding and ground, for the areas.
    """

    def __init__(self) -> None:
        """Begin to listen."""
        self.pressed: Surface | None = None
        self._surfaces: list[Surface] = []
        self._place = (-1.0, -1.0)
        with dpg.theme() as self.bare_theme, dpg.theme_component(dpg.mvChildWindow):
            dpg.add_theme_style(dpg.mvStyleVar_WindowPadding, 0, 0)
            dpg.add_theme_color(dpg.mvThemeCol_ChildBg, (0, 0, 0, 0))  # filling what is filled again costs frames
        with dpg.handler_registry():
            dpg.add_mouse_click_handler(callback=self._click)
            dpg.add_mouse_double_click_handler(callback=self._double)
            dpg.add_mouse_release_handler(callback=self._release)
            dpg.add_mouse_wheel_handler(callback=self._wheel)

    def add(self, surface: Surface) -> None:
        """Look after a surface."""
        self._surfaces.append(surface)

    def drop(self, surface: Surface) -> None:
        """Look after it no longer."""
        self._surfaces.remove(surface)
        if self.pressed is surface:
            self.pressed = None

    def update(self) -> None:
        """Tell surfaces that the mouse has moved; called once a turn of the loop."""
        place = tuple(dpg.get_mouse_pos(local=False))
        if place == self._place:
            return
        self._place = place
        surface = self.pressed or self.hovered
        if surface is not None:
            surface.on_move(self.mouse_on(surface))

    @property
    def hovered(self) -> Surface | None:
        """The surface under the mouse."""
        return next((surface for surface in self._surfaces if surface.is_hovered), None)

    def mouse_on(self, surface: Surface, button: int = LEFT, wheel: float = 0.0) -> Mouse:
        """Return the mouse in a surface's own px."""
        x, y = dpg.get_mouse_pos(local=False)
        left, top = surface.origin
        ctrl = dpg.is_key_down(dpg.mvKey_LControl) or dpg.is_key_down(dpg.mvKey_RControl)
        shift = dpg.is_key_down(dpg.mvKey_LShift) or dpg.is_key_down(dpg.mvKey_RShift)
        alt = dpg.is_key_down(dpg.mvKey_LAlt) or dpg.is_key_down(dpg.mvKey_RAlt)
        return Mouse(x - left, y - top, button, ctrl, shift, alt, wheel)

    def _click(self, _: object, button: int) -> None:
        surface = self.pressed or self.hovered
        if surface is not None:
            self.update()
            self.pressed = surface
            surface.on_press(self.mouse_on(surface, button))

    def _double(self, _: object, button: int) -> None:
        surface = self.hovered
        if surface is not None:
            surface.on_double(self.mouse_on(surface, button))

    def _release(self, _: object, button: int) -> None:
        surface = self.pressed
        if surface is not None:
            self.update()
            self.pressed = None
            surface.on_release(self.mouse_on(surface, button))

    def _wheel(self, _: object, steps: float) -> None:
        surface = self.hovered
        if surface is not None:
            surface.on_wheel(self.mouse_on(surface, wheel=steps))
