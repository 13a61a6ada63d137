"""Draw a test card with a moving counter."""

from graph_core import Color, Context, Image, Node, Param


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
        from graph_nodes.draw._paint import paint
        from graph_nodes.draw._test_card import draw_card, draw_hand
        from graph_nodes.draw._text import TextStyle, block_size, draw_block
        from graph_nodes.draw._timecode import insert_time

        height, width = ctx.format.height, ctx.format.width
        pixels = draw_card(ctx.format, ctx.device)
        if self.moving:
            pixels = draw_hand(pixels, ctx.format, float((ctx.frame - ctx.frames.first) / ctx.fps % 1))
        if self.counter:
            style = TextStyle(size_px=height / 9, align="centre")
            text = insert_time("{frame}\n{timecode}", ctx.frame, ctx.fps)
            text_width, text_height = block_size(text, style)
            left, top = (width - text_width) / 2, (height - text_height) / 2
            shadow = draw_block(text, style, left + height / 200, top + height / 200, height, width)
            letters = draw_block(text, style, left, top, height, width)
            pixels = paint(pixels, shadow.to(pixels.device), Color(0.0, 0.0, 0.0))
            pixels = paint(pixels, letters.to(pixels.device), Color(1.0, 1.0, 1.0))
        return Image(pixels.to(ctx.dtype))
