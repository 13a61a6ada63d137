"""Draw a gradient between two colours."""

from typing import Literal

from graph_core import Color, Context, Image, Node, Param, Point


class Ramp(Node, id="draw.ramp", version=1, uses=("format",)):
    """Draw a gradient from one point to another.

    The colours are mixed in scene-linear light, so the middle looks brighter than the middle of a
    gradient mixed in sRGB. Two opaque colours make an RGB picture, any others a premultiplied RGBA one.
    """

    shape: Literal["linear", "radial"] = Param("linear", help="Along a line, or in circles around the start.")
    start: Point = Param(Point(0.0, 0.0), unit="px", help="Where the gradient has its first colour.")
    end: Point = Param(Point(1280.0, 0.0), unit="px", help="Where it arrives at its second colour.")
    first: Color = Param(Color(0.0, 0.0, 0.0), help="Colour at the start and before it.")
    second: Color = Param(Color(1.0, 1.0, 1.0), help="Colour at the end and beyond it.")
    smooth: bool = Param(False, help="Leave and arrive gently, without the visible edge of a straight gradient.")

    def process(self, *, ctx: Context) -> Image:
        """
        Returns:
            The gradient at the project's format.
        """
        from graph_nodes.draw._paint import blend, pixel_centres
        from graph_nodes.draw._shapes import ramp_share

        x, y = pixel_centres(ctx.format.height, ctx.format.width, ctx.device)
        share = ramp_share(x, y, self.start, self.end, is_radial=self.shape == "radial")
        if self.smooth:
            share = share * share * (3 - 2 * share)
        return Image(blend(self.first, self.second, share).to(ctx.dtype))
