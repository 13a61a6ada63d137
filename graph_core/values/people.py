"""Values that describe people: faces, bodies, expressions, poses, identities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from graph_core.values._value import Value, scaled_px

if TYPE_CHECKING:
    import torch

__all__ = [
    "ARKIT_NAMES",
    "Alignment",
    "Body",
    "Camera",
    "Expression",
    "Face",
    "Faces",
    "HeadPose",
    "Identity",
    "Latent",
    "Mesh",
]

Floats = NDArray[np.float32]

ARKIT_NAMES = (
    "browDownLeft", "browDownRight", "browInnerUp", "browOuterUpLeft", "browOuterUpRight",
    "cheekPuff", "cheekSquintLeft", "cheekSquintRight",
    "eyeBlinkLeft", "eyeBlinkRight", "eyeLookDownLeft", "eyeLookDownRight", "eyeLookInLeft",
    "eyeLookInRight", "eyeLookOutLeft", "eyeLookOutRight", "eyeLookUpLeft", "eyeLookUpRight",
    "eyeSquintLeft", "eyeSquintRight", "eyeWideLeft", "eyeWideRight",
    "jawForward", "jawLeft", "jawOpen", "jawRight",
    "mouthClose", "mouthDimpleLeft", "mouthDimpleRight", "mouthFrownLeft", "mouthFrownRight",
    "mouthFunnel", "mouthLeft", "mouthLowerDownLeft", "mouthLowerDownRight", "mouthPressLeft",
    "mouthPressRight", "mouthPucker", "mouthRight", "mouthRollLower", "mouthRollUpper",
    "mouthShrugLower", "mouthShrugUpper", "mouthSmileLeft", "mouthSmileRight", "mouthStretchLeft",
    "mouthStretchRight", "mouthUpperUpLeft", "mouthUpperUpRight",
    "noseSneerLeft", "noseSneerRight", "tongueOut",
)  # fmt: skip
"""The 52 blendshapes of Apple's ARKit face tracking, in alphabetical order."""


@dataclass(frozen=True, eq=False)
class HeadPose(Value):
    """Rotation and translation of a head.

    Attributes:
        angles: `(3,)` yaw, pitch, roll in radians; yaw > 0 turns to the person's left (picture's
            right), pitch > 0 looks down, roll > 0 tilts clockwise in the picture.
        translation: `(3,)` in millimetres, camera space: x right, y down, z away.
    """

    angles: Floats
    translation: Floats


@dataclass(frozen=True, eq=False)
class Expression(Value):
    """Blendshape weights in [0, 1], ordered as `ARKIT_NAMES`: `(52,)`."""

    weights: Floats

    def weight(self, name: str) -> float:
        """Return the weight of one blendshape by its ARKit name."""
        return float(self.weights[ARKIT_NAMES.index(name)])


@dataclass(frozen=True, eq=False)
class Face(Value):
    """One face at one frame. Pixel centres lie at +0.5, y points down.

    Attributes:
        box: `(4,)` left, top, right, bottom in px.
        landmarks478: `(478, 3)` x, y in px and relative depth in px (smaller is nearer), in the order
            of MediaPipe's face mesh with irises.
        landmarks68: `(68, 2)` in px, iBUG 300-W order.
        score: Confidence in [0, 1].
        track: Number that stays with a person from frame to frame; -1 when not tracked.
        pose: Head pose when known.
        expression: Blendshapes when known.
        visible478: `(478,)` whether nothing hides each landmark, when known.
        visible68: `(68,)` the same of the others.
    """

    box: Floats
    landmarks478: Floats
    landmarks68: Floats
    score: float = 1.0
    track: int = -1
    pose: HeadPose | None = None
    expression: Expression | None = None
    visible478: NDArray[np.bool_] | None = None
    visible68: NDArray[np.bool_] | None = None

    def scaled(self, scale: float) -> Self:
        """Return the face as it lies in a picture of another scale."""
        by = np.float32(scale)
        box, mesh, points = self.box * by, self.landmarks478 * by, self.landmarks68 * by
        return replace(self, box=box, landmarks478=mesh, landmarks68=points)

    def validate(self) -> None:
        """Check the shapes and that every coordinate is finite."""
        for name, shape in (("box", (4,)), ("landmarks478", (478, 3)), ("landmarks68", (68, 2))):
            array = getattr(self, name)
            if array.shape != shape:
                raise ValueError(f"Face {name} must be {shape}, not {array.shape}")
            if not np.isfinite(array).all():
                raise ValueError(f"Face {name} holds NaN or infinity")


