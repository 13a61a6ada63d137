"""The standard nodes, found by walking this package: one node, one file."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

from graph_core import Node, hookimpl

__all__ = ["register_nodes"]


@hookimpl
def register_nodes() -> list[type[Node]]:
    """Return every node class of the files whose name has no leading underscore."""
    found = []
    for module in pkgutil.walk_packages(__path__, f"{__name__}."):
        if module.ispkg or module.name.rpartition(".")[2].startswith("_"):
            continue
        members = inspect.getmembers(importlib.import_module(module.name), inspect.isclass)
        found += [cls for _, cls in members if issubclass(cls, Node) and cls.id and cls.__module__ == module.name]
    return found
