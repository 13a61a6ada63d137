"""Prepare a matte's edge for blending."""

from graph_core import Matte, Node, Param


class EdgeBlend(Node, id="matte.edge_blend", version=1):
    """Prepare a matte's edge for blending.

    Moves the edge inwards and fades it, in proportion to how large the matte is, so that a face that comes nearer
    keeps the same blend. Never reaches outside the matte it is given.
    """

    inset: float = Param(
        2.0, ge=0, le=40, soft_max=15, unit="%", help="How far the edge moves inwards, in shares of the diameter."
    )
    softness: float = Param(
        10.0, ge=0, le=80, soft_max=40, unit="%", help="Over how much of the diameter it then fades, inwards."
    )
    fade_border: bool = Param(
        True, help="Fade at the border of the picture as well; right for crops, whose border is an edge in the plate."
    )

    def process(self, matte: Matte) -> Matte:
        """Blend the edge of a matte.

        Args:
            matte: Matte of one thing, such as a face.

        Returns:
            The smaller, softer matte.
        """
        import torch
        from torch.nn.functional import pad

        from graph_nodes.matte._morphology import diameter, erode, feather

        size = diameter(matte.pixels)
        inset, softness = size * self.inset / 100, size * self.softness / 100
        coverage = erode(matte.pixels, inset, is_border_kept=not self.fade_border)
        if softness == 0:
            return Matte(coverage)
        if not self.fade_border:
            return Matte(torch.minimum(feather(coverage, softness, "inside"), matte.pixels))
        # A black frame makes the border an edge like any other.
        framed = feather(pad(coverage, (1, 1, 1, 1)), softness, "inside")[:, 1:-1, 1:-1]
        return Matte(torch.minimum(framed, matte.pixels))
