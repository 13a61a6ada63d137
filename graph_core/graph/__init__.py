"""The graph: named nodes with their knobs, and the links between their ports."""

from graph_core.graph._entry import SLOT, GraphNode, KnobLink, Source, slot_parts
from graph_core.graph._fitting import converters
from graph_core.graph._graph import Graph
from graph_core.graph._state import GraphState, NodeState

__all__ = ["SLOT", "Graph", "GraphNode", "GraphState", "KnobLink", "NodeState", "Source", "converters", "slot_parts"]
