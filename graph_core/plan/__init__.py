"""From a graph to what must run: order, frames and fingerprints. No tensor is touched here."""

from graph_core.plan._digest import FileDigests
from graph_core.plan._plan import Plan, plan
from graph_core.plan._step import Slot, Step

__all__ = ["FileDigests", "Plan", "Slot", "Step", "plan"]
