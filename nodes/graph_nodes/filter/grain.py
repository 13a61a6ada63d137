"""Add film or sensor grain."""

from graph_core import Context, Image, Matte, Node, Param


class Grain(Node, id="filter.grain", version=1, uses=("frame",)):
    """Add film or sensor grain.

    New in every frame, and the same whenever a frame is rendered again. Variance grows with light as on a sensor:
    amount² * ((1 - response) + response * light / 0.18).
    """

    amount: float = Param(
        0.01, ge=0, soft_max=0.1, help="How strong the grain is: its standard deviation on middle grey (0.18)."
    )
    size: float = Param(0.6, ge=0, le=8, soft_max=3, unit="px", help="How coarse it is: 0 is pixel noise.")
    response: float = Param(
        0.8, ge=0, le=1, help="0 gives shadows as much grain as highlights; 1 leaves none in black, as pure shot noise."
    )
    saturation: float = Param(0.5, ge=0, le=1, help="0 is grey grain, 1 gives every channel its own.")
    seed: int = Param(0, help="Another number, another grain.")

    def process(self, image: Image, mask: Matte | None = None, *, ctx: Context) -> Image:
        """Add grain to a picture.

        Args:
            image: Picture to add grain to.
            mask: Where grain is added; everywhere when not connected.

        Returns:
            The grainy picture; its alpha is that of `image`.
        """
        import numpy as np

        from graph_nodes.filter._grain import GrainModel, add_grain, frame_seed
        from graph_nodes.merge._mix import require_same_size

        require_same_size(image=image, mask=mask)
        if self.amount == 0:
            return image
        variance = self.amount * self.amount
        model = GrainModel(
            np.full(3, variance * (1 - self.response)),
            np.full(3, variance * self.response / 0.18),
            self.size,
            self.saturation,
        )
        return add_grain(image, model, None, mask, frame_seed(self.seed, ctx.frame))
