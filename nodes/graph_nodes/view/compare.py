"""Compare two pictures."""

from typing import Literal

from graph_core import Color, Image, Node, Param


class Compare(Node, id="view.compare", version=1):
    """Compare two pictures by a wipe, side by side or by difference."""

    mode: Literal["wipe", "side_by_side", "difference"] = Param(
        "wipe", help="One picture on each side of a line, both in full, or how much they differ."
    )
    position: float = Param(0.5, ge=0, le=1, help="Where the line of the wipe crosses the picture; 1 shows only a.")
    angle: float = Param(0.0, soft_min=-180, soft_max=180, unit="degrees", help="Turns the line of the wipe clockwise.")
    line: float = Param(2.0, ge=0, soft_max=10, unit="px", help="How thick the line of the wipe is drawn.")
    gain: float = Param(1.0, ge=0, soft_max=20, help="Makes small differences brighter.")

    def process(self, a: Image, b: Image) -> Image:
        """
        Args:
            a: Picture on the left.
            b: Picture on the right; only side by side may it have another size.

        Returns:
            Of the size of `a`, or twice as wide. The difference is opaque, `|a - b| * gain` in scene-linear light.
        """
        from graph_nodes.merge._mix import require_same_size
        from graph_nodes.view._layout import grid
        from graph_nodes.view._wipe import wipe

        if self.mode == "side_by_side":
            cell = (max(a.height, b.height), max(a.width, b.width))
            return Image(grid((a, b), 2, cell, 0, Color(0.0, 0.0, 0.0)).to(a.pixels.dtype))
        require_same_size(a=a, b=b)
        if self.mode == "difference":
            return Image((a.rgb - b.rgb).abs_().mul_(self.gain))
        if a.has_alpha != b.has_alpha:
            a, b = a.with_alpha(), b.with_alpha()
        return Image(wipe(a.pixels, b.pixels, self.position, self.angle, self.line))
