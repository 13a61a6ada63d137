"""Drawn items that are used again instead of being made anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import dearpygui.dearpygui as dpg

__all__ = ["Pool"]


class Pool:
    """As many items of one kind as are needed at a time.

    Args:
        make: Makes an item.
    """

    def __init__(self, make: Callable[[], int | str]) -> None:
        self._make = make
        self._items: list[int | str] = []
        self._shown = 0

    def take(self, count: int) -> Sequence[int | str]:
        """Return some items, all shown; those left over are hidden."""
        while len(self._items) < count:
            self._items.append(self._make())
        for item in self._items[count : self._shown]:
            dpg.configure_item(item, show=False)
        for item in self._items[self._shown : count]:
            dpg.configure_item(item, show=True)
        self._shown = count
        return self._items[:count]
