"""What the performer does: expression and head pose over time."""

from typing import NamedTuple

from graph_core import Context, Expression, Faces, HeadPose, Node, Param, Phonemes
from graph_plugin_performer._names import Doing


class Acting(NamedTuple):
    """What a performance gives."""

    expression: Expression
    pose: HeadPose


class Performance(Node, id="performer.performance", version=1, uses=("frame", "fps", "range"), device="cpu"):
    """Act: an expression and a head pose for every frame.

    The seed decides when the performer blinks, looks aside and sways. Linked phonemes move the mouth, in whatever the
    performer does otherwise. Faces of a real clip, with their expression and pose from face.expression and face.pose,
    replace the acting by what they do; an expression alone replaces the face's. The knobs of the pose add to it, so
    keyframes can direct it.
    """

    seed: int = Param(0, ge=0, soft_max=999, help="Whose habits: when they blink, where they look, how they sway.")
    performance: Doing = Param(
        "idle",
        help="What is done: sitting idle, talking, turning through 45 degrees, an emotion, one blendshape at a time.",
    )
    talk: float = Param(1.0, ge=0, soft_max=1.5, help="How widely the mouth moves in speech.")
    strength: float = Param(1.0, ge=0, soft_max=2, help="Exaggerates the expression above 1, tones it down below.")
    yaw: float = Param(0.0, ge=-90, le=90, unit="degrees", help="Turns the head to the picture's right.")
    pitch: float = Param(0.0, ge=-60, le=60, unit="degrees", help="Lowers the head, or raises it when negative.")
    roll: float = Param(0.0, ge=-60, le=60, unit="degrees", help="Tilts the head clockwise in the picture.")
    jaw_open: float = Param(0.0, ge=0, le=1, help="Opens the mouth.")
    smile: float = Param(0.0, ge=0, le=1, help="Draws the corners of the mouth up and lifts the cheeks.")
    blink: float = Param(0.0, ge=0, le=1, help="Closes the eyes.")

    def process(
        self,
        phonemes: Phonemes | None = None,
        faces: Faces | None = None,
        expression: Expression | None = None,
        *,
        ctx: Context,
    ) -> Acting:
        """
        Args:
            phonemes: What the mouth says, from performer.voice.
            faces: A real face to act as; the first one counts, where its expression and pose are known.
            expression: Blendshapes to act with, whatever the face does.

        Returns:
            The expression and the head's pose before a camera 1150 mm away.
        """
        import numpy as np

        from graph_plugin_performer._acting.performance import named_weights, perform
        from graph_plugin_performer._acting.posing import head_pose, posture_of, turned_by

        time_s = float((ctx.frame - ctx.frames.first) / ctx.fps)
        act = perform(self.seed, self.performance, time_s, talk=self.talk, phonemes=phonemes)
        weights, posture = act.weights, act.posture
        face = faces.faces[0] if faces is not None and len(faces) else None
        if face is not None and face.expression is not None:
            weights = face.expression.weights
        if face is not None and face.pose is not None:
            posture = posture_of(face.pose)
        if expression is not None:
            weights = expression.weights
        knobs = named_weights(jawOpen=self.jaw_open, mouthSmile=self.smile, eyeBlink=self.blink)
        weights = np.clip(weights * self.strength + knobs, 0, 1).astype(np.float32)
        posture = turned_by(posture, self.yaw, self.pitch, self.roll)
        return Acting(Expression(weights), head_pose(posture))
