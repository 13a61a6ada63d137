"""Draw a checkerboard."""

from graph_core import Color, Context, Image, Node, Param


class Checker(Node, id="draw.checker", version=1, uses=("format",)):
    """Draw a checkerboard of two colours.

    Two opaque colours make an RGB picture, any others a premultiplied RGBA one.
    """

    size: float = Param(64.0, gt=0, soft_min=1, soft_max=256, unit="px", help="Length of the side of each square.")
    first: Color = Param(Color(0.1, 0.1, 0.1), help="Colour of the square in the top left corner.")
    second: Color = Param(Color(0.4, 0.4, 0.4), help="Colour of the squares beside it.")

    def process(self, *, ctx: Context) -> Image:
        """
        Returns:
            The board at the project's format, beginning in the top left corner.
        """
        from graph_nodes.draw._paint import blend, pixel_centres

        x, y = pixel_centres(ctx.format.height, ctx.format.width, ctx.device)
        odd = ((x / self.size).floor() + (y / self.size).floor()) % 2
        return Image(blend(self.first, self.second, odd).to(ctx.dtype))
