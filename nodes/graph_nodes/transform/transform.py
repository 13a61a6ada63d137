"""Move, turn and scale a picture."""

from typing import Literal, TypeVar

from graph_core import Node, Param, Point, Raster

Picture = TypeVar("Picture", bound=Raster)


class Transform(Node, id="transform.transform", version=1):
    """Move, turn and scale a picture.

    First scaled and turned about the pivot, then moved. Resampled once; where it shrinks, fine detail is averaged
    instead of shimmering.
    """

    translate: Point = Param(Point(0.0, 0.0), unit="px", help="How far to the right and down it moves.")
    rotate: float = Param(0.0, soft_min=-180, soft_max=180, unit="degrees", help="How far it turns, counter-clockwise.")
    scale: float = Param(1.0, gt=0, soft_max=4, help="How large it becomes: 2 is twice as wide and high.")
    stretch: float = Param(1.0, gt=0, soft_max=4, help="How much wider it becomes than `scale` says.")
    pivot: Point = Param(
        Point(0.0, 0.0), unit="px", help="What stays in place, counted right and down from the picture's middle."
    )
    invert: bool = Param(False, help="Do the opposite: bring back what these knobs would move away.")
    filter: Literal["nearest", "linear", "cubic", "lanczos"] = Param(
        "cubic", help="From hard pixels to the sharpest; lanczos may ring at hard edges."
    )
    edges: Literal["transparent", "repeat"] = Param(
        "transparent", help="What appears where the picture has moved away: nothing, or its edge pixels."
    )

    def process(self, image: Picture) -> Picture:
        """Transform a picture.

        Args:
            image: A picture, matte, depth or label map; not motion.

        Returns:
            The same at the same format. An opaque picture that no longer covers it becomes RGBA.
        """
        import numpy as np

        from graph_nodes.transform._place import place
        from graph_nodes.transform._warp import placement

        matrix = placement(
            image.width,
            image.height,
            translate=self.translate,
            rotate=self.rotate,
            scale=(self.scale * self.stretch, self.scale),
            pivot=self.pivot,
        )
        matrix = np.linalg.inv(matrix) if self.invert else matrix
        return place(image, matrix, (image.height, image.width), self.filter, self.edges)
