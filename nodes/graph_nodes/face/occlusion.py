"""Find what comes in front of a face: a hand, a microphone, hair."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graph_core import Context, Face, Faces, Image, Matte, Node, Param, Stream

if TYPE_CHECKING:
    from graph_nodes.face._mesh_warp import Box
    from graph_nodes.face._occlusion import Memory

Floats = NDArray[np.float32]


class Occlusion(Node, id="face.occlusion", version=1, device="cpu"):
    """Find what comes in front of a face.

    For every tracked face it is remembered how each place on the skin usually looks, following the light;
    what departs from that, holds together and comes in from the outside is an occluder. No model is needed
    and nothing flickers on a bare face, but the face must be bare when it is first seen, and a hand of the
    very colour of the cheek behind it is seen only in part: connect `hands` when there is a detector.
    """

    sensitivity: float = Param(
        1.0, gt=0, le=4, soft_min=0.5, soft_max=2, help="Higher finds fainter occluders, and takes folds for some."
    )
    hair: bool = Param(True, help="Hair over forehead and temples counts as well.")
    feather: float = Param(
        1.0, ge=0, le=20, soft_max=5, unit="%", help="Softness of the edge, in % of the face's width."
    )
    patience: int = Param(
        0, ge=0, soft_max=500, unit="frames", help="Take what stays this long for a part of the face; 0 never does."
    )

    def process(
        self,
        plate: Stream[Image],
        faces: Stream[Faces],
        hands: Stream[Matte] | None = None,
        *,
        ctx: Context,
    ) -> Iterator[Matte]:
        """
        Args:
            plate: Clip with faces.
            faces: Faces of the clip; track numbers keep several people apart.
            hands: Matte of hands or anything else known to be in front.

        Yields:
            What is in front of the faces; black without a face.
        """
        import torch

        from graph_nodes.face._occlusion import Memory

        memories = {name: Memory(**state) for name, state in (plate.state or {}).items()}
        for image in plate:
            found = next(faces)
            known = next(hands) if hands is not None else None
            picture = image.rgb.float().numpy()
            matte = np.zeros(picture.shape[1:], dtype=np.float32)
            for number, face in enumerate(found):
                name = str(face.track) if face.track >= 0 else f"untracked {number}"
                memories[name] = self._look(memories.get(name), picture, face)
                self._draw(memories[name], picture, face, matte)
            plate.state = {name: memory.to_state() for name, memory in memories.items()}
            pixels = torch.from_numpy(matte)[None]
            yield Matte(pixels if known is None else torch.maximum(pixels, known.pixels.float()))

    def _look(self, memory: Memory | None, picture: Floats, face: Face) -> Memory:
        from graph_nodes.face._atlas import unroll
        from graph_nodes.face._hair import hair_in_face
        from graph_nodes.face._occlusion import Sensitivity, begin, notice, with_hair

        points = face.landmarks478
        memory = memory or begin(points)
        texture, facing = unroll(picture, points, memory.places)
        memory = notice(memory, texture, facing, Sensitivity(2.0 / self.sensitivity), self.patience)
        if not self.hair:
            return memory
        box = self._box(face, picture)
        if box[2] <= box[0] or box[3] <= box[1]:
            return memory
        left, top = box[:2]
        hair = hair_in_face(picture, points, box)
        moved = points - np.array((left, top, 0), dtype=np.float32)
        return with_hair(memory, unroll(hair[None], moved, memory.places)[0][0], facing)

    def _draw(self, memory: Memory, picture: Floats, face: Face, matte: Floats) -> None:
        """Add what is in front of one face to the matte, its edges moved to those of the picture."""
        import cv2

        from graph_nodes.face._atlas import roll
        from graph_nodes.face._edges import log_colour, snap_to_edges
        from graph_nodes.face._regions import face_width, smoothstep

        box = left, top, right, bottom = self._box(face, picture)
        hidden = np.maximum(memory.hidden, memory.hair if self.hair else 0)
        if hidden.max() < 0.05 or right <= left or bottom <= top:
            return
        width = face_width(face.landmarks478)
        rolled, inside = roll(hidden, face.landmarks478, memory.places, box)
        soft = max(0.01 * width, 1.0)
        # Beyond the outline what is hidden just within it goes on.
        near = cv2.GaussianBlur(inside.astype(np.float32), (0, 0), soft)
        rolled = cv2.GaussianBlur(rolled, (0, 0), soft) / np.maximum(near, 0.05)
        colours = log_colour(picture[:, top:bottom, left:right])
        snapped = snap_to_edges(rolled, colours, np.ones_like(rolled), max(int(0.02 * width), 2), 0.06)
        drawn = smoothstep(0.3, 0.7, snapped)
        if self.feather > 0:
            drawn = cv2.GaussianBlur(drawn, (0, 0), max(self.feather / 100 * width / 2, 0.3))
        part = matte[top:bottom, left:right]
        np.maximum(part, drawn, out=part)

    @staticmethod
    def _box(face: Face, picture: Floats) -> Box:
        from graph_nodes.face._mesh_warp import box_around
        from graph_nodes.face._regions import face_width

        points = face.landmarks478
        return box_around(points[:468], picture.shape[2], picture.shape[1], 0.05 * face_width(points))
