"""Film the performer: a picture with everything that is true of it."""

from collections.abc import Hashable
from typing import NamedTuple

from graph_core import (
    Boundary,
    Camera,
    Context,
    Depth,
    Expression,
    Faces,
    Flow,
    HeadPose,
    Image,
    Latent,
    Matte,
    Mesh,
    Node,
    Param,
    Parsing,
    Window,
)
from graph_plugin_performer._names import Backdrop, Occluding


class Filmed(NamedTuple):
    """A picture and its truth."""

    image: Image
    clean: Image
    matte: Matte
    occluder: Matte
    faces: Faces
    parsing: Parsing
    boundary: Boundary
    depth: Depth
    normals: Image
    uv: Image
    albedo: Image
    flow: Flow
    mesh: Mesh
    expression64: Latent
    pose: HeadPose
    light: Latent
    camera: Camera


class Render(Node, id="performer.render", version=1, uses=("frame", "format"), device="cpu", synthesis="generated"):
    """Film a performer, with exact truth for every pixel.

    The picture is scene-linear. Truth is that of the clean, sharp frame: before motion blur, noise and compression.
    The same performance by another identity, without what is in front of the face, under another light or from another
    camera is this node once more with that one thing changed; everything else stays the same to the bit.
    """

    size: float = Param(0.6, gt=0, soft_min=0.2, soft_max=1.2, help="Height of the head as a share of the picture's.")
    shift_x: float = Param(0.0, soft_min=-0.5, soft_max=0.5, help="Moves the performer right, in picture heights.")
    shift_y: float = Param(0.0, soft_min=-0.5, soft_max=0.5, help="Moves the performer down, in picture heights.")
    focal: float = Param(
        75.0, ge=15, soft_max=135, unit="mm", help="A longer lens flattens the face; the camera steps back with it."
    )
    distortion: float = Param(0.0, ge=-0.5, le=0.5, help="Bends straight lines: negative bulges, positive pinches.")
    light_direction: float = Param(
        -35.0, ge=-180, le=180, unit="degrees", help="Moves the key light round the head: 0 from the camera's side."
    )
    light_height: float = Param(34.0, ge=-60, le=85, unit="degrees", help="Raises the key light.")
    key: float = Param(1.0, ge=0, soft_max=3, help="Strength of the key light, which casts shadows.")
    fill: float = Param(1.0, ge=0, soft_max=3, help="Strength of the light from all around.")
    surroundings: int = Param(0, ge=0, soft_max=99, help="Colours of the light from all around; 0 is a plain studio.")
    backdrop: Backdrop = Param("room", help="What is behind when no plate is linked: a blurred room, or nothing.")
    room: int = Param(0, ge=0, soft_max=99, help="Which room is behind; each number is another one.")
    in_front: Occluding = Param("none", help="What gets in front of the face.")
    raised: float = Param(1.0, ge=0, le=1, help="Raises it from below the picture until it covers nose and mouth.")
    shutter: float = Param(0.0, ge=0, le=1, help="Share of the frame's time that the shutter is open; blurs motion.")
    noise: float = Param(0.0, ge=0, soft_max=2, help="Noise of the sensor; 1 is a phone in a dim room.")
    compression: float = Param(0.0, ge=0, le=1, help="Damage as by JPEG; 1 is very strong.")

    def frame_key(self, frame: int) -> Hashable:
        """Only the noise depends on the number of the frame."""
        return frame if self.noise > 0 else 0

    def input_frames(self, port: str, frame: int) -> tuple[int, ...]:
        """Expression and pose of this frame and the next; the background's of this."""
        return (frame, frame + 1) if port in ("expression", "pose") else (frame,)

    def process(
        self,
        identity: Latent,
        expression: Window[Expression] | None = None,
        pose: Window[HeadPose] | None = None,
        background: Image | None = None,
        *,
        ctx: Context,
    ) -> Filmed:
        """
        Args:
            identity: Who acts, from performer.identity.
            expression: Blendshapes with ARKit's names; a relaxed face when not linked.
            pose: Where the head is before a camera 1150 mm away; straight on the mark when not linked.
            background: Plate behind the performer, of the project's format.

        Returns:
            The picture; the same without what is in front; coverage of the performer and of what is in front; face
            with 478 and 68 landmarks, visibility, pose and expression; labels; heat maps of 15 boundaries; distance
            in mm; normals (right, up, to the camera) and places in the texture as colours; colour without light;
            motion to the next frame; the skin's mesh in camera space; 64 coefficients of the expression; pose seen
            from this camera; 9 spherical harmonics of the light for each of red, green, blue; the camera.
        """
        from graph_plugin_performer._filming import film

        return Filmed(*film(self, (identity, expression, pose, background), ctx))
