"""Bring a picture to a format."""

from typing import Literal, TypeVar

from graph_core import Context, Node, Param, Raster

Picture = TypeVar("Picture", bound=Raster)


class Resize(Node, id="transform.resize", version=1, uses=("format",)):
    """Bring a picture to a format.

    The picture is scaled about its middle. Where it shrinks, fine detail is averaged instead of shimmering.
    """

    width: int = Param(0, ge=0, le=16384, unit="px", help="Width of the result; 0 takes the project's.")
    height: int = Param(0, ge=0, le=16384, unit="px", help="Height of the result; 0 takes the project's.")
    mode: Literal["fit", "fill", "stretch", "width", "height", "none"] = Param(
        "fit",
        help="fit shows all of the picture, fill leaves no gap and cuts what sticks out, stretch changes its "
        "proportions; width and height bring that side to size; none keeps the pixels.",
    )
    filter: Literal["nearest", "linear", "cubic", "lanczos"] = Param(
        "cubic", help="From hard pixels to the sharpest; lanczos may ring at hard edges."
    )
    edges: Literal["transparent", "repeat"] = Param(
        "transparent", help="What fills a gap: nothing, or the picture's edge pixels."
    )

    def process(self, image: Picture, *, ctx: Context) -> Picture:
        """Resize a picture.

        Args:
            image: A picture, matte, depth or label map; not motion.

        Returns:
            The same at the new format. An opaque picture with gaps beside it becomes RGBA.
        """
        import numpy as np

        from graph_nodes.transform._place import place

        width, height = self.width or ctx.format.width, self.height or ctx.format.height
        across, down = width / image.width, height / image.height
        scale = {
            "fit": (min(across, down),) * 2,
            "fill": (max(across, down),) * 2,
            "stretch": (across, down),
            "width": (across, across),
            "height": (down, down),
            "none": (1.0, 1.0),
        }[self.mode]
        matrix = np.diag([*scale, 1.0])
        matrix[0, 2] = (width - image.width * scale[0]) / 2
        matrix[1, 2] = (height - image.height * scale[1]) / 2
        if self.mode == "none":
            matrix[:2, 2] = np.floor(matrix[:2, 2])
        return place(image, matrix, (height, width), self.filter, self.edges)
