"""Build a picture from channels of two others."""

from typing import Literal

from graph_core import ExecutionError, Image, Node, Param

Source = Literal["a.red", "a.green", "a.blue", "a.alpha", "b.red", "b.green", "b.blue", "b.alpha", "black", "white"]


class Shuffle(Node, id="merge.shuffle", version=1):
    """Build a picture from channels of two others.

    Channels are copied as they are: premultiplied stays premultiplied. To give a picture a new alpha, use
    matte.apply, which premultiplies.
    """

    red: Source = Param("a.red", help="What becomes the red channel.")
    green: Source = Param("a.green", help="What becomes the green channel.")
    blue: Source = Param("a.blue", help="What becomes the blue channel.")
    alpha: Source = Param("a.alpha", help="What becomes the alpha; white makes the picture opaque.")

    def process(self, a: Image, b: Image | None = None) -> Image:
        """Shuffle channels.

        Args:
            a: First picture.
            b: Second picture, of the same size; only needed when one of its channels is used.

        Returns:
            RGBA, or RGB when the alpha is white or that of an opaque picture. A colour that becomes the alpha is cut
            to 0 to 1.
        """
        import torch

        from graph_nodes.merge._mix import require_same_size

        require_same_size(a=a, b=b)
        pictures = {"a": a, "b": b}
        channels = []
        for choice in (self.red, self.green, self.blue, self.alpha):
            name, _, channel = choice.partition(".")
            if not channel:
                channels.append(torch.full_like(a.pixels[:1], choice == "white"))
                continue
            picture = pictures[name]
            if picture is None:
                raise ExecutionError(f"Shuffle takes {choice}, but b is not connected.", hint="connect b")
            place = ("red", "green", "blue", "alpha").index(channel)
            channels.append(picture.alpha if channel == "alpha" else picture.pixels[place : place + 1])
        name, _, channel = self.alpha.partition(".")
        source = pictures.get(name)
        is_opaque = self.alpha == "white" or (channel == "alpha" and source is not None and not source.has_alpha)
        return Image(torch.cat(channels[:3] if is_opaque else [*channels[:3], channels[3].clamp(0, 1)]))
