"""The torch renderer draws what the compiled one draws, and its gradients are those of finite differences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from graph_plugin_performer._filming import mesh_of
from graph_plugin_performer._picture.light import harmonics
from graph_plugin_performer.differentiable import Scene, render, shade, visible_by_tiles, visible_triangles
from graph_plugin_performer.take import Frame, Light, Posture, Studio

LIGHT = Light(key=0.0, rim=0.0, surroundings=9)


def scene_of(frame: Frame, dtype: torch.dtype = torch.float32) -> Scene:
    mesh = mesh_of(frame)
    lens = frame.take.lens
    return Scene(
        torch.from_numpy(mesh.vertices)[None].to(dtype),
        torch.from_numpy(mesh.triangles.astype(np.int64)),
        torch.from_numpy(mesh.uv).to(dtype),
        torch.from_numpy(frame.person.texture[..., :3].transpose(2, 0, 1).copy()).to(dtype),
        torch.from_numpy(harmonics(LIGHT)).to(dtype),
        torch.tensor(lens.focal_px, dtype=dtype),
        torch.tensor(lens.centre_px, dtype=dtype),
    )


@pytest.fixture(scope="module")
def frame(studio: Studio) -> Frame:
    from graph_plugin_performer._acting.performance import named_weights
    from graph_plugin_performer._person.measures import draw_identity
    from graph_plugin_performer.take import Lens, Take

    take = Take(draw_identity(3), named_weights(mouthSmile=0.5), Lens(96, 96), Posture(0.2), LIGHT)
    return studio.film(take)


def test_it_sees_what_the_compiled_renderer_sees(frame: Frame) -> None:
    shot = render(scene_of(frame), 96, 96)
    skin = (frame.passes.uv[0] > 0) & (shot.alpha[0, 0].numpy() > 0)
    assert skin.sum() > 1000
    off = np.abs(shot.depth[0, 0].numpy() - frame.passes.depth)[skin]
    assert np.median(off) < 0.5
    colour = np.abs(shot.picture[0].numpy()[:, skin] / np.maximum(frame.passes.albedo[:, skin], 1e-3))
    assert 0.1 < np.median(colour) < 1.5


def test_tiles_find_the_same_triangles(frame: Frame) -> None:
    scene = scene_of(frame)
    from graph_plugin_performer.differentiable import _project

    points = _project(scene)
    compiled = visible_triangles(points, scene.triangles, 96, 96)[0]
    tiled = visible_by_tiles(points[0], scene.triangles, 96, 96)
    assert (compiled == tiled).float().mean() > 0.995


def test_a_batch_is_its_frames(frame: Frame) -> None:
    one = scene_of(frame)
    vertices = torch.cat([one.vertices, one.vertices + torch.tensor([5.0, 0.0, 20.0])])
    both = render(replace(one, vertices=vertices), 64, 80)
    for number in range(2):
        alone = render(replace(one, vertices=vertices[number : number + 1]), 64, 80)
        torch.testing.assert_close(both.picture[number], alone.picture[0], rtol=0, atol=0)
        assert torch.equal(both.owner[number], alone.owner[0])


def ball(dtype: torch.dtype = torch.float64) -> tuple[Scene, Any]:
    """Return a small sphere before a camera, and which triangle is where."""
    from graph_plugin_performer._person.parts import ball as make

    points, triangles = make((0, 0, 300.0), (60, 60, 60), 9, 12)
    points = points + np.random.default_rng(1).normal(0, 0.5, points.shape)
    rng = torch.Generator().manual_seed(0)
    scene = Scene(
        torch.from_numpy(points)[None].to(dtype),
        torch.from_numpy(triangles.astype(np.int64)),
        torch.rand((len(points), 2), generator=rng).to(dtype),
        torch.rand((3, 8, 8), generator=rng).to(dtype),
        (torch.rand((9, 3), generator=rng) * 0.3 + torch.eye(9, 3)).to(dtype),
        torch.tensor(40.0, dtype=dtype),
        torch.tensor([12.0, 12.0], dtype=dtype),
    )
    return scene, render(scene, 24, 24).owner


@pytest.mark.parametrize("name", ["vertices", "texture", "light", "focal_px", "centre_px"])
def test_gradients_agree_with_finite_differences(name: str) -> None:
    scene, owner = ball()
    assert (owner >= 0).sum() > 50
    weight = torch.rand((1, 3, 24, 24), generator=torch.Generator().manual_seed(2)).double()

    def loss(value: torch.Tensor) -> torch.Tensor:
        shot = shade(replace(scene, **{name: value}), owner)
        return (shot.picture * weight).sum() + 1e-3 * shot.depth.sum()

    value = getattr(scene, name).clone().requires_grad_()
    loss(value).backward()
    gradient = value.grad
    assert gradient is not None
    flat = value.detach().reshape(-1)
    chosen = gradient.abs().reshape(-1).argsort(descending=True)[:12]
    for place in chosen.tolist():
        numeric = derivative(loss, flat, place, value.shape)
        assert float(gradient.reshape(-1)[place]) == pytest.approx(numeric, rel=1e-3)


def derivative(loss: Callable[[torch.Tensor], torch.Tensor], flat: torch.Tensor, place: int, shape: Any) -> float:
    step = 1e-7 * max(1.0, abs(float(flat[place])))
    ends = []
    for sign in (1, -1):
        moved = flat.clone()
        moved[place] += sign * step
        ends.append(float(loss(moved.reshape(shape))))
    return (ends[0] - ends[1]) / (2 * step)


def test_a_face_is_fitted_by_its_picture(frame: Frame) -> None:
    """The light a face stands in is found again from its picture alone."""
    scene = scene_of(frame)
    half = replace(scene, focal_px=scene.focal_px / 2, centre_px=scene.centre_px / 2)
    shot = render(half, 48, 48)
    light = torch.zeros((9, 3), requires_grad=True)
    optimiser = torch.optim.Adam([light], lr=0.05)
    for _ in range(90):
        optimiser.zero_grad()
        error = (shade(replace(half, light=light), shot.owner).picture - shot.picture).square().mean()
        error.backward()
        optimiser.step()
    assert float(error.detach()) < 1e-5
