"""Keep one face of several."""

from dataclasses import replace
from typing import Literal

from graph_core import Context, Face, Faces, Node, Param, Point


class Select(Node, id="face.select", version=1):
    """Keep one face of several, for nodes that work on one."""

    by: Literal["largest", "track", "position", "score"] = Param(
        "largest", help="Which face stays: the largest, a numbered one, the one nearest to a place, or the surest."
    )
    track: int = Param(1, ge=0, soft_max=20, help="Number from face.track of the face that stays, when by is track.")
    position: Point = Param(
        Point(0, 0), help="The face whose box has its middle nearest to this place stays, when by is position."
    )

    def process(self, faces: Faces, *, ctx: Context) -> Faces:
        """
        Args:
            faces: Faces of one frame.

        Returns:
            The chosen face alone; none when it is not there.
        """
        if not len(faces):
            return faces
        if self.by == "track":
            chosen = next((face for face in faces if face.track == self.track), None)
            if chosen is None:
                ctx.report(f"no face with the number {self.track}")
                return replace(faces, faces=())
        elif self.by == "position":
            chosen = min(faces, key=self._distance)
        elif self.by == "score":
            chosen = max(faces, key=lambda face: face.score)
        else:
            chosen = max(faces, key=_area)
        return faces if len(faces) == 1 else replace(faces, faces=(chosen,))

    def _distance(self, face: Face) -> float:
        left, top, right, bottom = face.box.tolist()
        return float(((left + right) / 2 - self.position.x) ** 2 + ((top + bottom) / 2 - self.position.y) ** 2)


def _area(face: Face) -> float:
    left, top, right, bottom = face.box.tolist()
    return float((right - left) * (bottom - top))
