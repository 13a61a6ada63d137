"""Draw lines of text."""

from pathlib import Path
from typing import Literal

from graph_core import Color, Context, Image, Node, Param, Point


class Text(Node, id="draw.text", version=1, uses=("frame", "format", "fps")):
    """Draw lines of text on a transparent picture.

    `{frame}` and `{timecode}` in the text stand for the frame number and its timecode; without them the text
    is drawn once for the shot. The font that is built in holds the letters A to Z without accents; choose a file
    for all others.
    """

    text: str = Param("Semblance", widget="multiline", help="The words; may hold {frame} and {timecode}.")
    size: float = Param(64.0, gt=0, soft_min=8, soft_max=300, unit="px", help="How high the type is.")
    position: Point = Param(Point(640.0, 360.0), unit="px", help="Place in the picture that the text is aligned to.")
    align: Literal["left", "centre", "right"] = Param("centre", help="Which edge of the text lies at the position.")
    vertical: Literal["top", "middle", "bottom"] = Param("middle", help="Which height of the text lies there.")
    color: Color = Param(Color(1.0, 1.0, 1.0), help="Colour of the letters.")
    opacity: float = Param(1.0, ge=0, le=1, help="How much the letters cover what is behind them.")
    tracking: float = Param(0.0, soft_min=-10, soft_max=50, unit="px", help="Room added between letters.")
    line_spacing: float = Param(1.0, ge=0, soft_max=3, help="Distance between lines, in line heights.")
    font: Path = Param("", help="TrueType or OpenType file to draw with; the built-in one when empty.")

    def is_timed(self) -> bool:
        """Whether the text holds the frame number or the timecode."""
        from graph_nodes.draw._timecode import has_placeholder

        return has_placeholder(self.text)

    def process(self, *, ctx: Context) -> Image:
        """
        Returns:
            Premultiplied RGBA at the project's format, transparent around the letters.
        """
        from graph_nodes.draw._paint import tint
        from graph_nodes.draw._text import TextStyle, block_size, draw_block, missing_letters
        from graph_nodes.draw._timecode import insert_time

        text = insert_time(self.text, ctx.frame, ctx.fps)
        style = TextStyle(self.size, str(self.font), self.align, self.tracking, self.line_spacing)
        if missing := missing_letters(text, style):
            ctx.report(f"the font has no {' '.join(missing)}; choose a font file that has")
        width, height = block_size(text, style)
        left = self.position.x - width * {"left": 0.0, "centre": 0.5, "right": 1.0}[self.align]
        top = self.position.y - height * {"top": 0.0, "middle": 0.5, "bottom": 1.0}[self.vertical]
        coverage = draw_block(text, style, left, top, ctx.format.height, ctx.format.width)
        coverage = coverage.to(ctx.device) * self.opacity
        return Image(tint(coverage, self.color).to(ctx.dtype))
