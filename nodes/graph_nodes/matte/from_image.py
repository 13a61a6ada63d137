"""Take a matte from a channel of a picture."""

from typing import Literal

from graph_core import Image, Matte, Node, Param


class FromImage(Node, id="matte.from_image", version=1):
    """Take a matte from a channel of a picture.

    Values are cut to 0 to 1. Colour is taken as it is, premultiplied.
    """

    channel: Literal["alpha", "luma", "red", "green", "blue", "maximum"] = Param(
        "alpha", help="What becomes the matte: luma is the brightness, maximum the largest of red, green and blue."
    )

    def process(self, image: Image) -> Matte:
        """Take a matte.

        Args:
            image: Picture to take it from.

        Returns:
            The channel; 1 everywhere for the alpha of an opaque picture.
        """
        from graph_nodes.color._matrix import luma

        if self.channel == "alpha":
            return Matte(image.alpha.clamp(0, 1))
        if self.channel == "luma":
            return Matte(luma(image.rgb).clamp_(0, 1))
        if self.channel == "maximum":
            return Matte(image.rgb.amax(dim=0, keepdim=True).clamp_(0, 1))
        place = ("red", "green", "blue").index(self.channel)
        return Matte(image.rgb[place : place + 1].clamp(0, 1))
