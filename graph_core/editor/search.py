"""Finding nodes by a few letters: those that can be added, and those that are in the graph."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from graph_core.graph import GraphNode
from graph_core.node import Node, fits

__all__ = ["find_nodes", "giving", "matching", "taking"]

T = TypeVar("T")


def matching(nodes: Iterable[type[Node]], words: str, recent: Sequence[str] = ()) -> list[type[Node]]:
    """Return the node classes that some letters stand for, the best first; if none, those with similar names.

    Args:
        nodes: To choose from; equals stay in this order.
        words: As typed; "gblu" finds a blur of the group "g…". All nodes when empty.
        recent: Ids that were added lately, the latest first; they go before their equals.
    """
    nodes = list(nodes)
    order = {node_id: place for place, node_id in enumerate(recent)}
    ranked = _ranked(nodes, words, lambda node: ((_last(node), 0), (node.id, 1), (node.title(), 4)))
    ranked.sort(key=lambda pair: (pair[0], order.get(pair[1].id, len(order))))
    return [node for _, node in ranked] or _similar(nodes, words)


def find_nodes(nodes: Iterable[GraphNode], words: str) -> list[GraphNode]:
    """Return the nodes of a graph whose name, remark or id some letters stand for, the best first."""
    ranked = _ranked(nodes, words, lambda node: ((node.name, 0), (node.label, 1), (node.id, 2)))
    ranked.sort(key=lambda pair: (pair[0], pair[1].name))
    return [node for _, node in ranked]


def taking(nodes: Iterable[type[Node]], given: Any) -> list[type[Node]]:
    """Return the node classes that have an input for what an output gives; those that take anything come last."""
    types = {node: [port.type for port in node.signature.inputs if fits(given, port.type)] for node in nodes}
    return _specific_first(types)


def giving(nodes: Iterable[type[Node]], wanted: Any) -> list[type[Node]]:
    """Return the node classes that have an output which an input takes; those that pass anything on come last."""
    types = {node: [port.type for port in node.signature.outputs if fits(port.type, wanted)] for node in nodes}
    return _specific_first(types)


def _specific_first(types: Mapping[type[Node], list[Any]]) -> list[type[Node]]:
    """Return the nodes with fitting ports, those first that have a port made for it."""
    fitting = [node for node, found in types.items() if found]
    return sorted(fitting, key=lambda node: all(isinstance(kind, TypeVar) for kind in types[node]))


def _last(node: type[Node]) -> str:
    return node.id.rpartition(".")[2]


def _similar(nodes: Sequence[type[Node]], words: str) -> list[type[Node]]:
    """Return nodes whose name may have been meant: `bulr`."""
    names = dict.fromkeys(difflib.get_close_matches(words.strip().lower(), [_last(node) for node in nodes], n=5))
    return [node for name in names for node in nodes if _last(node) == name]


def _ranked(items: Iterable[T], words: str, texts: Callable[[T], Iterable[tuple[str, int]]]) -> list[tuple[float, T]]:
    typed = words.lower().split()
    found = []
    for item in items:
        known = list(texts(item))
        ranks = [min((penalty + rank for text, penalty in known if (rank := _rank(word, text.lower())) is not None),
                     default=None) for word in typed]  # fmt: skip
        if all(rank is not None for rank in ranks):
            found.append((sum(rank for rank in ranks if rank is not None), item))
    return found


def _rank(word: str, text: str) -> float | None:
    """Return how well a text has the letters of a word, 0 being best; None when it has not.

    >>> [_rank("blu", text) for text in ("blur", "deblur", "big_lump", "a big lump")]
    [0.04, 2.06, 4.08, None]
    """
    length = len(text) / 100  # of equals, the shorter
    if text.startswith(word):
        return round(length, 2)
    place = text.find(word)
    if place >= 0:
        return round((1 if text[place - 1] in " ._" else 2) + length, 2)
    if " " in text:
        return None  # letters far apart in a sentence are no match for what somebody types
    gaps, at = 0, -1
    for letter in word:
        following = text.find(letter, at + 1)
        if following < 0:
            return None
        gaps += following > at + 1
        at = following
    return round(3 + gaps + length, 2) if gaps <= 3 else None
