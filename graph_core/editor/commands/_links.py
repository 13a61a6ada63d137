"""Linking nodes, and taking links apart."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from graph_core.editor.commands._words import counted
from graph_core.editor.document import Document
from graph_core.errors import CycleError, GraphCoreError, LinkError
from graph_core.graph import SLOT, Graph, GraphNode, Source, slot_parts
from graph_core.graph import converters as converting_nodes


def connect(document: Document, source: str, target: str) -> None:
    """Link an output (`"plate"`, `"crop.matte"`) to an input (`"merge.mask"`, `"sheet.images"`).

    Raises:
        LinkError: If they do not fit; the hint says what to put between them.
        CycleError: If a node would feed itself.
    """
    with document.edit(f"Link {source} to {target}") as graph:
        graph.link(source, target)


def disconnect(document: Document, target: str) -> None:
    """Remove the link into an input.

    Raises:
        LinkError: If there is none.
    """
    with document.edit(f"Unlink {target}") as graph:
        graph.unlink(target)


def move_link(document: Document, target: str, onto: str) -> None:
    """Take the link off an input and put it on another; within a variadic input this changes the order.

    Raises:
        LinkError: If there is no link, or the other input does not take it.
        CycleError: If a node would feed itself.
    """
    with document.edit(f"Move link from {target} to {onto}") as graph:
        node, slot = input_of(graph, target)
        other, _, other_slot = onto.partition(".")
        before, after = SLOT.fullmatch(slot), SLOT.fullmatch(other_slot)
        source = linked_source(graph, target)
        if other == node.name and before and after and before[1] == after[1]:
            feeds = variadic_feeds(node, before[1])
            feeds.insert(int(after[2]), feeds.pop(int(before[2])))
            set_variadic_feeds(graph, node, before[1], feeds)
            return
        graph.unlink(target)
        graph.link(source, onto)


def insert_on_link(document: Document, name: str, target: str) -> None:
    """Put a node between an input and what feeds it.

    Raises:
        LinkError: If there is no link, or the node does not fit between its ends.
        CycleError: If a node would feed itself.
    """
    with document.edit(f"Insert {name}") as graph:
        source = linked_source(graph, target)
        link_into(graph, source, name)
        link_out_of(graph, name, target)


def extract(document: Document, names: Collection[str]) -> None:
    """Take nodes out of the flow: what came in from outside goes on to those that took their results."""
    nodes = dict.fromkeys(names)
    with document.edit(f"Extract {counted(nodes)}") as graph:
        bypass(graph, nodes)
        for name in nodes:
            for slot, source in reversed(graph.node(name).feeds()):
                if source.node not in nodes:
                    graph.unlink(f"{name}.{slot}")


def converters(graph: Graph, source: str, target: str) -> list[str]:
    """Return the ids of nodes that fit between an output and an input, the best first."""
    given = graph.output_type(graph.source(source))
    name, _, slot = target.partition(".")
    port = graph.node(name).port(slot)
    return [cls.id for cls in converting_nodes(graph.registry, given, port.type)] if port else []


# What commands have in common


def input_of(graph: Graph, target: str) -> tuple[GraphNode, str]:
    """Return the node and the slot of an address such as `merge.a`."""
    name, _, slot = target.partition(".")
    return graph.node(name), slot


def linked_source(graph: Graph, target: str) -> Source:
    """Return what feeds an input.

    Raises:
        LinkError: If nothing does.
    """
    node, slot = input_of(graph, target)
    source = node.inputs.get(slot)
    if source is None:
        raise LinkError(f"Nothing is linked to {target}.", hint="link something to it first", node=node.name, port=slot)
    return source


def link_into(graph: Graph, source: Source, name: str) -> None:
    """Link an output to the first free input of a node that takes it.

    Raises:
        LinkError: If none does.
    """
    node = graph.node(name)
    ports = node.cls.signature.inputs if node.cls else ()
    free = [f"{name}.{port.name}" for port in ports if port.variadic or port.name not in node.inputs]
    _link_first(graph, [(source, target) for target in free], f"Node {name} ({node.id}) has no free input.")


def link_out_of(graph: Graph, name: str, target: str) -> None:
    """Link the first output of a node that an input takes to that input.

    Raises:
        LinkError: If it takes none.
    """
    node = graph.node(name)
    ports = [port.name for port in node.cls.signature.outputs] if node.cls else ["out"]
    _link_first(graph, [(Source(name, port), target) for port in ports], f"Node {name} ({node.id}) only writes.")


def bypass(graph: Graph, names: Collection[str]) -> None:
    """Unlink all that takes the results of some nodes, or link it to what came into them where that fits."""
    for name in names:
        graph.node(name)
    consumers = [
        (node, slot, source)
        for node in graph
        if node.name not in names
        for slot, source in node.inputs.items()
        if source.node in names
    ]
    refused = []
    for node, slot, source in consumers:
        if not any(attempt(graph.link, feed, f"{node.name}.{slot}") for feed in _passed_through(graph, source, names)):
            refused.append((node.name, slot))
    # From the last slot of a variadic input to the first: those behind a removed one move up.
    for name, slot in sorted(refused, key=lambda place: slot_parts(place[1])[1], reverse=True):
        graph.unlink(f"{name}.{slot}")


def variadic_feeds(node: GraphNode, port: str) -> list[Source]:
    """Return what feeds a variadic input, in order."""
    return [node.inputs[f"{port}[{number}]"] for number in range(node.count(port))]


def set_variadic_feeds(graph: Graph, node: GraphNode, port: str, feeds: Sequence[Source]) -> None:
    """Feed a variadic input with these and no others."""
    for number in reversed(range(node.count(port))):
        graph.unlink(f"{node.name}.{port}[{number}]")
    for number, source in enumerate(feeds):
        graph.link(source, f"{node.name}.{port}[{number}]")


def insert_feed(graph: Graph, source: str, target: str) -> None:
    """Link an output to an input; of a variadic one to this slot, so that those from there on move down.

    Raises:
        LinkError: If they do not fit.
    """
    node, slot = input_of(graph, target)
    match = SLOT.fullmatch(slot)
    if match is None:
        graph.link(source, target)
        return
    graph.link(source, f"{node.name}.{match[1]}[{node.count(match[1])}]")
    feeds = variadic_feeds(node, match[1])
    feeds.insert(int(match[2]), feeds.pop())
    set_variadic_feeds(graph, node, match[1], feeds)


def attempt(edit: Callable[..., object], *arguments: object) -> bool:
    """Do what may be refused; return whether it was done."""
    try:
        edit(*arguments)
    except GraphCoreError:
        return False
    return True


def _passed_through(graph: Graph, source: Source, names: Collection[str]) -> list[Source]:
    """Return what from outside could stand for an output of some nodes, in the order of their inputs.

    What has the type of the output comes first, as when a node is disabled.
    """
    wanted = graph.output_type(source)
    waiting, found, seen = [source], [], set()
    while waiting:
        source = waiting.pop()
        if source.node not in names:
            found.append(source)
        elif source.node not in seen:
            seen.add(source.node)
            waiting += [feed for _, feed in reversed(graph.node(source.node).feeds())]
    return sorted(found, key=lambda feed: graph.output_type(feed) != wanted)


def _link_first(graph: Graph, pairs: Sequence[tuple[Source, str]], otherwise: str) -> None:
    """Make the first of some links that the graph takes; if it takes none, say why not the first."""
    refusal: GraphCoreError | None = None
    for source, target in pairs:
        try:
            graph.link(source, target)
            return
        except (LinkError, CycleError) as error:
            refusal = refusal or error
    raise refusal or LinkError(otherwise, hint="choose another node")
