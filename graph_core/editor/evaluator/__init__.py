"""Evaluation on threads of its own: the screen says what it wants to see and takes what is ready, and never waits."""

from graph_core.editor.evaluator._board import Badge
from graph_core.editor.evaluator._evaluator import Evaluator
from graph_core.editor.evaluator._exchange import Activity
from graph_core.editor.evaluator._reel import Reel
from graph_core.editor.evaluator._wishes import Outcome, Want

__all__ = ["Activity", "Badge", "Evaluator", "Outcome", "Reel", "Want"]
