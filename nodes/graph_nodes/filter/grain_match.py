"""Give a foreground the grain of a plate."""

from graph_core import Context, Image, Matte, Node, Param


class GrainMatch(Node, id="filter.grain_match", version=1, uses=("frame",)):
    """Give a foreground the grain of a plate.

    Measures the plate's grain in its flat places: how strong it is in each channel and how that grows with light,
    how coarse it is and how colourful. Then makes grain like it, new in every frame and the same whenever a frame
    is rendered again.
    """

    amount: float = Param(1.0, ge=0, soft_max=2, help="1 is as strong as the plate's grain.")
    own: bool = Param(
        True, help="The foreground has grain already: only what is missing is added. Off for a clean render."
    )
    seed: int = Param(0, help="Another number, another grain.")

    def process(self, image: Image, plate: Image, mask: Matte | None = None, *, ctx: Context) -> Image:
        """Add the plate's grain to a picture.

        Args:
            image: Foreground to add grain to; of any size.
            plate: Photography whose grain is measured.
            mask: Where grain is added; everywhere when not connected.

        Returns:
            The grainy foreground; its alpha is that of `image`.
        """
        from graph_nodes.filter._grain import add_grain, frame_seed, measure_grain
        from graph_nodes.merge._mix import require_same_size

        require_same_size(image=image, mask=mask)
        if self.amount == 0:
            return image
        model = measure_grain(plate.unpremultiplied)
        if model is None:
            ctx.report("the plate is too small to measure its grain")
            return image
        own = measure_grain(image.unpremultiplied) if self.own else None
        return add_grain(image, model.scaled(self.amount), own, mask, frame_seed(self.seed, ctx.frame))
