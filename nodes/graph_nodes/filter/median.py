"""Remove specks."""

from graph_core import Image, Matte, Node, Param


class Median(Node, id="filter.median", version=1):
    """Remove specks smaller than `radius` and keep edges sharp.

    Every channel becomes the middle value of the square around it. Sizes 1 and 2 are fast; larger ones take
    seconds for a large picture.
    """

    radius: int = Param(1, ge=0, le=7, unit="px", help="Specks up to this size vanish, and corners become round.")
    mix: float = Param(1.0, ge=0, le=1, help="How much of the effect is seen; 0 leaves the picture as it was.")

    def process(self, image: Image, mask: Matte | None = None) -> Image:
        """Take medians of a picture.

        Args:
            image: Picture to clean.
            mask: Where to clean; everywhere when not connected.

        Returns:
            The cleaned picture; its alpha is cleaned too.
        """
        from graph_nodes.filter._median import median
        from graph_nodes.merge._mix import mixed

        if self.radius == 0:
            return image
        return mixed(image, Image(median(image.pixels, self.radius)), mask, self.mix)
