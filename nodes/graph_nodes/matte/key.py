"""Key a foreground by the colour behind it or by brightness."""

from typing import Literal, NamedTuple

from graph_core import Color, Image, Matte, Node, Param


class Keyed(NamedTuple):
    """What a key makes."""

    matte: Matte
    image: Image


class Key(Node, id="matte.key", version=1):
    """Key a foreground by the colour behind it or by brightness.

    chroma takes out a green, blue or red screen by colour difference, and takes the screen's light out of soft
    edges. luma keeps what is bright.
    """

    method: Literal["chroma", "luma"] = Param("chroma", help="Key by the screen's colour, or by brightness.")
    color: Color = Param(
        Color(0.05, 0.4, 0.08), help="Colour of the screen in the picture; pick it near the foreground. chroma only."
    )
    black: float = Param(
        0.0, ge=0, soft_max=1, help="Coverage, or brightness, up to this becomes transparent: cleans the screen."
    )
    white: float = Param(
        1.0, gt=0, soft_max=1, help="Coverage, or brightness, from this on becomes opaque: closes holes."
    )
    despill: float = Param(
        1.0,
        ge=0,
        le=1,
        help="How much of the screen's light is taken out of soft edges and tinted places. chroma only.",
    )

    def process(self, image: Image, mask: Matte | None = None) -> Keyed:
        """Key a picture.

        Args:
            image: Picture with a foreground before a screen.
            mask: What is foreground in any case, such as a core that reflects the screen.

        Returns:
            matte: Coverage of the foreground.
            image: The foreground, cut out and premultiplied.
        """
        import torch

        from graph_nodes.color._matrix import luma
        from graph_nodes.matte._key import clean, difference_key, limit_spill, screen_removed
        from graph_nodes.merge._mix import require_same_size

        require_same_size(image=image, mask=mask)
        rgb = image.unpremultiplied
        if self.method == "luma":
            coverage, foreground = clean(luma(rgb), self.black, self.white).clamp(0, 1), rgb
        else:
            raw = difference_key(rgb, self.color)
            coverage = clean(raw, self.black, self.white)
            foreground = rgb.lerp(screen_removed(rgb, raw, self.color), self.despill)
        if mask is not None:
            coverage = torch.maximum(coverage, mask.pixels)
            core = rgb if self.method == "luma" else limit_spill(rgb, self.color, self.despill)
            foreground = foreground.lerp(core, mask.pixels)
        coverage = coverage * image.alpha
        return Keyed(Matte(coverage), Image(torch.cat([foreground * coverage, coverage])))
