"""Which nodes turn one type into another."""

from __future__ import annotations

from typing import Any, TypeVar

from graph_core.node import Node, fits
from graph_core.plugins import Registry


def converters(registry: Registry, given: Any, wanted: Any) -> list[type[Node]]:
    """Return the nodes that need nothing but one type to make the other, the plainest first."""
    found = []
    for cls in registry:
        signature = cls.signature
        needed = [port for port in signature.inputs if not port.optional and not port.variadic]
        gives = any(not isinstance(port.type, TypeVar) and fits(port.type, wanted) for port in signature.outputs)
        if gives and len(needed) == 1 and not isinstance(needed[0].type, TypeVar) and fits(given, needed[0].type):
            is_plain = needed[0].type == given and needed[0].mode == "value"
            found.append((not is_plain, len(signature.inputs), cls.id, cls))
    return [cls for *_, cls in sorted(found, key=lambda entry: entry[:3])]
