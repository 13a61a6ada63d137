import pytest
import torch
from graph_nodes.view.overlay_matte import OverlayMatte
from torch.testing import assert_close

from graph_core import Color, ExecutionError, Image, Matte


def test_tint_follows_the_matte(process):
    image = Image(torch.full((3, 1, 3), 0.4))
    matte = Matte(torch.tensor([0.0, 0.5, 1.0])[None, None])
    out = process(OverlayMatte(color=Color(1.0, 0.0, 0.0), opacity=0.5), image, matte).pixels
    assert_close(out[0, 0], torch.tensor([0.4, 0.55, 0.7]))
    assert_close(out[1, 0], torch.tensor([0.4, 0.3, 0.2]))


def test_tint_shows_on_transparent_pictures(process):
    out = process(OverlayMatte(opacity=0.5), Image(torch.zeros(4, 1, 1)), Matte(torch.ones(1, 1, 1))).pixels
    assert out.flatten().tolist() == [0.5, 0.0, 0.0, 0.5]


def test_no_opacity_passes_the_picture_on():
    image = Image(torch.rand(3, 1, 1))
    assert OverlayMatte(opacity=0).process(image, Matte(torch.ones(1, 1, 1))) is image


def test_sizes_must_agree(process):
    with pytest.raises(ExecutionError, match="matte"):
        process(OverlayMatte(), Image(torch.zeros(3, 2, 2)), Matte(torch.zeros(1, 2, 3)))
