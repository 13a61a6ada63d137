"""`semblance graph`: a project's graph as a drawing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from graph_core.cli._session import debug_option

if TYPE_CHECKING:
    from graph_core.graph import Graph


@click.command()
@click.argument("project", type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["mermaid", "dot"]), default="mermaid", help="Language of the drawing."
)
@debug_option
def graph(project: Path, form: str) -> None:
    """Write the graph of PROJECT as Mermaid or DOT."""
    from graph_core.plugins import Registry
    from graph_core.project import Project

    loaded = Project.load(project, Registry.load()).graph
    click.echo(as_mermaid(loaded) if form == "mermaid" else as_dot(loaded))


def as_mermaid(graph: Graph) -> str:
    """Write a graph in Mermaid's language."""
    lines = ["flowchart LR"]
    # A name may be a word of the language, such as end; so the drawing's own names are numbers.
    numbers = {name: f"n{number}" for number, name in enumerate(graph.nodes)}
    for node in graph:
        lines.append(f'    {numbers[node.name]}["{node.name}<br/>{node.id}{" (off)" if node.disabled else ""}"]')
    for node in graph:
        for slot, source in node.inputs.items():
            lines.append(f'    {numbers[source.node]} -- "{_label(source.port, slot)}" --> {numbers[node.name]}')
    return "\n".join(lines)


def as_dot(graph: Graph) -> str:
    """Write a graph in Graphviz's language."""
    lines = ["digraph {", "    rankdir=LR", "    node [shape=box]"]
    for node in graph:
        style = " style=dashed" if node.disabled else ""
        lines.append(f'    "{node.name}" [label="{node.name}\\n{node.id}"{style}]')
    for node in graph:
        for slot, source in node.inputs.items():
            lines.append(f'    "{source.node}" -> "{node.name}" [label="{_label(source.port, slot)}"]')
    return "\n".join([*lines, "}"])


def _label(port: str, slot: str) -> str:
    return slot if port == "out" else f"{port} → {slot}"
