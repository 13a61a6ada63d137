"""Measure the peak signal-to-noise ratio."""

from graph_core import Image, Matte, Node


class Psnr(Node, id="metric.psnr", version=1):
    """Measure how far a picture is from a reference, in decibels.

    Peak signal-to-noise ratio of the sRGB signal: `-10 log10(mean squared difference)`.
    """

    def process(self, image: Image, reference: Image, mask: Matte | None = None) -> float:
        """
        Args:
            image: Picture to judge.
            reference: What it should look like, of the same size.
            mask: Where to compare; everywhere when not connected.

        Returns:
            Higher is closer; 100 for equal pictures.
        """
        from graph_nodes.metric._likeness import psnr, signals

        return psnr(*signals(image, reference, mask))
