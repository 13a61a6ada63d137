"""What the timeline shows, as far as it needs no screen: waveform, signs, timecode, the row of controls."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_core import Audio, Format, FrameRange, Shot
from graph_core.editor.timeline._arrangement import Slot, arranged
from graph_core.editor.timeline._axis import Axis
from graph_core.editor.timeline._icons import NAMES, painted
from graph_core.editor.timeline._rows import Rows
from graph_core.editor.timeline._waveform import Peaks, paint
from graph_core.editor.timeline._words import timecode

SHOT = Shot(Format(4, 4), Fraction(25), FrameRange(1001, 1100))


def click(at_s, start_s=0.0, rate=48_000, length_s=4.0):
    samples = np.zeros((2, round(length_s * rate)), np.float32)
    samples[1, round(at_s * rate)] = -0.5
    return Audio(samples, rate, start_s)


@pytest.mark.parametrize("start_s", [0.0, 1.0, -1.0])
@pytest.mark.parametrize("width", [150, 4000])
def test_a_click_stands_at_the_frame_where_it_is_heard(start_s, width):
    axis = Axis.fit(SHOT.frames, width, 10)
    loud = Peaks.of(click(2.0, start_s)).along(axis, SHOT)
    assert loud.max() == 0.5
    assert abs(loud.argmax() - axis.x(1001 + 25 * (2 + start_s))) <= max(1, axis.scale * 25 / 400)


def test_there_is_silence_where_no_sound_is():
    peaks = Peaks.of(Audio(np.ones((1, 48_000), np.float32), 48_000, start_s=1.0))
    loud = peaks.along(Axis(1001 - 50, 2, 400), SHOT)
    assert loud[:140].max() == 0
    assert loud[160:190].min() == 1
    assert loud[210:].max() == 0
    assert Peaks.of(Audio(np.zeros((2, 0), np.float32), 48_000)).along(Axis(1001, 2, 100), SHOT).max() == 0


def test_the_shape_grows_from_the_middle():
    pixels = np.ones((8, 3, 4), np.float32)
    paint(pixels, np.array([0, 0.5, 1], np.float32))
    alpha = pixels[..., 3]
    assert alpha[:, 1].tolist() == [0, 0, 1, 1, 1, 1, 0, 0]
    assert alpha[:, 2].min() == 1
    assert alpha[:, 0].max() == 0
    assert pixels[..., :3].min() == 1


@pytest.mark.parametrize("size", [16, 24, 32])
def test_signs_fill_their_square_and_differ(size):
    signs = [np.asarray(painted(name, size)) for name in NAMES]
    assert all(0.05 < sign.mean() / 255 < 0.75 for sign in signs)
    assert len({sign.tobytes() for sign in signs}) == len(NAMES)


def test_ways_back_are_the_ways_on_in_a_mirror():
    for back, on in (("start", "end"), ("previous", "next"), ("previous key", "next key")):
        difference = np.asarray(painted(back, 32), int)[:, ::-1] - np.asarray(painted(on, 32), int)
        assert np.abs(difference).mean() < 12


@given(st.integers(-(10**6), 10**6), st.sampled_from([Fraction(25), Fraction(24_000, 1001), Fraction(60)]))
def test_timecode_counts_every_frame_once(frames, fps):
    sign = -1 if timecode(frames, fps).startswith("-") else 1
    hours, minutes, seconds, left = map(int, timecode(frames, fps).lstrip("-").split(":"))
    assert sign * (((hours * 60 + minutes) * 60 + seconds) * round(fps) + left) == frames
    assert max(minutes, seconds) < 60 > left


slots = st.lists(
    st.builds(Slot, st.uuids().map(str), st.integers(5, 90), st.sampled_from(["left", "middle", "right"]),
              st.integers(0, 3)),
    min_size=1, max_size=12,
)  # fmt: skip


@given(slots, st.integers(0, 800))
def test_controls_do_not_overlap_and_the_important_ones_stay(slots, more):
    needed = [slot for slot in slots if slot.rank == 0]
    width = sum(slot.width + 4 for slot in needed) + 24 + more
    placed = arranged(slots, width, gap=4, margin=8)
    kept = [slot for slot in slots if slot.name in placed]
    assert all(slot in kept for slot in needed)
    spans = sorted((placed[slot.name], placed[slot.name] + slot.width) for slot in kept)
    assert all(end + 4 <= begin for (_, end), (begin, _) in itertools.pairwise(spans))
    assert all(begin >= 8 and end <= width - 8 for begin, end in spans)


def test_all_controls_are_there_when_there_is_room():
    slots = [Slot(side, 50, side, rank) for side, rank in (("left", 3), ("middle", 0), ("right", 2))]
    assert arranged(slots, 400, gap=4, margin=8) == {"left": 8, "middle": 175, "right": 342}
    assert arranged(slots, 130, gap=4, margin=8) == {"middle": 18, "right": 72}


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("count", [1, 3, 9])
def test_bars_end_at_the_bottom_and_do_not_touch_the_keys(scale, count):
    rows = Rows(round(74 * scale), scale)
    shown = min(count, rows.most_bars)
    assert rows.bar_top(shown - 1, count) + rows.bar <= rows.height
    if count <= 3:
        assert rows.bar_top(0, count) > rows.keys + 6 * scale
    assert rows.keys - 6 * scale > rows.ruler
