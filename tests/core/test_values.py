"""Values: their promises, their helpers, moving and measuring them."""

import dataclasses

import numpy as np
import pytest
import torch

import graph_core
from graph_core import (
    Audio,
    Depth,
    Expression,
    Face,
    Faces,
    Flow,
    FrameRange,
    Image,
    Matte,
    Parsing,
    Stream,
    Window,
)
from graph_core.testing import sample

VALUES = [
    cls for cls in vars(graph_core.values).values() if isinstance(cls, type) and issubclass(cls, graph_core.Value)
]
CONCRETE = [cls for cls in VALUES if cls not in (graph_core.Value, graph_core.Raster)]


def test_public_names_are_sorted_and_there():
    assert graph_core.__all__ == sorted(graph_core.__all__)
    for name in graph_core.__all__:
        assert getattr(graph_core, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = graph_core.nonsense


@pytest.mark.parametrize("cls", CONCRETE, ids=lambda cls: cls.__name__)
def test_a_sample_is_valid_frozen_measured_and_stays_where_it_is(cls):
    value = sample(cls)
    value.validate()
    assert value.size_bytes > 64
    assert value.to("cpu") is value
    with pytest.raises(dataclasses.FrozenInstanceError):
        value.anything = 1


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        (Image(torch.zeros(2, 4, 4)), r"must be \(3 or 4, H, W\), not \(2, 4, 4\)"),
        (Image(torch.zeros(3, 4)), "must be"),
        (Image(torch.zeros(3, 0, 4)), "no pixels"),
        (Image(torch.zeros(3, 4, 4, dtype=torch.uint8)), "floating point"),
        (Image(torch.full((3, 2, 2), float("nan"))), "NaN or infinity"),
        (Image(torch.full((3, 2, 2), float("inf"))), "NaN or infinity"),
        (Matte(torch.full((1, 2, 2), 1.5)), r"lie in \[0, 1\]"),
        (Matte(torch.full((1, 2, 2), -0.5)), r"lie in \[0, 1\]"),
        (Depth(torch.zeros(3, 2, 2)), "must be"),
        (Flow(torch.full((2, 2, 2), float("inf"))), "NaN or infinity"),
        (Audio(np.zeros(5, np.float32), 48000), r"\(C, N\)"),
        (Audio(np.zeros((1, 5), np.float32), 0), "rate"),
        (Audio(np.full((1, 5), np.nan, np.float32), 48000), "NaN"),
        (Face(np.zeros(3), np.zeros((478, 3)), np.zeros((68, 2))), r"box must be \(4,\)"),
        (Faces((Face(np.zeros(4), np.full((478, 3), np.nan), np.zeros((68, 2))),), 4, 4), "landmarks478 holds NaN"),
    ],
    ids=lambda item: item if isinstance(item, str) else type(item).__name__,
)
def test_a_broken_promise_is_named(value, complaint):
    with pytest.raises(ValueError, match=complaint):
        value.validate()


def test_flow_may_be_unknown_in_places():
    Flow(torch.full((2, 2, 2), float("nan"))).validate()


def test_an_opaque_picture_has_an_alpha_of_one():
    image = Image(torch.full((3, 2, 5), 0.25))
    assert not image.has_alpha and (image.alpha == 1).all() and image.alpha.shape == (1, 2, 5)
    assert torch.equal(image.with_alpha().pixels, torch.cat([image.pixels, image.alpha]))
    assert image.with_alpha().with_alpha().has_alpha
    assert (image.width, image.height) == (5, 2)


def test_dividing_by_alpha_and_multiplying_again():
    pixels = torch.tensor([0.25, 0.5, 0.0, 0.5])[:, None, None].clone()
    image = Image(pixels)
    assert image.unpremultiplied.flatten().tolist() == [0.5, 1.0, 0.0]
    assert torch.equal(image.with_rgb(image.unpremultiplied).pixels, pixels)
    assert Image(torch.zeros(4, 1, 1)).unpremultiplied.flatten().tolist() == [0, 0, 0]


def test_mixing_by_a_mask():
    first, second = Image(torch.zeros(3, 1, 2)), Image(torch.ones(4, 1, 2))
    assert first.mix(second, None) is second
    mixed = first.mix(second, Matte(torch.tensor([[[0.0, 0.25]]])))
    assert mixed.pixels[:, 0].T.tolist() == [[0, 0, 0, 1], [0.25, 0.25, 0.25, 1]]


def test_labels_make_a_matte():
    parsing = Parsing(torch.tensor([[[0.0, 1.0, 17.0]]]))
    assert parsing.matte(1, 17).pixels.flatten().tolist() == [0, 1, 1]
    assert parsing.matte().pixels.sum() == 0
    assert torch.equal(parsing.with_pixels(torch.ones(1, 1, 1)).pixels, torch.ones(1, 1, 1))


def test_sound_is_cut_and_padded_with_silence():
    audio = Audio(np.arange(1, 5, dtype=np.float32)[None], 2, start_s=1.0)
    assert audio.duration_s == 2
    assert audio.cut(0.0, 2.0).samples.tolist() == [[0, 0, 1, 2]]
    assert audio.cut(2.0, 4.0).samples.tolist() == [[3, 4, 0, 0]]
    assert audio.cut(9.0, 10.0).samples.tolist() == [[0, 0]]
    assert audio.cut(2.0, 1.0).samples.shape == (1, 0)
    assert audio.cut(0.0, 2.0).start_s == 0


def test_an_expression_is_read_by_name():
    weights = np.zeros(52, np.float32)
    weights[graph_core.ARKIT_NAMES.index("jawOpen")] = 0.5
    assert Expression(weights).weight("jawOpen") == 0.5
    assert len(set(graph_core.ARKIT_NAMES)) == 52


def test_frame_ranges():
    frames = FrameRange.parse("1001-1003")
    assert list(frames) == [1001, 1002, 1003] and len(frames) == 3 and str(frames) == "1001-1003"
    assert FrameRange.parse("7") == FrameRange(7, 7)
    assert FrameRange.parse(" -5 - -3 ") == FrameRange(-5, -3)
    assert FrameRange.parse(str(FrameRange(-5, -3))) == FrameRange(-5, -3)
    assert (frames.clamp(0), frames.clamp(1002), frames.clamp(9999)) == (1001, 1002, 1003)
    assert 1003 in frames and 1004 not in frames and "x" not in frames
    for text in ("", "a-b", "3-1", "1-2-3", "1.5"):
        with pytest.raises(ValueError, match="frame range"):
            FrameRange.parse(text)


def test_a_window_is_read_from_its_centre():
    window = Window(("a", "b", "c"), 1)
    assert (window[-1], window.centre, window[1], len(window), list(window)) == ("a", "b", "c", 3, ["a", "b", "c"])
    with pytest.raises(IndexError, match="reaches from -1 to 1"):
        window[2]


def test_a_stream_says_which_frame_it_is_at():
    stream = Stream.of("a", "b", first=7)
    assert [(value, stream.frame) for value in stream] == [("a", 7), ("b", 8)]
    assert stream.state is None and Stream.of(state=3).state == 3
