"""Show what changed since the frame before."""

from graph_core import Image, Node, Param, Window


class Difference(Node, id="time.difference", version=1):
    """Show how much each pixel changed since the frame before.

    `|this - before| * gain`, in scene-linear light. Before its beginning a file holds its first frame, which
    is then black.
    """

    gain: float = Param(1.0, ge=0, soft_max=20, help="Makes small changes brighter.")

    def input_frames(self, port: str, frame: int) -> tuple[int, ...]:
        """The frame before and this one."""
        return (frame - 1, frame)

    def process(self, image: Window[Image]) -> Image:
        """
        Args:
            image: Clip to compare with itself.

        Returns:
            Opaque RGB, black where nothing changed.
        """
        from graph_nodes.time._mean import same_size

        before, now = image.values[0], image.values[-1]
        same_size((before, now))
        return Image((now.rgb - before.rgb).abs_().mul_(self.gain))
