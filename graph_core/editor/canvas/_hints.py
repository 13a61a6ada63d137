"""What is told of the thing under a resting mouse, and of a link that does not fit where it is held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from graph_core.editor.canvas._linking import LinkDrag
from graph_core.editor.canvas._looks import duration_text
from graph_core.editor.canvas._scene import BackdropHit, Hit, LinkHit, NodeHit, PortHit
from graph_core.editor.commands import converters
from graph_core.editor.declaration import port_help
from graph_core.editor.evaluator import Badge
from graph_core.graph import Graph
from graph_core.node import type_name

__all__ = ["Paragraph", "hint_of", "misfit_of"]

Tone = Literal["title", "text", "faint", "warning", "error"]
_TONES: Mapping[str, Tone] = {"error": "error", "reported": "warning"}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some words, and what they are about."""

    text: str
    tone: Tone = "text"


def hint_of(graph: Graph, hit: Hit | None, badges: Mapping[str, Badge]) -> list[Paragraph]:
    """Return what is told; nothing where there is nothing to tell."""
    if isinstance(hit, PortHit) and hit.node in graph:
        return _of_port(graph, hit)
    if isinstance(hit, NodeHit) and hit.name in graph:
        return _of_node(graph, hit.name, badges.get(hit.name))
    if isinstance(hit, LinkHit):
        return _of_link(graph, hit.target)
    if isinstance(hit, BackdropHit) and not hit.on_corner:
        return [Paragraph("Drag to move it with the nodes inside, double-click to name and colour it", "faint")]
    return []


def misfit_of(graph: Graph, drag: LinkDrag) -> list[Paragraph]:
    """Return why a link does not fit where it is held; nothing while it does, or is held over nothing."""
    if drag.over is None or drag.is_fit:
        return []
    source, target = (drag.end.port, drag.over) if drag.end.source else (drag.over, drag.end.port)
    if target.node == source.node or source.node in graph.downstream(target.node):
        return [Paragraph(f"{target.node} feeds {source.node}: the link would make a loop", "error")]
    given, wanted = _output_type(graph, source), _taken_type(graph, target)
    told = [Paragraph(f"{target.port} takes {type_name(wanted)}, and {source.node} gives {type_name(given)}", "error")]
    between = converters(graph, source.address, target.address)
    return [*told, Paragraph(f"Let go to put {between[0]} between", "faint")] if between else told


def _of_node(graph: Graph, name: str, badge: Badge | None) -> list[Paragraph]:
    node = graph.node(name)
    if node.cls is None:
        missing = Paragraph(f"No plugin brings {node.id}. Its links and knobs are kept.", "warning")
        return [Paragraph(name, "title"), missing]
    told = [Paragraph(f"{name}   {node.id}", "title"), Paragraph(node.cls.title(), "text")]
    if node.disabled:
        told.append(Paragraph("Disabled: what comes in goes through", "faint"))
    if badge is None:
        return told
    tone = _TONES.get(badge.kind, "text")
    frame = f"Frame {badge.frame}: " if badge.frame is not None else ""
    if badge.text:
        told.append(Paragraph(f"{frame}{badge.text}", tone))
    if badge.hint:
        told.append(Paragraph(badge.hint, "text"))
    duration = duration_text(badge.seconds)
    if duration:
        told.append(Paragraph(f"{'Kept; it took' if badge.kind == 'cached' else 'Took'} {duration}", "faint"))
    return told


def _of_port(graph: Graph, hit: PortHit) -> list[Paragraph]:
    kind = _input_type(graph, hit) if hit.is_input else _output_type(graph, hit)
    title = Paragraph(f"{hit.port.partition('[')[0]}   {type_name(kind)}", "title")
    node = graph.node(hit.node)
    port = node.port(hit.port) if hit.is_input else None
    if node.cls is None or port is None:
        return [title]
    told = [title, Paragraph(port_help(node.cls).get(port.name, ""), "text")]
    remarks = {"window": "Sees neighbouring frames", "stream": "Sees all frames in order"}
    if port.mode in remarks:
        told.append(Paragraph(remarks[port.mode], "faint"))
    if port.variadic:
        told.append(Paragraph("Takes any number of links", "faint"))
    elif port.optional:
        told.append(Paragraph("May stay unlinked", "faint"))
    return told


def _of_link(graph: Graph, target: str) -> list[Paragraph]:
    name, _, slot = target.partition(".")
    source = graph.node(name).inputs.get(slot) if name in graph else None
    if source is None:
        return []
    title = Paragraph(f"{source} to {target}   {type_name(graph.output_type(source))}", "title")
    return [title, Paragraph("Drag an end off to unlink, double-click to put a node on it", "faint")]


def _input_type(graph: Graph, hit: PortHit) -> Any:
    node = graph.node(hit.node)
    source = node.inputs.get(hit.port)
    port = node.port(hit.port)
    return port.type if port is not None else graph.output_type(source) if source else None


def _taken_type(graph: Graph, hit: PortHit) -> Any:
    """Return what an input takes as long as the others of its node are linked as they are."""
    kind, node = _input_type(graph, hit), graph.node(hit.node)
    alike = (feed for slot, feed in node.feeds() if getattr(node.port(slot), "type", None) == kind)
    feed = next(alike, None) if isinstance(kind, TypeVar) else None
    return graph.output_type(feed) if feed is not None else kind


def _output_type(graph: Graph, hit: PortHit) -> Any:
    return graph.output_type(graph.source(hit.address))
