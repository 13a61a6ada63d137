"""Fill the picture with one colour."""

from graph_core import Color, Context, Image, Node, Param


class Constant(Node, id="draw.constant", version=1, uses=("format",)):
    """Fill the format with one colour.

    An opaque colour makes an RGB picture, any other a premultiplied RGBA one.
    """

    color: Color = Param(Color(0.18, 0.18, 0.18), help="Colour and opacity of every pixel.")

    def process(self, *, ctx: Context) -> Image:
        """
        Returns:
            The colour at the project's format.
        """
        from graph_nodes.draw._paint import fill

        return Image(fill(self.color, ctx.format.height, ctx.format.width, ctx.device).to(ctx.dtype))
