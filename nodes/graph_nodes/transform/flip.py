"""Mirror a picture."""

from typing import TypeVar

from graph_core import Node, Param, Raster

Picture = TypeVar("Picture", bound=Raster)


class Flip(Node, id="transform.flip", version=1):
    """Mirror a picture."""

    horizontal: bool = Param(True, help="Left becomes right, as in a mirror.")
    vertical: bool = Param(False, help="Top becomes bottom.")

    def process(self, image: Picture) -> Picture:
        """Flip a picture.

        Args:
            image: A picture, matte, depth or label map; not motion.

        Returns:
            The same, mirrored.
        """
        from dataclasses import replace

        from graph_nodes.transform._place import refuse_flow

        refuse_flow(image)
        axes = [axis for axis, is_flipped in ((1, self.vertical), (2, self.horizontal)) if is_flipped]
        return replace(image, pixels=image.pixels.flip(axes)) if axes else image
