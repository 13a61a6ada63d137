"""The canvas: the node graph, drawn and edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph_core.editor.canvas._panel import CanvasPanel

__all__ = ["CanvasPanel"]


def __getattr__(name: str) -> Any:
    """Import the panel when it is asked for: all the rest works without a screen."""
    if name == "CanvasPanel":
        from graph_core.editor.canvas._panel import CanvasPanel

        return CanvasPanel
    raise AttributeError(f"module graph_core.editor.canvas has no attribute {name!r}")
