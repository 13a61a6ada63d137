"""Let moving things leave a trail."""

from graph_core import Image, Node, Param, Window


class Echo(Node, id="time.echo", version=1):
    """Let bright moving things leave a fading trail.

    The brightest of this frame and the `count` before it, each `decay` times as bright as the one after it.
    """

    count: int = Param(5, ge=0, le=100, unit="frames", help="How many frames the trail lasts.")
    decay: float = Param(0.7, ge=0, le=1, help="How bright each echo is against the one after it.")

    def input_frames(self, port: str, frame: int) -> tuple[int, ...]:
        """This frame and those before it."""
        return tuple(range(frame - self.count, frame + 1))

    def process(self, image: Window[Image]) -> Image:
        """
        Args:
            image: Clip whose moving things leave a trail.

        Returns:
            This frame with the trail; RGBA when any of the frames is.
        """
        import torch

        from graph_nodes.time._mean import same_size

        if self.count == 0 or self.decay == 0:
            return image.values[-1]
        same_size(image.values)
        has_alpha = any(picture.has_alpha for picture in image)
        frames = [picture.with_alpha() if has_alpha else picture for picture in image]
        trail = frames[0].pixels
        for picture in frames[1:]:
            trail = torch.maximum(trail * self.decay, picture.pixels)
        return Image(trail)