@dataclass(frozen=True, eq=False)
class Faces(Value):
    """The faces of one frame, largest first, in a picture of `width` x `height` px."""

    faces: tuple[Face, ...]
    width: int
    height: int

    def __len__(self) -> int:
        """Return how many faces there are."""
        return len(self.faces)

    def __iter__(self) -> Iterator[Face]:
        """Iterate over the faces, largest first."""
        return iter(self.faces)

    def scaled(self, scale: float) -> Self:
        """Return the faces as they lie in a picture of another scale."""
        faces = tuple(face.scaled(scale) for face in self.faces)
        return replace(self, faces=faces, width=scaled_px(self.width, scale), height=scaled_px(self.height, scale))

    def validate(self) -> None:
        """Check every face."""
        for face in self.faces:
            face.validate()


@dataclass(frozen=True, eq=False)
class Alignment(Value):
    """How a square crop was cut out of a plate, so that it can be put back exactly.

    An alignment of `size` 0 says that there was no face: the crop is empty and nothing is to be put back.

    Attributes:
        matrix: `(2, 3)` float64, takes plate px to crop px; in both, pixel centres lie at +0.5.
        size: Width and height of the crop in px; 0 when there was no face.
        template: What the face was fitted to, such as "arcface".
    """

    matrix: NDArray[np.float64]
    size: int
    template: str

    @property
    def is_empty(self) -> bool:
        """Whether there was no face to align."""
        return self.size == 0

    @property
    def inverse(self) -> NDArray[np.float64]:
        """`(2, 3)`, takes crop px to plate px."""
        back = np.linalg.inv(self.matrix[:, :2])
        return np.concatenate([back, -back @ self.matrix[:, 2:]], axis=1)

    def to_crop(self, points: Floats) -> Floats:
        """Take points `(..., 2)` from plate px to crop px."""
        moved: Floats = (points @ self.matrix[:, :2].T + self.matrix[:, 2]).astype(np.float32)
        return moved

    def to_plate(self, points: Floats) -> Floats:
        """Take points `(..., 2)` from crop px to plate px."""
        inverse = self.inverse
        moved: Floats = (points @ inverse[:, :2].T + inverse[:, 2]).astype(np.float32)
        return moved

    def scaled(self, scale: float) -> Self:
        """Return how a smaller crop lies in a smaller plate."""
        if self.is_empty:
            return self
        matrix = np.concatenate([self.matrix[:, :2], self.matrix[:, 2:] * scale], axis=1)
        return replace(self, matrix=matrix, size=scaled_px(self.size, scale))

    def validate(self) -> None:
        """Check the shape, that it is finite and can be undone."""
        if self.matrix.shape != (2, 3) or not np.isfinite(self.matrix).all():
            raise ValueError(f"Alignment matrix must be (2, 3) and finite, not {self.matrix.tolist()}")
        if not self.is_empty and abs(np.linalg.det(self.matrix[:, :2])) < 1e-12:
            raise ValueError("Alignment matrix cannot be inverted")


@dataclass(frozen=True, eq=False)
class Body(Value):
    """Joints of one body, COCO order with neck.

    Attributes:
        joints: `(18, 3)` x, y in px and visibility in [0, 1].
        places: `(18, 3)` in mm, camera space: x right, y down, z away; when known.
    """

    joints: Floats
    places: Floats | None = None

    def scaled(self, scale: float) -> Self:
        """Return the joints as they lie in a picture of another scale."""
        return replace(self, joints=self.joints * np.array([scale, scale, 1], np.float32))


@dataclass(frozen=True, eq=False)
class Identity(Value):
    """Who somebody is: a unit-length embedding `(D,)` of the named space."""

    embedding: Floats
    space: str


@dataclass(frozen=True, eq=False)
class Latent(Value):
    """A generator's latent code, of the named space."""

    code: torch.Tensor
    space: str


@dataclass(frozen=True, eq=False)
class Mesh(Value):
    """A triangle mesh.

    Attributes:
        vertices: `(V, 3)`.
        triangles: `(T, 3)` vertex numbers.
        uv: `(V, 2)` in [0, 1], or None.
    """

    vertices: Floats
    triangles: NDArray[np.int32]
    uv: Floats | None = None


@dataclass(frozen=True, eq=False)
class Camera(Value):
    """A pinhole camera with radial distortion.

    Attributes:
        focal_px: Focal length in px.
        centre_px: `(2,)` principal point.
        distortion: `(2,)` Brown-Conrady k1, k2.
    """

    focal_px: float
    centre_px: Floats
    distortion: Floats

    def scaled(self, scale: float) -> Self:
        """Return the camera as it takes a picture of another scale."""
        return replace(self, focal_px=self.focal_px * scale, centre_px=self.centre_px * np.float32(scale))
