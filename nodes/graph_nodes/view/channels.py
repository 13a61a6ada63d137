"""Look at one channel."""

from typing import Literal

from graph_core import Image, Node, Param


class Channels(Node, id="view.channels", version=1):
    """Show one channel of a picture as grey."""

    channel: Literal["red", "green", "blue", "alpha", "luma"] = Param(
        "alpha", help="Which channel is shown; luma weighs the colours as Rec. 709 does."
    )

    def process(self, image: Image) -> Image:
        """
        Args:
            image: Picture to look into.

        Returns:
            Opaque grey RGB; the colours are shown premultiplied.
        """
        from graph_nodes.color._matrix import luma

        if self.channel == "luma":
            grey = luma(image.rgb)
        elif self.channel == "alpha":
            grey = image.alpha
        else:
            at = ("red", "green", "blue").index(self.channel)
            grey = image.rgb[at : at + 1]
        return Image(grey.expand(3, -1, -1).contiguous())
