import pytest
import torch
from graph_nodes.draw._noise import _mix, value_noise
from graph_nodes.draw.noise import Noise
from torch.testing import assert_close

from graph_core import Color


def axis(count, start=0.5, step=1.0):
    return torch.arange(count) * step + start


def mix32(number):
    """MurmurHash3's finaliser in Python's own integers."""
    number = (number ^ (number >> 16)) * 0x85EBCA6B & 0xFFFFFFFF
    number = (number ^ (number >> 13)) * 0xC2B2AE35 & 0xFFFFFFFF
    return number ^ (number >> 16)


def test_hash_is_exact():
    numbers = [0, 1, 2, 0xFFFFFFFF, 0x80000000, 123456789]
    assert _mix(torch.tensor(numbers)).tolist() == [mix32(number) for number in numbers]


def test_lattice_points_have_their_own_number_and_the_middle_is_their_mean():
    corners = value_noise(axis(2, 0.0, 8.0), axis(2, 0.0, 8.0), 0.0, 8.0, 3)
    middle = value_noise(axis(1, 4.0), axis(1, 4.0), 0.0, 8.0, 3)
    assert_close(middle[0, 0], corners.mean())
    assert len(corners.unique()) == 4


def test_evolution_passes_through_the_next_layer():
    now, later = (value_noise(axis(5), axis(5), moment, 2.0, 0) for moment in (0.0, 1.0))
    between = value_noise(axis(5), axis(5), 0.5, 2.0, 0)
    assert_close(between, (now + later) / 2)
    assert not torch.allclose(now, later, atol=0.1)


def test_numbers_are_even_and_independent():
    values = value_noise(axis(200, 0.0), axis(200, 0.0), 0.0, 1.0, 7)
    # A mean of 40,000 numbers of standard deviation 0.2887 strays by 0.0014.
    assert values.mean().item() == pytest.approx(0.5, abs=0.006)
    assert values.std().item() == pytest.approx(12**-0.5, abs=0.006)
    pairs = torch.stack([values[:, :-1].flatten(), values[:, 1:].flatten()])
    assert abs(torch.corrcoef(pairs)[0, 1].item()) < 0.02
    assert values.min() >= 0
    assert values.max() < 1


def test_seed_chooses_and_repeats(process):
    first, again, other = (process(Noise(seed=seed, size=4), width=32, height=32).pixels for seed in (1, 1, 2))
    assert first.equal(again)
    assert not torch.allclose(first, other, atol=0.1)


def test_contrast_zero_is_the_middle_of_the_colours(process):
    noise = Noise(contrast=0, first=Color(0.0, 0.2, 0.0), second=Color(1.0, 0.2, 0.5))
    assert_close(process(noise).pixels[:, 3, 3], torch.tensor([0.5, 0.2, 0.25]))


def test_without_roughness_only_the_large_blobs_stay(process):
    rough = process(Noise(octaves=6, roughness=0.0, size=16), width=40, height=20)
    assert_close(rough.pixels, process(Noise(octaves=1, size=16), width=40, height=20).pixels)


def test_one_pixel(process):
    assert process(Noise(), width=1, height=1).pixels.shape == (3, 1, 1)
