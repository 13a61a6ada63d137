"""From the knobs and inputs of `performer.render` to a filmed frame and the values on its ports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from graph_core import (
    Context,
    Depth,
    ExecutionError,
    Expression,
    Flow,
    HeadPose,
    Image,
    Latent,
    Matte,
    Mesh,
    Parsing,
    Window,
)
from graph_plugin_performer._acting.posing import AIM_MM, Posture, head_pose, posture_of
from graph_plugin_performer._arrays import Floats
from graph_plugin_performer._body.filming import acted, body_of, build_performer, film_figure
from graph_plugin_performer._body.skeleton import Stance, stance_at
from graph_plugin_performer._person.measures import COMPONENTS, IDENTITY_SPACE, Vector
from graph_plugin_performer._picture.background import paint_background
from graph_plugin_performer._picture.camera import HEAD_MM
from graph_plugin_performer._picture.degrade import compress, sensor_noise
from graph_plugin_performer._picture.light import harmonics
from graph_plugin_performer._truth.coefficients import EXPRESSION_SPACE, expression_code
from graph_plugin_performer._truth.landmarks import boundary_maps, face_of
from graph_plugin_performer.take import Frame, Lens, Light, Prop, Studio, Take

if TYPE_CHECKING:
    from graph_plugin_performer.figure import Figure
    from graph_plugin_performer.render import Render

__all__ = ["film", "film_whole", "truth_of"]

LIGHT_SPACE = "spherical-harmonics"
SUB_FRAMES = 7


def film(
    node: Render,
    inputs: tuple[Latent, Window[Expression] | None, Window[HeadPose] | None, Image | None],
    ctx: Context,
) -> tuple[Any, ...]:
    """Film one frame as the node's knobs say."""
    identity, expression, pose, background = inputs
    studio = ctx.resource("studio", Studio)
    vector = identity_of(identity)
    lens = _lens(node, ctx)
    plate = _plate(node, background, lens)
    now, after = (
        Take(vector, _weights(expression, at), lens, _posture(pose, at), _light(node), plate, _prop(node))
        for at in (0, -1)
    )
    frame = studio.film(now, after)
    picture, clean = frame.picture, frame.clean
    if node.shutter > 0:
        between = [_between(now, after, share) for share in np.linspace(0, node.shutter, SUB_FRAMES)]
        picture = studio.expose(between)
        clean = picture if now.prop is None else studio.expose([take.without_prop() for take in between])
    if node.noise > 0:
        picture = sensor_noise(picture, node.noise, ctx.frame)
        clean = sensor_noise(clean, node.noise, ctx.frame)
    if node.compression > 0:
        picture, clean = compress(picture, node.compression), compress(clean, node.compression)
    is_open = node.backdrop == "transparent" and background is None
    matte, occluder = frame.passes.matte, frame.passes.occluder
    image = _image(picture, matte + occluder if is_open else None, ctx)
    if now.prop is None:
        return (image, image, *truth_of(frame))
    bare = _image(clean, _matte_without_prop(studio, now) if is_open else None, ctx)
    return (image, bare, *truth_of(frame))


FIGURE_MM, FIGURE_DISTANCE_MM = 1790.0, 4200.0


def film_whole(node: Figure, identity: Latent, background: Image | None, ctx: Context) -> tuple[Any, ...]:
    """Film one frame of a figure as the node's knobs say."""
    vector = identity_of(identity)
    performer = ctx.resource(f"figure {vector.tobytes().hex()}", lambda: build_performer(vector))
    picture = ctx.format
    share = node.size * HEAD_MM / FIGURE_MM
    # The camera aims at the head's mark: the picture is shifted until the figure's middle is in its own.
    shift = -node.size * (0.5 * FIGURE_MM - 150) / FIGURE_MM
    lens = Lens(picture.width, picture.height, picture.pixel_aspect, share, 0.0, shift, FIGURE_DISTANCE_MM)
    setting = (lens, Light(node.light_direction))
    first, rate = ctx.frames.first, float(ctx.fps)
    takes = []
    for frame in (ctx.frame, ctx.frame + 1):
        time_s = (frame - first) / rate
        stance = stance_at(node.seed, node.motion, time_s)
        x, y, z = stance.turns.get("pelvis", (0.0, 0.0, 0.0))
        stance = Stance({**stance.turns, "pelvis": (x, y + node.turn, z)}, stance.shift)
        takes.append(acted(node.seed, stance, time_s, setting))
    plate = plate_of(background, lens)
    room = (
        plate
        if plate is not None
        else ctx.resource(
            f"room {node.room} {lens.width}x{lens.height}", lambda: paint_background(node.room, lens.height, lens.width)
        )
    )
    passes, staged = film_figure(performer, takes[0], takes[1], room)
    return (
        _image(passes.picture, None, ctx),
        Matte(_tensor(passes.matte[None])),
        body_of(takes[0], staged),
        Parsing(_tensor(passes.labels[None].astype(np.float32))),
        Depth(_tensor(passes.depth[None])),
        Image(_tensor(passes.normals)),
        Flow(_tensor(passes.flow)),
        lens.camera,
    )


