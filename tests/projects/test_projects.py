"""Every shipped project renders as it is, the same each time, and says how it was made."""

from fractions import Fraction
from pathlib import Path

import av
import pytest
import torch

from graph_core import Cache, Engine, Format, FrameRange, Project, Registry, Shot, verify

FOLDER = Path(__file__).parents[2] / "projects"
PROJECTS = sorted(FOLDER.glob("*.json"))


@pytest.fixture(scope="module")
def registry():
    found = Registry.load()
    failed = [entry.name for entry in found.report if entry.error]
    assert not failed
    return found


def quarter(path, registry):
    """Load a project at a quarter of its size; what is measured in pixels stays, so it is another picture."""
    project = Project.load(path, registry)
    shot = project.shot
    project.shot = Shot(Format(shot.format.width // 2, shot.format.height // 2), shot.fps, shot.frames)
    return project


@pytest.mark.parametrize("path", PROJECTS, ids=lambda path: path.stem)
def test_the_file_is_as_saving_would_write_it(path, registry):
    project = Project.load(path, registry)
    assert project.problems == []
    assert project.to_json() == path.read_text()


@pytest.mark.parametrize("path", PROJECTS, ids=lambda path: path.stem)
def test_it_renders_to_a_signed_clip_with_sound(path, registry, tmp_path):
    project = quarter(path, registry)
    target = tmp_path / "out.mp4"
    project.graph.set_param("write", "path", str(target))
    first = project.shot.frames.first
    with Engine(validate=True) as engine:
        done = [frame for frame, _ in engine.render(project, frames=FrameRange(first, first + 2))]
    assert done == [first, first + 1, first + 2]
    with av.open(str(target)) as clip:
        assert sum(1 for _ in clip.decode(video=0)) == 3
        rate = clip.streams.video[0].average_rate
        assert rate == Fraction(project.shot.fps)
    with av.open(str(target)) as clip:
        blocks = list(clip.decode(audio=0))
    assert sum(block.samples for block in blocks) / blocks[0].sample_rate == pytest.approx(3 / rate, abs=0.05)
    assert verify(target).state == "valid"


@pytest.mark.parametrize("path", PROJECTS, ids=lambda path: path.stem)
def test_a_frame_is_the_same_alone_and_in_a_render(path, registry):
    frame = 4
    with Engine(cache=Cache(memory_bytes=0)) as engine:
        project = quarter(path, registry)
        last = project.graph.node("write").inputs["image"]
        alone = engine.evaluate(project, str(last), frame)
    with Engine() as engine:
        rendered = dict(engine.render(quarter(path, registry), [str(last)], FrameRange(2, 5)))[frame][0]
    assert torch.equal(alone.pixels, rendered.pixels)
