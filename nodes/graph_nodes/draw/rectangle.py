"""Draw a filled rectangle."""

from graph_core import Color, Context, Image, Node, Param, Point


class Rectangle(Node, id="draw.rectangle", version=1, uses=("format",)):
    """Draw a filled rectangle on a transparent picture."""

    position: Point = Param(Point(640.0, 360.0), unit="px", help="Where the middle of the rectangle lies.")
    width: float = Param(400.0, ge=0, soft_max=2000, unit="px", help="How wide it is.")
    height: float = Param(200.0, ge=0, soft_max=2000, unit="px", help="How high it is.")
    rounding: float = Param(0.0, ge=0, soft_max=100, unit="px", help="Radius of its corners.")
    softness: float = Param(0.0, ge=0, soft_max=200, unit="px", help="Over how many pixels the edge fades out.")
    color: Color = Param(Color(1.0, 1.0, 1.0), help="Colour and opacity of the inside.")

    def process(self, *, ctx: Context) -> Image:
        """
        Returns:
            Premultiplied RGBA at the project's format, transparent outside.
        """
        import torch

        from graph_nodes.draw._paint import pixel_centres, tint
        from graph_nodes.draw._shapes import edge, rectangle_distance

        height, width = ctx.format.height, ctx.format.width
        if self.width == 0 or self.height == 0:
            return Image(torch.zeros((4, height, width), dtype=ctx.dtype, device=ctx.device))
        x, y = pixel_centres(height, width, ctx.device)
        distance = rectangle_distance(x, y, self.position, self.width, self.height, self.rounding)
        return Image(tint(edge(distance, self.softness), self.color).to(ctx.dtype))
