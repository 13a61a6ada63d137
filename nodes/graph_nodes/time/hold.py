"""Freeze one frame."""

from typing import TypeVar

from graph_core import Node, Param, Value

T = TypeVar("T", bound=Value)


class Hold(Node, id="time.hold", version=1):
    """Freeze a clip at one frame.

    With keyframes on `frame` it plays the clip in any order and at any speed, without blending.
    """

    frame: int = Param(1, soft_min=1, soft_max=100, help="The frame that is shown.")

    def is_still(self) -> bool:
        """The result has no time, whatever is held."""
        return True

    def input_frames(self, port: str, frame: int) -> tuple[int, ...]:
        """The frozen one."""
        return (self.frame,)

    def process(self, value: T) -> T:
        """
        Args:
            value: Clip to freeze: pictures, mattes, faces, anything that has a frame.

        Returns:
            Its value at the chosen frame.
        """
        return value
