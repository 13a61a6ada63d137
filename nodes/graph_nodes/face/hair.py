"""Find hair that falls into a face."""

from __future__ import annotations

from graph_core import Context, Faces, Image, Matte, Node, Param


class Hair(Node, id="face.hair", version=1, device="cpu"):
    """Find hair that falls over forehead and temples.

    The colours around the upper edge of the face are compared with those of forehead and cheeks; no model
    is needed. Made for a still source, whose fringe is not to be carried along; on a clip use
    face.occlusion, which averages over time. Hair as fair as the skin is not told from it.
    """

    feather: float = Param(
        4.0, ge=0, le=20, soft_max=10, unit="%", help="How far hair is taken into its surroundings, in % of the face."
    )

    def process(self, plate: Image, faces: Faces, *, ctx: Context) -> Matte:
        """
        Args:
            plate: Picture with faces.
            faces: Faces of that picture.

        Returns:
            Hair in and just around the faces' upper half.
        """
        import cv2
        import torch

        from graph_nodes.face._hair import hair_in_face
        from graph_nodes.face._mesh_warp import box_around
        from graph_nodes.face._regions import face_width, with_forehead

        matte = torch.zeros((1, plate.height, plate.width))
        if not len(faces):
            ctx.report("no face")
        picture = plate.rgb.float().numpy()
        for face in faces:
            points = face.landmarks478
            width = face_width(points)
            box = left, top, right, bottom = box_around(
                with_forehead(points, 0.3), plate.width, plate.height, 0.1 * width
            )
            if right <= left or bottom <= top:
                continue
            hair = hair_in_face(picture, points, box)
            size = self.feather / 100 * width
            if size > 0.3:
                # Grown before it is blurred, so that the hair itself stays wholly covered.
                reach = 2 * round(size) + 1
                hair = cv2.dilate(hair, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
                hair = cv2.GaussianBlur(hair, (0, 0), size / 2)
            part = matte[0, top:bottom, left:right]
            torch.maximum(part, torch.from_numpy(hair).clamp(0, 1), out=part)
        return Matte(matte)
