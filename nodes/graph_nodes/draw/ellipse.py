"""Draw a filled ellipse."""

from graph_core import Color, Context, Image, Node, Param, Point


class Ellipse(Node, id="draw.ellipse", version=1, uses=("format",)):
    """Draw a filled ellipse on a transparent picture."""

    position: Point = Param(Point(640.0, 360.0), unit="px", help="Where the middle of the ellipse lies.")
    width: float = Param(400.0, ge=0, soft_max=2000, unit="px", help="How wide it is.")
    height: float = Param(400.0, ge=0, soft_max=2000, unit="px", help="How high it is.")
    softness: float = Param(0.0, ge=0, soft_max=200, unit="px", help="Over how many pixels the edge fades out.")
    color: Color = Param(Color(1.0, 1.0, 1.0), help="Colour and opacity of the inside.")

    def process(self, *, ctx: Context) -> Image:
        """
        Returns:
            Premultiplied RGBA at the project's format, transparent outside.
        """
        import torch

        from graph_nodes.draw._paint import pixel_centres, tint
        from graph_nodes.draw._shapes import edge, ellipse_distance

        height, width = ctx.format.height, ctx.format.width
        if self.width == 0 or self.height == 0:
            return Image(torch.zeros((4, height, width), dtype=ctx.dtype, device=ctx.device))
        x, y = pixel_centres(height, width, ctx.device)
        distance = ellipse_distance(x, y, self.position, self.width, self.height)
        return Image(tint(edge(distance, self.softness), self.color).to(ctx.dtype))
