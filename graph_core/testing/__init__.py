"""Proof that a node keeps the rules: `check_node(MyNode)` in a plugin's tests is all that is needed."""

from graph_core.testing._check import check_node
from graph_core.testing._imports import HEAVY, check_import
from graph_core.testing._sample import sample, sample_landmarks

__all__ = ["HEAVY", "check_import", "check_node", "sample", "sample_landmarks"]
