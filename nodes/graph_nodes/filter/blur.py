"""Soften with a Gaussian."""

from graph_core import Image, Matte, Node, Param


class Blur(Node, id="filter.blur", version=1):
    """Soften detail smaller than `size`.

    A Gaussian. Beyond the border the edge pixel is repeated, so that borders do not darken.
    """

    size: float = Param(8.0, ge=0, soft_max=100, unit="px", help="Standard deviation: about how far detail spreads.")
    stretch: float = Param(
        1.0, ge=0, soft_max=4, help="Horizontal size over vertical: 0 blurs only up and down, 2 twice as far sideways."
    )
    mix: float = Param(1.0, ge=0, le=1, help="How much of the blur is seen; 0 leaves the picture as it was.")

    def process(self, image: Image, mask: Matte | None = None) -> Image:
        """Blur a picture.

        Args:
            image: Picture to soften, premultiplied.
            mask: Where to blur; everywhere when not connected.

        Returns:
            The softened picture; its alpha is softened too.
        """
        from graph_nodes.filter._gaussian import gaussian_blur
        from graph_nodes.merge._mix import mixed

        if self.size == 0:
            return image
        return mixed(image, Image(gaussian_blur(image.pixels, self.size * self.stretch, self.size)), mask, self.mix)