def truth_of(frame: Frame) -> tuple[Any, ...]:
    """Return all that is true of a frame beside its picture, in the order of the node's ports."""
    passes, take = frame.passes, frame.take
    faces = face_of(frame)
    face = faces.faces[0]
    irises = face.landmarks478[468:, :2]
    nothing = np.zeros_like(passes.uv[:1])
    return (
        Matte(_tensor(passes.matte[None])),
        Matte(_tensor(passes.occluder[None])),
        faces,
        Parsing(_tensor(passes.labels[None].astype(np.float32))),
        boundary_maps(frame, np.concatenate([face.landmarks68, irises])),
        Depth(_tensor(passes.depth[None])),
        Image(_tensor(passes.normals)),
        Image(_tensor(np.concatenate([passes.uv, nothing]))),
        Image(_tensor(passes.albedo)),
        Flow(_tensor(passes.flow)),
        mesh_of(frame),
        Latent(torch.from_numpy(expression_code(take.expression)), EXPRESSION_SPACE),
        head_pose(take.posture, take.lens.distance_mm),
        Latent(torch.from_numpy(harmonics(take.light)), LIGHT_SPACE),
        take.lens.camera,
    )


def mesh_of(frame: Frame) -> Mesh:
    """Return the skin of the head in camera space: mm right, down, away."""
    skin = frame.person.parts["skin"]
    places = frame.staged.places[skin]
    seen = np.stack(
        [places[:, 0], np.float32(AIM_MM) - places[:, 1], np.float32(frame.take.lens.distance_mm) - places[:, 2]],
        axis=1,
    )
    return Mesh(seen.astype(np.float32), frame.person.mesh.triangles.astype(np.int32), frame.person.uv[skin])


def identity_of(latent: Latent) -> Vector:
    """Return the 80 numbers of an identity.

    Raises:
        ExecutionError: If the latent is of another space.
    """
    if latent.space != IDENTITY_SPACE or tuple(latent.code.shape) != (len(COMPONENTS),):
        raise ExecutionError(
            f"This latent ({latent.space}, {tuple(latent.code.shape)}) is no performer's identity.",
            hint="link performer.identity",
        )
    return latent.code.detach().cpu().double().numpy()


def _tensor(array: Floats) -> torch.Tensor:
    return torch.from_numpy(np.ascontiguousarray(array))


def _image(picture: Floats, alpha: Floats | None, ctx: Context) -> Image:
    pixels = picture if alpha is None else np.concatenate([picture, alpha[None]])
    return Image(torch.from_numpy(pixels).to(ctx.dtype))


def _matte_without_prop(studio: Studio, take: Take) -> Floats:
    return studio.film(take.without_prop()).passes.matte


def _lens(node: Render, ctx: Context) -> Lens:
    picture = ctx.format
    # At 75 mm and the usual size the camera is about as far away as the mark expects.
    distance = node.focal / 24 * HEAD_MM / 0.6
    return Lens(
        picture.width,
        picture.height,
        picture.pixel_aspect,
        node.size,
        node.shift_x,
        node.shift_y,
        distance,
        (node.distortion, 0.0),
    )


def _light(node: Render) -> Light:
    return Light(node.light_direction, node.light_height, key=node.key, fill=node.fill, surroundings=node.surroundings)


def _plate(node: Render, background: Image | None, lens: Lens) -> int | Floats:
    plate = plate_of(background, lens)
    if plate is not None:
        return plate
    if node.backdrop == "transparent":
        return np.zeros((3, lens.height, lens.width), np.float32)
    return node.room


def plate_of(background: Image | None, lens: Lens) -> Floats | None:
    """Return a linked plate `(3, H, W)`.

    Raises:
        ExecutionError: If it is of another size than the picture.
    """
    if background is None:
        return None
    if (background.width, background.height) != (lens.width, lens.height):
        raise ExecutionError(
            f"The background is {background.width}x{background.height}, the project {lens.width}x{lens.height}.",
            hint="put transform.resize after it",
        )
    plate: Floats = np.ascontiguousarray(background.rgb.float().numpy())
    return plate


def _prop(node: Render) -> Prop | None:
    return None if node.in_front == "none" or node.raised == 0 else Prop(node.in_front, node.raised)


def _weights(window: Window[Expression] | None, at: int) -> Floats:
    if window is None:
        return np.zeros(52, np.float32)
    return window.values[at].weights.astype(np.float32)


def _posture(window: Window[HeadPose] | None, at: int) -> Posture:
    return Posture() if window is None else posture_of(window.values[at])


def _between(now: Take, after: Take, share: float) -> Take:
    """Return the take a share of the way to the next frame."""
    first, last = now.posture, after.posture
    names = ("yaw", "pitch", "roll", "x", "y", "z")
    mixed = Posture(*(getattr(first, name) * (1 - share) + getattr(last, name) * share for name in names))
    weights = now.expression + np.float32(share) * (after.expression - now.expression)
    return Take(now.identity, weights, now.lens, mixed, now.light, now.background, now.prop)
