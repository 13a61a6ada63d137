"""Play a clip faster, slower or backwards."""

import math
from collections.abc import Hashable
from typing import Literal

from graph_core import Context, Image, Node, Param, Window


class Retime(Node, id="time.retime", version=1, uses=("frame",)):
    """Play a clip at another constant speed.

    Frame `f` shows `start + (f - start) * speed`. For a speed that varies, put keyframes on `frame` of time.hold.
    """

    speed: float = Param(1.0, soft_min=-2, soft_max=4, help="2 is twice as fast, 0.5 half as fast, -1 backwards.")
    start: int = Param(1, soft_min=1, soft_max=100, help="The frame that stays where it is.")
    between: Literal["nearest", "blend"] = Param(
        "nearest", help="Show the nearest frame, or mix the two that a moment lies between."
    )

    def input_frames(self, port: str, frame: int) -> tuple[int, ...]:
        """The frame that is due, or the two that the moment lies between."""
        moment = self._moment(frame)
        first = math.floor(moment)
        return (first,) if moment == first else (first, first + 1)

    def frame_key(self, frame: int) -> Hashable:
        """How far the moment lies between its two frames."""
        return self._moment(frame) % 1

    def is_timed(self) -> bool:
        """Whether frames are mixed in a ratio that changes."""
        return self.between == "blend" and self.speed != 1

    def process(self, image: Window[Image], *, ctx: Context) -> Image:
        """
        Args:
            image: Clip to play.

        Returns:
            The picture that is due.
        """
        from graph_nodes.time._mean import weighted_mean

        share = self._moment(ctx.frame) % 1
        if share == 0 or len(image) == 1:
            return image.values[0]
        return weighted_mean(image.values, (1 - share, share))

    def _moment(self, frame: int) -> float:
        moment = self.start + (frame - self.start) * self.speed
        return math.floor(moment + 0.5) if self.between == "nearest" else moment
