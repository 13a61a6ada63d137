"""Cut a picture at its edges, or add room around it."""

from typing import TypeVar

from graph_core import ExecutionError, Image, Node, Param, Raster

Picture = TypeVar("Picture", bound=Raster)


class Crop(Node, id="transform.crop", version=1):
    """Cut a picture at its edges, or add room around it.

    Pixels are not resampled.
    """

    left: int = Param(0, soft_min=0, soft_max=1000, unit="px", help="Cut off on the left; below 0 room is added.")
    top: int = Param(0, soft_min=0, soft_max=1000, unit="px", help="Cut off at the top; below 0 room is added.")
    right: int = Param(0, soft_min=0, soft_max=1000, unit="px", help="Cut off on the right; below 0 room is added.")
    bottom: int = Param(0, soft_min=0, soft_max=1000, unit="px", help="Cut off at the bottom; below 0 room is added.")
    reformat: bool = Param(
        True,
        help="The picture becomes smaller. Off: it keeps its format, and what is cut becomes transparent.",
    )

    def process(self, image: Picture) -> Picture:
        """Crop a picture.

        Args:
            image: A picture, matte, depth, label map or motion.

        Returns:
            The same, cut. An opaque picture with transparent room becomes RGBA.
        """
        from dataclasses import replace

        from torch.nn.functional import pad

        cuts = (self.left, self.right, self.top, self.bottom)
        if not any(cuts):
            return image
        if self.left + self.right >= image.width or self.top + self.bottom >= image.height:
            raise ExecutionError(
                f"Nothing is left of a picture of {image.width}x{image.height} px.", hint="cut less off"
            )
        has_room = min(cuts) < 0 or not self.reformat
        pixels = image.with_alpha().pixels if isinstance(image, Image) and has_room else image.pixels
        # Negative padding cuts.
        pixels = pad(pixels, tuple(-cut for cut in cuts))
        if not self.reformat:
            pixels = pad(pixels, cuts)
        return replace(image, pixels=pixels.contiguous())
