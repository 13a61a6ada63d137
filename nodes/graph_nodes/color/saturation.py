"""Make colours stronger or paler."""

from typing import Literal

from graph_core import Image, Matte, Node, Param


class Saturation(Node, id="color.saturation", version=1):
    """Make colours stronger or paler.

    Moves each pixel away from or towards the grey of its own brightness: out = grey + (in - grey) * saturation.
    """

    saturation: float = Param(
        1.0, soft_min=0, soft_max=4, help="0 is black and white, 1 leaves the picture, more makes colours stronger."
    )
    grey: Literal["rec709", "rec601", "average", "maximum"] = Param(
        "rec709",
        help="What counts as the brightness that stays: the eye's weights (rec709, or rec601 of old television), "
        "the mean of the channels, or the largest of them.",
    )
    mix: float = Param(1.0, ge=0, le=1, help="How much of the effect is seen; 0 leaves the picture as it was.")

    def process(self, image: Image, mask: Matte | None = None) -> Image:
        """Saturate a picture.

        Args:
            image: Picture to change.
            mask: Where to change it; everywhere when not connected.

        Returns:
            The changed picture; its alpha is that of `image`.
        """
        import torch

        from graph_nodes.color._matrix import luma
        from graph_nodes.merge._mix import mixed

        if self.saturation == 1:
            return image
        # All of this scales with the colour, so premultiplied pixels may stay premultiplied.
        rgb = image.rgb
        grey = rgb.amax(0, keepdim=True) if self.grey == "maximum" else luma(rgb, self.grey)
        changed = grey.lerp(rgb, self.saturation)
        return mixed(image, Image(torch.cat([changed, image.pixels[3:]])), mask, self.mix)
