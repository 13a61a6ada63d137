import pytest
import torch
from graph_nodes.flow._warp import motion_backward, motion_forward, pull
from graph_nodes.flow.warp import Warp
from torch.testing import assert_close

from graph_core import ExecutionError, Flow, Image

ROW = torch.tensor([1.0, 2.0, 4.0, 8.0])


def row(values=ROW):
    return Image(values.expand(3, 1, -1).clone())


def motion(x, y=0.0, height=1, width=4):
    return torch.tensor([x, y])[:, None, None].expand(2, height, width).clone()


def test_pixels_come_from_where_the_flow_points(process):
    assert_close(process(Warp(), row(), Flow(motion(1.0))).pixels[0, 0], torch.tensor([2.0, 4.0, 8.0, 8.0]))
    assert_close(process(Warp(), row(), Flow(motion(-0.5))).pixels[0, 0], torch.tensor([1.0, 1.5, 3.0, 6.0]))


def test_y_points_down(process):
    image = Image(ROW[None, :, None].expand(3, 4, 1).clone())
    out = process(Warp(), image, Flow(motion(0.0, 1.0, height=4, width=1))).pixels[0, :, 0]
    assert_close(out, torch.tensor([2.0, 4.0, 8.0, 8.0]))


def test_amount_scales_the_motion(process):
    assert_close(process(Warp(amount=-0.5), row(), Flow(motion(1.0))).pixels[0, 0], torch.tensor([1.0, 1.5, 3.0, 6.0]))
    image = row()
    assert Warp(amount=0).process(image, Flow(motion(1.0))) is image


def test_unknown_motion_leaves_the_pixel(process):
    flow = motion(1.0)
    flow[0, 0, 1] = torch.nan
    assert_close(process(Warp(), row(), Flow(flow)).pixels[0, 0], torch.tensor([2.0, 2.0, 8.0, 8.0]))


def test_bicubic_is_exact_on_whole_pixels(process):
    out = process(Warp(filter="bicubic"), row(), Flow(motion(1.0))).pixels[0, 0, :3]
    assert_close(out, torch.tensor([2.0, 4.0, 8.0]), atol=1e-4, rtol=0)


def test_one_pixel(process):
    image = Image(torch.tensor([0.1, 0.2, 0.3, 0.4])[:, None, None])
    assert_close(process(Warp(), image, Flow(motion(5.0, 5.0, width=1))).pixels, image.pixels)


def test_sizes_must_agree(process):
    with pytest.raises(ExecutionError, match="flow"):
        process(Warp(), row(), Flow(torch.zeros(2, 1, 3)))


def field(height=40, width=50):
    """A smooth motion of up to 2 px that changes by about 0.2 px per px."""
    y, x = torch.meshgrid(torch.arange(height) / 6, torch.arange(width) / 7, indexing="ij")
    return torch.stack([2 * torch.sin(x + y), 1.5 * torch.cos(x - y)])


def test_back_and_forth_arrives_at_the_start():
    forward, back = motion_forward([field(), field()])[0], motion_backward([field(), field()])[0]
    returned = forward + pull(back, forward)
    # Of motions of up to 4 px; more rounds do not help, for what is left is the bilinear sampling of the field.
    assert returned[:, 8:-8, 8:-8].abs().max() < 0.1


def test_motions_add_up_along_the_way():
    total, known = motion_forward([motion(1.0, width=8), motion(2.0, width=8)])
    assert_close(total, motion(3.0, width=8))
    assert known.all()
    assert_close(motion_backward([motion(1.0, width=8), motion(2.0, width=8)])[0], motion(-3.0, width=8))


def test_unknown_steps_make_the_way_unknown():
    second = motion(1.0, width=8)
    second[:, 0, 4] = torch.nan
    _, known = motion_forward([motion(2.0, width=8), second])
    assert known.flatten().tolist() == [1, 1, 0, 1, 1, 1, 1, 1]


def test_pull_keeps_the_dtype():
    assert pull(torch.ones(1, 2, 2, dtype=torch.float16), torch.zeros(2, 2, 2)).dtype == torch.float16
