"""Number the faces of a shot so that a number stays with a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from graph_core import Faces, Image, Node, Param, Stream

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Track(Node, id="face.track", version=1, device="cpu"):
    """Number the faces of a shot so that a number stays with a person.

    A face is the same as in the frame before when it lies where that one was heading, is about as large and has
    nearly the same shape. One that was hidden for a while gets its number back; while it is hidden it is absent,
    never invented. After a cut all numbers are new: with a plate connected cuts are seen in the picture, without one
    in the jump of the landmarks.
    """

    memory: int = Param(
        15, ge=0, soft_max=100, unit="frames", help="How long a hidden face keeps its number before it gets a new one."
    )
    reach: float = Param(
        0.5, gt=0, soft_max=2, help="How far a face may move from frame to frame, in face sizes; raise for fast motion."
    )

    def process(self, faces: Stream[Faces], plate: Stream[Image] | None = None) -> Iterator[Faces]:
        """
        Args:
            faces: Detected faces.
            plate: The picture, to see cuts and to tell people apart by their looks.

        Returns:
            The same faces, with their track numbers.
        """
        import numpy as np

        from graph_nodes.face._tracking import CutDetector, assign, followed
        from graph_nodes.face._tracking import Track as Followed

        state = faces.state or {"tracks": [], "next": 1, "cuts": {}}
        tracks = [Followed(**entry) for entry in state["tracks"]]
        cuts, following = CutDetector(state["cuts"]), state["next"]
        for current in faces:
            frame = faces.frame
            looks = [np.zeros(0, np.float32)] * len(current)
            if plate is not None:
                picture = next(plate)
                if cuts.is_cut(_thumbnail(picture)):
                    tracks = []
                looks = [_look(picture, face.landmarks68) for face in current]
            numbered = []
            for face, look, track in zip(
                current, looks, assign(tracks, current.faces, looks, frame, self.reach), strict=True
            ):
                number = track.number if track else following
                following += track is None
                tracks = [other for other in tracks if other is not track]
                tracks.append(followed(track, number, face, look, frame))
                numbered.append(replace(face, track=number))
            tracks = [track for track in tracks if frame - track.frame <= self.memory]
            faces.state = {
                "tracks": [track.as_state() for track in tracks],
                "next": following,
                "cuts": cuts.as_state(),
            }
            yield replace(current, faces=tuple(numbered))


def _thumbnail(picture: Image) -> NDArray[np.float32]:
    """Return the picture as `(3, 18, 32)` with display-like values."""
    from torch.nn import functional

    small = functional.adaptive_avg_pool2d(picture.rgb.float(), (18, 32))
    thumbnail: NDArray[Any] = small.clamp(0, 1).sqrt().cpu().numpy()
    return thumbnail


def _look(picture: Image, landmarks68: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a small aligned picture of a face, without its mean and of unit length: `(432,)`."""
    import numpy as np

    from graph_core import Alignment
    from graph_nodes.face._align import fit_template, resample

    alignment = Alignment(fit_template(landmarks68, "whole_face", 12), 12, "whole_face")
    small = resample(picture.rgb, alignment.inverse, 12, 12, repeat_edge=True)
    values = small.float().clamp(0, 1).sqrt().cpu().numpy().reshape(-1)
    values = values - values.mean()
    look: NDArray[np.float32] = values / max(float(np.linalg.norm(values)), 1e-6)
    return look
