"""Shrink or grow a matte."""

from graph_core import Matte, Node, Param


class Erode(Node, id="matte.erode", version=1):
    """Shrink or grow a matte.

    By a disc, and smoothly: half a pixel moves the edge by half a pixel. Soft edges keep their softness. At the
    border of the picture the matte is taken to go on.
    """

    size: float = Param(
        2.0, soft_min=-50, soft_max=50, unit="px", help="How far the edge moves inwards; below 0 it moves outwards."
    )

    def process(self, matte: Matte) -> Matte:
        """Erode a matte.

        Args:
            matte: Matte to change.

        Returns:
            The smaller or larger matte.
        """
        from graph_nodes.matte._morphology import erode

        return Matte(erode(matte.pixels, self.size)) if self.size != 0 else matte
