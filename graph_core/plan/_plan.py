"""The plan: what must run for the targets, in order, and the fingerprint of every result."""

from __future__ import annotations

from collections.abc import Sequence

from graph_core.errors import GraphError, MissingInputError, ParamError
from graph_core.graph import Graph, GraphNode, Source
from graph_core.node import Ancestor, Node, Shot, type_name
from graph_core.plan._digest import FileDigests
from graph_core.plan._proxy import scaled_shot
from graph_core.plan._step import Slot, Step, fingerprint

__all__ = ["Plan", "plan"]

_MOST_KEYS = 4096
_MOST_PLANS = 32


class Plan:
    """What must run for some targets.

    Attributes:
        steps: Every node that is needed, sources before those they feed.
        targets: The step of each target, and which of its outputs.
        shot: Format, rate and frames; in a proxy, the smaller format.
        scale: 1, or less for a proxy.
    """

    def __init__(
        self,
        graph: Graph,
        targets: Sequence[Source],
        shot: Shot,
        salt: str,
        digests: FileDigests,
        scale: float = 1.0,
    ) -> None:
        """Order the nodes above the targets."""
        self.shot = scaled_shot(shot, scale)
        self.scale = scale
        self.structure = graph.structure
        self._graph = graph
        self._salt = salt
        self._digests = digests
        self.steps: list[Step] = []
        made: dict[str, Step] = {}
        wanted = [_through(graph, target) for target in targets]
        for name in _order(graph, [source.node for source in wanted]):
            step = self._make(graph.node(name), made)
            made[name] = step
            self.steps.append(step)
        # What is made of a whole shot needs all its frames' fingerprints at once.
        whole = any(step.is_reducer for step in self.steps)
        self._most_keys = max(_MOST_KEYS, 4 * len(shot.frames)) if whole else _MOST_KEYS
        self.targets = [(made[source.node], _output(made[source.node].cls, source.port)) for source in wanted]

    def _make(self, entry: GraphNode, made: dict[str, Step]) -> Step:
        cls = entry.cls
        if cls is None:
            raise self._graph.registry.unknown(entry.id, entry.name)
        if cls.side_effects and self.scale != 1.0:
            raise ParamError(
                f"Node {entry.name} ({entry.id}) writes, and only full pictures are written.",
                hint="render at scale 1, or name the node that is linked to it",
                node=entry.name,
            )
        step = Step(len(self.steps), entry, cls, self.scale)
        argument = 0
        moved = cls.input_frames is not Node.input_frames
        for port in cls.signature.inputs:
            names = [port.name]
            if port.variadic:
                names = [f"{port.name}[{position}]" for position in range(entry.count(port.name))]
            for name in names:
                source = entry.inputs.get(name)
                if source is not None:
                    source = _through(self._graph, source)
                    feed = made[source.node]
                    same = port.mode != "window" and not moved
                    output = _output(feed.cls, source.port)
                    step.slots.append(Slot(name, argument, feed, output, port.mode, same))
                elif not port.optional:
                    raise MissingInputError(
                        f"Input {name} of node {entry.name} ({entry.id}) is not connected.",
                        hint=f"link something that gives {type_name(port.type)}",
                        node=entry.name,
                        port=name,
                    )
                argument += 1
        step.arguments = argument
        return step

    def refresh(self) -> None:
        """Take in changed knobs and files; only what lies below a change loses its fingerprints."""
        for step in self.steps:
            step.refresh(self._graph, self.shot, self._salt, self._digests)
        for step in self.steps:
            if step.is_sink and step.is_changed:
                step.ancestors = self.ancestors([step])

    def ancestors(self, ends: Sequence[Step]) -> tuple[Ancestor, ...]:
        """Return every node whose result goes into some steps, sources first; those themselves unless they write."""
        above, waiting = {step.index for step in ends}, [*ends]
        while waiting:
            step = waiting.pop()
            for slot in step.slots:
                if slot.source.index not in above and step.needs(slot, self.shot.frames):
                    above.add(slot.source.index)
                    waiting.append(slot.source)
        found = []
        for step in self.steps:
            if step.index in above and not step.is_sink and step.node is not None:
                cls = step.cls
                files = step.node.files(None)
                models = tuple(f"{weights.name} sha256:{weights.sha256}" for weights in step.node.weights())
                found.append(Ancestor(step.name, cls.id, cls.version, cls.synthesis, cls.title(), files, models))
        return tuple(found)

    def frame_of(self, step: Step, frame: int | None) -> int | None:
        """Return the frame under which a result is kept: none for what has no time."""
        if not step.is_timed:
            return None
        first = self.shot.frames.first
        if frame is None:
            return first
        return max(frame, first) if step.is_stream and not step.is_sink else frame

    def key(self, step: Step, frame: int | None) -> bytes:
        """Return the fingerprint of a step's result at a frame: 16 bytes, the same in every process."""
        found = step.keys.get(self.frame_of(step, frame))
        if found is not None:
            return found
        stack: list[tuple[Step, int | None]] = [(step, frame)]
        while stack:
            current, at = stack[-1]
            at = self.frame_of(current, at)
            if at in current.keys or self._add_key(current, at, stack):
                stack.pop()
        return step.keys[self.frame_of(step, frame)]

    def _add_key(self, step: Step, frame: int | None, stack: list[tuple[Step, int | None]]) -> bool:
        """Compute one fingerprint, or push those that it needs first."""
        waiting = len(stack)
        parts = [step.own_part(frame, self._digests)]
        if step.is_stream and not step.is_sink and frame is not None and frame > self.shot.frames.first:
            before = step.keys.get(frame - 1)
            if before is None:
                stack.append((step, frame - 1))
            else:
                parts.append(before)
        for slot in step.slots:
            source = slot.source
            parts.append(slot.mark)
            for at in self._frames_into(step, slot, frame):
                key = source.keys.get(self.frame_of(source, at))
                if key is None:
                    stack.append((source, at))
                else:
                    parts.append(key)
        if len(stack) > waiting:
            return False
        if len(step.keys) >= self._most_keys:
            for old in list(step.keys)[: self._most_keys // 2]:
                del step.keys[old]
        step.keys[frame] = fingerprint(parts)
        return True

    def _frames_into(self, step: Step, slot: Slot, frame: int | None) -> Sequence[int | None]:
        if slot.mode == "stream" and step.is_reducer:
            return list(self.shot.frames) if slot.source.is_timed else (None,)
        return step.frames_of(slot, frame, self.shot.frames)


def plan(
    graph: Graph, targets: Sequence[Source], shot: Shot, salt: str, digests: FileDigests, scale: float = 1.0
) -> Plan:
    """Say what must run for the targets.

    The plan is kept on the graph: after a knob is turned only what lies below it is looked at again.

    Args:
        graph: What to plan.
        targets: Outputs that are wanted; for a node that writes, the node with port "out".
        shot: Format, rate and frames.
        salt: Whatever else makes results differ, such as the device.
        digests: Where file contents are looked up.
        scale: 1, or less for a proxy: everything is that much smaller.

    Raises:
        GraphError: If there is no target, an input is missing or a plugin is not installed.
        ParamError: If knobs are linked in a loop, or a node that writes is to make a proxy.
    """
    if not 0 < scale <= 1:
        raise ParamError(f"A proxy cannot have the scale {scale:g}.", hint="choose one above 0, up to 1")
    if not targets:
        raise GraphError("There is nothing to do: no target was named.", hint="name a node")
    identity = (tuple(targets), shot, salt, id(digests), scale)
    known: Plan | None = graph.plans.get(identity)
    if known is None or known.structure != graph.structure:
        graph.plans.pop(identity, None)
        while len(graph.plans) >= _MOST_PLANS:
            del graph.plans[next(iter(graph.plans))]
        known = Plan(graph, targets, shot, salt, digests, scale)
        graph.plans[identity] = known
    known.refresh()
    return known


def _order(graph: Graph, wanted: list[str]) -> list[str]:
    """Return the nodes above the wanted ones, sources first; without recursion."""
    order: list[str] = []
    opened: set[str] = set()
    done: set[str] = set()
    stack = list(reversed(wanted))
    nodes = graph.nodes
    while stack:
        name = stack[-1]
        if name in done:
            stack.pop()
        elif name in opened:
            stack.pop()
            done.add(name)
            order.append(name)
        else:
            opened.add(name)
            for source in nodes[name].inputs.values():
                feed = source.node if not nodes[source.node].disabled else _through(graph, source).node
                if feed not in done:
                    stack.append(feed)
    return order


def _through(graph: Graph, source: Source) -> Source:
    """Follow a link up through disabled nodes."""
    while (node := graph.node(source.node)).disabled:
        wanted = graph.output_type(graph.source(source)) if node.cls else None
        feeds = [feed for _, feed in node.feeds() if wanted is None or graph.output_type(feed) == wanted]
        if not feeds:
            raise MissingInputError(
                f"Node {node.name} is disabled and has no input to pass through.",
                hint="enable it, or link something of the same type to it",
                node=node.name,
            )
        source = feeds[0]
    return source


def _output(cls: type[Node], port: str) -> int | None:
    if cls.signature.bundle is None:
        return None
    return [output.name for output in cls.signature.outputs].index(port)
