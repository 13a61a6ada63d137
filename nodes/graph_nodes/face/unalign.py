"""Put an aligned crop back where it was cut out."""

from typing import Literal

from graph_core import Alignment, Context, ExecutionError, Image, Matte, Node, Param


class Unalign(Node, id="face.unalign", version=1, synthesis="edited"):
    """Put an aligned crop back into the plate it was cut out of.

    With the matte m, the crop's alpha a (1 without) and the crop's premultiplied colour c, all resampled:
    out = plate + m (c - a plate). Pixels where the matte is zero are the plate's own, to the last bit.
    """

    onto: Literal["plate", "transparent"] = Param(
        "plate", help="Lay the crop over the plate, or deliver it alone at the plate's size with the matte as alpha."
    )
    filter: Literal["cubic", "linear"] = Param(
        "cubic", help="Cubic keeps detail and may ring at hard edges; linear is softer and never does."
    )

    def process(
        self, crop: Image, alignment: Alignment, plate: Image, matte: Matte | None = None, *, ctx: Context
    ) -> Image:
        """
        Args:
            crop: The square from face.align, worked on; it may have been scaled since.
            alignment: How it lay in the plate, from face.align.
            plate: Picture to lay it over.
            matte: Where in the crop to take it; all of it when not connected.

        Returns:
            The plate with the crop over it; the plate itself when there was no face.
        """
        import torch

        from graph_nodes.face._align import resample

        base = plate if self.onto == "plate" else Image(plate.pixels.new_zeros((4, plate.height, plate.width)))
        if alignment.is_empty:
            ctx.report("no face")
            return base
        if matte is not None and (matte.height, matte.width) != (crop.height, crop.width):
            raise ExecutionError(
                f"The matte has {matte.width}x{matte.height} px and the crop {crop.width}x{crop.height}.",
                hint="make the matte from the crop, or scale it to the crop's size",
            )
        coverage = matte.pixels if matte is not None else crop.pixels.new_ones((1, crop.height, crop.width))
        region = _region(alignment, plate)
        if region is None:
            return base
        left, top, right, bottom = region
        matrix = alignment.matrix.copy()
        matrix[:, 2] += matrix[:, :2] @ (left, top)
        # A crop that was scaled since it was cut still fills the same square.
        matrix *= ((crop.width / alignment.size,), (crop.height / alignment.size,))
        cubic = self.filter == "cubic"
        height, width = bottom - top, right - left
        share = resample(coverage, matrix, height, width, cubic=cubic).clamp(0, 1)
        colour = resample(crop.pixels, matrix, height, width, cubic=cubic, repeat_edge=True)
        alpha = colour[3:].clamp(0, 1) if crop.has_alpha else torch.ones_like(share)
        layer = torch.cat([colour[:3], alpha])[: base.pixels.shape[0]]
        pixels = base.pixels.clone()
        under = pixels[:, top:bottom, left:right]
        mixed = under + share * (layer - alpha * under)
        pixels[:, top:bottom, left:right] = torch.where(share > 0, mixed, under)
        return Image(pixels)


def _region(alignment: Alignment, plate: Image) -> tuple[int, int, int, int] | None:
    """Return the plate's rectangle that the crop touches: left, top, right, bottom in whole px; None if none."""
    import numpy as np

    size = alignment.size
    corners = alignment.to_plate(np.array([(0, 0), (size, 0), (0, size), (size, size)], np.float32))
    left, top = np.clip(np.floor(corners.min(axis=0)) - 2, 0, None).astype(int).tolist()
    right, bottom = np.ceil(corners.max(axis=0)).astype(int).tolist()
    right, bottom = min(right + 2, plate.width), min(bottom + 2, plate.height)
    return (left, top, right, bottom) if left < right and top < bottom else None
