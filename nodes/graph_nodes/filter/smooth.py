"""Smooth surfaces and keep edges."""

from graph_core import Image, Matte, Node, Param


class Smooth(Node, id="filter.smooth", version=1):
    """Smooth surfaces and keep edges.

    A guided filter (He et al. 2010) on screen-coded brightness: the usual first step for skin, and a stand-in for
    a bilateral filter without its banding.
    """

    size: float = Param(6.0, ge=0, soft_max=40, unit="px", help="Texture up to about this size is smoothed.")
    edges: float = Param(
        0.08, gt=0, soft_max=0.4, help="Contrast that is kept, as a share of black to white; less is smoothed away."
    )
    mix: float = Param(1.0, ge=0, le=1, help="How much of the effect is seen; 0 leaves the picture as it was.")

    def process(self, image: Image, mask: Matte | None = None) -> Image:
        """Smooth a picture.

        Args:
            image: Picture to smooth.
            mask: Where to smooth; everywhere when not connected.

        Returns:
            The smoothed picture; its alpha is that of `image`.
        """
        from graph_nodes.color._matrix import luma
        from graph_nodes.color._spaces import from_linear, to_linear
        from graph_nodes.filter._guided import guided_filter
        from graph_nodes.merge._mix import mixed

        if self.size == 0:
            return image
        coded = from_linear(image.unpremultiplied, "srgb")
        weights = image.alpha if image.has_alpha else None
        smooth = guided_filter(coded, luma(coded), weights, self.size, self.edges)
        return mixed(image, image.with_rgb(to_linear(smooth, "srgb")), mask, self.mix)
