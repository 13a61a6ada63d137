import pytest
import torch
from graph_nodes.transform.transform import Transform
from torch.testing import assert_close

from graph_core import ExecutionError, Flow, Image, Matte, Parsing, Point

FILTERS = ("nearest", "linear", "cubic", "lanczos")


def picture(height=12, width=16, channels=3):
    return Image(torch.rand(channels, height, width, generator=torch.Generator().manual_seed(2)))


def smooth(height=40, width=60):
    y, x = torch.meshgrid(torch.linspace(0, 3, height), torch.linspace(0, 5, width), indexing="ij")
    return Image(0.5 + 0.4 * torch.stack([x.sin(), y.cos(), (x + y).sin()]))


@pytest.mark.parametrize("name", FILTERS)
def test_nothing_to_do(name):
    image = picture()
    assert Transform(filter=name).process(image) is image


@pytest.mark.parametrize("name", FILTERS)
def test_whole_pixels_move_as_they_are(name):
    image = picture()
    out = Transform(translate=Point(3, -2), filter=name).process(image).pixels
    assert_close(out[:3, :10, 3:], image.pixels[:, 2:, :13])
    assert out[3, :10, 3:].eq(1).all()
    assert out[:, 10:].eq(0).all()
    assert out[:, :, :3].eq(0).all()


@pytest.mark.parametrize("name", FILTERS)
def test_a_quarter_turn_is_counter_clockwise(name):
    image = picture(9, 9)
    out = Transform(rotate=90, filter=name).process(image).pixels
    assert_close(out[:3], image.pixels.rot90(1, (1, 2)), atol=1e-5, rtol=0)


def test_half_a_pixel_with_linear_by_hand():
    image = Image(torch.tensor([1.0, 3.0, 7.0]).expand(3, 1, 3).clone())
    out = Transform(translate=Point(0.5, 0), filter="linear", edges="repeat").process(image).pixels[0, 0]
    assert_close(out, torch.tensor([1.0, 2.0, 5.0]))
    soft = Transform(translate=Point(0.5, 0), filter="linear").process(image).pixels
    assert_close(soft[0, 0], torch.tensor([0.5, 2.0, 5.0]))
    assert_close(soft[3, 0], torch.tensor([0.5, 1.0, 1.0]))


@pytest.mark.parametrize(("name", "limit"), [("linear", 6e-3), ("cubic", 1e-3), ("lanczos", 4e-3)])
def test_there_and_back(name, limit):
    image = smooth()
    knobs = {"rotate": 20, "translate": Point(2.3, -1.6), "scale": 1.15, "filter": name, "edges": "repeat"}
    out = Transform(**knobs, invert=True).process(Transform(**knobs).process(image)).pixels
    inner = (..., slice(12, -12), slice(14, -14))
    assert (out[inner] - image.pixels[inner]).abs().max() < limit


def test_pivot_stays_and_stretch_widens():
    pixels = torch.zeros(3, 21, 41)
    pixels[:, 5, 10] = 1  # middle at (10.5, 5.5), 10 px left of and 5 px above the picture's middle
    turned = Transform(rotate=33, pivot=Point(-10, -5)).process(Image(pixels)).pixels
    assert turned[0].argmax().item() == 5 * 41 + 10
    wide = Transform(stretch=3, filter="nearest").process(Image(pixels)).pixels
    assert wide[:3].sum() == 0  # pushed out to x = -9.5
    wide = Transform(stretch=3, pivot=Point(-10, 0), filter="nearest").process(Image(pixels)).pixels
    assert wide[0].nonzero().tolist() == [[5, 9], [5, 10], [5, 11]]


@pytest.mark.parametrize("rotate", [0, 30])
@pytest.mark.parametrize("name", ["linear", "cubic", "lanczos"])
def test_shrinking_averages_fine_detail(rotate, name):
    stripes = (torch.arange(160) % 2).float().expand(3, 160, 160).clone()
    out = Transform(scale=0.2, rotate=rotate, filter=name).process(Image(stripes)).pixels
    inside = out[0, 72:88, 72:88]
    assert_close(inside, torch.full_like(inside, 0.5), atol=0.03, rtol=0)


def test_enlarging_an_opaque_picture_keeps_it_opaque():
    image = picture()
    out = Transform(scale=1.5).process(image)
    assert not out.has_alpha
    assert Transform(scale=0.9).process(image).has_alpha


@pytest.mark.parametrize("rotate", [0, 25])
def test_edges_are_anti_aliased(rotate):
    white = Image(torch.ones(3, 60, 60))
    out = Transform(scale=0.505, rotate=rotate).process(white).pixels
    assert_close(out[0], out[3], atol=1e-5, rtol=0)
    # The covered area is that of the shrunk square, to a hundredth of its outline.
    assert_close(out[3].sum().item(), (60 * 0.505) ** 2, rtol=0, atol=1.2)


def test_mattes_stay_coverage_and_labels_stay_labels():
    square = torch.zeros(1, 30, 30)
    square[:, 10:20, 10:20] = 1
    matte = Transform(rotate=17, filter="lanczos").process(Matte(square))
    assert isinstance(matte, Matte)
    assert matte.pixels.min() >= 0
    assert matte.pixels.max() <= 1
    labels = Transform(rotate=17, scale=0.8).process(Parsing(square * 17))
    assert set(labels.pixels.unique().tolist()) <= {0.0, 17.0}


def test_motion_is_refused():
    with pytest.raises(ExecutionError, match="Motion"):
        Transform(rotate=5).process(Flow(torch.zeros(2, 4, 4)))


def test_one_pixel_and_inputs_left_alone():
    dot = Image(torch.full((4, 1, 1), 0.5))
    before = dot.pixels.clone()
    assert_close(Transform(rotate=45, edges="repeat").process(dot).pixels, before)
    assert Transform(translate=Point(5, 0)).process(dot).pixels.eq(0).all()
    assert torch.equal(dot.pixels, before)
