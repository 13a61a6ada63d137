"""What has a key or a menu entry on the timeline."""

from __future__ import annotations

from collections.abc import Callable

from graph_core.editor.actions import Action
from graph_core.editor.session import Session
from graph_core.editor.timeline._gestures import Gestures
from graph_core.editor.timeline._transport import Transport

__all__ = ["timeline_actions"]

_FAR = 10


def timeline_actions(session: Session, go: Transport, gestures: Gestures) -> list[Action]:
    """Return the actions of the menu Playback, and those of keyframes under the mouse."""
    return [*_playing(session, go), *_steps(go), *_points(session, go), *_keyframes(gestures)]


def _playing(session: Session, go: Transport) -> list[Action]:
    playback = session.playback

    def toggle_every_frame() -> None:
        playback.is_every_frame = not playback.is_every_frame
        if playback.is_playing:
            go.play(backward=go.is_backward)

    return [
        Action("Play or stop", go.toggle, ("Space",), menu="Playback", group="play"),
        Action("Play forward", go.play, ("L",), menu="Playback", group="play"),
        Action("Play backward", lambda: go.play(backward=True), ("J",), menu="Playback", group="play"),
        Action("Stop", go.stop, ("K",), menu="Playback", group="play"),
        Action(
            "Play every frame",
            toggle_every_frame,
            menu="Playback",
            group="play",
            is_checked=lambda: playback.is_every_frame,
        ),
    ]


def _steps(go: Transport) -> list[Action]:
    def action(label: str, run: Callable[[], object], *keys: str) -> Action:
        return Action(label, run, keys, menu="Playback", group="go", repeats=True)

    return [
        action("Next frame", lambda: go.step(1), "Right"),
        action("Previous frame", lambda: go.step(-1), "Left"),
        action(f"{_FAR} frames on", lambda: go.step(_FAR), "Shift+Right"),
        action(f"{_FAR} frames back", lambda: go.step(-_FAR), "Shift+Left"),
        action("Next keyframe", lambda: go.go_to_key(1), "Up", "PageUp"),
        action("Previous keyframe", lambda: go.go_to_key(-1), "Down", "PageDown"),
        action("To the in point", go.go_to_start, "Home"),
        action("To the out point", go.go_to_end, "End"),
    ]


def _points(session: Session, go: Transport) -> list[Action]:
    def is_limited() -> bool:
        return session.timeline.limits is not None

    return [
        Action("Set in point", lambda: go.set_in(go.frame), ("I",), menu="Playback", group="points"),
        Action("Set out point", lambda: go.set_out(go.frame), ("O",), menu="Playback", group="points"),
        Action("Clear in point", go.clear_in, ("Alt+I",), menu="Playback", group="points", is_enabled=is_limited),
        Action("Clear out point", go.clear_out, ("Alt+O",), menu="Playback", group="points", is_enabled=is_limited),
    ]


def _keyframes(gestures: Gestures) -> list[Action]:
    return [
        Action(
            "Remove selected keyframes",
            gestures.remove_selected,
            ("Delete", "Backspace"),
            panel="timeline",
            is_enabled=lambda: bool(gestures.selected),
        ),
        Action("Frame all", gestures.frame_all, ("F",), panel="timeline"),
    ]
