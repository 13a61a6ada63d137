"""Blur as a lens out of focus does."""

from graph_core import Image, Matte, Node, Param


class Defocus(Node, id="filter.defocus", version=1):
    """Blur as a lens out of focus does.

    Every point of light becomes a disc, so that highlights grow into circles; in scene-linear light, where this
    is what a lens does.
    """

    radius: float = Param(8.0, ge=0, soft_max=60, unit="px", help="Half the height of the disc a point becomes.")
    aspect: float = Param(
        1.0, gt=0, soft_min=0.3, soft_max=2, help="Width of the disc over its height; below 1 as an anamorphic lens."
    )
    mix: float = Param(1.0, ge=0, le=1, help="How much of the effect is seen; 0 leaves the picture as it was.")

    def process(self, image: Image, mask: Matte | None = None) -> Image:
        """Defocus a picture.

        Args:
            image: Picture to blur, premultiplied.
            mask: Where to blur; everywhere when not connected.

        Returns:
            The blurred picture; its alpha is blurred too.
        """
        from graph_nodes.filter._convolve import convolve, disc_kernel
        from graph_nodes.merge._mix import mixed

        if self.radius == 0:
            return image
        blurred = convolve(image.pixels, disc_kernel(self.radius, self.aspect))
        return mixed(image, Image(blurred), mask, self.mix)
