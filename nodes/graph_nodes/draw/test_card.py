"""Draw a test card with a moving counter."""

from graph_core import Context, Image, Node, Param


class TestCard(Node, id="draw.test_card", version=1, uses=("frame", "format", "fps", "range")):
    """Draw colour bars, greys, a circle and a running counter.

    The bars stand at 75 % of the sRGB signal, in the order white, yellow, cyan, green, magenta, red, blue; the ramp
    below is linear in light, the eleven steps are even in sRGB. A disc goes round the circle once a second and
    passes the top on every full second of the shot, so that speed, order and sync of frames can be seen.
    """

    counter: bool = Param(True, help="Write the frame number and the timecode in the middle.")
    moving: bool = Param(True, help="Let a disc go round the circle, once a second.")

    def is_timed(self) -> bool:
        """Whether anything on the card moves."""
        return self.counter or self.moving

    def process(self, *, ctx: Context) -> Image:
        """
        Returns:
            Opaque RGB at the project's format.
        """
        from graph_nodes.draw._test_card import draw_card, draw_counter, draw_hand
        from graph_nodes.draw._timecode import insert_time

        pixels = draw_card(ctx.format, ctx.device)
        if self.moving:
            draw_hand(pixels, ctx.format, float((ctx.frame - ctx.frames.first) / ctx.fps % 1))
        if self.counter:
            draw_counter(pixels, insert_time("{frame}\n{timecode}", ctx.frame, ctx.fps))
        return Image(pixels.to(ctx.dtype))
