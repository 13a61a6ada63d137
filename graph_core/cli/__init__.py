"""The command line: `semblance render`, `nodes`, `verify` and the rest."""

from graph_core.cli._main import main

__all__ = ["main"]
