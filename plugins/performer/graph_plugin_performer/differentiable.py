"""Render meshes in torch, many frames at once, with gradients to vertices, texture, light and camera.

Which triangle a pixel shows is found first, without gradients; colour follows from it with gradients: the shares of the
corners, the normal, the place in the texture, the light. An outline does not move with its vertices: what it covers is
decided, not blended. Works on any device; in float64 the gradients agree with finite differences.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from graph_plugin_performer._render.raster import rasterise

__all__ = ["Scene", "Shot", "render", "shade", "vertex_normals", "visible_triangles"]

TILE = 16
_HARMONICS = (0.282095, 0.488603, 1.092548, 0.315392, 0.546274)


@dataclass(frozen=True)
class Scene:
    """What is rendered; `B` frames of one mesh.

    Attributes:
        vertices: `(B, V, 3)` camera space: right, down, away, in mm.
        triangles: `(T, 3)`, clockwise in the picture when seen from outside.
        uv: `(V, 2)` in [0, 1].
        texture: `(3, H, W)` linear colour without light.
        light: `(B, 9, 3)` or `(9, 3)` spherical harmonics, as the port `light` of `performer.render`.
        focal_px: `()` or `(B,)`.
        centre_px: `(2,)` or `(B, 2)`.
    """

    vertices: Tensor
    triangles: Tensor
    uv: Tensor
    texture: Tensor
    light: Tensor
    focal_px: Tensor
    centre_px: Tensor


@dataclass(frozen=True)
class Shot:
    """What comes of it.

    Attributes:
        picture: `(B, 3, H, W)` linear, black where nothing is.
        alpha: `(B, 1, H, W)` 1 where the mesh is.
        depth: `(B, 1, H, W)` mm, 0 where nothing is.
        owner: `(B, H, W)` triangle, -1 for none.
    """

    picture: Tensor
    alpha: Tensor
    depth: Tensor
    owner: Tensor


def render(scene: Scene, height: int, width: int) -> Shot:
    """Render a scene."""
    points = _project(scene)
    owner = visible_triangles(points.detach(), scene.triangles, height, width)
    return shade(scene, owner)


def _project(scene: Scene) -> Tensor:
    """Return `(B, V, 3)` x, y in px and nearness."""
    near = 1 / scene.vertices[..., 2:]
    focal = scene.focal_px.reshape(-1, 1, 1)
    flat = scene.vertices[..., :2] * near * focal + scene.centre_px.reshape(-1, 1, 2)
    return torch.cat([flat, near], dim=2)


def visible_triangles(points: Tensor, triangles: Tensor, height: int, width: int) -> Tensor:
    """Return the triangle `(B, H, W)` seen at the middle of every pixel, -1 for none.

    Args:
        points: `(B, V, 3)` x, y in px and nearness.
        triangles: `(T, 3)`.
        height, width: Of the picture.
    """
    if points.device.type == "cpu":
        return torch.stack([_visible_on_cpu(frame, triangles, height, width) for frame in points])
    return torch.stack([visible_by_tiles(frame, triangles, height, width) for frame in points])


def _visible_on_cpu(points: Tensor, triangles: Tensor, height: int, width: int) -> Tensor:
    owner = np.full((height, width), -1, np.int32)
    nearness = np.zeros((height, width), np.float32)
    corners = triangles.numpy().astype(np.int32)
    rasterise(np.ascontiguousarray(points.float().numpy()), corners, nearness, owner, 0, True)
    return torch.from_numpy(owner).long()


def visible_by_tiles(points: Tensor, triangles: Tensor, height: int, width: int) -> Tensor:
    """Do what `visible_triangles` does for one frame, in torch alone: tile by tile, all triangles that touch it."""
    corner = points[triangles]
    low, high = corner[..., :2].amin(dim=1), corner[..., :2].amax(dim=1)
    (ax, ay), (bx, by), (cx, cy) = (corner[:, number, :2].unbind(1) for number in range(3))
    area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
    owner = torch.full((height, width), -1, dtype=torch.long, device=points.device)
    for top in range(0, height, TILE):
        in_rows = (high[:, 1] > top) & (low[:, 1] < top + TILE) & (area < 0)
        for left in range(0, width, TILE):
            chosen = (in_rows & (high[:, 0] > left) & (low[:, 0] < left + TILE)).nonzero()[:, 0]
            if len(chosen) == 0:
                continue
            rows = torch.arange(top, min(top + TILE, height), device=points.device) + 0.5
            columns = torch.arange(left, min(left + TILE, width), device=points.device) + 0.5
            y, x = torch.meshgrid(rows.to(points.dtype), columns.to(points.dtype), indexing="ij")
            shares = _flat_shares(corner[chosen][:, :, None, None], x, y)
            near = (shares * corner[chosen][..., 2][:, :, None, None]).sum(dim=1)
            near = near.where((shares >= -1e-6).all(dim=1), near.new_zeros(()))
            best, number = near.max(dim=0)
            seen = chosen[number].where(best > 0, number.new_full((), -1))
            owner[top : top + TILE, left : left + TILE] = seen
    return owner


def _flat_shares(corner: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Return shares of three corners on the screen, stacked on axis 1; `corner` is `(N, 3, ..., 2 or 3)`."""
    ax, ay = corner[:, 0, ..., 0] - x, corner[:, 0, ..., 1] - y
    bx, by = corner[:, 1, ..., 0] - x, corner[:, 1, ..., 1] - y
    cx, cy = corner[:, 2, ..., 0] - x, corner[:, 2, ..., 1] - y
    parts = torch.stack([bx * cy - cx * by, cx * ay - ax * cy, ax * by - bx * ay], dim=1)
    return parts / parts.sum(dim=1, keepdim=True)


