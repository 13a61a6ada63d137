"""Set black and white point, lift, gain and gamma."""

from graph_core import Color, Image, Matte, Node, Param

_BLACK = Color(0.0, 0.0, 0.0)
_WHITE = Color(1.0, 1.0, 1.0)


class Grade(Node, id="color.grade", version=1):
    """Set black and white point, lift, gain and gamma.

    Per channel, on unpremultiplied colour:

        slope = multiply * (gain - lift) / (white_point - black_point)
        out   = (slope * (in - black_point) + lift + offset) ** (1 / gamma)

    Gamma bends between 0 and 1 only: below, values stay as they are; above, the curve goes on as a straight line.
    """

    black_point: Color = Param(_BLACK, help="Colour that becomes black (or the colour of `lift`).")
    white_point: Color = Param(_WHITE, help="Colour that becomes white (or the colour of `gain`).")
    lift: Color = Param(_BLACK, help="Colour that the black point is raised to; white stays.")
    gain: Color = Param(_WHITE, help="Colour that the white point is brought to; black stays.")
    multiply: Color = Param(_WHITE, help="Makes everything brighter or darker; above 1 brighter.")
    offset: Color = Param(_BLACK, help="Is added to everything: fog when positive.")
    gamma: Color = Param(_WHITE, help="Makes midtones brighter above 1, darker below; black and white stay.")
    reverse: bool = Param(False, help="Take this grade out of a picture that has it.")
    clamp_black: bool = Param(False, help="Cut off what fell below 0.")
    clamp_white: bool = Param(False, help="Cut off what rose above 1.")
    mix: float = Param(1.0, ge=0, le=1, help="How much of the grade is seen; 0 leaves the picture as it was.")

    def process(self, image: Image, mask: Matte | None = None) -> Image:
        """Grade a picture.

        Args:
            image: Picture to grade.
            mask: Where to grade; everywhere when not connected.

        Returns:
            The graded picture; its alpha is that of `image`.
        """
        from graph_nodes.color._grade import GradeLine
        from graph_nodes.merge._mix import mixed

        line = GradeLine.of(
            black_point=self.black_point,
            white_point=self.white_point,
            lift=self.lift,
            gain=self.gain,
            multiply=self.multiply,
            offset=self.offset,
            gamma=self.gamma,
        )
        if line.is_identity and not (self.clamp_black or self.clamp_white):
            return image
        rgb = image.unpremultiplied
        rgb = line.undo(rgb) if self.reverse else line.apply(rgb)
        if self.clamp_black or self.clamp_white:
            rgb = rgb.clamp(0 if self.clamp_black else None, 1 if self.clamp_white else None)
        return mixed(image, image.with_rgb(rgb), mask, self.mix)
