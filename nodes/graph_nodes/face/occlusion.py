"""Find what comes in front of a face: a hand, a microphone, hair."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_core import Face, Faces, Image, Matte, Node, Param, Stream, landmarks68_from_478


class Uncovered(NamedTuple):
    """What `Occlusion` makes.

    Attributes:
        matte: What is in front of the faces; black without a face.
        faces: The faces, with landmarks that stay on the head where it is hidden.
    """

    matte: Matte
    faces: Faces


class Occlusion(Node, id="face.occlusion", version=1, device="cpu"):
    """Find what comes in front of a face.

    For every tracked face it is remembered how each place on the skin usually looks, following the light;
    what departs from that, holds together and comes in from the outside is an occluder. No model is needed
    and nothing flickers on a bare face, but the face must be bare when it is first seen, and a hand of the
    very colour of the cheek behind it is seen only in part: connect `hands` when there is a detector.
    Detectors lose their way on a face that is half hidden; the landmarks that come out follow what can still
    be seen of it, so use them for all that comes after.
    """

    sensitivity: float = Param(
        1.0, gt=0, le=4, soft_min=0.5, soft_max=2, help="Higher finds fainter occluders, and takes folds for some."
    )
    hair: bool = Param(True, help="Hair over forehead and temples counts as well.")
    feather: float = Param(
        1.0, ge=0, le=20, soft_max=5, unit="%", help="Softness of the edge, in % of the face's width."
    )
    patience: int = Param(
        0, ge=0, soft_max=500, unit="frames", help="Take what stays this long for a part of the face; 0 never does."
    )

    def process(
        self,
        plate: Stream[Image],
        faces: Stream[Faces],
        hands: Stream[Matte] | None = None,
    ) -> Iterator[Uncovered]:
        """
        Args:
            plate: Clip with faces.
            faces: Faces of the clip; track numbers keep several people apart.
            hands: Matte of hands or anything else known to be in front.

        Yields:
            The matte of what is in front, and the faces.
        """
        import torch

        from graph_nodes.face._in_front import Person, draw_in_front, look, watch_hair
        from graph_nodes.face._memory import Sensitivity

        sensitivity = Sensitivity(2.0 / self.sensitivity, patience=self.patience)
        people = {name: Person.of_state(state) for name, state in (plate.state or {}).items()}
        for image in plate:
            found = next(faces)
            known = next(hands).pixels.float() if hands is not None else None
            covered = None if known is None else known.numpy()
            picture = image.rgb.float().numpy()
            pixels = torch.zeros((1, image.height, image.width))
            settled = []
            for number, face in enumerate(found):
                name = str(face.track) if face.track >= 0 else f"untracked {number}"
                person = look(people.get(name), picture, face.landmarks478, sensitivity, covered)
                people[name] = person = watch_hair(person, picture) if self.hair else person
                settled.append(_with_landmarks(face, person.points))
                (left, top, right, bottom), drawn = draw_in_front(person, picture, self.hair, self.feather / 100)
                part = pixels[0, top:bottom, left:right]
                torch.maximum(part, torch.from_numpy(drawn), out=part)
            plate.state = {name: person.to_state() for name, person in people.items()}
            if known is not None:
                pixels = torch.maximum(pixels, known)
            yield Uncovered(Matte(pixels), replace(found, faces=tuple(settled)))


def _with_landmarks(face: Face, points: NDArray[np.float32]) -> Face:
    if points is face.landmarks478:
        return face
    shift = points[:468, :2].mean(axis=0) - face.landmarks478[:468, :2].mean(axis=0)
    box = (face.box + np.concatenate([shift, shift])).astype(np.float32)
    return replace(face, box=box, landmarks478=points, landmarks68=landmarks68_from_478(points))
