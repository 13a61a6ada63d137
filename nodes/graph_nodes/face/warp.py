"""Put the face of one picture in the place, pose and expression of another's."""

from __future__ import annotations

from typing import Literal, NamedTuple

from graph_core import Context, ExecutionError, Faces, Image, Matte, Node, Param


class WarpedFace(NamedTuple):
    """What `Warp` makes.

    Attributes:
        image: The face over nothing, premultiplied, in the plate's size.
        matte: Where the warped face may be shown; softer edges come from face.matte.
    """

    image: Image
    matte: Matte


class Warp(Node, id="face.warp", version=1, device="cpu", synthesis="generated"):
    """Put the source's face in the place and expression of the plate's.

    The picture is carried along the triangles between the landmarks: no training, any face. The side that
    the source does not show can be filled with its mirror image, the lids pass over the eyeballs, and the
    irises look where the plate's do. Every face of `target` gets the source's largest; put face.select
    before it to choose. Cut or shrink very large photographs first: the source is halved for every frame.
    """

    eyes: Literal["source", "plate"] = Param(
        "source", help="Whose eyes are seen; the plate's own are cut out of the matte and look most alive."
    )
    mouth: Literal["plate", "source"] = Param(
        "plate", help="Whose teeth and tongue are seen between the lips; the plate's own are cut out of the matte."
    )
    shape: float = Param(
        0.0,
        ge=0,
        le=1,
        help="How far eyes and nose move from the plate's proportions to the source's; more likeness, less fit.",
    )
    fill_far_side: bool = Param(
        True, help="Show the near half, mirrored, where the source's head is turned away and hides the far half."
    )

    def process(
        self,
        source: Image,
        source_faces: Faces,
        target: Faces,
        source_holdout: Matte | None = None,
        *,
        ctx: Context,
    ) -> WarpedFace:
        """
        Args:
            source: Picture of the face to put on.
            source_faces: Faces of the source; the largest is taken.
            target: Faces of the plate.
            source_holdout: What hides the source's face, such as hair from face.hair; it is left out.

        Returns:
            The warped face and its matte, in the size of the target's picture; empty without a target face.
        """
        import numpy as np
        import torch

        from graph_nodes.face._mesh_warp import box_around
        from graph_nodes.face._regions import with_forehead
        from graph_nodes.face._transfer import FOREHEAD_HEIGHT, Keep, prepare_source, reshaped, transfer, visible_sides

        pixels = torch.zeros((4, target.height, target.width))
        matte = torch.zeros((1, target.height, target.width))
        if not len(target):
            ctx.report("no face")
            return WarpedFace(Image(pixels), Matte(matte))
        if not len(source_faces):
            raise ExecutionError(
                "No face was found in the source picture.",
                hint="choose a picture with a larger, unhidden face, or hold a frame that has one with time.hold",
            )
        shown = None if source_holdout is None else (1 - source_holdout.pixels[0].float()).numpy()
        face = prepare_source(source.pixels.float().numpy(), source_faces.faces[0].landmarks478, shown)
        sides = visible_sides(face.points, self.fill_far_side)
        keep = Keep(eyes=self.eyes == "plate", mouth=self.mouth == "plate")
        for wanted in target:
            points = reshaped(wanted.landmarks478, face.points, self.shape, keep)
            box = box_around(with_forehead(points, FOREHEAD_HEIGHT), target.width, target.height)
            left, top, right, bottom = box
            if right <= left or bottom <= top:
                continue
            drawn, allowed = (torch.from_numpy(part) for part in transfer(face, points, box, keep, sides))
            part = pixels[:, top:bottom, left:right]
            part.mul_(1 - drawn[3:]).add_(drawn)
            torch.maximum(matte[0, top:bottom, left:right], allowed, out=matte[0, top:bottom, left:right])
        return WarpedFace(Image(pixels), Matte(torch.from_numpy(np.clip(matte.numpy(), 0, 1))))
