"""Turn a matte into a picture."""

from graph_core import Image, Matte, Node


class ToImage(Node, id="matte.to_image", version=1):
    """Turn a matte into a grey picture, to look at it or write it."""

    def process(self, matte: Matte) -> Image:
        """Show a matte.

        Args:
            matte: Matte to show.

        Returns:
            Opaque, white where the matte is 1.
        """
        return Image(matte.pixels.repeat(3, 1, 1))
