"""A person who does not exist, filmed in front of a blurred room."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace

from graph_core import Context, Image, Node, Param
from graph_nodes.generate._performance import Performance, Pose, pose_at


class Head(Node, id="generate.head", version=1, uses=("frame", "format", "fps"), synthesis="generated"):
    """Film a talking head drawn from a seed.

    Head, hair, skin, eyes and room are built in code; no photograph goes in and nobody's likeness comes out. Knobs of
    pose and expression add to the performance, so keyframes can direct it. `generate.voice` with the same seed speaks
    the words of the performance "speech".
    """

    seed: int = Param(0, ge=0, soft_max=99, help="Who is filmed; each number is another person.")
    performance: Performance = Param(
        "speech",
        help="What the person does: talks, sits idle, turns the head through 45 degrees either way, or keeps still.",
    )
    talk: float = Param(1.0, ge=0, soft_max=1.5, help="How widely the mouth moves in speech.")
    yaw: float = Param(0.0, ge=-90, le=90, unit="degrees", help="Turns the head to the picture's right.")
    pitch: float = Param(0.0, ge=-60, le=60, unit="degrees", help="Lowers the head, or raises it when negative.")
    roll: float = Param(0.0, ge=-60, le=60, unit="degrees", help="Tilts the head clockwise in the picture.")
    jaw_open: float = Param(0.0, ge=0, le=1, help="Opens the mouth.")
    smile: float = Param(0.0, ge=0, le=1, help="Draws the corners of the mouth up and lifts the cheeks.")
    blink: float = Param(0.0, ge=0, le=1, help="Closes the eyes.")
    hand: float = Param(0.0, ge=0, le=1, help="Raises a hand from below the picture until it covers the face.")
    present: bool = Param(True, help="Whether the person is in shot; off leaves the empty room.")
    size: float = Param(0.52, gt=0, soft_min=0.2, soft_max=1.2, help="Height of the head as a share of the picture's.")
    shift_x: float = Param(0.0, soft_min=-0.5, soft_max=0.5, help="Moves the person right, in picture heights.")
    shift_y: float = Param(0.0, soft_min=-0.5, soft_max=0.5, help="Moves the person down, in picture heights.")
    light_direction: float = Param(
        -35.0, ge=-180, le=180, unit="degrees", help="Moves the key light round the head: 0 from the camera's side."
    )
    background: int = Param(0, ge=0, soft_max=99, help="Which room is behind; each number is another one.")

    def frame_key(self, frame: int) -> Hashable:
        """A still person and an empty room are the same in every frame."""
        return frame if self.present and self.performance != "still" else 0

    def process(self, *, ctx: Context) -> Image:
        """Film one frame.

        Returns:
            Opaque picture of the project's format, scene-linear.
        """
        import torch

        from graph_nodes.generate._background import paint_background
        from graph_nodes.generate._person import build_person
        from graph_nodes.generate._scene import Framing, photograph

        width, height = ctx.format.width, ctx.format.height
        room = ctx.resource(
            f"room {self.background} {width}x{height}", lambda: paint_background(self.background, height, width)
        )
        if self.present:
            person = ctx.resource(f"person {self.seed}", lambda: build_person(self.seed))
            framing = Framing(width, height, ctx.format.pixel_aspect, self.size, self.shift_x, self.shift_y)
            pose = self._pose(float(ctx.frame / ctx.fps))
            room = photograph(person, pose, framing, room, self.light_direction)
        return Image(torch.from_numpy(room).to(ctx.device, ctx.dtype, copy=True))

    def _pose(self, time_s: float) -> Pose:
        """Return the performance's pose with what the knobs add."""
        pose = pose_at(self.seed, self.performance, time_s, self.talk)
        return replace(
            pose,
            yaw=pose.yaw + self.yaw,
            pitch=pose.pitch + self.pitch,
            roll=pose.roll + self.roll,
            jaw=min(1.0, pose.jaw + self.jaw_open),
            smile=min(1.0, pose.smile + self.smile),
            blink=min(1.0, pose.blink + self.blink),
            hand=self.hand,
        )
