"""Measure the mean difference of two pictures."""

from graph_core import Image, Matte, Node


class Difference(Node, id="metric.difference", version=1):
    """Measure the mean difference of two pictures, 0 to 255.

    Mean absolute difference of the sRGB signal's three channels on the scale of 8 bits.
    """

    def process(self, image: Image, reference: Image, mask: Matte | None = None) -> float:
        """
        Args:
            image: Picture to judge.
            reference: What it should look like, of the same size.
            mask: Where to compare; everywhere when not connected.

        Returns:
            0 for equal pictures, 255 for black against white.
        """
        from graph_nodes.metric._likeness import mean_difference, signals

        return mean_difference(*signals(image, reference, mask))
