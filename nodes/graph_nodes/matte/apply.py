"""Cut a picture out with a matte."""

from typing import Literal

from graph_core import Image, Matte, Node, Param


class Apply(Node, id="matte.apply", version=1):
    """Cut a picture out with a matte.

    Gives the picture an alpha and premultiplies it.
    """

    operation: Literal["multiply", "replace"] = Param(
        "multiply", help="multiply cuts further into what the picture's alpha leaves; replace forgets that alpha."
    )

    def process(self, image: Image, matte: Matte) -> Image:
        """Cut out a picture.

        Args:
            image: Picture to cut out.
            matte: What of it is kept, of the same size.

        Returns:
            Premultiplied RGBA.
        """
        import torch

        from graph_nodes.merge._mix import require_same_size

        require_same_size(image=image, matte=matte)
        if self.operation == "multiply" and image.has_alpha:
            return Image(image.pixels * matte.pixels)
        return Image(torch.cat([image.unpremultiplied * matte.pixels, matte.pixels]))
