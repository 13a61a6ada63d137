"""Cut a face out of a plate, upright and of a standard size."""

from typing import Literal, NamedTuple

from graph_core import Alignment, Context, Faces, Image, Node, Param


class AlignedFace(NamedTuple):
    """What aligning gives."""

    crop: Image
    alignment: Alignment


class Align(Node, id="face.align", version=1):
    """Cut the first face out of a plate, upright and of a standard size.

    The crop is a similarity of the plate (moved, turned, scaled; never sheared or mirrored), fitted to the 68
    landmarks by least squares:

    - `arcface`: both eyes, nose tip and mouth corners on the points ArcFace networks were trained with.
    - `ffhq`: the square of the FFHQ data set, from the eyes' and the mouth's centre.
    - `whole_face`: as `ffhq`, 10 % tighter and 3 % of the square further down: jaw to hairline.

    Put face.smooth before it, or the crop shakes with the landmarks. Without a face the crop is transparent
    black and the alignment has the size 0; face.unalign then leaves the plate as it is.
    """

    template: Literal["arcface", "ffhq", "whole_face"] = Param(
        "whole_face", help="How much of the head is seen, and where the features lie in the crop."
    )
    size: int = Param(512, ge=8, soft_max=1024, unit="px", help="Width and height of the crop.")
    scale: float = Param(1.0, gt=0, soft_min=0.5, soft_max=2, help="Above 1 shows more of what is around the face.")
    filter: Literal["cubic", "linear"] = Param(
        "cubic", help="Cubic keeps detail and may ring at hard edges; linear is softer and never does."
    )
    edge: Literal["repeat", "transparent"] = Param(
        "repeat", help="What the crop shows beyond the plate: its edge pixels drawn out, or nothing."
    )

    def process(self, plate: Image, faces: Faces, *, ctx: Context) -> AlignedFace:
        """
        Args:
            plate: Picture to cut from.
            faces: Its faces; the first is taken, so put face.select before it to choose.

        Returns:
            The square crop, and how it lies in the plate.
        """
        import numpy as np

        from graph_nodes.face._align import fit_template, resample

        if not len(faces):
            ctx.report("no face")
            empty = plate.pixels.new_zeros((4, self.size, self.size))
            return AlignedFace(Image(empty), Alignment(np.zeros((2, 3)), 0, self.template))
        matrix = fit_template(faces.faces[0].landmarks68, self.template, self.size, self.scale)
        alignment = Alignment(matrix, self.size, self.template)
        repeat = self.edge == "repeat"
        source = plate if repeat else plate.with_alpha()
        crop = resample(
            source.pixels,
            alignment.inverse,
            self.size,
            self.size,
            cubic=self.filter == "cubic",
            repeat_edge=repeat,
        )
        if source.has_alpha:
            crop[3:].clamp_(0, 1)
        return AlignedFace(Image(crop), alignment)
