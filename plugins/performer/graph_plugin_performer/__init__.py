"""A performer who does not exist: identity, acting, voice and pictures with exact truth."""

from graph_core import Node, hookimpl

__all__ = ["register_nodes"]


@hookimpl
def register_nodes() -> list[type[Node]]:
    """Return the plugin's nodes."""
    from graph_plugin_performer.figure import Figure
    from graph_plugin_performer.identity import Identity
    from graph_plugin_performer.performance import Performance
    from graph_plugin_performer.render import Render
    from graph_plugin_performer.voice import Voice

    return [Figure, Identity, Performance, Render, Voice]
