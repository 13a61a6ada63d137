"""Nodes as text that can be pasted here, into another project or into a mail, and back.

The text is that of a project file that holds the nodes alone. What they took from nodes that were not copied stands
beside them, for those who paste them where those nodes are:

```json
{
  "semblance": 2,
  "nodes": {"soft": {"id": "filter.blur", "version": 1, "params": {"size": 4.0}}},
  "outside": {"inputs": {"soft.image": "plate"}}
}
```

Whatever is pasted goes through the checks that a project file goes through; the text of a whole project will do.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Mapping

import msgspec

from graph_core.editor.commands import delete
from graph_core.editor.commands._links import attempt, insert_feed
from graph_core.editor.commands._words import counted, free_name, placed
from graph_core.editor.document import Document
from graph_core.editor.layout import Position, arrange, bounds, contents, needs_layout, node_size
from graph_core.errors import GraphCoreError, ProjectFormatError
from graph_core.graph import Graph, KnobLink, NodeState, Source
from graph_core.project import Project, layout, to_content

__all__ = ["copy", "cut", "duplicate", "paste"]

_MOST_CHARACTERS = 16 << 20
_HEAD = re.compile(r'\{\s*"semblance"\s*:')
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|$)|[{}]')
_QUOTED = re.compile(r"^\s*(?:>\s*)*")


class _Outside(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """What copied nodes took from others: outputs by input (`soft.image`), knobs by knob (`soft.size`)."""

    inputs: dict[str, str] = {}
    knobs: dict[str, str] = {}


def copy(project: Project, names: Collection[str], backdrops: Collection[int] | None = None) -> str:
    """Return nodes and backdrops as text.

    Args:
        project: Where they are.
        names: Of the nodes.
        backdrops: By their numbers; those that hold none but these nodes when not given.

    Raises:
        UnknownNodeError: If there is no such node.
    """
    return _copy(project, names, backdrops)[0]


def cut(document: Document, names: Collection[str], backdrops: Collection[int] | None = None) -> str:
    """Return nodes and backdrops as text and remove them."""
    text = copy(document.project, names, backdrops)
    delete(document, names, _chosen_backdrops(document.project, names, backdrops))
    return text


def duplicate(
    document: Document, names: Collection[str], offset: Position = (40.0, 40.0), *, keep_inputs: bool = False
) -> list[str]:
    """Put copies of nodes beside them; return their names."""
    text, (x, y) = _copy(document.project, names, None)
    with document.edit(f"Duplicate {counted(names)}"):
        return paste(document, text, (x + offset[0], y + offset[1]), keep_inputs=keep_inputs)


def paste(document: Document, text: str, position: Position, *, keep_inputs: bool = False) -> list[str]:
    """Add the nodes and backdrops of a text, under names that are free; return those of the nodes.

    Args:
        document: Where to.
        text: From `copy`, as it comes back from a mail or a chat: quoted, indented, with words around it.
        position: Where the top left corner of it all goes.
        keep_inputs: Link the nodes to those outside that they were linked to, where such are here and fit.

    Raises:
        ProjectFormatError: If there are no nodes in the text, or they are broken.
    """
    pasted, outside = _read(document, text)
    with document.edit(f"Paste {counted(pasted.graph.nodes) if len(pasted.graph) else 'backdrop'}") as graph:
        corner = _corner(pasted)
        _shift(pasted, (position[0] - corner[0], position[1] - corner[1]))
        names = _free_names(graph, pasted.graph)
        states = {names[name]: _renamed(state, names) for name, state in pasted.graph.state().items()}
        graph.restore({**graph.state(), **states})
        document.project.backdrops += pasted.backdrops
        if keep_inputs:
            _link_outside(graph, outside, names)
    return list(names.values())


# Copying


def _copy(project: Project, names: Collection[str], backdrops: Collection[int] | None) -> tuple[str, Position]:
    """Return the text, and the top left corner of what was copied."""
    graph = project.graph
    chosen = {graph.node(name).name for name in names}
    copied = Project(Graph(graph.registry))
    copied.graph.restore(graph.state())
    for name in graph.nodes:
        if name not in chosen:
            copied.graph.remove(name)
    copied.backdrops = [project.backdrops[index] for index in _chosen_backdrops(project, chosen, backdrops)]
    corner = _corner(copied)
    _shift(copied, (-corner[0], -corner[1]))
    content = to_content(copied.state())
    del content["shot"]
    outside = msgspec.to_builtins(_outside(graph, chosen))
    return layout({**content, "outside": outside} if outside else content, ascii_only=True) + "\n", corner


def _chosen_backdrops(project: Project, names: Collection[str], backdrops: Collection[int] | None) -> list[int]:
    if backdrops is not None:
        return sorted(set(backdrops))
    insides = [set(contents(project, index)[0]) for index in range(len(project.backdrops))]
    return [index for index, inside in enumerate(insides) if inside and inside <= set(names)]


def _outside(graph: Graph, chosen: Collection[str]) -> _Outside:
    """Say what nodes take from those that are not chosen."""
    found = _Outside({}, {})
    for name in sorted(chosen):
        node = graph.node(name)
        for slot, source in node.feeds():
            if source.node not in chosen:
                found.inputs[f"{name}.{slot}"] = str(source)
        for knob, value in node.params.items():
            if isinstance(value, KnobLink) and value.node not in chosen:
                found.knobs[f"{name}.{knob}"] = f"{value.node}.{value.param}"
    return found


def _corner(project: Project) -> Position:
    around = bounds(
        [
            *((node.position, node_size(node)) for node in project.graph),
            *((backdrop.position, backdrop.size) for backdrop in project.backdrops),
        ]
    )
    return around[0] if around else (0.0, 0.0)


def _shift(project: Project, by: Position) -> None:
    for node in project.graph:
        node.position = placed((node.position[0] + by[0], node.position[1] + by[1]))
    for index, backdrop in enumerate(project.backdrops):
        position = placed((backdrop.position[0] + by[0], backdrop.position[1] + by[1]))
        project.backdrops[index] = msgspec.structs.replace(backdrop, position=position)


# Pasting


def _read(document: Document, text: str) -> tuple[Project, _Outside]:
    """Read a text as a project file is read.

    Raises:
        ProjectFormatError: If there are no nodes in it, or they are broken.
    """
    found = _find(text)
    if found is None:
        raise ProjectFormatError(
            "There are no nodes in what is to be pasted.", hint="copy nodes, or the text of a project file"
        )
    try:
        content = msgspec.json.decode(found, type=dict[str, msgspec.Raw])
        content.pop("shot", None)
        outside = msgspec.json.decode(content.pop("outside", msgspec.Raw(b"{}")), type=_Outside)
        project = Project.parse(msgspec.json.encode(content), document.graph.registry, document.path)
    except (GraphCoreError, msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        why = error.message if isinstance(error, GraphCoreError) else f"{error}."
        hint = getattr(error, "hint", "") or "was the text cut off, or changed on its way?"
        raise ProjectFormatError(f"These nodes cannot be pasted: {why}", hint=hint) from error
    if needs_layout(project.graph):
        arrange(project)
    return project, outside


def _find(text: str) -> str | None:
    """Find the braces that hold nodes in a text that has been through a mail."""
    if len(text) > _MOST_CHARACTERS:
        return None
    # A line break in JSON means nothing, but where a mail broke a long line it stands for a space.
    lines = [_QUOTED.sub("", line) for line in re.split(r"\r\n|\r|\n", text.replace("\xa0", " "))]
    joined = "".join(line if line.endswith(" ") else f"{line} " for line in lines)
    head = _HEAD.search(joined)
    if head is None:
        return None
    depth = 0
    for token in _TOKEN.finditer(joined, head.start()):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if not depth:
            return joined[head.start() : token.end()]
    return None


def _free_names(graph: Graph, pasted: Graph) -> dict[str, str]:
    """Return a free name for each pasted node: its own, where nobody has that."""
    names = {name: name for name in pasted.nodes if name not in graph}
    taken = {*graph.nodes, *names}
    for name in pasted.nodes:
        if name in graph:
            names[name] = free_name(name, taken)
            taken.add(names[name])
    return {name: names[name] for name in pasted.nodes}


def _renamed(state: NodeState, names: Mapping[str, str]) -> NodeState:
    """Return a node whose links and knobs lead to the new names."""
    inputs = {slot: Source(names[source.node], source.port) for slot, source in state.inputs.items()}
    params = {
        knob: KnobLink(names.get(value.node, value.node), value.param) if isinstance(value, KnobLink) else value
        for knob, value in state.params.items()
    }
    return dataclasses.replace(state, inputs=inputs, params=params)


def _link_outside(graph: Graph, outside: _Outside, names: Mapping[str, str]) -> None:
    """Link pasted nodes to those outside that are here and fit."""
    for target, source in outside.inputs.items():
        name, _, slot = target.partition(".")
        if name in names:
            attempt(insert_feed, graph, source, f"{names[name]}.{slot}")
    for target, followed in outside.knobs.items():
        name, _, knob = target.partition(".")
        other, _, other_knob = followed.partition(".")
        if name in names:
            attempt(graph.set_param, names[name], knob, KnobLink(other, other_knob))
