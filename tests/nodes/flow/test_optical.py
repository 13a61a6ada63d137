import pytest
import torch
from graph_nodes.draw._noise import fractal_noise
from graph_nodes.flow._optical import mark_occluded
from graph_nodes.flow.optical import Optical
from graph_nodes.flow.warp import Warp
from torch.testing import assert_close

from graph_core import ExecutionError, Image, Window


def texture(shift_x=0.0, shift_y=0.0, height=64, width=96):
    x, y = torch.arange(width) + 100.5 - shift_x, torch.arange(height) + 100.5 - shift_y
    noise = fractal_noise(x, y, 0.0, size=16, octaves=3, roughness=0.5, seed=1)
    return Image(noise.expand(3, -1, -1).clone())


@pytest.mark.parametrize("quality", ["draft", "normal", "fine"])
def test_finds_the_shift_of_a_texture(process, quality):
    window = Window((texture(), texture(2.0, -1.0)), 0)
    flow = process(Optical(quality=quality), window).pixels[:, 12:-12, 12:-12]
    assert flow[0].median().item() == pytest.approx(2, abs=0.15)
    assert flow[1].median().item() == pytest.approx(-1, abs=0.15)


def test_warped_along_it_the_next_frame_looks_like_this_one(process):
    now, after = texture(), texture(2.5, -1.5)
    flow = process(Optical(quality="fine"), Window((now, after), 0))
    inner = (slice(None), slice(8, -8), slice(8, -8))
    left = (process(Warp(), after, flow).pixels - now.pixels)[inner].abs().mean()
    assert left < 0.1 * (after.pixels - now.pixels)[inner].abs().mean()


def test_looks_at_the_next_frame():
    assert Optical().input_frames("image", 7) == (7, 8)


def test_a_held_frame_does_not_move(process):
    image = texture()
    assert not process(Optical(), Window((image, image), 0)).pixels.any()
    assert process(Optical(), Window((image, texture()), 0)).pixels.abs().max() < 0.05


@pytest.mark.parametrize(("height", "width"), [(1, 1), (5, 70), (33, 7)])
def test_small_and_odd_sizes(process, height, width):
    window = Window((texture(height=height, width=width), texture(1.0, height=height, width=width)), 0)
    flow = process(Optical(), window)
    flow.validate()
    assert flow.pixels.shape == (2, height, width)


def test_what_is_hidden_in_the_next_frame_is_unknown(process):
    def covered(shift):
        image = texture()
        patch = texture(height=32, width=32).pixels * 0.2
        image.pixels[:, 16:48, 20 + shift : 52 + shift] = patch
        return image

    flow = process(Optical(quality="fine", check=True), Window((covered(0), covered(8)), 0)).pixels
    unknown = flow[0].isnan()
    assert unknown[20:44, 53:59].float().mean() > 0.6  # the strip that the patch moves over
    assert unknown[:, :12].float().mean() < 0.1
    assert torch.equal(unknown, flow[1].isnan())


def test_there_and_back_must_agree():
    forward = torch.zeros(2, 1, 4)
    forward[0] = 1.0
    back = torch.zeros(2, 1, 4)
    back[0] = torch.tensor([-1.0, -1.0, 3.0, -1.0])
    out = mark_occluded(forward, back, 0.5)
    # The second pixel lands on the third, which leads far away.
    assert out[0, 0].isnan().tolist() == [False, True, False, False]
    assert_close(out[:, :, 0], forward[:, :, 0])


def test_sizes_must_agree(process):
    with pytest.raises(ExecutionError, match="changes its size"):
        process(Optical(), Window((texture(), texture(width=40)), 0))
