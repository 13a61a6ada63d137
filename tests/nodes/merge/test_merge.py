import pytest
import torch
from graph_nodes.merge.merge import Merge
from torch.testing import assert_close

from graph_core import ExecutionError, Image, Matte

# One pixel: A has colour 0.8 at alpha 0.5, B has colour 0.25 at alpha 0.4.
A, B, COLOR_A, COLOR_B, ALPHA_A, ALPHA_B = 0.4, 0.1, 0.8, 0.25, 0.5, 0.4
OPERATIONS = Merge.params["operation"].choices


def soft(premultiplied, alpha):
    return Image(torch.tensor([premultiplied] * 3 + [alpha]).view(4, 1, 1))


def solid(value):
    return Image(torch.full((3, 1, 1), value))


def blended(value):
    return A * (1 - ALPHA_B) + B * (1 - ALPHA_A) + ALPHA_A * ALPHA_B * value, 0.7


@pytest.mark.parametrize(
    ("operation", "color", "alpha"),
    [
        ("over", A + B * 0.5, 0.5 + 0.4 * 0.5),
        ("under", A * 0.6 + B, 0.5 * 0.6 + 0.4),
        ("plus", A + B, 0.9),
        ("in", A * 0.4, 0.2),
        ("out", A * 0.6, 0.3),
        ("atop", A * 0.4 + B * 0.5, 0.4),
        ("xor", A * 0.6 + B * 0.5, 0.5),
        ("mask", B * 0.5, 0.2),
        ("stencil", B * 0.5, 0.2),
        ("dissolve", A, 0.5),
        ("minus", *blended(COLOR_A - COLOR_B)),
        ("multiply", *blended(COLOR_A * COLOR_B)),
        ("divide", *blended(COLOR_A / COLOR_B)),
        ("screen", *blended(COLOR_A + COLOR_B - COLOR_A * COLOR_B)),
        ("max", *blended(COLOR_A)),
        ("min", *blended(COLOR_B)),
        ("difference", *blended(0.55)),
        ("overlay", *blended(2 * COLOR_A * COLOR_B)),
        ("hard_light", *blended(0.6 + COLOR_B - 0.6 * COLOR_B)),
        ("soft_light", *blended(COLOR_B + 0.6 * (0.25**0.5 - COLOR_B))),
    ],
)
def test_operations_on_soft_pixels(operation, color, alpha):
    out = Merge(operation=operation).process(soft(A, ALPHA_A), soft(B, ALPHA_B)).pixels.flatten()
    assert_close(out, torch.tensor([color] * 3 + [alpha]))


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("opaque", ["a", "b", "both"])
def test_a_picture_without_alpha_counts_as_opaque(operation, opaque):
    torch.manual_seed(1)
    a, b = (Image(torch.cat([torch.rand(3, 2, 3) * 0.5, torch.full((1, 2, 3), 0.5)])) for _ in "ab")
    if opaque in ("a", "both"):
        a = Image(torch.rand(3, 2, 3))
    if opaque in ("b", "both"):
        b = Image(torch.rand(3, 2, 3))
    node = Merge(operation=operation)
    expected = node.process(a.with_alpha(), b.with_alpha())
    out = node.process(a, b)
    assert_close(out.with_alpha().pixels, expected.pixels)


@pytest.mark.parametrize("operation", ["over", "under", "plus", "atop", *sorted(OPERATIONS[3:13])])
def test_an_opaque_background_stays_rgb(operation):
    assert Merge(operation=operation).process(soft(A, ALPHA_A), solid(0.3)).pixels.shape[0] == 3


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_transparent_foreground(operation):
    nothing = soft(0.0, 0.0)
    out = Merge(operation=operation).process(nothing, soft(B, ALPHA_B))
    gone = operation in ("in", "out", "mask", "dissolve")
    assert_close(out.pixels, nothing.pixels if gone else soft(B, ALPHA_B).pixels)


def test_bright_and_dark_extremes_stay_sensible():
    assert Merge(operation="screen").process(solid(3.0), solid(2.0)).pixels.unique().item() == 3
    assert Merge(operation="screen").process(solid(-0.5), solid(0.25)).pixels.unique().item() == 0.25
    assert Merge(operation="hard_light").process(solid(1.0), solid(4.0)).pixels.unique().item() == 4
    assert Merge(operation="divide").process(solid(1.0), solid(0.0)).pixels.unique().item() == 0
    for value in (-1.0, 0.0, 0.2, 1.0, 5.0):
        middle = Merge(operation="soft_light").process(solid(0.5), solid(value))
        assert_close(middle.pixels.unique().item(), value)


def test_plus_keeps_alpha_a_coverage():
    assert Merge(operation="plus").process(soft(0.4, 0.8), soft(0.4, 0.8)).pixels[3].item() == 1


def test_mask_and_mix_fade_to_the_background():
    a = Image(torch.tensor([1.0, 1.0, 1.0, 1.0]).view(4, 1, 1).expand(4, 1, 3).clone())
    b = Image(torch.zeros(3, 1, 3))
    mask = Matte(torch.tensor([0.0, 0.5, 1.0]).view(1, 1, 3))
    assert Merge(mix=0.5).process(a, b, mask).pixels[0, 0].tolist() == [0, 0.25, 0.5]
    assert Merge(mix=0).process(a, b) is b


def test_opaque_layers_are_handed_on():
    a, b = solid(0.1), solid(0.2)
    assert Merge().process(a, b) is a
    assert Merge(operation="under").process(a, b) is b
    assert Merge(operation="dissolve").process(a, b) is a


def test_other_sizes_are_refused():
    with pytest.raises(ExecutionError, match='"b" is 2x1 but "a" is 1x1'):
        Merge().process(solid(0.5), Image(torch.zeros(3, 1, 2)))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_inputs_are_left_alone(operation):
    a, b = soft(A, ALPHA_A), soft(B, ALPHA_B)
    versions = a.pixels._version, b.pixels._version
    Merge(operation=operation).process(a, b, Matte(torch.ones(1, 1, 1)))
    assert (a.pixels._version, b.pixels._version) == versions
