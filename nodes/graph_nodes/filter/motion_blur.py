"""Blur along a straight line."""

from graph_core import Image, Matte, Node, Param


class MotionBlur(Node, id="filter.motion_blur", version=1):
    """Blur along a straight line.

    As if camera or subject had moved evenly while the shutter was open. The picture stays where it is: half of
    the line lies before, half behind.
    """

    length: float = Param(20.0, ge=0, soft_max=200, unit="px", help="How far things moved.")
    angle: float = Param(
        0.0, soft_min=-180, soft_max=180, unit="degrees", help="Direction: 0 is sideways, 90 up and down."
    )
    mix: float = Param(1.0, ge=0, le=1, help="How much of the effect is seen; 0 leaves the picture as it was.")

    def process(self, image: Image, mask: Matte | None = None) -> Image:
        """Blur a picture along a line.

        Args:
            image: Picture to blur, premultiplied.
            mask: Where to blur; everywhere when not connected.

        Returns:
            The blurred picture; its alpha is blurred too.
        """
        from graph_nodes.filter._convolve import convolve, line_kernel
        from graph_nodes.merge._mix import mixed

        if self.length == 0:
            return image
        blurred = convolve(image.pixels, line_kernel(self.length, self.angle))
        return mixed(image, Image(blurred), mask, self.mix)
