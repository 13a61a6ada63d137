"""What is told of the thing under a resting mouse."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

from graph_core.editor.canvas._scene import Hit, LinkHit, NodeHit, PortHit
from graph_core.editor.declaration import port_help
from graph_core.editor.evaluator import Badge
from graph_core.graph import Graph
from graph_core.node import type_name

__all__ = ["hint_of"]

_WIDTH = 64


def hint_of(graph: Graph, hit: Hit | None, badges: Mapping[str, Badge]) -> tuple[str, ...]:
    """Return the lines of a hint; none where nothing is to be told."""
    if isinstance(hit, PortHit) and hit.node in graph:
        return _port(graph, hit)
    if isinstance(hit, NodeHit) and hit.name in graph:
        return _node(graph, hit.name, badges.get(hit.name))
    if isinstance(hit, LinkHit):
        name, _, slot = hit.target.partition(".")
        source = graph.node(name).inputs.get(slot) if name in graph else None
        return (f"{source} to {hit.target}: {type_name(graph.output_type(source))}",) if source else ()
    return ()


def _node(graph: Graph, name: str, badge: Badge | None) -> tuple[str, ...]:
    node = graph.node(name)
    if node.cls is None:
        return (f"{name}: no plugin brings {node.id}.", "Its links and knobs are kept.")
    lines = [f"{name}   {node.id}", *textwrap.wrap(node.cls.title(), _WIDTH)]
    if badge is not None and badge.text:
        lines += textwrap.wrap(badge.text, _WIDTH)
        lines += textwrap.wrap(badge.hint, _WIDTH)
    return tuple(lines)


def _port(graph: Graph, hit: PortHit) -> tuple[str, ...]:
    node = graph.node(hit.node)
    if node.cls is None:
        return (hit.port,)
    if hit.is_input:
        port = node.port(hit.port)
        if port is None:
            return (hit.port,)
        need = "" if not port.optional else ", may stay unlinked"
        words = textwrap.wrap(port_help(node.cls).get(port.name, ""), _WIDTH)
        return (f"{hit.port}: {type_name(port.type)}{need}", *words)
    return (f"{hit.port}: {type_name(graph.output_type(graph.source(hit.address)))}",)
