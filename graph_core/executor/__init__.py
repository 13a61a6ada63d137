"""Runs plans: frames overlap, branches run side by side, memory stays flat."""

from graph_core.executor._executor import Executor
from graph_core.executor._task import Event

__all__ = ["Event", "Executor"]
