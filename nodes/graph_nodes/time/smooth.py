"""Smooth a clip over time."""

import math
from typing import TYPE_CHECKING

from graph_core import Context, Flow, Image, Node, Param, Window

if TYPE_CHECKING:
    import torch


class Smooth(Node, id="time.smooth", version=1, uses=("frame", "range")):
    """Average each frame with its neighbours: less flicker and grain.

    A Gaussian over time, cut off at twice its size; frames before the first and after the last are not invented.
    Moving things leave ghosts unless `flow` is connected, which brings the neighbours into the shape of this
    frame, or `tolerance` leaves out what differs too much.
    """

    size: float = Param(1.0, ge=0, soft_max=10, unit="frames", help="Standard deviation; more is smoother.")
    tolerance: float = Param(0.0, ge=0, soft_max=0.5, help="Keep pixels that change more than this; 0 smooths all.")

    def input_frames(self, port: str, frame: int) -> tuple[int, ...]:
        """Neighbours on both sides; of the flow all but the last."""
        radius = self._radius()
        return tuple(range(frame - radius, frame + radius + (port == "image" or radius == 0)))

    def process(self, image: Window[Image], flow: Window[Flow] | None = None, *, ctx: Context) -> Image:
        """
        Args:
            image: Clip to smooth.
            flow: Its motion from each frame to the next.

        Returns:
            The smoothed frame; RGBA when any of the neighbours is.
        """
        from graph_nodes.flow._warp import pull
        from graph_nodes.time._mean import same_size
        from graph_nodes.time._smooth import gaussian_weight, smooth

        radius = self._radius()
        offsets = [step for step in range(-radius, radius + 1) if step and ctx.frame + step in ctx.frames]
        if not offsets:
            return image.centre
        same_size(image.values)
        has_alpha = any(picture.has_alpha for picture in image)
        neighbours = []
        for step in offsets:
            picture = image[step].with_alpha() if has_alpha else image[step]
            pixels, known = picture.pixels, None
            if flow is not None:
                motion, known = _motion(flow, step, picture)
                pixels = pull(pixels, motion)
            neighbours.append((pixels, known, gaussian_weight(step, self.size)))
        centre = image.centre.with_alpha() if has_alpha else image.centre
        return Image(smooth(centre.pixels, neighbours, self.tolerance))

    def _radius(self) -> int:
        return math.ceil(2 * self.size)


def _motion(flow: Window[Flow], step: int, picture: Image) -> "tuple[torch.Tensor, torch.Tensor]":
    """Return the motion from this frame to the one `step` frames away, and where it is known."""
    from graph_nodes.flow._warp import motion_backward, motion_forward
    from graph_nodes.merge._mix import require_same_size

    require_same_size(image=picture, flow=flow.centre)
    if step > 0:
        return motion_forward([flow[between].pixels for between in range(step)])
    return motion_backward([flow[between].pixels for between in range(step, 0)])
