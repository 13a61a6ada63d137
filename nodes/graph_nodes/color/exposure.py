"""Change exposure and white balance as a camera would."""

from graph_core import Image, Matte, Node, Param


class Exposure(Node, id="color.exposure", version=1):
    """Change exposure and white balance as a camera would.

    One stop doubles the light. White balance adapts from the light that is set to that of 6500 K (Bradford).
    """

    stops: float = Param(0.0, soft_min=-5, soft_max=5, unit="stops", help="Each stop up doubles the light.")
    temperature: float = Param(
        6500.0,
        ge=1700,
        le=15000,
        soft_min=2500,
        soft_max=10000,
        unit="K",
        help="Colour temperature of the light in the shot, which becomes neutral: lower makes the picture cooler, "
        "higher makes it warmer.",
    )
    tint: float = Param(
        0.0,
        ge=-150,
        le=150,
        help="How green the light in the shot is: above 0 the picture becomes more magenta, below 0 greener.",
    )
    mix: float = Param(1.0, ge=0, le=1, help="How much of the effect is seen; 0 leaves the picture as it was.")

    def process(self, image: Image, mask: Matte | None = None) -> Image:
        """Expose a picture anew.

        Args:
            image: Picture to change.
            mask: Where to change it; everywhere when not connected.

        Returns:
            The changed picture; its alpha is that of `image`.
        """
        import torch

        from graph_nodes.color._matrix import NEUTRAL_KELVIN, apply_matrix, white_balance
        from graph_nodes.merge._mix import mixed

        gain = 2.0**self.stops
        if self.temperature != NEUTRAL_KELVIN or self.tint != 0:
            rgb = apply_matrix(image.rgb, white_balance(self.temperature, self.tint) * gain)
        elif self.stops != 0:
            rgb = image.rgb * gain
        else:
            return image
        return mixed(image, Image(torch.cat([rgb, image.pixels[3:]])), mask, self.mix)
