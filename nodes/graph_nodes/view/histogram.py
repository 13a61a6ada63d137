"""Show how often each level occurs."""

from typing import Literal

from graph_core import Image, Node, Param


class Histogram(Node, id="view.histogram", version=1):
    """Show how often each level of red, green and blue occurs.

    Levels are those of the sRGB signal, black on the left. Clipped black and white do not set the scale.
    """

    width: int = Param(512, ge=1, soft_min=64, soft_max=1920, unit="px", help="How wide the scope is.")
    height: int = Param(256, ge=1, soft_min=64, soft_max=1080, unit="px", help="How high the scope is.")
    scale: Literal["linear", "logarithmic"] = Param("linear", help="Logarithmic shows rare levels too.")

    def process(self, image: Image) -> Image:
        """
        Args:
            image: Picture to measure.

        Returns:
            The scope, opaque RGB.
        """
        from graph_nodes.view._scopes import draw_histogram

        scope = draw_histogram(image.rgb, self.height, self.width, is_log=self.scale == "logarithmic")
        return Image(scope.to(image.pixels.dtype))
