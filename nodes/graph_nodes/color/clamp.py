"""Cut off values that are too dark or too bright."""

from typing import Literal

from graph_core import Image, Matte, Node, Param, ParamError


class Clamp(Node, id="color.clamp", version=1):
    """Cut off values that are too dark or too bright.

    Colour is cut unpremultiplied, so that soft edges keep their colour.
    """

    minimum: float = Param(0.0, soft_min=0, soft_max=1, help="Darker values are raised to this.")
    maximum: float = Param(1.0, soft_min=0, soft_max=1, help="Brighter values are lowered to this.")
    channels: Literal["rgb", "rgba", "alpha"] = Param("rgb", help="Which channels are cut.")

    def process(self, image: Image, mask: Matte | None = None) -> Image:
        """Clamp a picture.

        Args:
            image: Picture to cut.
            mask: Where to cut; everywhere when not connected.

        Returns:
            The picture with the chosen channels in range.
        """
        import torch

        from graph_nodes.merge._mix import mixed

        if self.minimum > self.maximum:
            raise ParamError(
                f"The minimum {self.minimum:g} lies above the maximum {self.maximum:g}.",
                hint="lower the minimum",
                param="minimum",
            )
        if self.channels == "alpha" and not image.has_alpha:
            return image
        rgb, alpha = image.unpremultiplied, image.pixels[3:]
        if self.channels != "alpha":
            rgb = rgb.clamp(self.minimum, self.maximum)
        if self.channels != "rgb":
            alpha = alpha.clamp(self.minimum, self.maximum)
        cut = torch.cat([rgb * alpha, alpha]) if image.has_alpha else rgb
        return mixed(image, Image(cut), mask)
