"""Faces, hands and people found by MediaPipe."""

from graph_core import Node, hookimpl

__all__ = ["register_nodes"]


@hookimpl
def register_nodes() -> list[type[Node]]:
    """Return the plugin's nodes."""
    from graph_plugin_mediapipe_faces.detect import Detect
    from graph_plugin_mediapipe_faces.hands import Hands
    from graph_plugin_mediapipe_faces.person import Person

    return [Detect, Hands, Person]
