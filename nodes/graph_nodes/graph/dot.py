"""Pass a value on."""

from typing import TypeVar

from graph_core import Node

T = TypeVar("T")


class Dot(Node, id="graph.dot", version=1):
    """Pass a value on unchanged, to lead a link around other nodes."""

    def process(self, value: T) -> T:
        """
        Args:
            value: Anything.

        Returns:
            The same.
        """
        return value
