"""Estimate motion from each frame to the next."""

from typing import Literal

from graph_core import Flow, Image, Node, Param, Window


class Optical(Node, id="flow.optical", version=1, device="cpu"):
    """Estimate how each pixel moves to the next frame.

    Dense inverse search (Kroeger et al. 2016) on the luma of the sRGB signal. Beyond its end a
    file holds its last frame, which then does not move.
    """

    quality: Literal["draft", "normal", "fine"] = Param("normal", help="Finer follows smaller things, and is slower.")
    check: bool = Param(False, help="Mark as unknown what is hidden in the next frame; takes twice as long.")
    tolerance: float = Param(
        1.0, ge=0, soft_max=5, unit="px", help="How far a pixel may come out wrong, there and back, and count as known."
    )

    def input_frames(self, port: str, frame: int) -> tuple[int, ...]:
        """This frame and the next."""
        return (frame, frame + 1)

    def process(self, image: Window[Image]) -> Flow:
        """
        Args:
            image: Clip in motion.

        Returns:
            Motion in px per frame; NaN where it is unknown.
        """
        from graph_nodes.flow._optical import grey, mark_occluded, optical_flow
        from graph_nodes.time._mean import same_size

        now, after = image.values[0], image.values[-1]
        same_size((now, after))
        if now is after:
            return Flow(now.pixels.new_zeros((2, now.height, now.width)))
        first, second = grey(now.rgb), grey(after.rgb)
        motion = optical_flow(first, second, self.quality)
        if self.check:
            motion = mark_occluded(motion, optical_flow(second, first, self.quality), self.tolerance)
        return Flow(motion)
