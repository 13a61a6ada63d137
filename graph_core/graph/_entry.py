"""What a graph is made of: its nodes, and where links and linked knobs come from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from graph_core.node import InputPort, Node

__all__ = ["SLOT", "GraphNode", "KnobLink", "Source", "slot_parts"]

SLOT = re.compile(r"(\w+)\[([0-9]{1,6})\]")
"""How one input of a variadic port is written: `layers[2]`."""


def slot_parts(slot: str) -> tuple[str, int]:
    """Return the port of an input slot and its place there, 0 for an input that takes one link.

    >>> slot_parts("layers[2]"), slot_parts("image")
    (('layers', 2), ('image', 0))
    """
    match = SLOT.fullmatch(slot)
    return (match[1], int(match[2])) if match else (slot, 0)


class Source(NamedTuple):
    """Where a link begins: an output port of a node."""

    node: str
    port: str

    def __str__(self) -> str:
        """Write as project files do: `node`, or `node.port` for a port that is not called out."""
        return self.node if self.port == "out" else f"{self.node}.{self.port}"


class KnobLink(NamedTuple):
    """A knob that takes its value from another node's knob."""

    node: str
    param: str


@dataclass(slots=True)
class GraphNode:
    """A node in a graph.

    Attributes:
        name: Unique in the graph; the address in `--set name.knob=value`.
        id: Node id.
        cls: Its class; None for a placeholder whose plugin is not installed.
        params: Knobs that are not at their default: a value, a `Curve` or a `KnobLink`; a placeholder's are unchecked.
        inputs: Source of each connected input; `layers[0]`, `layers[1]` … for a variadic one.
        disabled: Passes its first fitting input through.
        position: Place on the canvas.
        label: Remark shown on the canvas.
        saved_version: For a placeholder, the version of its class that saved it.
        revision: Changes whenever a knob or `disabled` does.
    """

    name: str
    id: str
    cls: type[Node] | None
    params: dict[str, Any] = field(default_factory=dict)
    inputs: dict[str, Source] = field(default_factory=dict)
    disabled: bool = False
    position: tuple[float, float] = (0.0, 0.0)
    label: str = ""
    saved_version: int = 1
    revision: int = 0

    @property
    def version(self) -> int:
        """The version of its class, as it is saved."""
        return self.cls.version if self.cls else self.saved_version

    def port(self, slot: str) -> InputPort | None:
        """Return the declaration of an input slot such as `image` or `layers[2]`."""
        match = SLOT.fullmatch(slot)
        port = self.cls.signature.input(match[1] if match else slot) if self.cls else None
        return None if port is None or (match and not port.variadic) else port

    def count(self, port: str) -> int:
        """Return how many links go into a variadic input."""
        return sum(1 for slot in self.inputs if slot.startswith(f"{port}["))

    def feeds(self) -> list[tuple[str, Source]]:
        """Return the linked inputs in the order of the ports, in whatever order they were linked."""
        ports = [port.name for port in self.cls.signature.inputs] if self.cls else []

        def place(slot: str) -> tuple[int, str, int]:
            name, number = slot_parts(slot)
            return (ports.index(name) if name in ports else len(ports), name, number)

        return [(slot, self.inputs[slot]) for slot in sorted(self.inputs, key=place)]
