"""Stack any number of pictures."""

from graph_core import ExecutionError, Image, Node


class Layers(Node, id="merge.layers", version=1):
    """Stack any number of pictures, the first at the bottom.

    Each lies over those before it: A + B(1-a).
    """

    def process(self, *layers: Image) -> Image:
        """Stack pictures.

        Args:
            layers: Pictures from bottom to top, of the same size.

        Returns:
            All of them merged; RGB when any is opaque.
        """
        from graph_nodes.merge._algebra import stack
        from graph_nodes.merge._mix import require_same_size

        if not layers:
            raise ExecutionError("There are no layers to stack.", hint="connect at least one picture")
        require_same_size(**{f"layers[{place}]": layer for place, layer in enumerate(layers)})
        pixels = stack([layer.pixels for layer in layers])
        return next((layer for layer in layers if layer.pixels is pixels), None) or Image(pixels)
