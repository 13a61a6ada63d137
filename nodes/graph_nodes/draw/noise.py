"""Draw smooth random noise."""

from graph_core import Color, Context, Image, Node, Param


class Noise(Node, id="draw.noise", version=1, uses=("format",)):
    """Draw clouds of smooth noise between two colours.

    A mean of `octaves` value noises, each half the size of the one before and `roughness` times as strong. The
    same seed makes the same noise on every machine. Animate `evolution` to set it in motion.
    """

    size: float = Param(128.0, gt=0, soft_min=2, soft_max=512, unit="px", help="Width of the largest blobs.")
    octaves: int = Param(4, ge=1, le=12, help="How many layers of finer and finer detail are added.")
    roughness: float = Param(0.5, ge=0, le=1, help="How strong fine detail is against the large blobs.")
    contrast: float = Param(1.0, ge=0, soft_max=4, help="How far the noise strays from the middle of the two colours.")
    evolution: float = Param(0.0, soft_min=0, soft_max=10, help="Changes the noise smoothly; one unit changes it all.")
    seed: int = Param(0, ge=0, soft_max=1000, help="Chooses another noise of the same kind.")
    first: Color = Param(Color(0.0, 0.0, 0.0), help="Colour where the noise is low.")
    second: Color = Param(Color(1.0, 1.0, 1.0), help="Colour where the noise is high.")

    def process(self, *, ctx: Context) -> Image:
        """
        Returns:
            The noise at the project's format; RGB when both colours are opaque, else premultiplied RGBA.
        """
        from graph_nodes.draw._noise import fractal_noise
        from graph_nodes.draw._paint import blend, pixel_centres

        x, y = pixel_centres(ctx.format.height, ctx.format.width, ctx.device)
        noise = fractal_noise(
            x[0],
            y[:, 0],
            self.evolution,
            size=self.size,
            octaves=self.octaves,
            roughness=self.roughness,
            seed=self.seed,
        )
        share = noise.sub_(0.5).mul_(self.contrast).add_(0.5).clamp_(0, 1)
        return Image(blend(self.first, self.second, share).to(ctx.dtype))
