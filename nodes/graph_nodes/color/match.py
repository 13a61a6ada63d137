"""Give a picture the colours of another."""

from typing import Literal

from graph_core import Context, Image, Matte, Node, Param, Window


class Match(Node, id="color.match", version=1):
    """Give a picture the colours of another.

    Measures both inside their mattes and moves the picture's colours so that they measure the same, in CIE Lab:

    - reinhard: mean and spread of lightness, green-red and blue-yellow, each by itself (Reinhard et al. 2001)
    - affine: mean and the whole covariance, by the linear map that moves colours least (Monge-Kantorovich)
    - histogram: the distribution of lightness, green-red and blue-yellow, each by itself

    What is not skin (teeth, glasses, hair) belongs out of the mattes. If the match flickers, raise `smooth`.
    """

    method: Literal["reinhard", "affine", "histogram"] = Param(
        "affine",
        help="affine also matches how colours go together, such as redness with shadow; reinhard is the most "
        "cautious, histogram the closest and most likely to show banding.",
    )
    strength: float = Param(1.0, ge=0, le=1, help="How far colours move: 0 leaves the picture, 1 matches in full.")
    keep: Literal["nothing", "lightness", "color"] = Param(
        "nothing", help="lightness: only hue and saturation follow the reference; color: only lightness does."
    )
    clip: float = Param(
        3.0,
        ge=0,
        soft_max=5,
        unit="deviations",
        help="Colours further than this from the mean are not measured, so that a highlight or an earring does "
        "not pull the match; 0 measures all.",
    )
    smooth: int = Param(
        0, ge=0, soft_max=12, unit="frames", help="Averages what is measured over so many frames before and after."
    )

    def input_frames(self, port: str, frame: int) -> tuple[int, ...]:
        """Ask for as many neighbours as are averaged."""
        if port == "mask":
            return (frame,)
        return tuple(range(frame - self.smooth, frame + self.smooth + 1))

    def process(
        self,
        image: Window[Image],
        reference: Window[Image],
        image_matte: Window[Matte] | None = None,
        reference_matte: Window[Matte] | None = None,
        mask: Matte | None = None,
        *,
        ctx: Context,
    ) -> Image:
        """Match a picture.

        Args:
            image: Picture to change.
            reference: Picture whose colours it gets; of any size, a still too.
            image_matte: Where `image` is measured; where it is opaque when not connected.
            reference_matte: Where `reference` is measured; where it is opaque when not connected.
            mask: Where colours are changed; everywhere when not connected.

        Returns:
            The matched picture; its alpha is that of `image`. Unchanged when there is nothing to measure.
        """
        from graph_nodes.color._match import measure_window, transfer
        from graph_nodes.color._spaces import lab_from_linear, linear_from_lab
        from graph_nodes.merge._mix import mixed

        picture = image.centre
        if self.strength == 0:
            return picture
        own = measure_window(image, image_matte, self.clip)
        wanted = measure_window(reference, reference_matte, self.clip)
        if own is None or wanted is None:
            ctx.report(f"nothing to measure in {'image' if own is None else 'reference'}")
            return picture
        lab = lab_from_linear(picture.unpremultiplied.float())
        matched = transfer(lab, own, wanted, self.method, self.strength)
        if self.keep == "lightness":
            matched[0] = lab[0]
        elif self.keep == "color":
            matched[1:] = lab[1:]
        rgb = linear_from_lab(matched).to(picture.pixels.dtype)
        return mixed(picture, picture.with_rgb(rgb), mask)
