"""Boxes: windows in the middle of the screen that ask or tell something."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import dearpygui.dearpygui as dpg

from graph_core.editor.desk import Desk

__all__ = ["Box", "Choice", "ask"]

Choice = tuple[str, Callable[[], object]]


class Box:
    """A window over the others, as large as asked where the screen has the room.

    Attributes:
        window: The DearPyGui window.
        is_modal: Nothing else can be done while it is open.
        takes_keys: It is offered keys, and Escape closes it.
        on_enter: Called when Enter is pressed and no field has the keyboard.
        on_key: Called with the name of another key; returns whether it did something.
        on_turn: Called in every turn of the loop.

    Args:
        desk: What the panels share.
        title: In its title bar.
        width, height: In px at scale 1.
        is_modal: Nothing else can be done while it is open.
        takes_keys: It is offered keys, and Escape closes it.
        on_close: Called when the person closes it by its cross or by Escape.
    """

    def __init__(
        self,
        desk: Desk,
        title: str,
        width: int,
        height: int,
        *,
        is_modal: bool = False,
        takes_keys: bool = True,
        on_close: Callable[[], object] = lambda: None,
    ) -> None:
        self._desk = desk
        self._on_close = on_close
        self.is_modal, self.takes_keys = is_modal, takes_keys
        self.on_enter: Callable[[], object] = lambda: None
        self.on_key: Callable[[str], bool] = lambda name: False
        self.on_turn: Callable[[], object] = lambda: None
        room = (dpg.get_viewport_client_width(), dpg.get_viewport_client_height())
        size = tuple(min(desk.theme.px(wanted), most - 20) for wanted, most in zip((width, height), room, strict=True))
        self.window = dpg.add_window(
            label=title,
            width=size[0],
            height=size[1],
            pos=[(most - own) // 2 for most, own in zip(room, size, strict=True)],
            modal=is_modal,
            no_collapse=True,
            no_saved_settings=True,
            no_focus_on_appearing=not takes_keys,
            on_close=self._closed,
        )
        desk.boxes.append(self)

    @contextmanager
    def filling(self) -> Iterator[None]:
        """Add items to the box within the block."""
        dpg.push_container_stack(self.window)
        try:
            yield
        finally:
            dpg.pop_container_stack()

    @property
    def is_open(self) -> bool:
        """Whether it is still there."""
        return self in self._desk.boxes

    def focus(self) -> None:
        """Bring it to the front."""
        dpg.focus_item(self.window)

    def cancel(self) -> None:
        """Close it as its cross does."""
        self.close()
        self._on_close()

    def close(self) -> None:
        """Take it away."""
        if self.is_open:
            self._desk.boxes.remove(self)
            # Its own button may be what calls: it goes when the callback is over.
            self._desk.later(lambda: dpg.delete_item(self.window))

    def _closed(self) -> None:
        self.cancel()


def ask(desk: Desk, title: str, text: str, choices: Sequence[Choice]) -> Box:
    """Ask a question; the box closes with the answer, and closing it is none.

    Args:
        desk: What the panels share.
        title: In its title bar.
        text: The question.
        choices: What the buttons say and do; the first is the one that Enter stands for.
    """
    box = Box(desk, title, 460, 60 + 22 * (2 + len(text) // 60), is_modal=True)

    def answer(act: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            box.close()
            desk.later(act)

        return run

    with box.filling():
        dpg.add_text(text, wrap=desk.theme.px(436))
        dpg.add_spacer(height=desk.theme.px(8))
        with dpg.group(horizontal=True):
            for label, act in choices:
                dpg.add_button(label=label, width=desk.theme.px(120), callback=answer(act))
    box.on_enter = answer(choices[0][1])
    return box
