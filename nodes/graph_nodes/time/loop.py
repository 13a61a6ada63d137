"""Repeat a clip."""

from typing import TypeVar

from graph_core import Node, Param, Value
from graph_nodes.time._segment import bounced, looped, segment

T = TypeVar("T", bound=Value)


class Loop(Node, id="time.loop", version=1):
    """Repeat a segment of a clip for ever.

    It also repeats before the segment begins.
    """

    first: int = Param(1, soft_min=1, soft_max=100, help="Frame at which the segment begins.")
    last: int = Param(100, soft_min=1, soft_max=100, help="Frame at which it ends; it is included.")
    bounce: bool = Param(False, help="Play every second round backwards; the ends are shown once at each turn.")

    def input_frames(self, port: str, frame: int) -> tuple[int, ...]:
        """The frame of the segment that is due."""
        frames = segment(self.first, self.last)
        return (bounced(frame, frames) if self.bounce else looped(frame, frames),)

    def process(self, value: T) -> T:
        """
        Args:
            value: Clip to repeat: pictures, mattes, faces, anything that has a frame.

        Returns:
            Its value at the frame that is due.
        """
        return value
