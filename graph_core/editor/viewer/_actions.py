"""The viewer's entries in the table of actions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from graph_core.editor.actions import Action, Actions
from graph_core.editor.viewer._controls import Controls
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


def add_actions(actions: Actions, monitor: Monitor, controls: Controls, viewer: Viewer) -> None:
    """Add what the viewer can do."""
    for slot in range(1, 10):
        view, show, compare = (
            partial(run, slot) for run in (controls.view_active, controls.show, controls.compare_with)
        )
        actions.add(
            Action(f"View the selected node in slot {slot}", view, (str(slot),)),
            Action(f"Show slot {slot}", show, (str(slot),), panel="viewer"),
            Action(f"Compare with slot {slot}", compare, (f"Shift+{slot}",), panel="viewer"),
        )
    entry = partial(_entry, actions)
    for label, key, mode in _MODES:
        entry("compare", label, key, partial(controls.toggle_compare, mode), partial(_compares, monitor, mode))
    entry("compare", "Swap A and B", "X", controls.swap)
    for label, key, channels in _CHANNELS:
        entry("channels", label, key, partial(controls.toggle_channels, channels), partial(_shows, monitor, channels))
    entry("channels", "Matte over the picture", "M", controls.toggle_tint, lambda: monitor.view.is_tinted)
    stripes, squares = "Stripes where it is out of range", "Chequered ground under alpha"
    entry("look", stripes, "Z", controls.toggle_stripes, lambda: monitor.view.look.is_striped)
    entry("look", squares, "K", controls.toggle_squares, lambda: monitor.view.look.is_checkered)
    entry("look", "Reset exposure and gamma", "E", controls.reset_look)
    entry("zoom", "Fit the picture", "F", viewer.fit)
    entry("zoom", "Zoom to 1:1", "0", partial(viewer.zoom_to, 1.0))
    entry("zoom", "Zoom in", "=", lambda: viewer.zoom_to(monitor.view.zoom * 1.5), repeats=True)
    entry("zoom", "Zoom out", "-", lambda: viewer.zoom_to(monitor.view.zoom / 1.5), repeats=True)
    plate = "Mattes and motion over their plate"
    entry("overlay", plate, "O", controls.toggle_over_plate, lambda: monitor.is_over_plate)
    entry("overlay", "Next landmarks: 68, 478, none", "L", controls.next_landmarks)
    entry("overlay", "Scopes", "P", controls.toggle_scopes, lambda: monitor.has_scopes)
    entry("overlay", "Waveform as parade", "Shift+P", controls.toggle_parade, lambda: monitor.is_parade)
    _add_saving(actions, monitor, viewer)


def _add_saving(actions: Actions, monitor: Monitor, viewer: Viewer) -> None:
    shown, whole = (partial(viewer.snap, is_whole=is_whole) for is_whole in (False, True))
    actions.add(
        Action("Snapshot of the viewer", shown, ("Ctrl+Shift+S",), "View", group="snapshot"),
        Action("Snapshot of the whole frame", whole, (), "View", group="snapshot"),
        Action(
            "Copy as text",
            viewer.copy_card,
            ("Ctrl+Shift+C",),
            "View",
            "viewer",
            is_enabled=lambda: monitor.card is not None,
            group="snapshot",
        ),
    )


def _entry(
    actions: Actions,
    group: str,
    label: str,
    key: str,
    run: Callable[[], object],
    is_checked: Callable[[], bool] | None = None,
    *,
    repeats: bool = False,
) -> None:
    """Add an entry of the View menu whose key counts while the mouse is over the viewer."""
    actions.add(Action(label, run, (key,), "View", "viewer", is_checked=is_checked, repeats=repeats, group=group))


def _compares(monitor: Monitor, mode: Mode) -> bool:
    return monitor.view.mode == mode


def _shows(monitor: Monitor, channels: Channels) -> bool:
    return monitor.view.look.channels == channels
