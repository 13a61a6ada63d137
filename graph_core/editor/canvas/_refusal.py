"""What is told at the mouse when a link is refused, with nodes to put between."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import dearpygui.dearpygui as dpg

from graph_core.editor.canvas._linking import Refusal
from graph_core.editor.desk import Desk
from graph_core.editor.dialogs import Box

__all__ = ["RefusalBox"]

_WIDTH, _HEIGHT, _BUTTON = 400, 96, 32
_MOST_OFFERED = 3


class RefusalBox:
    """A box that goes away with the next click elsewhere.

    Args:
        desk: What the panels share.
        refusal: What was refused.
        on_chosen: Called with the id of a node to put between.
        on_more: Called when the person wants to choose among all that fit.
    """

    def __init__(
        self, desk: Desk, refusal: Refusal, on_chosen: Callable[[str], object], on_more: Callable[[], object]
    ) -> None:
        self._desk = desk
        offered = refusal.converters[:_MOST_OFFERED]
        has_more = len(refusal.converters) > len(offered)
        lines = 1 + len(refusal.error.message) // 56 + (1 + len(refusal.error.hint) // 56 if not offered else 0)
        height = _HEIGHT - 30 + 20 * lines + _BUTTON * (len(offered) + has_more)
        self._box = box = Box(desk, "This link does not fit", _WIDTH, height)
        x, y = dpg.get_mouse_pos(local=False)
        room = (dpg.get_viewport_client_width(), dpg.get_viewport_client_height())
        size = (desk.theme.px(_WIDTH), desk.theme.px(height))
        place = ((x + 16, room[0], size[0]), (y + 16, room[1], size[1]))
        dpg.configure_item(
            box.window, pos=[max(0, min(at, most - own)) for at, most, own in place], no_resize=True, no_scrollbar=True
        )
        with box.filling():
            dpg.add_text(refusal.error.message, wrap=desk.theme.px(_WIDTH - 24))
            if not offered and refusal.error.hint:
                dpg.add_text(refusal.error.hint, wrap=desk.theme.px(_WIDTH - 24), color=desk.theme.faint)
            for node_id in offered:
                label = f"Put {node_id} between"
                dpg.add_button(label=label, width=-1, callback=self._doing(partial(on_chosen, node_id)))
            if has_more:
                dpg.add_button(label="Choose another...", width=-1, callback=self._doing(on_more))
        box.on_enter = self._doing(partial(on_chosen, offered[0])) if offered else box.close

    @property
    def is_open(self) -> bool:
        """Whether it is still there."""
        return self._box.is_open

    def close(self) -> None:
        """Take it away."""
        self._box.close()

    def _doing(self, act: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            self._box.close()
            self._desk.later(act)

        return run
