"""Turn light into dark and dark into light."""

from typing import Literal

from graph_core import Image, Matte, Node, Param


class Invert(Node, id="color.invert", version=1):
    """Turn light into dark and dark into light.

    Each chosen channel becomes 1 - value; colour unpremultiplied, within the alpha there is afterwards.
    """

    channels: Literal["rgb", "rgba", "alpha"] = Param("rgb", help="Which channels are inverted.")

    def process(self, image: Image, mask: Matte | None = None) -> Image:
        """Invert a picture.

        Args:
            image: Picture to invert.
            mask: Where to invert; everywhere when not connected.

        Returns:
            The inverted picture; RGBA where alpha was inverted.
        """
        import torch

        from graph_nodes.merge._mix import mixed

        rgb, alpha = image.unpremultiplied, image.alpha
        if self.channels != "alpha":
            rgb = 1 - rgb
        if self.channels == "rgb":
            return mixed(image, image.with_rgb(rgb), mask)
        alpha = 1 - alpha
        return mixed(image, Image(torch.cat([rgb * alpha, alpha])), mask)
