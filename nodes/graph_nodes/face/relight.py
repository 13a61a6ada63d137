"""Give a warped face the light of the plate it goes onto."""

from __future__ import annotations

from graph_core import Faces, Image, Matte, Node, Param


class Relight(Node, id="face.relight", version=1, device="cpu", synthesis="edited"):
    """Give a warped face the plate's light and skin colour.

    Light and colour that are broader than `size` come from the plate, what is finer stays the face's own:
    shadows fall as they do in the plate and the edge of the face meets the skin around it without a seam.
    Eyes and the inside of the mouth do not count, nor does what is in front of the face.
    """

    size: float = Param(
        8.0, gt=0, le=100, soft_min=3, soft_max=30, unit="%", help="Finest light taken over, in % of the face's width."
    )
    strength: float = Param(1.0, ge=0, le=1, help="How much of the plate's light is taken over.")
    colour: float = Param(1.0, ge=0, le=1, help="How much of the light's colour comes along; 0 is brightness alone.")

    def process(self, image: Image, plate: Image, faces: Faces, holdout: Matte | None = None) -> Image:
        """
        Args:
            image: Face in its place over the plate, such as face.warp makes.
            plate: Picture whose light it gets.
            faces: Faces of the plate.
            holdout: What is in front of the face in the plate, such as a hand.

        Returns:
            The image, relit within the faces.
        """
        import numpy as np
        import torch

        from graph_nodes.face._mesh_warp import box_around
        from graph_nodes.face._regions import face_width, region_distance, region_matte, smoothstep, with_forehead
        from graph_nodes.face._relight import light_gain

        if not len(faces) or self.strength == 0:
            return image
        lit = image.pixels.float().clone()
        for face in faces:
            points = face.landmarks478
            width = face_width(points)
            box = left, top, right, bottom = box_around(with_forehead(points, 0.25), faces.width, faces.height)
            if right <= left or bottom <= top:
                continue
            weight = smoothstep(0.0, 0.05 * width, region_distance(points, box, "face"))
            for hole in ("eyes", "mouth interior"):
                weight = weight * (1 - region_matte(points, box, hole, 0.01 * width))
            part = lit[:, top:bottom, left:right]
            under = plate.rgb[:, top:bottom, left:right].float().numpy()
            if image.has_alpha:
                under = under * part[3:].numpy()
            if holdout is not None:
                weight = weight * (1 - holdout.pixels[0, top:bottom, left:right].float().numpy())
            gain = light_gain(part[:3].numpy(), under, weight, self.size / 100 * width, self.colour)
            part[:3] *= torch.from_numpy(np.ascontiguousarray(gain**self.strength))
        return Image(lit)
