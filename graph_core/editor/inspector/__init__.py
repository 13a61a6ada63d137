"""The inspector."""

from graph_core.editor.inspector._panel import InspectorPanel

__all__ = ["InspectorPanel"]
