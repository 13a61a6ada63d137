"""Correct shadows, midtones and highlights each in their own way."""

from graph_core import Color, Image, Matte, Node, Param

_BLACK = Color(0.0, 0.0, 0.0)
_WHITE = Color(1.0, 1.0, 1.0)


class Correct(Node, id="color.correct", version=1):
    """Correct shadows, midtones and highlights each in their own way.

    First the whole picture is corrected with the plain knobs, then each range with its own; a pixel's brightness
    says how much of each range it is. Within each: saturation, contrast about 0.18, gamma, gain, offset.
    """

    saturation: float = Param(1.0, ge=0, soft_max=4, help="Colour everywhere: 0 is black and white.")
    contrast: float = Param(1.0, gt=0, soft_max=4, help="Contrast everywhere; middle grey stays.")
    gamma: float = Param(1.0, gt=0, soft_max=4, help="Above 1 brightens midtones everywhere.")
    gain: Color = Param(_WHITE, help="Multiplies the colour everywhere.")
    offset: Color = Param(_BLACK, help="Is added to the colour everywhere.")
    shadows_saturation: float = Param(1.0, ge=0, soft_max=4, help="Colour of the shadows.")
    shadows_contrast: float = Param(1.0, gt=0, soft_max=4, help="Contrast of the shadows.")
    shadows_gamma: float = Param(1.0, gt=0, soft_max=4, help="Above 1 brightens the shadows, black stays.")
    shadows_gain: Color = Param(_WHITE, help="Multiplies the colour of the shadows.")
    shadows_offset: Color = Param(_BLACK, help="Is added to the colour of the shadows.")
    midtones_saturation: float = Param(1.0, ge=0, soft_max=4, help="Colour of the midtones.")
    midtones_contrast: float = Param(1.0, gt=0, soft_max=4, help="Contrast of the midtones.")
    midtones_gamma: float = Param(1.0, gt=0, soft_max=4, help="Above 1 brightens the midtones.")
    midtones_gain: Color = Param(_WHITE, help="Multiplies the colour of the midtones.")
    midtones_offset: Color = Param(_BLACK, help="Is added to the colour of the midtones.")
    highlights_saturation: float = Param(1.0, ge=0, soft_max=4, help="Colour of the highlights.")
    highlights_contrast: float = Param(1.0, gt=0, soft_max=4, help="Contrast of the highlights.")
    highlights_gamma: float = Param(1.0, gt=0, soft_max=4, help="Above 1 brightens the highlights below 1.")
    highlights_gain: Color = Param(_WHITE, help="Multiplies the colour of the highlights.")
    highlights_offset: Color = Param(_BLACK, help="Is added to the colour of the highlights.")
    shadows_end: float = Param(0.09, gt=0, le=1, help="Brightness at which shadows have faded into midtones.")
    highlights_start: float = Param(0.5, ge=0, lt=1, help="Brightness at which midtones begin to be highlights.")
    mix: float = Param(1.0, ge=0, le=1, help="How much of the effect is seen; 0 leaves the picture as it was.")

    def process(self, image: Image, mask: Matte | None = None) -> Image:
        """Correct a picture.

        Args:
            image: Picture to correct.
            mask: Where to correct it; everywhere when not connected.

        Returns:
            The corrected picture; its alpha is that of `image`.
        """
        from graph_nodes.color._grade import Correction, correct
        from graph_nodes.merge._mix import mixed

        whole, *ranges = (
            Correction(
                getattr(self, f"{prefix}saturation"),
                getattr(self, f"{prefix}contrast"),
                getattr(self, f"{prefix}gamma"),
                getattr(self, f"{prefix}gain")[:3],
                getattr(self, f"{prefix}offset")[:3],
            )
            for prefix in ("", "shadows_", "midtones_", "highlights_")
        )
        if all(correction.is_identity for correction in (whole, *ranges)):
            return image
        rgb = correct(whole.apply(image.unpremultiplied), ranges, self.shadows_end, self.highlights_start)
        return mixed(image, image.with_rgb(rgb), mask, self.mix)
