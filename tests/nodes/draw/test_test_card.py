from itertools import pairwise

import pytest
import torch
from graph_nodes.draw import test_card as module
from torch.testing import assert_close

from graph_core import Color

STILL = module.TestCard(counter=False, moving=False)
SEVENTY_FIVE = Color.parse("#bfbfbf").red


def test_bars_stand_in_their_order_at_three_quarters_of_the_signal(process):
    out = process(STILL, width=700, height=360).pixels
    colors = torch.tensor([[1, 1, 0, 0, 1, 1, 0], [1, 1, 1, 1, 0, 0, 0], [1, 0, 1, 0, 1, 0, 1]]) * SEVENTY_FIVE
    assert_close(out[:, 4, 50::100], colors)


def test_ramp_is_linear_in_light_and_steps_are_even_in_signal(process):
    out = process(STILL, width=1100, height=360).pixels[1]
    assert out[245, 0] == 0
    assert out[245, 1099] == 1
    assert_close(out[245, 30], torch.tensor(30 / 1099))
    steps = [Color.parse(f"#{level:02x}{level:02x}{level:02x}").red for level in (0, 26, 51, 76, 102)]
    assert_close(out[355, 50:500:100], torch.tensor(steps))


@pytest.mark.parametrize("pixel_aspect", [1.0, 2.0])
def test_circle_is_round_on_the_screen(process, pixel_aspect):
    out = process(STILL, width=640, height=360, pixel_aspect=pixel_aspect).pixels
    radius = 0.45 * min(640 * pixel_aspect, 360)
    line = torch.tensor(0.9).expand(3)
    assert_close(out[:, int(180 - radius), 320], line, atol=1e-3, rtol=0)
    assert_close(out[:, 180, int(320 - radius / pixel_aspect)], line, atol=1e-3, rtol=0)


def test_disc_passes_the_top_on_full_seconds(process):
    moving = module.TestCard(counter=False)
    top = (slice(None), 18, 320)  # 0.45 of the height above the middle
    seen = [process(moving, width=640, height=360, frame=1001 + step, frames=60).pixels[top] for step in (0, 12, 24)]
    assert_close(seen[0], torch.ones(3))
    assert_close(seen[2], torch.ones(3))
    assert not torch.allclose(seen[1], torch.ones(3), atol=0.05)


def test_every_frame_is_another_picture(process):
    frames = [process(module.TestCard(), width=128, height=72, frame=frame).pixels for frame in range(1001, 1005)]
    assert all(not first.equal(second) for first, second in pairwise(frames))


def test_without_moving_parts_it_has_no_time():
    assert not STILL.is_timed()
    assert module.TestCard().is_timed()


@pytest.mark.parametrize(("width", "height"), [(1, 1), (7, 5), (2, 9)])
def test_any_format_gives_a_valid_picture(process, width, height):
    image = process(module.TestCard(), width=width, height=height)
    image.validate()
    assert image.pixels.shape == (3, height, width)
