"""The viewer: what nodes give, composed in plain arrays and shown on one texture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph_core.editor.viewer._prepare import prepare

if TYPE_CHECKING:
    from graph_core.editor.viewer._panel import ViewerPanel

__all__ = ["ViewerPanel", "prepare"]


def __getattr__(name: str) -> Any:
    """Import the panel when it is asked for: all the rest works without a screen."""
    if name == "ViewerPanel":
        from graph_core.editor.viewer._panel import ViewerPanel

        return ViewerPanel
    raise AttributeError(f"module graph_core.editor.viewer has no attribute {name!r}")
