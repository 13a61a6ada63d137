import pytest
import torch
from graph_nodes.matte.from_image import FromImage
from torch.testing import assert_close

from graph_core import Image

PICTURE = Image(torch.tensor([0.2, 1.5, -0.1, 0.6]).view(4, 1, 1))


@pytest.mark.parametrize(
    ("channel", "value"),
    [
        ("alpha", 0.6),
        ("red", 0.2),
        ("green", 1.0),
        ("blue", 0.0),
        ("maximum", 1.0),
        ("luma", 1.0),
    ],
)
def test_channels_are_cut_to_coverage(channel, value):
    assert_close(FromImage(channel=channel).process(PICTURE).pixels.item(), value)


def test_luma_weights_and_opaque_alpha():
    picture = Image(torch.tensor([0.2, 0.4, 0.6]).view(3, 1, 1))
    luma = 0.2126 * 0.2 + 0.7152 * 0.4 + 0.0722 * 0.6
    assert_close(FromImage(channel="luma").process(picture).pixels.item(), luma)
    assert FromImage().process(picture).pixels.item() == 1


def test_the_picture_is_left_alone():
    FromImage().process(PICTURE)
    assert_close(PICTURE.pixels.flatten(), torch.tensor([0.2, 1.5, -0.1, 0.6]), rtol=0, atol=0)
