import torch
from graph_nodes.color.tone import Tone
from torch.testing import assert_close

from graph_core import Image, Matte


def picture(*values):
    return Image(torch.tensor(values)[None, None].expand(3, 1, -1).clone())


def test_one_leaves_the_picture():
    image = picture(0.5)
    assert Tone().process(image) is image


def test_pivot_stays_and_stops_are_stretched():
    # two stops above and below the pivot become four
    out = Tone(contrast=2, pivot=0.2).process(picture(0.05, 0.2, 0.8, 0.0)).pixels[0, 0]
    assert_close(out, torch.tensor([0.0125, 0.2, 3.2, 0.0]))


def test_negative_values_mirror_positive_ones():
    out = Tone(contrast=1.5).process(picture(-0.3, 0.3)).pixels[0, 0]
    assert_close(out[0], -out[1])


def test_luma_keeps_the_ratio_of_the_channels():
    image = Image(torch.tensor([0.4, 0.2, 0.1]).view(3, 1, 1))
    out = Tone(contrast=1.8, follow="luma").process(image).pixels.flatten()
    assert_close(out / out[1], torch.tensor([2.0, 1.0, 0.5]))
    brightness = 0.2126 * 0.4 + 0.7152 * 0.2 + 0.0722 * 0.1
    assert_close(out[1] / 0.2, torch.tensor((brightness / 0.18) ** 0.8))


def test_soft_edges_and_mask():
    opaque, soft = picture(0.4), Image(torch.tensor([0.2, 0.2, 0.2, 0.5]).view(4, 1, 1))
    assert_close(Tone(contrast=2).process(soft).unpremultiplied, Tone(contrast=2).process(opaque).pixels)
    out = Tone(contrast=2).process(opaque, Matte(torch.zeros(1, 1, 1)))
    assert_close(out.pixels, opaque.pixels)
