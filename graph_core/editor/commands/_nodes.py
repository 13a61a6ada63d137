"""Adding, removing, moving and naming nodes."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from graph_core.editor.commands._backdrops import change_backdrop, drop_backdrops, place_backdrops
from graph_core.editor.commands._links import attempt, bypass, link_into, link_out_of
from graph_core.editor.commands._words import counted, free_name, placed
from graph_core.editor.document import Document
from graph_core.editor.layout import Position, tidied
from graph_core.graph import Graph, GraphNode, KnobLink, Source


def add(
    document: Document, node_id: str, position: Position, *, name: str = "", source: str = "", target: str = ""
) -> str:
    """Add a node and return its name.

    Args:
        document: Where to.
        node_id: Which, such as "filter.blur".
        position: Its top left corner on the canvas.
        name: Its name; a free one after its id when not given.
        source: Output to link to its first fitting input.
        target: Input to link its first fitting output to; what fed that before is let go.

    Raises:
        UnknownNodeError: If no plugin has the id.
        LinkError: If it has no port that fits.
        GraphError: If the name is taken or malformed.
    """
    name = name or free_name(node_id.rpartition(".")[2], document.graph)
    with document.edit(f"Add {name}") as graph:
        graph.add(name, node_id).position = placed(position)
        if source:
            link_into(graph, graph.source(source), name)
        if target:
            link_out_of(graph, name, target)
    return name


def delete(document: Document, names: Collection[str], backdrops: Collection[int] = ()) -> None:
    """Remove nodes and backdrops; what came into the nodes goes on to those that took their results.

    A shot that followed one of them keeps the project's own format, rate and frames.
    """
    nodes = dict.fromkeys(names)
    with document.edit(f"Delete {counted(nodes) if nodes else 'backdrop'}") as graph:
        bypass(graph, nodes)
        for name in nodes:
            graph.remove(name)
        if document.project.follow in nodes:
            document.project.follow = ""
        drop_backdrops(document.project, backdrops)


def move(
    document: Document,
    positions: Mapping[str, Position],
    merge: str = "",
    *,
    backdrops: Mapping[int, Position] | None = None,
) -> None:
    """Put nodes, and backdrops by their number, elsewhere."""
    with document.edit(f"Move {counted(positions) if positions else 'backdrop'}", merge) as graph:
        for name, position in positions.items():
            graph.node(name).position = placed(position)
        place_backdrops(document.project, backdrops or {})


def tidy(document: Document, names: Collection[str] = ()) -> None:
    """Put nodes, or all when none are named, into columns with few crossings; backdrops stay around theirs."""
    with document.edit(f"Tidy {counted(names) if names else 'all nodes'}"):
        found = tidied(document.project, names)
        for index, (_, size) in found.backdrops.items():
            change_backdrop(document, index, size=size)
        move(document, found.nodes, backdrops={index: position for index, (position, _) in found.backdrops.items()})


def rename(document: Document, name: str, new: str) -> None:
    """Give a node another name; links, linked knobs and a shot that follows it go along.

    Raises:
        GraphError: If the name is taken or malformed.
    """
    with document.edit(f"Rename {name} to {new}") as graph:
        graph.rename(name, new)
        if document.project.follow == name:
            document.project.follow = new


def set_label(document: Document, name: str, label: str, merge: str = "") -> None:
    """Set the remark that is shown on a node."""
    with document.edit(f"Label {name}", merge) as graph:
        graph.node(name).label = label


def set_disabled(document: Document, names: Collection[str], disabled: bool) -> None:
    """Switch nodes off, so that they pass their inputs through, or on again."""
    with document.edit(f"{'Disable' if disabled else 'Enable'} {counted(names)}") as graph:
        for name in names:
            if graph.node(name).disabled != disabled:
                graph.set_disabled(name, disabled)


def toggle_disabled(document: Document, names: Collection[str]) -> None:
    """Switch nodes off; or on, when all of them are off."""
    set_disabled(document, names, not all(document.graph.node(name).disabled for name in names))


def replace(document: Document, name: str, node_id: str) -> None:
    """Put another node in the place of one, with its name and with what fits of its links and knobs.

    Raises:
        UnknownNodeError: If no plugin has the id, or no node has the name.
    """
    with document.edit(f"Replace {name} by {node_id}") as graph:
        old = graph.node(name)
        new = graph.add(free_name(name, graph), node_id)
        new.position, new.label, new.disabled = old.position, old.label, old.disabled
        _take_knobs(graph, old, new)
        _take_links(graph, old, new)
        graph.remove(name)
        graph.rename(new.name, name)


def _take_knobs(graph: Graph, old: GraphNode, new: GraphNode) -> None:
    """Set a node's knobs as those of another where they fit, and let what follows those follow these."""
    for knob, value in old.params.items():
        is_own = isinstance(value, KnobLink) and value.node == old.name
        attempt(graph.set_param, new.name, knob, KnobLink(new.name, value.param) if is_own else value)
    for node in graph:
        for knob, value in list(node.params.items()):
            if isinstance(value, KnobLink) and value.node == old.name and node.name != old.name:
                attempt(graph.set_param, node.name, knob, KnobLink(new.name, value.param))


def _take_links(graph: Graph, old: GraphNode, new: GraphNode) -> None:
    """Link a node as another is linked, to ports of the same names or else to the first that fit."""
    for slot, source in old.feeds():
        if not attempt(graph.link, source, f"{new.name}.{slot.partition('[')[0]}"):
            attempt(link_into, graph, source, new.name)
    consumers = [(f"{node.name}.{slot}", source) for node in graph for slot, source in node.inputs.items()]
    for target, source in consumers:
        if source.node == old.name and not attempt(graph.link, Source(new.name, source.port), target):
            attempt(link_out_of, graph, new.name, target)
