"""Show motion as colour."""

from graph_core import Flow, Image, Node, Param


class Draw(Node, id="flow.draw", version=1):
    """Show direction of motion as hue and speed as strength.

    Right is red, down yellow-green, left cyan, up violet; still is white, unknown black.
    """

    full: float = Param(20.0, gt=0, soft_max=200, unit="px", help="Speed per frame that has the full colour.")

    def process(self, flow: Flow) -> Image:
        """
        Args:
            flow: Motion to show.

        Returns:
            Opaque RGB.
        """
        from graph_nodes.flow._wheel import motion_colors

        return Image(motion_colors(flow.pixels / self.full))
