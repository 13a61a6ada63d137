"""Play a clip backwards."""

from typing import TypeVar

from graph_core import Node, Param, Value
from graph_nodes.time._segment import reversed_frame, segment

T = TypeVar("T", bound=Value)


class Reverse(Node, id="time.reverse", version=1):
    """Play a segment of a clip backwards.

    Before and after the segment its ends stand still.
    """

    first: int = Param(1, soft_min=1, soft_max=100, help="Frame at which the segment begins.")
    last: int = Param(100, soft_min=1, soft_max=100, help="Frame at which it ends; it is included.")

    def input_frames(self, port: str, frame: int) -> tuple[int, ...]:
        """The mirrored frame."""
        return (reversed_frame(frame, segment(self.first, self.last)),)

    def process(self, value: T) -> T:
        """
        Args:
            value: Clip to play: pictures, mattes, faces, anything that has a frame.

        Returns:
            Its value at the frame that is due.
        """
        return value
