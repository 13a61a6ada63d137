import math

import pytest
import torch
from graph_nodes.time.smooth import Smooth
from torch.testing import assert_close

from graph_core import ExecutionError, Flow, Image, Window


def flat(value, channels=3):
    return Image(torch.full((channels, 1, 1), value))


def test_gaussian_by_hand(process):
    window = Window(tuple(flat(value) for value in (0.0, 0.0, 1.0, 0.0, 0.0)), 2)
    whole = 1 + 2 * math.exp(-0.5) + 2 * math.exp(-2)
    assert_close(process(Smooth(size=1), window, frame=1005).pixels, flat(1 / whole).pixels)


def test_frames_beyond_the_shot_are_left_out(process):
    window = Window(tuple(flat(value) for value in (9.0, 9.0, 1.0, 0.0, 0.0)), 2)
    whole = 1 + math.exp(-0.5) + math.exp(-2)
    assert_close(process(Smooth(size=1), window, frame=1001).pixels, flat(1 / whole).pixels)


def test_zero_passes_the_frame_on(process):
    node = Smooth(size=0)
    assert node.input_frames("image", 7) == node.input_frames("flow", 7) == (7,)
    image = flat(0.3)
    assert_close(process(node, Window((image,), 0)).pixels, image.pixels)


def test_looks_twice_its_size_far_on_both_sides():
    assert Smooth(size=1).input_frames("image", 10) == (8, 9, 10, 11, 12)
    assert Smooth(size=1).input_frames("flow", 10) == (8, 9, 10, 11)


def test_tolerance_keeps_what_changes(process):
    window = Window((flat(0.0), flat(1.0), flat(0.0)), 1)
    kept = process(Smooth(size=0.5, tolerance=0.05), window, frame=1005)
    assert_close(kept.pixels, flat(1.0).pixels)
    near = Window((flat(0.99), flat(1.0), flat(0.99)), 1)
    smoothed = process(Smooth(size=0.5, tolerance=0.05), near, frame=1005)
    assert smoothed.pixels.max() < 0.999


def moving_clip(step, count, width=48):
    """A soft bar that moves by `step` px a frame, and its exact flow."""
    x = torch.arange(width) + 0.5
    frames = []
    for frame in range(count):
        row = torch.exp(-(((x - 18 - frame * step) / 4) ** 2))
        frames.append(Image(row.expand(3, 8, width).clone()))
    flow = torch.zeros(2, 8, width)
    flow[0] = step
    return frames, Flow(flow)


@pytest.mark.parametrize("step", [3.0, -2.5])
def test_with_flow_moving_things_stay_sharp(process, step):
    frames, flow = moving_clip(step, 5)
    window, motion = Window(tuple(frames), 2), Window((flow,) * 4, 2)
    sharp = frames[2].pixels[:, :, 12:36]
    followed = process(Smooth(size=1), window, motion, frame=1005).pixels[:, :, 12:36]
    ghosts = process(Smooth(size=1), window, frame=1005).pixels[:, :, 12:36]
    assert (followed - sharp).abs().max() < 0.03
    assert (ghosts - sharp).abs().max() > 0.2


def test_where_flow_is_unknown_the_frame_stays(process):
    frames, flow = moving_clip(3.0, 3)
    unknown = Flow(torch.full_like(flow.pixels, torch.nan))
    out = process(Smooth(size=0.5), Window(tuple(frames), 1), Window((unknown,) * 2, 1), frame=1005)
    assert_close(out.pixels, frames[1].pixels)


def test_flow_must_have_the_pictures_size(process):
    frames, _ = moving_clip(1.0, 3)
    with pytest.raises(ExecutionError, match="flow"):
        process(Smooth(size=0.5), Window(tuple(frames), 1), Window((Flow(torch.zeros(2, 4, 4)),) * 2, 1), frame=1005)


def test_transparent_neighbours_make_it_transparent(process):
    window = Window((flat(0.0, channels=4), flat(1.0), flat(0.0, channels=4)), 1)
    out = process(Smooth(size=0.5), window, frame=1005).pixels.flatten()
    assert_close(out, (1 / (1 + 2 * math.exp(-2)) * torch.ones(4)))
