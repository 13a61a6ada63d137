"""Shift a clip in time."""

from typing import TypeVar

from graph_core import Node, Param, Value

T = TypeVar("T", bound=Value)


class Offset(Node, id="time.offset", version=1):
    """Make a clip play later or earlier."""

    frames: int = Param(0, soft_min=-100, soft_max=100, unit="frames", help="Later when above zero, else earlier.")

    def input_frames(self, port: str, frame: int) -> tuple[int, ...]:
        """The frame that many frames before."""
        return (frame - self.frames,)

    def process(self, value: T) -> T:
        """
        Args:
            value: Clip to shift: pictures, mattes, faces, anything that has a frame.

        Returns:
            The same clip, shifted.
        """
        return value
