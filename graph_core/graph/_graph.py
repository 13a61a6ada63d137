"""The graph: named nodes with their knobs, and the links between their ports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import networkx as nx

from graph_core.errors import CycleError, GraphError, LinkError, ParamError, UnknownNodeError, closest
from graph_core.graph._entry import SLOT, GraphNode, KnobLink, Source, slot_parts
from graph_core.graph._fitting import converters
from graph_core.graph._state import GraphState, NodeState
from graph_core.node import Curve, Key, Node, ParamSpec, fits, type_name
from graph_core.plugins import Registry

__all__ = ["Graph"]

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Graph:
    """A directed acyclic graph of nodes. Whatever would break it is refused when it is tried.

    >>> from graph_core import Graph, Registry
    >>> graph = Graph(Registry.load())
    >>> _ = graph.add("grey", "draw.constant")
    >>> _ = graph.add("soft", "filter.blur", size=4)
    >>> graph.link("grey", "soft.image")
    """

    def __init__(self, registry: Registry) -> None:
        """Make an empty graph of the registry's nodes."""
        self.registry = registry
        self.structure = 0  # changes whenever a node or a link comes or goes
        self.plans: dict[Any, Any] = {}  # kept by the planner
        self._nodes: dict[str, GraphNode] = {}
        self._links: nx.MultiDiGraph[str] = nx.MultiDiGraph()

    # Reading

    @property
    def nodes(self) -> Mapping[str, GraphNode]:
        """Nodes by name, in the order they were added."""
        return self._nodes

    @property
    def networkx(self) -> nx.MultiDiGraph[str]:
        """The structure as a networkx graph: node names, and links keyed by the input slot they feed."""
        return self._links

    def __len__(self) -> int:
        """Return the number of nodes."""
        return len(self._nodes)

    def __contains__(self, name: object) -> bool:
        """Return whether there is a node of this name."""
        return name in self._nodes

    def __iter__(self) -> Iterator[GraphNode]:
        """Iterate over the nodes."""
        return iter(self._nodes.values())

    def node(self, name: str) -> GraphNode:
        """Return a node by its name.

        Raises:
            UnknownNodeError: If there is none.
        """
        node = self._nodes.get(name)
        if node is None:
            hint = closest(name, self._nodes) or f"the graph has {', '.join(sorted(self._nodes)[:12]) or 'no nodes'}"
            raise UnknownNodeError(f"There is no node named {name!r}.", hint=hint, node=name)
        return node

    def source(self, address: str | Source) -> Source:
        """Read `node` or `node.port` as an output that exists.

        Raises:
            UnknownNodeError: If there is no such node.
            LinkError: If the node has no such output.
        """
        name, port = address if isinstance(address, Source) else _split(address, "out")
        node = self.node(name)
        if node.cls is None:
            return Source(name, port)
        outputs = node.cls.signature.outputs
        if port == "out" and len(outputs) >= 1 and not node.cls.signature.output("out"):
            port = outputs[0].name
        if node.cls.signature.output(port) is None:
            names = [output.name for output in outputs]
            hint = closest(port, names) or (f"it has {', '.join(names)}" if names else "it only writes")
            raise LinkError(f"Node {name} ({node.id}) has no output {port!r}.", hint=hint, node=name, port=port)
        return Source(name, port)

    def output_type(self, source: Source) -> Any:
        """Return the type an output gives; where a node passes anything on, what it is linked to."""
        seen = set()
        while source not in seen:
            seen.add(source)
            node = self._nodes[source.node]
            port = node.cls.signature.output(source.port) if node.cls else None
            if port is None:
                return TypeVar("any")  # a placeholder gives whatever is wanted
            if not isinstance(port.type, TypeVar):
                return port.type
            feeds = [feed for slot, feed in node.feeds() if getattr(node.port(slot), "type", None) == port.type]
            if not feeds:
                return port.type
            source = feeds[0]
        return TypeVar("any")

    def downstream(self, name: str) -> set[str]:
        """Return the names of all nodes that depend on a node."""
        self.node(name)
        return set(nx.descendants(self._links, name))

    def upstream(self, name: str) -> set[str]:
        """Return the names of all nodes that a node depends on."""
        self.node(name)
        return set(nx.ancestors(self._links, name))

    # Changing

    def add(self, name: str, node: str | type[Node], **params: Any) -> GraphNode:
        """Add a node by its id or class, with knobs.

        Raises:
            GraphError: If the name is taken or malformed.
            UnknownNodeError: If no plugin has the id.
            ParamError: If a knob does not take its value.
        """
        cls = self.registry.node(node) if isinstance(node, str) else node
        self._check_name(name)
        entry = GraphNode(name, cls.id, cls)
        for param, value in params.items():
            entry.params[param] = self._check_param(entry, param, value)
        self._insert(entry)
        return entry

    def add_placeholder(self, name: str, node_id: str, version: int = 1, **params: Any) -> GraphNode:
        """Keep the place of a node whose plugin is not installed, with the version that saved it and its knobs."""
        self._check_name(name)
        entry = GraphNode(name, node_id, None, params=params, saved_version=version)
        self._insert(entry)
        return entry

    def remove(self, name: str) -> None:
        """Remove a node and its links; knobs that follow one of its knobs keep their present value."""
        self.node(name)
        self._release_knobs(name)
        # From the last slot to the first: those behind a removed one move up.
        links = [(slot_parts(slot)[1], target, slot) for _, target, slot in self._links.out_edges(name, keys=True)]
        for _, target, slot in sorted(links, reverse=True):
            self.unlink(f"{target}.{slot}")
        self._links.remove_node(name)
        del self._nodes[name]
        self.structure += 1

    def rename(self, name: str, new: str) -> None:
        """Give a node another name; links and linked knobs follow."""
        node = self.node(name)
        if new == name:
            return
        self._check_name(new)
        node.name = new
        self._nodes = {new if key == name else key: value for key, value in self._nodes.items()}
        self._links = nx.relabel_nodes(self._links, {name: new})
        for other in self._nodes.values():
            for slot, source in other.inputs.items():
                if source.node == name:
                    other.inputs[slot] = Source(new, source.port)
            for param, value in other.params.items():
                if isinstance(value, KnobLink) and value.node == name:
                    other.params[param] = KnobLink(new, value.param)
        self.structure += 1

    def link(self, source: str | Source, target: str) -> None:
        """Link an output to an input: `link("plate", "blur.image")`, `link("crop.matte", "merge.mask")`.

        A link to a variadic input such as `sheet.images` goes behind those it has; `sheet.images[0]`
        replaces the first. Whatever was linked to the input before is let go.

        Raises:
            UnknownNodeError: If a node is missing.
            LinkError: If a port is missing or the types do not fit.
            CycleError: If a node would feed itself.
        """
        source = self.source(source)
        name, slot = _split(target, "")
        node = self.node(name)
        slot = self._slot(node, slot)
        self._check_type(source, node, slot)
        if source.node == name or nx.has_path(self._links, name, source.node):
            loop = [*nx.shortest_path(self._links, name, source.node), name] if source.node != name else [name, name]
            raise CycleError(
                f"Linking {source} to {target} would make a loop: {' → '.join(loop)}.",
                hint="a node cannot feed itself; to use an earlier frame's result, give the node a Stream input",
                node=name,
                port=slot,
            )
        before = node.inputs.get(slot)
        self._connect(source, node, slot)
        try:
            self._check_passed_on(name)
        except LinkError:
            self._disconnect(node, slot)
            if before:
                self._connect(before, node, slot)
            raise

    def unlink(self, target: str) -> None:
        """Remove the link into an input; those behind it in a variadic input move up."""
        name, slot = _split(target, "")
        node = self.node(name)
        if slot not in node.inputs:
            hint = f"linked are {', '.join(node.inputs)}" if node.inputs else "none of its inputs is linked"
            raise LinkError(f"Nothing is linked to {target}.", hint=hint, node=name, port=slot)
        self._disconnect(node, slot)
        match = SLOT.fullmatch(slot)
        if match:
            position = int(match[2])
            while (behind := node.inputs.get(f"{match[1]}[{position + 1}]")) is not None:
                self._disconnect(node, f"{match[1]}[{position + 1}]")
                self._connect(behind, node, f"{match[1]}[{position}]")
                position += 1

    def set_param(self, name: str, param: str, value: Any) -> None:
        """Set a knob to a value, a `Curve` or a `KnobLink`.

        Raises:
            ParamError: If the knob is unknown or does not take the value.
        """
        node = self.node(name)
        node.params[param] = self._check_param(node, param, value)
        node.revision += 1

    def reset_param(self, name: str, param: str) -> None:
        """Put a knob back to its default."""
        node = self.node(name)
        self.spec(node, param)
        node.params.pop(param, None)
        node.revision += 1

    def release_param(self, name: str, param: str) -> None:
        """Let a knob follow no other any more: it keeps its present value, or takes its default if it cannot."""
        node = self.node(name)
        followed = node.params.get(param)
        if not isinstance(followed, KnobLink):
            return
        try:
            value = self.param(*followed)
            node.params[param] = self._check_param(node, param, value) if node.cls else value
        except (GraphError, ParamError):
            del node.params[param]  # what it followed led nowhere, or to what it does not take itself
        node.revision += 1

    def set_disabled(self, name: str, disabled: bool) -> None:
        """Switch a node off, so that it passes its input through, or on again."""
        self.node(name).disabled = disabled
        self.structure += 1

    def spec(self, node: GraphNode, param: str) -> ParamSpec:
        """Return the declaration of a node's knob.

        Raises:
            ParamError: If it has none of that name.
        """
        if node.cls is None:
            raise ParamError(
                f"Node {node.name} is a placeholder for {node.id}; its knobs cannot be set.",
                hint="install the plugin that brings it",
                node=node.name,
                param=param,
            )
        spec = node.cls.params.get(param)
        if spec is None:
            hint = closest(param, node.cls.params) or f"it has {', '.join(node.cls.params) or 'no knobs'}"
            raise ParamError(f"Node {node.name} ({node.id}) has no knob {param!r}.", hint=hint, node=node.name)
        return spec

    def param(self, name: str, param: str) -> Any:
        """Return what a knob is set to: a value or a `Curve`, links between knobs followed.

        Raises:
            ParamError: If knobs are linked in a loop.
        """
        seen = []
        while True:
            node = self.node(name)
            spec = self.spec(node, param)
            value = node.params.get(param, spec.default)
            if not isinstance(value, KnobLink):
                return value
            if (name, param) in seen:
                raise ParamError(f"Knob {name}.{param} is linked to itself.", hint="set one of them", node=name)
            seen.append((name, param))
            name, param = value

    # As a value

    def state(self, before: GraphState | None = None) -> GraphState:
        """Return the graph as a value that later edits do not touch.

        Args:
            before: An earlier state; nodes that are as they were then are shared with it.
        """
        known = before or {}
        states = {}
        for name, node in self._nodes.items():
            kept = known.get(name)
            states[name] = kept if kept is not None and kept.is_of(node) else NodeState.of(node)
        return states

    def restore(self, state: GraphState) -> None:
        """Become what a graph of the same registry was, touching only what differs."""
        for name in [name for name, node in self._nodes.items() if not _is_same_node(node, state.get(name))]:
            self._links.remove_node(name)
            del self._nodes[name]
            self.structure += 1
        for name, wanted in state.items():
            if name not in self._nodes:
                self._insert(GraphNode(name, wanted.id, wanted.cls, saved_version=wanted.version))
        for name, wanted in state.items():
            self._restore_node(self._nodes[name], wanted)
        self._nodes = {name: self._nodes[name] for name in state}

    # Inside

    def _restore_node(self, node: GraphNode, wanted: NodeState) -> None:
        if node.params != wanted.params:
            node.params = dict(wanted.params)
            node.revision += 1
        if node.inputs != wanted.inputs or self._links.in_degree(node.name) != len(wanted.inputs):
            self._links.remove_edges_from(list(self._links.in_edges(node.name, keys=True)))
            node.inputs = dict(wanted.inputs)
            self._links.add_edges_from((source.node, node.name, slot) for slot, source in wanted.inputs.items())
            self.structure += 1
        if node.disabled != wanted.disabled:
            self.set_disabled(node.name, wanted.disabled)
        node.position, node.label = wanted.position, wanted.label

    def _check_name(self, name: str) -> None:
        if not _NAME.fullmatch(name):
            raise GraphError(
                f"A node cannot be named {name!r}.", hint="use letters, digits and _, not beginning with a digit"
            )
        if name in self._nodes:
            raise GraphError(f"There is a node named {name} already.", hint="choose another name", node=name)

    def _release_knobs(self, name: str) -> None:
        for node in self._nodes.values():
            for param, value in list(node.params.items()):
                if node.name != name and isinstance(value, KnobLink) and value.node == name:
                    self.release_param(node.name, param)

    def _insert(self, entry: GraphNode) -> None:
        self._nodes[entry.name] = entry
        self._links.add_node(entry.name)
        self.structure += 1

    def _connect(self, source: Source, node: GraphNode, slot: str) -> None:
        if slot in node.inputs:
            self._disconnect(node, slot)
        node.inputs[slot] = source
        self._links.add_edge(source.node, node.name, key=slot)
        self.structure += 1

    def _disconnect(self, node: GraphNode, slot: str) -> None:
        source = node.inputs.pop(slot)
        self._links.remove_edge(source.node, node.name, key=slot)
        self.structure += 1

    def _slot(self, node: GraphNode, slot: str) -> str:
        if node.cls is None:
            if not (slot.isidentifier() or SLOT.fullmatch(slot)):
                hint = "an input has a name such as image or images[0]"
                raise LinkError(f"Node {node.name} ({node.id}) has no input {slot!r}.", hint=hint, node=node.name)
            name, bracket, _ = slot.partition("[")
            if name in node.inputs if bracket else node.count(name):
                hint = "unlink it first" if bracket else f"the next is {name}[{node.count(name)}]"
                raise LinkError(f"Input {name} of {node.name} takes either one link or several.", hint=hint, port=slot)
            if bracket:
                self._check_gap(node, name, slot_parts(slot)[1])
            return slot
        inputs = node.cls.signature.inputs
        if not slot and len(inputs) == 1:
            slot = inputs[0].name
        port = node.port(slot)
        if port is None:
            names = [item.name for item in inputs]
            hint = closest(slot, names) or (f"it has {', '.join(names)}" if names else "it has no inputs")
            raise LinkError(
                f"Node {node.name} ({node.id}) has no input {slot!r}.", hint=hint, node=node.name, port=slot
            )
        if not port.variadic:
            return slot
        match = SLOT.fullmatch(slot)
        position = int(match[2]) if match else node.count(port.name)
        self._check_gap(node, port.name, position)
        return f"{port.name}[{position}]"

    @staticmethod
    def _check_gap(node: GraphNode, port: str, position: int) -> None:
        count = node.count(port)
        if position > count:
            slot = f"{port}[{position}]"
            hint = f"the next is {port}[{count}]"
            raise LinkError(f"Input {slot} of {node.name} would leave a gap.", hint=hint, node=node.name, port=slot)

    def _check_type(self, source: Source, node: GraphNode, slot: str) -> None:
        port = node.port(slot)
        if port is None:
            return
        given = self.output_type(source)
        if not fits(given, port.type):
            raise LinkError(
                f'Cannot link {source.node} "{source.port}" ({type_name(given)}) '
                f'to {node.name} "{slot}" ({type_name(port.type)}).',
                hint=self._converter(given, port.type),
                node=node.name,
                port=slot,
            )
        if isinstance(port.type, TypeVar):
            self._check_alike(source, given, node, slot)

    def _check_alike(self, source: Source, given: Any, node: GraphNode, slot: str) -> None:
        """Refuse inputs of different types to a node that passes on any of them: whoever takes it wants one type."""
        wanted = getattr(node.port(slot), "type", None)
        for other, feed in node.feeds():
            if other == slot or getattr(node.port(other), "type", None) != wanted:
                continue
            known = self.output_type(feed)
            if not (fits(given, known) and fits(known, given)):
                raise LinkError(
                    f'Cannot link {source.node} "{source.port}" ({type_name(given)}) to {node.name} "{slot}": '
                    f'"{other}" takes {type_name(known)} from {feed.node}.',
                    hint=self._converter(given, known),
                    node=node.name,
                    port=slot,
                )

    def _converter(self, given: Any, wanted: Any) -> str:
        """Name a node that would turn one type into the other."""
        fitting = converters(self.registry, given, wanted)
        if fitting:
            return f"put {fitting[0].id} between them"
        return f"link something that gives {type_name(wanted)}"

    def _check_passed_on(self, name: str) -> None:
        """Check links below a node that passes on whatever it is linked to."""
        waiting, seen = [name], {name}
        while waiting:
            node = self._nodes[waiting.pop()]
            if not node.cls or not any(isinstance(port.type, TypeVar) for port in node.cls.signature.outputs):
                continue
            for _, target, slot in self._links.out_edges(node.name, keys=True):
                consumer = self._nodes[target]
                self._check_type(consumer.inputs[slot], consumer, slot)
                if target not in seen:
                    seen.add(target)
                    waiting.append(target)

    def _check_param(self, node: GraphNode, param: str, value: Any) -> Any:
        spec = self.spec(node, param)
        if isinstance(value, KnobLink):
            followed = self.node(value.node)
            if followed.cls is None:
                return value  # checked once the plugin is there
            other = self.spec(followed, value.param)
            if other.kind != spec.kind:
                raise ParamError(
                    f"Knob {node.name}.{param} ({spec.kind}) cannot follow {value.node}.{value.param} ({other.kind}).",
                    hint=f"link it to a knob of kind {spec.kind}",
                    node=node.name,
                    param=param,
                )
            return value
        if isinstance(value, Curve):
            if not spec.can_animate:
                raise ParamError(
                    f"Knob {node.name}.{param} cannot be animated.", hint="set a constant", node=node.name, param=param
                )
            keys = (Key(key.frame, spec.check(key.value, node.name), key.interpolation) for key in value.keys)
            return Curve(tuple(keys), value.extrapolation)
        return spec.check(value, node.name)


def _is_same_node(node: GraphNode, wanted: NodeState | None) -> bool:
    return wanted is not None and (node.id, node.cls, node.version) == (wanted.id, wanted.cls, wanted.version)


def _split(address: str, port: str) -> tuple[str, str]:
    name, dot, rest = address.partition(".")
    return name, rest if dot else port
