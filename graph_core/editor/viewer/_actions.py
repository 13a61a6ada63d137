"""The viewer's entries in the table of actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from graph_core.editor.actions import Action
from graph_core.editor.desk import Desk
from graph_core.editor.viewer._look import Channels
from graph_core.editor.viewer._monitor import Monitor
from graph_core.editor.viewer._view import Mode

__all__ = ["Viewer", "add_actions"]

_CHANNELS: tuple[tuple[str, str, Channels], ...] = (
    ("Red", "R", "r"), ("Green", "G", "g"), ("Blue", "B", "b"), ("Alpha", "A", "a"), ("Luminance", "Y", "y"),
)  # fmt: skip
_MODES: tuple[tuple[str, str, Mode], ...] = (
    ("Wipe A and B", "W", "wipe"), ("Difference of A and B", "D", "difference"), ("A and B side by side", "S", "side"),
)  # fmt: skip


class Viewer(Protocol):
    """What the panel can do that needs its size."""

    def fit(self) -> None:
        """Show all of the picture."""

    def zoom_to(self, zoom: float) -> None:
        """Show it at a zoom."""

    def snap(self, *, is_whole: bool) -> None:
        """Save what is shown, or the whole frame."""

    def copy_card(self) -> None:
        """Copy what is written of a value."""


def add_actions(desk: Desk, monitor: Monitor, viewer: Viewer) -> None:
    """Add what the viewer can do."""
    _add_slots(desk, monitor)
    _add_compare(desk, monitor)
    _add_channels(desk, monitor)
    _add_zoom(desk, monitor, viewer)
    _add_overlays(desk, monitor)
    desk.actions.add(
        Action(
            "Snapshot of the viewer", lambda: viewer.snap(is_whole=False), ("Ctrl+Shift+S",), "View", group="snapshot"
        ),
        Action("Snapshot of the whole frame", lambda: viewer.snap(is_whole=True), (), "View", group="snapshot"),
        Action(
            "Copy as text", viewer.copy_card, ("Ctrl+Shift+C",), "View", "viewer",
            is_enabled=lambda: monitor.card is not None, group="snapshot",
        ),
    )  # fmt: skip


def _add_slots(desk: Desk, monitor: Monitor) -> None:
    session = desk.session

    def switch(slot: int) -> None:
        if slot in session.viewed.slots:
            session.viewed.show(slot)
        else:
            monitor.view_node(slot, session.selection.active)

    for slot in range(1, 10):
        desk.actions.add(
            Action(
                f"View the selected node in slot {slot}",
                lambda slot=slot: monitor.view_node(slot, session.selection.active),  # type: ignore[misc]
                (str(slot),),
            ),
            Action(f"Show slot {slot}", lambda slot=slot: switch(slot), (str(slot),), panel="viewer"),  # type: ignore[misc]
            Action(
                f"Compare with slot {slot}",
                lambda slot=slot: monitor.compare_with(slot),  # type: ignore[misc]
                (f"Shift+{slot}",),
                panel="viewer",
            ),
        )


def _add_compare(desk: Desk, monitor: Monitor) -> None:
    def toggle(mode: Mode) -> Callable[[], None]:
        return lambda: monitor.compare("a" if monitor.view.mode == mode else mode)

    def shows(mode: Mode) -> Callable[[], bool]:
        return lambda: monitor.view.mode == mode

    for label, key, mode in _MODES:
        desk.actions.add(Action(label, toggle(mode), (key,), "View", "viewer", is_checked=shows(mode), group="compare"))
    desk.actions.add(Action("Swap A and B", monitor.swap, ("X",), "View", "viewer", group="compare"))


def _add_channels(desk: Desk, monitor: Monitor) -> None:
    def toggle(channels: Channels) -> Callable[[], None]:
        return lambda: monitor.toggle_channels(channels)

    def shows(channels: Channels) -> Callable[[], bool]:
        return lambda: monitor.view.look.channels == channels

    for label, key, channels in _CHANNELS:
        desk.actions.add(
            Action(
                label, toggle(channels), (key,), "View", "viewer", is_checked=shows(channels), group="channels"
            )
        )  # fmt: skip
    desk.actions.add(
        Action(
            "Matte over the picture", monitor.toggle_tint, ("M",), "View", "viewer",
            is_checked=lambda: monitor.view.is_tinted, group="channels",
        ),
        Action(
            "Stripes where it is out of range",
            lambda: monitor.change_look(is_striped=not monitor.view.look.is_striped), ("Z",), "View", "viewer",
            is_checked=lambda: monitor.view.look.is_striped, group="look",
        ),
        Action(
            "Chequered ground under alpha",
            lambda: monitor.change_look(is_checkered=not monitor.view.look.is_checkered), ("K",), "View", "viewer",
            is_checked=lambda: monitor.view.look.is_checkered, group="look",
        ),
        Action("Reset exposure and gamma", monitor.reset_look, ("E",), "View", "viewer", group="look"),
    )  # fmt: skip


def _add_zoom(desk: Desk, monitor: Monitor, viewer: Viewer) -> None:
    desk.actions.add(
        Action("Fit the picture", viewer.fit, ("F",), "View", "viewer", group="zoom"),
        Action("Zoom to 1:1", lambda: viewer.zoom_to(1.0), ("0",), "View", "viewer", group="zoom"),
        Action(
            "Zoom in", lambda: viewer.zoom_to(monitor.view.zoom * 1.5), ("=",), "View", "viewer", repeats=True,
            group="zoom",
        ),
        Action(
            "Zoom out", lambda: viewer.zoom_to(monitor.view.zoom / 1.5), ("-",), "View", "viewer", repeats=True,
            group="zoom",
        ),
    )  # fmt: skip


def _add_overlays(desk: Desk, monitor: Monitor) -> None:
    def toggle_plate() -> None:
        monitor.is_over_plate = not monitor.is_over_plate
        monitor.touch()

    def toggle_scopes() -> None:
        monitor.has_scopes = not monitor.has_scopes
        monitor.touch()

    def next_landmarks() -> None:
        monitor.landmarks = {"none": "68", "68": "478", "478": "none"}[monitor.landmarks]  # type: ignore[assignment]
        monitor.touch()

    desk.actions.add(
        Action(
            "Mattes and motion over their plate", toggle_plate, ("O",), "View", "viewer",
            is_checked=lambda: monitor.is_over_plate, group="overlay",
        ),
        Action("Next landmarks: 68, 478, none", next_landmarks, ("L",), "View", "viewer", group="overlay"),
        Action(
            "Scopes", toggle_scopes, ("P",), "View", "viewer", is_checked=lambda: monitor.has_scopes, group="overlay",
        ),
    )  # fmt: skip
