"""Bring a still portrait to life with somebody else's motion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graph_core import Context, ExecutionError, Faces, Image, Node, Param, Stream

if TYPE_CHECKING:
    from graph_nodes.face._puppet import Driven
    from graph_nodes.face._surroundings import Surroundings
    from graph_nodes.face._transfer import Source

Floats = NDArray[np.float32]


class Puppet(Node, id="face.puppet", version=1, device="cpu", synthesis="generated"):
    """Bring a still portrait to life with the motion of a clip.

    What changes in the driver's face since its neutral frame happens to the portrait: the head turns, lids
    close, eyes look, lips move, and hair, neck and background follow softly. The portrait keeps its own
    proportions. No training is needed, so nothing appears that the portrait does not show: turn the head by
    up to some 25 degrees, and connect the driver's picture to borrow its teeth where the portrait has none.
    """

    strength: float = Param(1.0, ge=0, le=2, soft_max=1.5, help="Multiplies all of the motion.")
    pose: float = Param(1.0, ge=0, le=2, soft_max=1.5, help="How far the head turns, nods and tilts.")
    travel: float = Param(0.5, ge=0, le=2, soft_max=1, help="How far the head moves across the picture and nearer.")
    expression: float = Param(1.0, ge=0, le=2, soft_max=1.5, help="How strongly brows, lids, lips and cheeks move.")

    def process(
        self,
        portrait: Image,
        portrait_faces: Faces,
        driver: Stream[Faces],
        neutral: Faces | None = None,
        driver_plate: Stream[Image] | None = None,
        *,
        ctx: Context,
    ) -> Iterator[Image]:
        """
        Args:
            portrait: The still picture.
            portrait_faces: Its faces; the largest is moved.
            driver: Faces of the clip that drives it; the largest of each frame, best smoothed.
            neutral: Driver's face when it looks as the portrait does; its first face when not connected.
            driver_plate: Picture of the driver, for its teeth and tongue.

        Yields:
            The portrait, moved. A frame without a driver's face holds the last one.
        """
        import torch

        from graph_nodes.face._puppet import Motion, drive
        from graph_nodes.face._surroundings import anchor
        from graph_nodes.face._transfer import prepare_source

        if not len(portrait_faces):
            raise ExecutionError(
                "No face was found in the portrait.", hint="choose a picture with a larger, unhidden face"
            )
        points = portrait_faces.faces[0].landmarks478
        pixels = portrait.pixels.float().numpy()
        source = prepare_source(pixels, points)
        surroundings = anchor(points, portrait.width, portrait.height)
        motion = Motion(self.pose * self.strength, self.travel * self.strength, self.expression * self.strength)
        state = driver.state or {}
        rest = state.get("rest", neutral.faces[0].landmarks478 if neutral is not None and len(neutral) else None)
        last = state.get("last")
        for found in driver:
            plate = next(driver_plate) if driver_plate is not None else None
            if len(found):
                last = found.faces[0].landmarks478
                rest = last if rest is None else rest
            else:
                ctx.report("no driver face")
            driver.state = {name: value for name, value in (("rest", rest), ("last", last)) if value is not None}
            if last is None or rest is None:
                yield portrait
                continue
            driven = drive(points, rest, last, motion)
            other = None
            if plate is not None and len(found):
                other = prepare_source(plate.rgb.float().numpy(), last)
            yield Image(torch.from_numpy(self._drawn(pixels, points, source, surroundings, driven, other)))

    @staticmethod
    def _drawn(
        pixels: Floats,
        points: Floats,
        source: Source,
        surroundings: Surroundings,
        driven: Driven,
        other: Source | None,
    ) -> Floats:
        """Lay the moved mouth and face over the moved surroundings."""
        from graph_nodes.face._mesh_warp import box_around
        from graph_nodes.face._mouth import mouth_interior
        from graph_nodes.face._regions import face_width, region_distance, region_matte, smoothstep
        from graph_nodes.face._surroundings import carried
        from graph_nodes.face._transfer import Keep, newly_seen, transfer

        drawn = np.array(carried(pixels, surroundings, points, driven))
        box = left, top, right, bottom = box_around(driven.points[:468], pixels.shape[2], pixels.shape[1])
        if right <= left or bottom <= top:
            return drawn
        width = face_width(driven.points)
        part = drawn[:, top:bottom, left:right]
        hole = region_matte(driven.points, box, "mouth interior", 0.004 * width)
        inside = mouth_interior(source, driven.points, box, other)
        part[:3] += (inside - part[:3]) * hole
        sides = newly_seen(source.points, driven.points)
        face, matte = transfer(source, driven.points, box, Keep(eyes=False, mouth=True), sides)
        matte = matte * smoothstep(0.0, 0.08 * width, region_distance(driven.points, box, "face"))
        part += (face[: len(part)] - part) * matte
        return drawn
