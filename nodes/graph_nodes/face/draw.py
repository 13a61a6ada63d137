"""Draw boxes, landmarks and poses of faces over a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from graph_core import Color, Face, Faces, Image, Node, Param

if TYPE_CHECKING:
    from graph_nodes.face._draw import Sheet

_AXES = ((1.0, 0.05, 0.05), (0.05, 1.0, 0.05), (0.1, 0.2, 1.0))


class Draw(Node, id="face.draw", version=1, device="cpu"):
    """Draw boxes, landmarks and poses of faces over a picture, to check them.

    The pose is drawn from between the eyes: red to the person's left, green down, blue the way the face looks.
    """

    landmarks: Literal["none", "68", "478"] = Param("68", help="Which landmarks are drawn as dots.")
    lines: Literal["none", "contours", "mesh"] = Param(
        "none", help="Outlines of face, lips, eyes, brows and irises, or every edge of the mesh."
    )
    numbers: bool = Param(False, help="Writes its number beside every landmark drawn.")
    box: bool = Param(True, help="Draws the box, with the track number and the score above it.")
    pose: bool = Param(True, help="Draws the axes of heads whose pose is known.")
    color: Color = Param(Color(0.1, 1.0, 0.2), help="Colour of all but the pose.")
    size: float = Param(1.5, ge=0.25, soft_max=8, unit="px", help="Radius of the dots; lines are as wide.")

    def process(self, image: Image, faces: Faces) -> Image:
        """
        Args:
            image: Picture to draw over.
            faces: What to draw.

        Returns:
            The picture with the drawing over it.
        """
        if not len(faces):
            return image
        from graph_nodes.face._draw import Sheet

        marks, axes = Sheet(image.width, image.height), [Sheet(image.width, image.height) for _ in _AXES]
        for face in faces:
            self._mark(marks, face)
            if self.pose:
                self._point(axes, face)
        result = _laid_over(image, marks, (*self.color[:3],), self.color.alpha)
        for sheet, color in zip(axes, _AXES, strict=True):
            result = _laid_over(result, sheet, color, 1.0)
        return result

    def _mark(self, sheet: Sheet, face: Face) -> None:
        import numpy as np

        from graph_nodes.face._draw import contours, mesh_edges

        width = round(self.size)
        if self.lines == "contours":
            sheet.lines(contours(face.landmarks478), width, closed=True)
        elif self.lines == "mesh":
            sheet.lines(mesh_edges(face.landmarks478), width)
        points = {"68": face.landmarks68, "478": face.landmarks478}.get(self.landmarks, face.landmarks68[:0])
        sheet.dots(points, self.size)
        if self.numbers:
            for number, point in enumerate(points):
                sheet.text(str(number), point[:2] + self.size, 7)
        if self.box:
            left, top, right, bottom = face.box.tolist()
            sheet.lines([np.array([(left, top), (right, top), (right, bottom), (left, bottom)])], width, closed=True)
            label = f"#{face.track}  {face.score:.2f}" if face.track >= 0 else f"{face.score:.2f}"
            sheet.text(label, np.array([left, top - 2 * width - 2]), 10)

    def _point(self, sheets: list[Sheet], face: Face) -> None:
        import numpy as np

        from graph_nodes.face._draw import axes_of
        from graph_nodes.face._pose import rotation_of

        if face.pose is None:
            return
        origin = face.landmarks68[36:48].mean(axis=0)
        length = float(np.hypot(*(face.box[2:] - face.box[:2]))) * 0.35
        for sheet, path in zip(sheets, axes_of(rotation_of(face.pose.angles), origin, length), strict=True):
            sheet.lines([path], round(2 * self.size))


def _laid_over(image: Image, sheet: Sheet, color: tuple[float, float, float], opacity: float) -> Image:
    import torch

    coverage = torch.from_numpy(sheet.coverage)[None].to(image.pixels) * opacity
    paint = image.pixels.new_tensor((*color, 1.0)[: image.pixels.shape[0]])[:, None, None]
    return Image(image.pixels.lerp(paint.expand_as(image.pixels), coverage))
