"""A node for each kind of value, for tests of what shows values."""

import numpy as np
import torch

from graph_core import (
    Alignment,
    Audio,
    Body,
    Boundary,
    Context,
    Depth,
    Expression,
    Face,
    Faces,
    Flow,
    HeadPose,
    Identity,
    Image,
    Matte,
    Mesh,
    Node,
    Param,
    Parsing,
    Registry,
    hookimpl,
)

WIDTH, HEIGHT = 64, 48


def ramp(channels: int) -> torch.Tensor:
    rows, columns = torch.meshgrid(torch.linspace(0, 1, HEIGHT), torch.linspace(0, 1, WIDTH), indexing="ij")
    return torch.stack([(rows + columns * (1 + number)) / (2 + number) for number in range(channels)])


def face(track=3):
    angles = np.linspace(0, 2 * np.pi, 478, endpoint=False)
    mesh = np.stack([32 + 10 * np.cos(angles), 24 + 14 * np.sin(angles), 0 * angles], axis=1).astype(np.float32)
    pose = HeadPose(np.array([0.2, -0.1, 0.05], np.float32), np.zeros(3, np.float32))
    weights = Expression(np.linspace(0, 1, 52, dtype=np.float32))
    box = np.array([22, 10, 42, 38], np.float32)
    return Face(box, mesh, mesh[:68, :2].copy(), 0.9, track, pose, weights)


class Picture(Node, id="value.picture"):
    """Give an image."""

    level: float = Param(1.0, ge=0, le=4, help="How bright it is.")

    def process(self) -> Image:
        return Image(ramp(3) * self.level)


class Cutout(Node, id="value.cutout"):
    """Give an image with alpha."""

    def process(self) -> Image:
        return Image(ramp(4))


class Crop(Node, id="value.crop"):
    """Give a smaller image."""

    def process(self, image: Image) -> Image:
        return Image(image.pixels[:, :16, :16])


class Coverage(Node, id="value.matte"):
    """Give a matte."""

    def process(self, image: Image) -> Matte:
        return Matte(image.pixels[:1].clamp(0, 1))


class Distance(Node, id="value.depth"):
    """Give a depth."""

    def process(self, image: Image) -> Depth:
        return Depth(image.pixels[:1] * 10 + 2)


class Motion(Node, id="value.flow"):
    """Give a flow."""

    def process(self, image: Image) -> Flow:
        return Flow(image.pixels[:2] * 8)


class Labels(Node, id="value.parsing"):
    """Give a parsing."""

    def process(self, image: Image) -> Parsing:
        return Parsing((image.pixels[:1] * 18).round())


class Edges(Node, id="value.boundary"):
    """Give a boundary."""

    def process(self, image: Image) -> Boundary:
        return Boundary(image.pixels[:1].repeat(15, 1, 1).clamp(0, 1))


class Found(Node, id="value.faces"):
    """Give a face, of a picture as large as the plate."""

    def process(self, image: Image) -> Faces:
        return Faces((face(),), WIDTH, HEIGHT)


class Joints(Node, id="value.body"):
    """Give a body."""

    def process(self, image: Image) -> Body:
        places = np.linspace(4, 40, 18, dtype=np.float32)
        return Body(np.stack([places, places, np.ones(18, np.float32)], axis=1))


class Square(Node, id="value.alignment"):
    """Give an alignment."""

    def process(self, image: Image) -> Alignment:
        return Alignment(np.array([[2.0, 0.4, -20], [-0.4, 2.0, -10]]), 64, "arcface")


class Sound(Node, id="value.audio"):
    """Give a sound."""

    def process(self) -> Audio:
        wave = np.sin(np.linspace(0, 200, 8000, dtype=np.float32)) * np.linspace(0, 1, 8000, dtype=np.float32)
        return Audio(np.stack([wave, -wave / 2]), 8000)


class Smile(Node, id="value.expression", uses=("frame",)):
    """Give an expression that changes."""

    def process(self, *, ctx: Context) -> Expression:
        weights = np.abs(np.sin(ctx.frame / 6 + np.arange(52) / 4)) * np.linspace(1, 0.1, 52)
        return Expression(weights.astype(np.float32))


class Turn(Node, id="value.pose"):
    """Give a head pose."""

    def process(self) -> HeadPose:
        return HeadPose(np.radians(np.array([12, -3, 1], np.float32)), np.array([0, 10, 600], np.float32))


class Somebody(Node, id="value.identity"):
    """Give an identity."""

    def process(self) -> Identity:
        return Identity(np.full(256, 1 / 16, np.float32), "arcface-512")


class Shape(Node, id="value.mesh"):
    """Give a mesh."""

    def process(self) -> Mesh:
        corners = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]], np.float32)
        return Mesh(corners, np.array([[0, 1, 2], [0, 2, 3]], np.int32))


class Broken(Node, id="value.broken"):
    """Fail."""

    def process(self, image: Image) -> Image:
        raise ValueError("the lens cap is on")


NODES: tuple[type[Node], ...] = (
    Picture, Cutout, Crop, Coverage, Distance, Motion, Labels, Edges, Found, Joints, Square, Sound, Smile, Turn,
    Somebody, Shape, Broken,
)  # fmt: skip


@hookimpl
def register_nodes() -> list[type[Node]]:
    return list(NODES)


def registry() -> Registry:
    """Return a registry of these alone."""
    import value_nodes

    found = Registry()
    found.add(value_nodes, "values")
    return found
