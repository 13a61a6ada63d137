"""Every shipped project looks the same as a proxy, and a quarter of it is quick to have."""

from pathlib import Path

import pytest
import torch

from graph_core import Engine, Image, Project, Registry

PROJECTS = sorted((Path(__file__).parents[2] / "projects").glob("*.json"))
FRAME = 3
# Grain, hair and lettering of a pixel's width differ; a shape in the wrong place costs far more.
LEAST_DB = 28.0


@pytest.fixture(scope="module")
def registry():
    return Registry.load()


def shown(image):
    """Return the picture as a screen shows it, about."""
    return image.rgb.clamp(0, 1) ** (1 / 2.2)


def likeness_db(image, reference):
    return -10 * float((shown(image) - shown(reference)).square().mean().log10())


@pytest.mark.parametrize("path", PROJECTS, ids=lambda path: path.stem)
def test_a_proxy_looks_like_the_full_picture(path, registry):
    project = Project.load(path, registry)
    target = str(project.graph.node("write").inputs["image"])
    with Engine() as engine:
        full = engine.evaluate(project, target, FRAME)
        for scale in (0.5, 0.25):
            proxy = engine.evaluate(project, target, FRAME, scale=scale)
            wanted = full.scaled(scale)
            assert proxy.pixels.shape == wanted.pixels.shape
            assert likeness_db(proxy, wanted) > LEAST_DB
            moved = Image(torch.roll(wanted.pixels, 3, dims=-1))
            assert likeness_db(moved, wanted) < likeness_db(proxy, wanted)
