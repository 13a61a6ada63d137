"""Soften the edge of a matte."""

from typing import Literal

from graph_core import Matte, Node, Param


class Feather(Node, id="matte.feather", version=1):
    """Soften the edge of a matte."""

    size: float = Param(8.0, ge=0, soft_max=200, unit="px", help="Over about how many pixels the edge fades.")
    direction: Literal["both", "inside", "outside"] = Param(
        "both", help="Where the edge fades: to both sides of where it was, only within the matte, or only outside it."
    )

    def process(self, matte: Matte) -> Matte:
        """Feather a matte.

        Args:
            matte: Matte to soften.

        Returns:
            The soft matte.
        """
        from graph_nodes.matte._morphology import feather

        return Matte(feather(matte.pixels, self.size, self.direction)) if self.size > 0 else matte
