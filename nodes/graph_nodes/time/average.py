"""Average all frames of a shot."""

from graph_core import Image, Node, Stream


class Average(Node, id="time.average", version=1):
    """Average all frames: grain goes, what stands still stays.

    The mean of a locked-off shot is a clean plate of everything that does not move.
    """

    def process(self, image: Stream[Image]) -> Image:
        """
        Args:
            image: Clip to average.

        Returns:
            One picture for the whole shot; RGBA when any frame is.
        """
        import torch

        from graph_nodes.time._mean import same_size

        first = next(image)
        total, count = first.pixels.to(torch.float64), 1
        for picture in image:
            same_size((first, picture))
            if picture.has_alpha and len(total) == 3:
                total = torch.cat([total, torch.full_like(total[:1], count)])
            total += (picture.with_alpha() if len(total) == 4 else picture).pixels
            count += 1
        return Image((total / count).to(first.pixels.dtype))
