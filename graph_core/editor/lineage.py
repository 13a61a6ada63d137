"""Questions about what lies above an output: the plate it belongs to, how it was made, what to view first."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any

from graph_core.graph import Graph, Source
from graph_core.values import Image, Raster

__all__ = ["first_to_view", "outputs_of", "plates_of", "synthesis_of", "type_of"]


def type_of(graph: Graph, target: str) -> Any:
    """Return the type an output gives, or None where there is no such output; a node that writes shows its input."""
    source = _source(graph, target)
    return graph.output_type(source) if source is not None else None


def outputs_of(graph: Graph, name: str) -> list[str]:
    """Return the outputs of a node that can be viewed; of a node that writes, what it writes."""
    node = graph.node(name)
    if node.cls is None:
        return [name]
    ports = node.cls.signature.outputs
    if not ports:
        return [name] if node.inputs else []
    return [str(Source(name, port.name)) for port in ports]


def plates_of(graph: Graph, target: str) -> Iterator[str]:
    """Yield the pictures above an output, nearest first: the plate it belongs to is the first of its own size."""
    source = _source(graph, target)
    waiting = deque([source] if source is not None else [])
    seen = set(waiting)
    while waiting:
        current = waiting.popleft()
        for _, feed in graph.node(current.node).feeds():
            if feed not in seen:
                seen.add(feed)
                waiting.append(feed)
                if graph.output_type(feed) is Image:
                    yield str(feed)


def synthesis_of(graph: Graph, target: str) -> str:
    """Return what the credentials will say of an output: "generated", "edited" or ""."""
    name = target.partition(".")[0]
    if name not in graph:
        return ""
    above = (graph.node(other) for other in (name, *graph.upstream(name)))
    found = {node.cls.synthesis for node in above if node.cls is not None and not node.disabled}
    return next((word for word in ("generated", "edited") if word in found), "")


def first_to_view(graph: Graph) -> str | None:
    """Return what somebody who opens a project wants to see: the picture that is written, or the last one made."""
    for node in graph:
        if node.cls is not None and node.cls.side_effects and not node.disabled:
            for _, feed in node.feeds():
                if graph.output_type(feed) is Image:
                    return str(feed)
    used = {source.node for node in graph for source in node.inputs.values()}
    last = [node for node in graph if node.name not in used and node.cls is not None and node.cls.signature.outputs]
    ends = [output for node in last for output in outputs_of(graph, node.name)]
    pictures = [output for output in ends if _is_raster(type_of(graph, output))]
    return next(iter([*reversed(pictures), *reversed(ends)]), None)


def _is_raster(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Raster)


def _source(graph: Graph, target: str) -> Source | None:
    name, _, port = target.partition(".")
    if name not in graph:
        return None
    node = graph.node(name)
    if node.cls is not None and not node.cls.signature.outputs:
        return next((feed for _, feed in node.feeds()), None)
    if node.cls is not None and port and node.cls.signature.output(port) is None:
        return None
    return graph.source(Source(name, port or "out"))
