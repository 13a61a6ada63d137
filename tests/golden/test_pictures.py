"""Pictures of nodes and of the shipped composite stay what they were when a person last looked at them.

Where a change is meant, look at the new pictures and make the references again:
`REMAKE_GOLDEN=1 python -m pytest tests/golden`
"""

import os
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import torch
from graph_nodes.merge.merge import Merge
from PIL import Image as Picture

from graph_core import Engine, Format, FrameRange, Graph, Project, Registry, Shot

FOLDER = Path(__file__).parent / "pictures"
PROJECT = Path(__file__).parents[2] / "projects" / "composite.json"
SIZE = (90, 160)
# Mean and largest difference in 8-bit code values, after shrinking, by dtype.
TOLERANCE = {"float32": (0.5, 6), "float16": (1.5, 16)}


def small(pixels):
    """Shrink linear light and give it the sRGB curve, so that the file can be looked at."""
    light = torch.nn.functional.interpolate(pixels[None, :3].float().cpu().clamp(0, 1), size=SIZE, mode="area")[0]
    curve = torch.where(light <= 0.0031308, light * 12.92, 1.055 * light.clamp_min(1e-9) ** (1 / 2.4) - 0.055)
    return (curve * 255).round().to(torch.uint8).permute(1, 2, 0).numpy()


def compare(got, name, dtype):
    """Compare a small picture with the one that is kept, or keep it when that is asked for."""
    path = FOLDER / f"{name}.png"
    if os.environ.get("REMAKE_GOLDEN"):
        FOLDER.mkdir(exist_ok=True)
        Picture.fromarray(got).save(path, optimize=True)
    difference = np.abs(got.astype(int) - np.asarray(Picture.open(path)).astype(int))
    mean, largest = TOLERANCE[dtype]
    assert difference.mean() <= mean
    assert difference.max() <= largest


@pytest.mark.parametrize(("node", "frame"), [("vignette", 1), ("with_card", 12), ("with_card", 40), ("counted", 75)])
def test_the_picture_is_the_one_that_was_looked_at(node, frame, device, dtype):
    project = Project.load(PROJECT, Registry.load())
    with Engine(device=device, dtype=dtype) as engine:
        got = small(engine.evaluate(project, node, frame).pixels)
    compare(got, f"{node}_{frame:03d}", dtype)


def nodes():
    """Return a graph of a test card, what nodes make of it, and a sheet of all operations of merge."""
    graph = Graph(Registry.load())
    graph.add("card", "draw.test_card")
    graph.add("text", "draw.text", text="{frame}\n{timecode}", size=24, position=(80, 45))
    graph.add("grade", "color.grade", lift="#400000", gain=(0.6, 0.8, 1), gamma=(1.4, 1.4, 1.4))
    graph.add("blur", "filter.blur", size=4, stretch=2)
    graph.add("transform", "transform.transform", rotate=30, scale=0.7, translate=(12, -6), pivot=(20, 0))
    graph.add("compare", "view.compare", position=0.4, angle=20)
    for name in ("grade", "blur", "transform"):
        graph.link("card", f"{name}.image")
    graph.link("card", "compare.a")
    graph.link("grade", "compare.b")
    graph.add("disc", "draw.ellipse", position=(64, 45), width=90, height=70, softness=20, color=(1, 0.5, 0.1, 0.8))
    graph.add("ramp", "draw.ramp", start=(0, 0), end=(160, 0), first=(0, 0, 0.2, 0), second=(0.2, 0.9, 0.6, 1))
    operations = Merge.params["operation"].choices
    graph.add("merge", "view.contact_sheet", columns=5, width=160, gap=2)
    for operation in operations:
        graph.add(f"merge_{operation}", "merge.merge", operation=operation)
        graph.link("disc", f"merge_{operation}.a")
        graph.link("ramp", f"merge_{operation}.b")
        graph.link(f"merge_{operation}", "merge.images")
    return graph


@pytest.mark.parametrize("node", ["card", "text", "grade", "blur", "transform", "compare", "merge"])
def test_a_node_draws_what_was_looked_at(node, device, dtype):
    project = Project(nodes(), Shot(Format(SIZE[1], SIZE[0]), Fraction(24), FrameRange(1001, 1100)))
    with Engine(device=device, dtype=dtype) as engine:
        compare(small(engine.evaluate(project, node, 1013).pixels), f"node_{node}", dtype)
