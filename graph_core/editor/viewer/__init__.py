"""The viewer."""

from graph_core.editor.viewer._panel import ViewerPanel

__all__ = ["ViewerPanel"]
