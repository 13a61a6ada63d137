"""The timeline."""

from graph_core.editor.timeline._panel import TimelinePanel

__all__ = ["TimelinePanel"]
