"""Pin the corners of a picture to four places."""

from typing import Literal, TypeVar

from graph_core import ExecutionError, Node, Param, Point, Raster

Picture = TypeVar("Picture", bound=Raster)


class CornerPin(Node, id="transform.corner_pin", version=1):
    """Pin the corners of a picture to four places, in perspective.

    Puts a picture on a screen or a wall, or straightens one with `invert`.
    """

    top_left: Point = Param(Point(0.0, 0.0), unit="px", help="Where the top left corner goes.")
    top_right: Point = Param(Point(0.0, 0.0), unit="px", help="Where the top right corner goes.")
    bottom_right: Point = Param(Point(0.0, 0.0), unit="px", help="Where the bottom right corner goes.")
    bottom_left: Point = Param(Point(0.0, 0.0), unit="px", help="Where the bottom left corner goes.")
    relative: bool = Param(
        True, help="Places count from where each corner was. Off: from the picture's top left, as trackers give them."
    )
    invert: bool = Param(False, help="Bring the four places to the corners instead: straighten what is seen there.")
    filter: Literal["nearest", "linear", "cubic", "lanczos"] = Param(
        "cubic", help="From hard pixels to the sharpest; lanczos may ring at hard edges."
    )
    edges: Literal["transparent", "repeat"] = Param(
        "transparent", help="What appears beside the picture: nothing, or its edge pixels."
    )

    def process(self, image: Picture) -> Picture:
        """Pin a picture.

        Args:
            image: A picture, matte, depth or label map; not motion.

        Returns:
            The same at the same format. An opaque picture that no longer covers it becomes RGBA.
        """
        import numpy as np

        from graph_nodes.transform._place import place
        from graph_nodes.transform._warp import homography

        width, height = image.width, image.height
        corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64)
        goals = np.array([self.top_left, self.top_right, self.bottom_right, self.bottom_left])
        if self.relative:
            goals = goals + corners
        try:
            matrix = homography(goals, corners) if self.invert else homography(corners, goals)
        except ValueError as error:
            raise ExecutionError(f"The picture cannot be pinned: {error}.", hint="move the corners apart") from None
        return place(image, matrix, (height, width), self.filter, self.edges)
