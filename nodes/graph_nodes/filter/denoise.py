"""Take grain out of a picture."""

from graph_core import Context, Image, Matte, Node, Param


class Denoise(Node, id="filter.denoise", version=1):
    """Take grain out of a picture and keep its detail.

    Measures the grain (as filter.grain_match does) and, scale by scale, shrinks what is no stronger than it.
    Looks at one frame only; to average over time, use time.smooth.
    """

    strength: float = Param(
        2.0, ge=0, soft_max=5, unit="deviations", help="How far above the grain detail of brightness must be to stay."
    )
    color: float = Param(
        3.0, ge=0, soft_max=8, unit="deviations", help="The same for colour, where the eye misses little."
    )
    mix: float = Param(1.0, ge=0, le=1, help="How much of the effect is seen; 0 leaves the picture as it was.")

    def process(self, image: Image, mask: Matte | None = None, *, ctx: Context) -> Image:
        """Denoise a picture.

        Args:
            image: Picture with grain, at least 16 px wide and high.
            mask: Where to denoise; everywhere when not connected.

        Returns:
            The clean picture; its alpha is that of `image`.
        """
        from graph_nodes.filter._denoise import denoise
        from graph_nodes.filter._grain import measure_grain
        from graph_nodes.merge._mix import mixed

        if self.strength == 0 and self.color == 0:
            return image
        rgb = image.unpremultiplied
        model = measure_grain(rgb)
        if model is None:
            ctx.report("the picture is too small to measure its grain")
            return image
        return mixed(image, image.with_rgb(denoise(rgb, model, self.strength, self.color)), mask, self.mix)
