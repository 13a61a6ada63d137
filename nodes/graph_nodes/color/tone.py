"""Change contrast about a pivot."""

from typing import Literal

from graph_core import Image, Matte, Node, Param


class Tone(Node, id="color.tone", version=1):
    """Change contrast about a pivot.

    Works in logarithmic light, as film and grading desks do: out = pivot * (in / pivot) ** contrast. Light that
    equals the pivot stays; nothing positive becomes negative.
    """

    contrast: float = Param(
        1.0, gt=0, soft_min=0.25, soft_max=3, help="Above 1 drives light and dark apart, below 1 brings them together."
    )
    pivot: float = Param(0.18, gt=0, soft_max=1, help="Brightness that stays: 0.18 is middle grey.")
    follow: Literal["channels", "luma"] = Param(
        "channels",
        help="Bend each channel, which also makes colours stronger as contrast grows, or only the brightness.",
    )
    mix: float = Param(1.0, ge=0, le=1, help="How much of the effect is seen; 0 leaves the picture as it was.")

    def process(self, image: Image, mask: Matte | None = None) -> Image:
        """Bend the contrast of a picture.

        Args:
            image: Picture to change.
            mask: Where to change it; everywhere when not connected.

        Returns:
            The changed picture; its alpha is that of `image`.
        """
        from graph_nodes.color._grade import contrast
        from graph_nodes.color._matrix import luma
        from graph_nodes.merge._mix import mixed

        if self.contrast == 1:
            return image
        rgb = image.unpremultiplied
        if self.follow == "luma":
            # Where there is hardly any light the ratio has no meaning; the floor keeps black black.
            brightness = luma(rgb).clamp_min(1e-6)
            rgb = rgb * (contrast(brightness, self.contrast, self.pivot) / brightness)
        else:
            rgb = contrast(rgb, self.contrast, self.pivot)
        return mixed(image, image.with_rgb(rgb), mask, self.mix)
