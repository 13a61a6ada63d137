"""Calm the landmarks of faces without delaying them."""

from dataclasses import replace
from typing import Literal

from graph_core import Face, Faces, Node, Param, Window


class Smooth(Node, id="face.smooth", version=1):
    """Calm the landmarks of faces without delaying them.

    Each landmark becomes a weighted mean of itself in the frames before and after, so a pasted face does not swim and
    does not lag. Faces are followed by their track number, from face.track, or by their place when they have none;
    smoothing stops at a gap and at a cut. On detected faces of talking people a size of 1 leaves 30 to 40 % of the
    jitter (the root mean square of the second difference). For a live camera, which cannot look ahead, use
    face.one_euro. Put face.pose and face.expression after it.
    """

    method: Literal["gaussian", "keep peaks"] = Param(
        "gaussian", help="Gaussian is calmest; keep peaks leaves blinks and plosives their full height."
    )
    size: float = Param(
        1.0, ge=0, le=20, soft_max=5, unit="frames", help="Higher is calmer and follows quick motion less."
    )

    def input_frames(self, port: str, frame: int) -> tuple[int, ...]:
        """Ask for three times the size to either side."""
        from graph_nodes.face._smooth import radius_of

        radius = radius_of(self.size)
        return tuple(range(frame - radius, frame + radius + 1))

    def process(self, faces: Window[Faces]) -> Faces:
        """
        Args:
            faces: Detected faces, best with track numbers.

        Returns:
            The faces of the middle frame with calmer boxes and landmarks.
        """
        from graph_nodes.face._smooth import without_held

        centre = faces.centre
        if self.size == 0 or not len(centre):
            return centre
        window, middle = without_held(faces.values, faces.before)
        return replace(centre, faces=tuple(self._calm(face, window, middle) for face in centre))

    def _calm(self, face: Face, window: tuple[Faces, ...], middle: int) -> Face:
        from graph_nodes.face._smooth import kernel, run_around, smoothed

        run, place = run_around(face, window, middle)
        if len(run) == 1:
            return face
        weights = kernel(self.method, self.size, place, len(run) - 1 - place)
        return replace(
            face,
            box=smoothed([one.box for one in run], weights),
            landmarks478=smoothed([one.landmarks478 for one in run], weights),
            landmarks68=smoothed([one.landmarks68 for one in run], weights),
        )
