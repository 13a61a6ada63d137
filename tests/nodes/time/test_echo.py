import torch
from graph_nodes.time.echo import Echo
from torch.testing import assert_close

from graph_core import Image, Window


def dot(place):
    pixels = torch.zeros(3, 1, 3)
    pixels[:, 0, place] = 1
    return Image(pixels)


def test_trail_fades_with_age(process):
    out = process(Echo(count=2, decay=0.5), Window((dot(0), dot(1), dot(2)), 2)).pixels
    assert_close(out, torch.tensor([0.25, 0.5, 1.0]).expand(3, 1, 3))


def test_looks_back_as_far_as_the_trail():
    assert Echo(count=2).input_frames("image", 10) == (8, 9, 10)


def test_without_trail_the_frame_is_passed_on():
    now = dot(1)
    assert Echo(count=0).process(Window((now,), 0)) is now
    assert Echo(count=1, decay=0).process(Window((dot(0), now), 1)) is now


def test_transparent_frames_make_it_transparent(process):
    clear = Image(torch.zeros(4, 1, 3))
    out = process(Echo(count=1, decay=0.5), Window((dot(0), clear), 1)).pixels
    assert_close(out[3, 0], torch.tensor([0.5, 0.5, 0.5]))
