"""Turn a matte inside out."""

from graph_core import Matte, Node


class Invert(Node, id="matte.invert", version=1):
    """Turn a matte inside out: 1 - matte."""

    def process(self, matte: Matte) -> Matte:
        """Invert a matte.

        Args:
            matte: Matte to invert.

        Returns:
            1 where the matte is 0.
        """
        return Matte(1 - matte.pixels)
