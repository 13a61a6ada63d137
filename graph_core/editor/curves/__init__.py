"""The curve editor: a knob's value over the frames, with its keyframes to drag."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph_core.editor.curves._window import CurveWindow

__all__ = ["CurveWindow"]


def __getattr__(name: str) -> Any:
    """Import the window when it is asked for: all the rest works without a screen."""
    if name == "CurveWindow":
        from graph_core.editor.curves._window import CurveWindow

        return CurveWindow
    raise AttributeError(f"module graph_core.editor.curves has no attribute {name!r}")
