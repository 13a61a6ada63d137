"""Convert colour from one space to another."""

from graph_core import Image, Matte, Node, Param
from graph_nodes.color._names import SpaceName


class Space(Node, id="color.space", version=1):
    """Convert colour from one space to another.

    Pictures on links are scene-linear with Rec. 709 primaries; Read and Write convert by themselves. This node is
    for wrapping what wants other pixels, such as a filter meant for logarithmic light, and for footage whose
    coding Read does not know. Nodes that follow take what it makes for linear until it is converted back.

    - linear: scene-linear, Rec. 709 primaries
    - srgb, rec709, gamma22, gamma24: the same primaries, coded for a screen (rec709 is the camera curve of BT.709)
    - cineon, logc3: the same primaries, coded as film density or as ARRI LogC3 (EI 800)
    - acescct: logarithmic, ACES AP1 primaries
    - acescg, rec2020, p3, xyz: linear, with those primaries
    - lab: CIE Lab of white D65; L runs from 0 to 100

    Colour is converted unpremultiplied. Nothing is clipped, and converting back gives the picture again.
    """

    from_space: SpaceName = Param("linear", help="What the picture's colour is now.")
    to_space: SpaceName = Param("srgb", help="What it becomes.")

    def process(self, image: Image, mask: Matte | None = None) -> Image:
        """Convert a picture.

        Args:
            image: Picture to convert.
            mask: Where to convert; everywhere when not connected.

        Returns:
            The converted picture; its alpha is that of `image`.
        """
        from graph_nodes.color._spaces import from_linear, to_linear
        from graph_nodes.merge._mix import mixed

        if self.from_space == self.to_space:
            return image
        rgb = from_linear(to_linear(image.unpremultiplied, self.from_space), self.to_space)
        return mixed(image, image.with_rgb(rgb), mask)
