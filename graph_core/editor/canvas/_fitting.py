"""Which ports a link that is being dragged may end in."""

from __future__ import annotations

from typing import TypeVar

from graph_core.editor.canvas._scene import PortHit
from graph_core.editor.layout import input_slots, output_ports
from graph_core.graph import Graph, GraphNode, Source
from graph_core.node import InputPort, Node, fits

__all__ = ["class_fits_between", "fits_between", "fitting_inputs", "fitting_outputs"]


def fitting_inputs(graph: Graph, source: Source, *, but: str = "") -> frozenset[PortHit]:
    """Return the inputs that would take an output.

    Args:
        graph: The graph.
        source: The output.
        but: An input whose link is counted as gone, because it is the one that is dragged.
    """
    loops = graph.upstream(source.node) | {source.node}
    given = graph.output_type(source)
    return frozenset(
        PortHit(node.name, True, slot)
        for node in graph
        if node.name not in loops
        for slot in input_slots(node)
        if _takes(graph, node, slot, given, but)
    )


def fitting_outputs(graph: Graph, target: str) -> frozenset[PortHit]:
    """Return the outputs that an input would take."""
    name, _, slot = target.partition(".")
    node = graph.node(name)
    loops = graph.downstream(name) | {name}
    outputs = (Source(other.name, port) for other in graph if other.name not in loops for port in output_ports(other))
    return frozenset(
        PortHit(source.node, False, source.port)
        for source in outputs
        if _takes(graph, node, slot, graph.output_type(source), target)
    )


def _takes(graph: Graph, node: GraphNode, slot: str, given: object, but: str) -> bool:
    port = node.port(slot)
    if port is None:
        return node.cls is None  # nobody knows what a placeholder takes
    if not fits(given, port.type):
        return False
    return not isinstance(port.type, TypeVar) or _is_alike(graph, node, slot, given, but)


def _is_alike(graph: Graph, node: GraphNode, slot: str, given: object, but: str) -> bool:
    """Return whether a type goes with the others that a node passes on."""
    wanted = getattr(node.port(slot), "type", None)
    others = (
        graph.output_type(feed)
        for other, feed in node.feeds()
        if other != slot and f"{node.name}.{other}" != but and getattr(node.port(other), "type", None) == wanted
    )
    return all(fits(given, other) and fits(other, given) for other in others)


def fits_between(graph: Graph, name: str, target: str) -> bool:
    """Return whether a node could be put on the link into an input."""
    entry, _, slot = target.partition(".")
    consumer, node = graph.node(entry), graph.node(name)
    source = consumer.inputs.get(slot)
    return (
        source is not None and node.cls is not None and class_fits_between(node.cls, graph, source, consumer.port(slot))
    )


def class_fits_between(cls: type[Node], graph: Graph, source: Source, port: InputPort | None) -> bool:
    """Return whether nodes of a class take an output, and give what an input takes."""
    given = graph.output_type(source)
    taken = [own for own in cls.signature.inputs if fits(given, own.type)]
    if not taken:
        return False
    passed_on = {own.type for own in taken if isinstance(own.type, TypeVar)}
    made = (given if output.type in passed_on else output.type for output in cls.signature.outputs)
    return any(port is None or fits(kind, port.type) for kind in made)
