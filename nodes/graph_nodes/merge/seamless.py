"""Blend a foreground into a plate without a seam."""

from typing import Literal

from graph_core import Image, Matte, Node, Param


class Seamless(Node, id="merge.seamless", version=1):
    """Blend a foreground into a plate without a seam.

    Keeps the foreground's detail and bends its colour so that it meets the plate's at the edge of the matte: what
    the two differ by there is spread smoothly over the inside (Poisson blending). Works on floating-point light
    of any brightness, and leaves the plate outside the matte untouched to the last bit.
    """

    strength: float = Param(
        1.0, ge=0, le=1, help="How far colour bends: 0 is a plain over, 1 meets the plate's colour at the edge."
    )
    smooth: float = Param(
        2.0,
        ge=0,
        soft_max=20,
        unit="px",
        help="Averages the difference along the edge, so that grain and small misfits there do not run inside.",
    )
    light: Literal["log", "linear"] = Param(
        "log", help="log multiplies the foreground's light, which keeps its contrast; linear adds to it."
    )
    mix: float = Param(1.0, ge=0, le=1, help="How much of the foreground is seen; 0 is the plate alone.")

    def process(self, foreground: Image, plate: Image, matte: Matte | None = None) -> Image:
        """Blend two pictures.

        Args:
            foreground: What is laid over the plate.
            plate: What it is blended into, of the same size.
            matte: Where the foreground is seen, within its alpha; its alpha alone when not connected. It should lie
                just inside of what is good in the foreground: colours are compared on its outermost pixels.

        Returns:
            The plate with the foreground in it; opaque when the plate is.
        """
        from graph_nodes.merge._mix import mixed, require_same_size
        from graph_nodes.merge._seamless import coverage_of, seamless

        require_same_size(foreground=foreground, plate=plate, matte=matte)
        if self.mix == 0:
            return plate
        blended = seamless(
            foreground,
            plate,
            coverage_of(foreground, matte),
            strength=self.strength,
            smooth=self.smooth,
            is_log=self.light == "log",
        )
        return mixed(plate, blended, None, self.mix)
