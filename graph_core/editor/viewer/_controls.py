"""What the person can change in the viewer: every key, button and menu entry ends here. No screen is needed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from graph_core.editor.lineage import outputs_of, type_of
from graph_core.editor.session import Session
from graph_core.editor.viewer._look import Channels, Look
from graph_core.editor.viewer._monitor import Monitor
from graph_core.editor.viewer._overlays import Landmarks
from graph_core.editor.viewer._view import Mode
from graph_core.errors import GraphCoreError
from graph_core.values import Matte

__all__ = ["Controls"]


class Controls:
    """Changes what the monitor shows, and how.

    Args:
        session: What is open.
        monitor: What is changed.
    """

    def __init__(self, session: Session, monitor: Monitor) -> None:
        self._session = session
        self._monitor = monitor
        self._last_b: int | None = None

    # Slots

    def view_active(self, slot: int) -> None:
        """Put the active node's output into a slot and show it; again, and its next output is shown.

        Raises:
            GraphCoreError: If the node has nothing to view.
        """
        viewed, name = self._session.viewed, self._session.selection.active
        if name is None:
            viewed.show(slot)
            return
        outputs = outputs_of(self._session.document.graph, name)
        if not outputs:
            raise GraphCoreError(f"Node {name} has nothing to view.", hint="link something to its input", node=name)
        now = viewed.target(slot)
        is_again = now in outputs and viewed.a == slot
        viewed.view(slot, outputs[(outputs.index(now) + 1) % len(outputs)] if is_again and now else outputs[0])

    def show(self, slot: int) -> None:
        """Show a slot; one that is empty gets the active node."""
        if slot in self._session.viewed.slots:
            self._session.viewed.show(slot)
        else:
            self.view_active(slot)

    # Comparing

    def compare(self, mode: Mode) -> None:
        """Compare A with B, which is the slot that was B before, or else the first other one that is filled.

        Raises:
            GraphCoreError: If there is nothing to compare with.
        """
        viewed = self._session.viewed
        slot = None
        if mode != "a":
            chosen = [viewed.b, self._last_b, *sorted(viewed.slots)]
            slot = next((slot for slot in chosen if slot in viewed.slots and slot != viewed.a), None)
            if slot is None:
                raise GraphCoreError(
                    "There is nothing to compare with.", hint="select another node and press 2 to view it too"
                )
        self._last_b = viewed.b or self._last_b
        self._monitor.change(replace(self._monitor.view, mode=mode))
        viewed.compare(slot)

    def toggle_compare(self, mode: Mode) -> None:
        """Compare in a way, or no longer."""
        self.compare("a" if self._monitor.view.mode == mode else mode)

    def compare_with(self, slot: int) -> None:
        """Make a slot picture B; a wipe begins if nothing is compared yet."""
        viewed, mode = self._session.viewed, self._monitor.view.mode
        if slot in viewed.slots and slot != viewed.a:
            viewed.compare(slot)
            self.compare(mode if mode != "a" else "wipe")

    def swap(self) -> None:
        """Show B as A and A as B."""
        viewed = self._session.viewed
        if viewed.b in viewed.slots:
            viewed.a, viewed.b = viewed.b, viewed.a
            viewed.changed()

    def set_gain(self, gain: float) -> None:
        """Show the difference brighter."""
        self._monitor.change(replace(self._monitor.view, gain=gain))

    # Colours

    def change_look(self, **changes: Any) -> None:
        """Show colours differently; the arguments are those of `Look`."""
        view = self._monitor.view
        self._monitor.change(replace(view, look=replace(view.look, **changes)))

    def reset_look(self) -> None:
        """Show colours as they are."""
        self._monitor.change(replace(self._monitor.view, look=Look()))

    def toggle_channels(self, channels: Channels) -> None:
        """Show one channel, or all colours when it is shown already."""
        now = self._monitor.view.look.channels
        self.change_look(channels="rgb" if now == channels else channels)

    def toggle_stripes(self) -> None:
        """Mark what is out of range, or no longer."""
        self.change_look(is_striped=not self._monitor.view.look.is_striped)

    def toggle_squares(self) -> None:
        """Show a chequered ground under alpha, or none."""
        self.change_look(is_checkered=not self._monitor.view.look.is_checkered)

    # Overlays and scopes

    def toggle_tint(self) -> None:
        """Show the mattes as red over the picture, or not.

        Raises:
            GraphCoreError: If there is no matte to show.
        """
        view = self._monitor.view
        if not view.is_tinted and not self._has_matte():
            raise GraphCoreError(
                "There is no matte to show over this picture.", hint="choose one in the viewer's Overlay menu"
            )
        self._monitor.change(replace(view, is_tinted=not view.is_tinted))

    def _has_matte(self) -> bool:
        graph, picture = self._session.document.graph, self._monitor.picture
        is_chosen = any(type_of(graph, output) is Matte for output in self._monitor.overlays)
        return is_chosen or (picture is not None and picture.names[-1:] in (("A",), ("matte",)))

    def toggle_overlay(self, target: str) -> None:
        """Draw an output over the picture, or no longer."""
        monitor = self._monitor
        if target in monitor.overlays:
            monitor.overlays = tuple(other for other in monitor.overlays if other != target)
        else:
            monitor.overlays = (*monitor.overlays, target)
            if type_of(self._session.document.graph, target) is Matte:
                monitor.view = replace(monitor.view, is_tinted=True)
        monitor.touch()

    def toggle_over_plate(self) -> None:
        """Show mattes and motion over the picture they belong to, or alone."""
        self._monitor.is_over_plate = not self._monitor.is_over_plate
        self._monitor.touch()

    def show_landmarks(self, landmarks: Landmarks) -> None:
        """Choose which landmarks of faces are drawn."""
        self._monitor.landmarks = landmarks
        self._monitor.touch()

    def next_landmarks(self) -> None:
        """Draw 68 landmarks, then 478, then none."""
        following: dict[Landmarks, Landmarks] = {"68": "478", "478": "none", "none": "68"}
        self.show_landmarks(following[self._monitor.landmarks])

    def toggle_scopes(self) -> None:
        """Unfold the scopes, or fold them."""
        self._monitor.has_scopes = not self._monitor.has_scopes
        self._monitor.touch()

    def toggle_parade(self) -> None:
        """Show red, green and blue side by side in the waveform, or over each other."""
        self._monitor.is_parade = not self._monitor.is_parade
        self._monitor.touch()
