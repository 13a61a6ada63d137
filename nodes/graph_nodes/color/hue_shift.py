"""Turn all hues by an angle."""

from graph_core import Image, Matte, Node, Param


class HueShift(Node, id="color.hue_shift", version=1):
    """Turn all hues by an angle.

    Rotates colour about the grey axis and keeps its brightness (Rec. 709 luma). Greys stay grey.
    """

    angle: float = Param(
        0.0, soft_min=-180, soft_max=180, unit="degrees", help="At 120 red turns green, green blue and blue red."
    )
    mix: float = Param(1.0, ge=0, le=1, help="How much of the effect is seen; 0 leaves the picture as it was.")

    def process(self, image: Image, mask: Matte | None = None) -> Image:
        """Shift the hues of a picture.

        Args:
            image: Picture to change.
            mask: Where to change it; everywhere when not connected.

        Returns:
            The changed picture; its alpha is that of `image`.
        """
        import torch

        from graph_nodes.color._matrix import apply_matrix, hue_rotation
        from graph_nodes.merge._mix import mixed

        if self.angle % 360 == 0:
            return image
        rgb = apply_matrix(image.rgb, hue_rotation(self.angle))
        return mixed(image, Image(torch.cat([rgb, image.pixels[3:]])), mask, self.mix)
