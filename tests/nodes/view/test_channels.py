import pytest
import torch
from graph_nodes.view.channels import Channels
from torch.testing import assert_close

from graph_core import Image

PIXEL = torch.tensor([0.1, 0.2, 0.4, 0.8])[:, None, None]


@pytest.mark.parametrize(
    ("channel", "value"),
    [("red", 0.1), ("green", 0.2), ("blue", 0.4), ("alpha", 0.8), ("luma", 0.02126 + 0.14304 + 0.02888)],
)
def test_channel_is_shown_as_grey(process, channel, value):
    out = process(Channels(channel=channel), Image(PIXEL)).pixels
    assert_close(out, torch.full((3, 1, 1), value))


def test_alpha_of_an_opaque_picture_is_one(process):
    assert_close(process(Channels(), Image(PIXEL[:3])).pixels, torch.ones(3, 1, 1))
