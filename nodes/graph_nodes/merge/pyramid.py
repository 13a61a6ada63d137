"""Blend a foreground into a plate scale by scale."""

from typing import Literal

from graph_core import Image, Matte, Node, Param


class Pyramid(Node, id="merge.pyramid", version=1):
    """Blend a foreground into a plate scale by scale.

    Broad differences of colour fade over a wide seam, fine detail over a narrow one, so that neither a line nor
    ghosting shows (Burt and Adelson's multiresolution spline). Unlike merge.seamless it keeps the foreground's
    colour in the middle, and touches the plate around the matte.
    """

    levels: int = Param(
        5, ge=0, le=10, help="How wide the seam becomes for broad differences: about 2 to the power of this, in px."
    )
    light: Literal["log", "linear"] = Param(
        "log", help="log blends as the eye sees, without highlights that bleed; linear blends light."
    )
    mix: float = Param(1.0, ge=0, le=1, help="How much of the foreground is seen; 0 is the plate alone.")

    def process(self, foreground: Image, plate: Image, matte: Matte | None = None) -> Image:
        """Blend two pictures.

        Args:
            foreground: What is blended in; it should go on beyond the matte.
            plate: What it is blended into, of the same size.
            matte: Where the foreground is seen, within its alpha; its alpha alone when not connected.

        Returns:
            The plate with the foreground in it; its alpha is the plate's.
        """
        from graph_nodes.merge._mix import mixed, require_same_size
        from graph_nodes.merge._seamless import coverage_of, pyramid

        require_same_size(foreground=foreground, plate=plate, matte=matte)
        if self.mix == 0:
            return plate
        blended = pyramid(
            foreground, plate, coverage_of(foreground, matte), levels=self.levels, is_log=self.light == "log"
        )
        return mixed(plate, blended, None, self.mix)
