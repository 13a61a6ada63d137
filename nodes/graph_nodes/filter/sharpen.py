"""Sharpen by unsharp masking."""

from graph_core import Image, Matte, Node, Param


class Sharpen(Node, id="filter.sharpen", version=1):
    """Sharpen by unsharp masking.

    Adds the difference to a blurred copy: out = in + amount * (in - blurred). Colour is taken unpremultiplied and
    blurred only within the alpha, so that soft edges get no halo.
    """

    amount: float = Param(0.5, soft_min=0, soft_max=3, help="How strongly detail is lifted; below 0 it is softened.")
    size: float = Param(1.5, ge=0, soft_max=20, unit="px", help="Detail up to about this size is sharpened.")
    threshold: float = Param(
        0.0, ge=0, soft_max=0.1, help="Differences up to this stay as they are, so that grain is not lifted."
    )
    mix: float = Param(1.0, ge=0, le=1, help="How much of the effect is seen; 0 leaves the picture as it was.")

    def process(self, image: Image, mask: Matte | None = None) -> Image:
        """Sharpen a picture.

        Args:
            image: Picture to sharpen.
            mask: Where to sharpen; everywhere when not connected.

        Returns:
            The sharpened picture; its alpha is that of `image`.
        """
        from graph_nodes.filter._gaussian import blur_within
        from graph_nodes.merge._mix import mixed

        if self.amount == 0 or self.size == 0:
            return image
        rgb = image.unpremultiplied
        detail = rgb - blur_within(rgb, image.alpha if image.has_alpha else None, self.size)
        if self.threshold > 0:
            detail -= detail.clamp(-self.threshold, self.threshold)
        return mixed(image, image.with_rgb(rgb.add(detail, alpha=self.amount)), mask, self.mix)