def vertex_normals(vertices: Tensor, triangles: Tensor) -> Tensor:
    """Return the smooth unit normals `(B, V, 3)` of a mesh, in its own space; they point to the side seen from."""
    a, b, c = (vertices[:, triangles[:, corner]] for corner in range(3))
    face = torch.linalg.cross(b - a, c - a, dim=2)
    total = torch.zeros_like(vertices)
    for corner in range(3):
        total = total.index_add(1, triangles[:, corner], face)
    unit: Tensor = total / total.norm(dim=2, keepdim=True).clamp_min(1e-9)
    return unit


def shade(scene: Scene, owner: Tensor) -> Shot:
    """Colour pixels whose triangles are known; gradients flow from here.

    Args:
        scene: What is rendered.
        owner: `(B, H, W)` as `visible_triangles` gives it.
    """
    batch, row, column = (owner >= 0).nonzero(as_tuple=True)
    corners = scene.triangles[owner[batch, row, column]]
    points = _project(scene)
    x, y = column.to(points.dtype) + 0.5, row.to(points.dtype) + 0.5
    corner = points[batch[:, None], corners]
    shares = _flat_shares(corner, x, y) * corner[..., 2]
    near = shares.sum(dim=1, keepdim=True)
    shares = shares / near
    normals = vertex_normals(scene.vertices, scene.triangles)
    normal = (shares[..., None] * normals[batch[:, None], corners]).sum(dim=1)
    normal = normal / normal.norm(dim=1, keepdim=True).clamp_min(1e-9)
    place = (shares[..., None] * scene.uv[corners]).sum(dim=1)
    albedo = torch.nn.functional.grid_sample(
        scene.texture[None], (2 * place - 1)[None, None], mode="bilinear", padding_mode="border", align_corners=False
    )[0, :, 0].T
    light = scene.light.expand(len(owner), 9, 3)[batch]
    colour = albedo * torch.einsum("nk,nkc->nc", _harmonics(normal), light).clamp_min(0)
    shape = (len(owner), owner.shape[1], owner.shape[2])
    at = (batch, row, column)
    picture = colour.new_zeros((*shape, 3)).index_put(at, colour).permute(0, 3, 1, 2)
    depth = colour.new_zeros(shape).index_put(at, 1 / near[:, 0])
    return Shot(picture, (owner >= 0).to(colour.dtype)[:, None], depth[:, None], owner)


def _harmonics(normal: Tensor) -> Tensor:
    """Return the nine real harmonics `(N, 9)` at normals in camera space; they are told right, up, to the camera."""
    x, y, z = normal[:, 0], -normal[:, 1], -normal[:, 2]
    level, first, mixed, squared, across = _HARMONICS
    return torch.stack(
        [
            torch.full_like(x, level),
            first * y,
            first * z,
            first * x,
            mixed * x * y,
            mixed * y * z,
            squared * (3 * z * z - 1),
            mixed * x * z,
            across * (x * x - y * y),
        ],
        dim=1,
    )
