"""Write frame number, timecode and notes over the picture."""

from graph_core import Color, Context, Image, Node, Param


class BurnIn(Node, id="view.burn_in", version=1, uses=("frame", "fps")):
    """Write frame number, timecode and notes into the corners.

    Each text may hold `{frame}` and `{timecode}`.
    """

    top_left: str = Param("", help="Text in the top left corner, such as the name of the shot.")
    top_right: str = Param("", help="Text in the top right corner.")
    bottom_left: str = Param("{frame}", help="Text in the bottom left corner.")
    bottom_right: str = Param("{timecode}", help="Text in the bottom right corner.")
    size: float = Param(28.0, gt=0, soft_min=8, soft_max=120, unit="px", help="How high the type is.")
    margin: float = Param(24.0, ge=0, soft_max=200, unit="px", help="Distance from the edges of the picture.")
    color: Color = Param(Color(1.0, 1.0, 1.0), help="Colour of the letters.")

    def is_timed(self) -> bool:
        """Whether any text holds the frame number or the timecode."""
        from graph_nodes.draw._timecode import has_placeholder

        return any(has_placeholder(text) for text in self._texts())

    def process(self, image: Image, *, ctx: Context) -> Image:
        """
        Args:
            image: Picture to write on.

        Returns:
            The picture with the texts on dark boxes.
        """
        from graph_nodes.draw._timecode import insert_time
        from graph_nodes.view._write import write_label

        if not any(self._texts()):
            return image
        pixels = image.pixels
        for at, text in enumerate(self._texts()):
            pixels = write_label(
                pixels,
                insert_time(text, ctx.frame, ctx.fps),
                self.size,
                self.margin,
                self.margin,
                from_right=at % 2 == 1,
                from_bottom=at >= 2,
                color=self.color,
            )
        return Image(pixels)

    def _texts(self) -> tuple[str, str, str, str]:
        return self.top_left, self.top_right, self.bottom_left, self.bottom_right
