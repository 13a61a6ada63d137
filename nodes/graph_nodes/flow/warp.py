"""Warp a picture along motion."""

from typing import Literal

from graph_core import Flow, Image, Node, Param


class Warp(Node, id="flow.warp", version=1):
    """Fetch each pixel from where the motion leads.

    With the flow of this frame and the next frame as the picture (time.offset by -1) it brings the next frame
    into the shape of this one. Where the flow is unknown the pixel stays where it is.
    """

    amount: float = Param(1.0, soft_min=-1, soft_max=1, help="Share of the motion; 0 leaves the picture as it is.")
    filter: Literal["bilinear", "bicubic"] = Param("bilinear", help="Bicubic is sharper and may ring at hard edges.")

    def process(self, image: Image, flow: Flow) -> Image:
        """
        Args:
            image: Picture to fetch from.
            flow: Motion in px, of the same size.

        Returns:
            The warped picture; beyond the border its edge is repeated.
        """
        from graph_nodes.flow._warp import fill_unknown, pull
        from graph_nodes.merge._mix import require_same_size

        require_same_size(image=image, flow=flow)
        if self.amount == 0:
            return image
        motion, _ = fill_unknown(flow.pixels)
        return Image(pull(image.pixels, motion * self.amount, self.filter))
