import torch
from graph_nodes.color._grade import tonal_weights
from graph_nodes.color.correct import Correct
from torch.testing import assert_close

from graph_core import Color, Image, Matte


def picture(*values):
    return Image(torch.tensor(values)[None, None].expand(3, 1, -1).clone())


def test_defaults_leave_the_picture():
    image = picture(0.5)
    assert Correct().process(image) is image


def test_plain_knobs_act_everywhere_in_their_order():
    # contrast 2 about 0.18, then gamma 2, then gain 3, then offset 0.1; 0.18 * (0.36 / 0.18) ** 2 = 0.72
    node = Correct(contrast=2, gamma=2, gain=Color(3.0, 3.0, 3.0), offset=Color(0.1, 0.1, 0.1))
    out = node.process(picture(0.36)).pixels[0, 0]
    assert_close(out, torch.tensor([3 * 0.72**0.5 + 0.1]))


def test_ranges_reach_their_own_pixels():
    image = picture(0.0, 0.2, 2.0)
    for name, changed in (("shadows", 0), ("midtones", 1), ("highlights", 2)):
        out = Correct(**{f"{name}_offset": Color(1.0, 1.0, 1.0)}).process(image).pixels[0, 0] - image.pixels[0, 0]
        assert_close(out, torch.eye(3)[changed], atol=1e-6, rtol=0)


def test_weights_add_up_to_one_and_meet_halfway():
    brightness = torch.linspace(-1, 3, 101).view(1, 1, -1)
    shadows, midtones, highlights = tonal_weights(brightness, 0.5, 0.25)
    assert_close(shadows + midtones + highlights, torch.ones(1, 1, 101))
    shadows, _, highlights = tonal_weights(torch.tensor([0.05, 0.6]).view(1, 1, 2), 0.1, 0.2)
    assert_close(shadows[0, 0, 0], torch.tensor(0.5))
    assert_close(highlights[0, 0, 1], torch.tensor(0.5))


def test_saturation_of_the_shadows_leaves_highlights():
    image = Image(torch.tensor([[0.01, 2.0], [0.0, 1.5], [0.0, 1.5]]).view(3, 1, 2))
    out = Correct(shadows_saturation=0).process(image).pixels
    assert out[0, 0, 0] - out[1, 0, 0] < 0.002
    assert_close(out[:, 0, 1], image.pixels[:, 0, 1])


def test_mask_and_alpha():
    image = Image(torch.tensor([0.2, 0.2, 0.2, 0.5]).view(4, 1, 1).expand(4, 1, 2).clone())
    node = Correct(gain=Color(2.0, 2.0, 2.0))
    out = node.process(image, Matte(torch.tensor([0.0, 1.0]).view(1, 1, 2))).pixels
    assert_close(out[:, 0, 0], image.pixels[:, 0, 0])
    assert_close(out[:, 0, 1], torch.tensor([0.4, 0.4, 0.4, 0.5]))
