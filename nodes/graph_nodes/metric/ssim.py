"""Measure structural similarity."""

from graph_core import Image, Matte, Node


class Ssim(Node, id="metric.ssim", version=1):
    """Measure how alike the structure of two pictures is.

    Mean SSIM (Wang et al. 2004) of the sRGB signal's three channels, with an 11x11 Gaussian of standard deviation 1.5.
    """

    def process(self, image: Image, reference: Image, mask: Matte | None = None) -> float:
        """
        Args:
            image: Picture to judge.
            reference: What it should look like, of the same size.
            mask: Where to compare; everywhere when not connected.

        Returns:
            1 for equal pictures, about 0 for unrelated ones.
        """
        from graph_nodes.metric._likeness import signals, ssim

        return ssim(*signals(image, reference, mask))
