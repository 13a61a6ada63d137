"""Pictures of the shipped composite stay what they were when a person last looked at them.

Where a change is meant, look at the new pictures and make the references again:
`REMAKE_GOLDEN=1 python -m pytest tests/golden`
"""

import os
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image as Picture

from graph_core import Engine, Project, Registry

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


@pytest.mark.parametrize(("node", "frame"), [("vignette", 1), ("with_card", 12), ("with_card", 40), ("counted", 75)])
def test_the_picture_is_the_one_that_was_looked_at(node, frame, device, dtype):
    project = Project.load(PROJECT, Registry.load())
    with Engine(device=device, dtype=dtype) as engine:
        got = small(engine.evaluate(project, node, frame).pixels)
    path = FOLDER / f"{node}_{frame:03d}.png"
    if os.environ.get("REMAKE_GOLDEN"):
        FOLDER.mkdir(exist_ok=True)
        Picture.fromarray(got).save(path, optimize=True)
    difference = np.abs(got.astype(int) - np.asarray(Picture.open(path)).astype(int))
    mean, largest = TOLERANCE[dtype]
    assert difference.mean() <= mean
    assert difference.max() <= largest
