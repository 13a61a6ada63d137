import numpy as np
import pytest
import torch
from graph_nodes.audio._trace import outline, trace_coverage
from graph_nodes.audio.draw_waveform import DrawWaveform
from torch.testing import assert_close

from graph_core import Audio, Color

PLAIN = {"color": Color(1.0, 1.0, 1.0), "background": Color(0.0, 0.0, 0.0), "playhead": False}


def test_outline_holds_every_sample():
    track = np.float32([0.1, -0.5, 0.7, 0.2, -0.9])
    low, high = outline(track, np.array([0, 2, 3, 5]))
    assert low == pytest.approx([-0.5, 0.7, -0.9])
    assert high == pytest.approx([0.1, 0.7, 0.2])


def test_outline_is_silent_outside_the_track_and_repeats_within_a_sample():
    low, high = outline(np.float32([0.5, -0.5]), np.array([-4, -2, 0, 0, 1, 2, 2, 9]))
    assert high == pytest.approx([0, 0, 0.5, 0.5, -0.5, 0, 0])
    assert low == pytest.approx(high)
    assert not outline(np.float32([]), np.array([0, 1, 2]))[0].any()


def test_trace_covers_from_low_to_high():
    coverage = trace_coverage(np.float32([-0.5]), np.float32([0.75]), 1.0, 8)
    assert_close(coverage[:, 0], torch.tensor([0.0, 1, 1, 1, 1, 1, 0, 0]))


def test_silence_is_a_thin_line():
    coverage = trace_coverage(np.float32([0.0]), np.float32([0.0]), 1.0, 4)
    assert_close(coverage[:, 0], torch.tensor([0.0, 0.5, 0.5, 0.0]))


def test_too_loud_a_wave_is_cut_off():
    coverage = trace_coverage(np.float32([-3.0]), np.float32([0.2]), 10.0, 4)
    assert_close(coverage[:, 0], torch.ones(4))


def test_picture_spans_the_shot(process):
    # Ten frames at 24 fps; loud during the second half.
    samples = np.zeros((1, 4800), np.float32)
    samples[0, 2000::2], samples[0, 2001::2] = 1, -1
    out = process(DrawWaveform(**PLAIN), Audio(samples, 9600), width=20, height=8).pixels
    assert_close(out[0, 0], torch.tensor([0.0] * 10 + [1.0] * 10))


def test_channels_lie_below_each_other(process):
    samples = np.zeros((2, 4000), np.float32)
    samples[1, ::2], samples[1, 1::2] = 1, -1
    out = process(DrawWaveform(**PLAIN), Audio(samples, 9600), width=4, height=8).pixels[0]
    assert_close(out[:, 1], torch.tensor([0.0, 0.5, 0.5, 0.0, 1.0, 1.0, 1.0, 1.0]))


def test_playhead_marks_the_middle_of_the_frame(process):
    silent = Audio(np.zeros((1, 10), np.float32), 10)
    node = DrawWaveform(**PLAIN | {"playhead": True})
    for frame, column in ((1001, 5), (1003, 25), (1010, 95)):
        row = process(node, silent, frame=frame, width=100, height=9).pixels[0, 0]
        assert_close(row[[column - 1, column]], torch.tensor([0.5, 0.5]))
        assert row.sum() == 1


def test_window_keeps_the_playhead_in_the_middle(process):
    samples = np.zeros((1, 4800), np.float32)
    samples[0, 2000] = 1  # at the start of frame 1006
    node = DrawWaveform(**PLAIN, window=1 / 24)
    out = process(node, Audio(samples, 9600), frame=1006, width=20, height=8).pixels[0, 0]
    assert out.argmax() == 0
    assert process(node, Audio(samples, 9600), frame=1005, width=20, height=8).pixels[0, 0].max() == 0


def test_without_moving_parts_it_has_no_time():
    assert not DrawWaveform(playhead=False).is_timed()
    assert DrawWaveform().is_timed()
    assert DrawWaveform(playhead=False, window=1).is_timed()


def test_one_pixel(process):
    process(DrawWaveform(), Audio(np.ones((3, 7), np.float32), 48000), width=1, height=1).validate()
