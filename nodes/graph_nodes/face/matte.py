"""Make the matte of a face, or of a part of it, from its landmarks."""

from __future__ import annotations

from typing import Literal

from graph_core import Context, Faces, Node, Param
from graph_core import Matte as Coverage


class Matte(Node, id="face.matte", version=1, device="cpu"):
    """Make the matte of the face, its skin, eyes or mouth.

    Sizes are in percent of the face's width, so that the matte keeps its proportions when the head comes
    nearer. All faces are taken; put face.select before it to choose. Without a face the matte is black.
    """

    region: Literal["face", "skin", "eyes", "brows", "mouth", "mouth interior"] = Param(
        "face", help="Part that becomes white; skin is the face without eyes, brows and mouth."
    )
    erode: float = Param(
        2.0, ge=-50, le=50, soft_min=-10, soft_max=15, unit="%", help="How far the edge moves inwards; negative grows."
    )
    feather: float = Param(
        8.0, ge=0, le=100, soft_max=25, unit="%", help="How wide the edge's ramp is, inwards from the edge."
    )
    forehead: float = Param(
        0.0, ge=0, le=60, soft_max=30, unit="%", help="How far the face goes on above the landmarks, to the hairline."
    )

    def process(self, faces: Faces, holdout: Coverage | None = None, *, ctx: Context) -> Coverage:
        """
        Args:
            faces: Faces of the picture that the matte belongs to.
            holdout: What is in front of the face, such as a hand; it is cut out.

        Returns:
            Matte in the size of the faces' picture.
        """
        import torch

        from graph_nodes.face._mesh_warp import box_around
        from graph_nodes.face._regions import face_width, region_distance, smoothstep, with_forehead

        matte = torch.zeros((1, faces.height, faces.width))
        if not len(faces):
            ctx.report("no face")
        for face in faces:
            points = face.landmarks478
            width = face_width(points)
            edge, ramp = self.erode / 100 * width, self.feather / 100 * width
            forehead = self.forehead / 100
            reach = max(2.0, 2.0 - edge)
            left, top, right, bottom = box_around(with_forehead(points, forehead), faces.width, faces.height, reach)
            distance = region_distance(points, (left, top, right, bottom), self.region, forehead)
            # Half a pixel of ramp at least, or the edge would be jagged.
            drawn = torch.from_numpy(smoothstep(edge - 0.5, edge + max(ramp, 0.5), distance))
            part = matte[0, top:bottom, left:right]
            torch.maximum(part, drawn, out=part)
        if holdout is not None:
            matte = matte * (1 - holdout.pixels.float())
        return Coverage(matte)
