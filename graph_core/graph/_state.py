"""A graph as it is at one moment: a value that can be kept, compared and put back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph_core.graph._entry import GraphNode, Source
from graph_core.node import Node

__all__ = ["GraphState", "NodeState"]


@dataclass(frozen=True, slots=True)
class NodeState:
    """One node of a `GraphState`; the attributes are those of `GraphNode`."""

    id: str
    cls: type[Node] | None
    params: Mapping[str, Any]
    inputs: Mapping[str, Source]
    disabled: bool
    position: tuple[float, float]
    label: str
    version: int

    @classmethod
    def of(cls, node: GraphNode) -> NodeState:
        """Copy what a node is now."""
        return cls(
            node.id,
            node.cls,
            dict(node.params),
            dict(node.inputs),
            node.disabled,
            node.position,
            node.label,
            node.version,
        )

    def is_of(self, node: GraphNode) -> bool:
        """Return whether a node is still what it was."""
        return (
            self.params == node.params
            and self.inputs == node.inputs
            and self.position == node.position
            and self.disabled == node.disabled
            and self.label == node.label
            and self.id == node.id
            and self.cls is node.cls
            and self.version == node.version
        )


GraphState = Mapping[str, NodeState]
"""Nodes by name, in the order of the graph. Never changed once made, so that threads may share it."""
