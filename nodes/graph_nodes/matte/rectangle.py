"""Make a rectangular matte."""

from graph_core import Context, Matte, Node, Param, Point


class Rectangle(Node, id="matte.rectangle", version=1, uses=("format",)):
    """Make a rectangular matte, to limit an effect by hand."""

    position: Point = Param(Point(640.0, 360.0), unit="px", help="Where the middle of the rectangle lies.")
    width: float = Param(400.0, ge=0, soft_max=2000, unit="px", help="How wide it is.")
    height: float = Param(200.0, ge=0, soft_max=2000, unit="px", help="How high it is.")
    rotate: float = Param(
        0.0, soft_min=-180, soft_max=180, unit="degrees", help="How far it is turned, counter-clockwise."
    )
    rounding: float = Param(0.0, ge=0, soft_max=100, unit="px", help="Radius of its corners.")
    softness: float = Param(0.0, ge=0, soft_max=200, unit="px", help="Over how many pixels the edge fades.")

    def process(self, *, ctx: Context) -> Matte:
        """Make a matte.

        Returns:
            1 inside, 0 outside, at the project's format.
        """
        import torch

        from graph_nodes.draw._shapes import edge, rectangle_distance
        from graph_nodes.matte._shape import turned_centres

        rows, columns = ctx.format.height, ctx.format.width
        if self.width == 0 or self.height == 0:
            return Matte(torch.zeros((1, rows, columns), dtype=ctx.dtype, device=ctx.device))
        x, y = turned_centres(rows, columns, self.position, self.rotate, ctx.device)
        distance = rectangle_distance(x, y, self.position, self.width, self.height, self.rounding)
        return Matte(edge(distance, self.softness)[None].to(ctx.dtype))
