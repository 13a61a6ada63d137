"""Tint a picture where a matte covers it."""

from graph_core import Color, Image, Matte, Node, Param


class OverlayMatte(Node, id="view.overlay_matte", version=1):
    """Tint a picture where a matte covers it."""

    color: Color = Param(Color(1.0, 0.0, 0.0), help="Colour of the tint.")
    opacity: float = Param(0.5, ge=0, le=1, help="How strong the tint is where the matte is full.")

    def process(self, image: Image, matte: Matte) -> Image:
        """
        Args:
            image: Picture to tint.
            matte: Where; of the same size.

        Returns:
            The tinted picture.
        """
        from graph_nodes.draw._paint import paint
        from graph_nodes.merge._mix import require_same_size

        require_same_size(image=image, matte=matte)
        if self.opacity == 0:
            return image
        return Image(paint(image.pixels, matte.pixels[0] * self.opacity, self.color))
