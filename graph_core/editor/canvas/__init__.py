"""The canvas."""

from graph_core.editor.canvas._panel import CanvasPanel

__all__ = ["CanvasPanel"]
