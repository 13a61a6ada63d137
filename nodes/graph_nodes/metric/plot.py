"""Draw a number's course over the shot."""

from graph_core import Color, Context, ExecutionError, Image, Node, Param, Stream


class Plot(Node, id="metric.plot", version=1):
    """Draw how a number changes over the shot.

    One picture for the whole shot, with the mean of all frames.
    """

    label: str = Param("", help="What the number is; written into the corner.")
    low: float = Param(0.0, soft_min=-100, soft_max=100, help="Number at the bottom of the picture.")
    high: float = Param(0.0, soft_min=-100, soft_max=100, help="Number at the top; fits all when it is not above low.")
    width: int = Param(960, ge=1, soft_min=64, soft_max=1920, unit="px", help="How wide the picture is.")
    height: int = Param(320, ge=1, soft_min=64, soft_max=1080, unit="px", help="How high the picture is.")
    color: Color = Param(Color(0.1, 0.7, 1.0), help="Colour of the curve.")

    def process(self, values: Stream[float], *, ctx: Context) -> Image:
        """
        Args:
            values: A number for each frame, such as the output of metric.psnr.

        Returns:
            The curve, opaque RGB.
        """
        import math

        from graph_nodes.metric._plot import Axis, draw_plot, fit_axis

        course = []
        for value in values:
            if not math.isfinite(value):
                raise ExecutionError(
                    f"The number is {value} at frame {values.frame}, which cannot be drawn.",
                    hint="look at the node that makes it",
                    frame=values.frame,
                )
            course.append(float(value))
        axis = Axis(self.low, self.high) if self.high > self.low else fit_axis(course)
        notes = (self.label, f"mean {math.fsum(course) / len(course):.4g}")
        pixels = draw_plot(course, axis, self.height, self.width, self.color, notes=notes)
        return Image(pixels.to(ctx.device, ctx.dtype))
