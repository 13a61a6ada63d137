"""Calm the landmarks of faces as they come in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from graph_core import Context, Face, Faces, Node, Param, Stream

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class OneEuro(Node, id="face.one_euro", version=1, uses=("fps",)):
    """Calm the landmarks of faces as they come in.

    For live cameras: it looks back only, so what it calms also lags (0.7 frames at the defaults and 30 fps). For
    recorded footage face.smooth is calmer and does not lag. A point at rest is low-passed at `min_cutoff`; the
    cut-off rises by `beta` Hz for each distance between the eyes travelled per second. Faces are followed by their
    track number, or by their place when they have none; a new number, as after a cut, starts afresh.
    """

    min_cutoff: float = Param(
        3.0, gt=0, soft_max=10, unit="Hz", help="Lower is calmer while the head is still, and lags more."
    )
    beta: float = Param(5.0, ge=0, soft_max=20, help="Higher follows fast motion more closely and lets jitter through.")

    def process(self, faces: Stream[Faces], *, ctx: Context) -> Iterator[Faces]:
        """
        Args:
            faces: Detected faces, best with track numbers.

        Returns:
            The same faces with calmer boxes and landmarks.
        """
        import numpy as np

        from graph_nodes.face import _one_euro

        followed: list[dict[str, Any]] = faces.state or []
        for current in faces:
            seen: list[dict[str, Any]] = []
            calm = []
            for face in current:
                before = _find(face, followed, seen, faces.frame)
                filtering = _one_euro.OneEuro(before["filter"] if before else None)
                elapsed = (faces.frame - before["frame"]) / float(ctx.fps) if before else 0.0
                scale = max(float(np.linalg.norm(face.landmarks68[36] - face.landmarks68[45])), 1e-3)
                points = filtering.step(
                    _points(face), elapsed, scale, min_cutoff=self.min_cutoff, beta=self.beta
                ).astype(np.float32)
                calm.append(
                    replace(
                        face,
                        landmarks478=points[:478],
                        landmarks68=points[478:546, :2],
                        box=points[546:, :2].reshape(4),
                    )
                )
                seen.append(
                    {"track": face.track, "box": face.box, "frame": faces.frame, "filter": filtering.as_state()}
                )
            kept = {entry["track"] for entry in seen}
            waiting = [entry for entry in followed if entry["track"] >= 0 and entry["track"] not in kept]
            followed = seen + [entry for entry in waiting if faces.frame - entry["frame"] < float(ctx.fps)]
            faces.state = followed
            yield replace(current, faces=tuple(calm))


def _points(face: Face) -> NDArray[np.float32]:
    """Return all that is filtered as points `(548, 3)`: both sets of landmarks and the corners of the box."""
    import numpy as np

    flat = np.concatenate([face.landmarks68, face.box.reshape(2, 2)])
    return np.concatenate([face.landmarks478, np.pad(flat, ((0, 0), (0, 1)))])


def _find(face: Face, followed: list[dict[str, Any]], taken: list[dict[str, Any]], frame: int) -> dict[str, Any] | None:
    """Return what was kept of a face: by its number, or of the frame before by its box."""
    from graph_nodes.face._tracking import overlap

    if face.track >= 0:
        return next((entry for entry in followed if entry["track"] == face.track), None)
    near = [entry for entry in followed if entry["track"] < 0 and entry["frame"] == frame - 1]
    best = max(near, key=lambda entry: overlap(entry["box"], face.box), default=None)
    return best if best is not None and overlap(best["box"], face.box) > 0.3 else None
