"""Scopes, plots, cards and the strip, by what is seen in them."""

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import pytest
import torch
import value_nodes

from graph_core import ARKIT_NAMES, Audio, Expression, Faces, Format, FrameRange, HeadPose, Image, Mesh, Shot, Weights
from graph_core.editor.viewer._cards import card_of
from graph_core.editor.viewer._plots import Axis, paint_audio, paint_expression
from graph_core.editor.viewer._rasters import picture_of
from graph_core.editor.viewer._sample import Placement
from graph_core.editor.viewer._scopes import histogram, signal_of, waveform
from graph_core.editor.viewer._sheets import paint_card, paint_mesh
from graph_core.editor.viewer._strip import Strip, paint_strip

SHOT = Shot(Format(64, 48), Fraction(25), FrameRange(1001, 1100))
SIZE = (256, 120)


def signal(level, columns=40):
    return np.full((30, columns, 3), level, np.uint8)


def lit(canvas, channel=None):
    """Return where a trace is bright, `(H, W)`."""
    return (canvas if channel is None else canvas[..., channel]).reshape(*canvas.shape[:2], -1).max(axis=2) > 90


def test_a_histogram_has_its_bar_at_the_level():
    columns = np.flatnonzero(lit(histogram(signal(128), SIZE))[-10])
    assert columns.tolist() == [128]


def test_a_histogram_parts_the_colours():
    mixed = signal(0)
    mixed[..., 0], mixed[..., 2] = 64, 192
    row = histogram(mixed, SIZE)[-10]
    assert row[64, 0] > 100 and row[64, 2] < 60
    assert row[192, 2] > 100 and row[192, 0] < 60


@pytest.mark.parametrize(("level", "share"), [(255, 0.0), (128, 0.5), (0, 1.0)])
def test_a_waveform_draws_a_level_at_its_height(level, share):
    rows = np.flatnonzero(lit(waveform(signal(level), SIZE, is_parade=False))[:, 200])
    assert rows.mean() == pytest.approx(share * (SIZE[1] - 1), abs=2)


def test_a_waveform_follows_the_columns_of_the_picture():
    steps = signal(0, columns=100)
    steps[:, 50:] = 255
    shown = lit(waveform(steps, SIZE, is_parade=False))
    assert shown[-1, 60] and not shown[-1, 200]
    assert shown[0, 200] and not shown[0, 60]


def test_a_parade_has_a_lane_for_each_colour():
    mixed = signal(0)
    mixed[..., 1] = 255
    canvas = waveform(mixed, SIZE, is_parade=True)
    third = SIZE[0] // 3
    assert lit(canvas)[0, third + 20] and not lit(canvas)[0, 20]


def test_scopes_measure_the_picture_not_the_viewers_exposure():
    pixels = np.full((500, 40, 4), 0.18, np.float32)
    measured = signal_of(pixels, is_light=True)
    assert (measured == 118).all() and measured.shape[0] <= 240


def test_the_strip_measures_the_region_alone():
    values = torch.zeros(3, 40, 60)
    values[:, :, 30:] = 1
    picture = picture_of(Image(values))
    strip = Strip((200, 300), True, picture=picture, placement=Placement(0, 0, 2), screen=(120, 80))
    both = paint_strip(strip)
    dark = paint_strip(Strip((200, 300), True, False, picture, Placement(0, 0, 2), (120, 80), (0, 0, 20, 20)))
    assert lit(both)[:130, 150:].sum() > lit(dark)[:130, 150:].sum()


def test_the_strip_lists_faces():
    empty = paint_strip(Strip((270, 300), faces=Faces((), 64, 48)))
    one = paint_strip(Strip((270, 300), faces=Faces((value_nodes.face(),), 64, 48)))
    two = paint_strip(Strip((270, 300), faces=Faces((value_nodes.face(1), value_nodes.face(2)), 64, 48)))
    used = [np.flatnonzero(lit(canvas).any(axis=1)).max() for canvas in (empty, one, two)]
    assert used[0] < used[1] < used[2]
    paint_strip(Strip((270, 40), faces=Faces(tuple(value_nodes.face(n) for n in range(9)), 64, 48)))


def test_a_click_on_an_axis_is_a_frame():
    axis = Axis(SHOT, 1000)
    for frame in (1001, 1040, 1100):
        assert axis.frame(axis.place(frame) + 1) == frame
    assert axis.frame(-50) == 1001 and axis.frame(5000) == 1100


def test_a_sound_stands_where_it_is_heard():
    samples = np.zeros((1, 4 * 8000), np.float32)
    samples[0, 16000:24000] = np.sin(np.arange(8000))
    axis = Axis(SHOT, 428)
    canvas = paint_audio(Audio(samples, 8000), (428, 150), axis, 1001)
    loud = [round(axis.place(1001 + seconds * 25)) for seconds in (2.5, 0.5, 3.5)]
    heights = [lit(canvas, 2)[30:120, column].sum() for column in loud]
    assert heights[0] > 30 and max(heights[1:]) < 5


def test_a_sound_that_begins_later_stands_later():
    loud = Audio(np.sin(np.arange(8000, dtype=np.float32))[None], 8000, start_s=2.0)
    axis = Axis(SHOT, 428)
    canvas = paint_audio(loud, (428, 150), axis, 1001)
    before, during = (round(axis.place(1001 + 25 * seconds)) for seconds in (1.5, 2.5))
    assert lit(canvas, 2)[30:70, during].sum() > 5 > lit(canvas, 2)[30:70, before].sum()


def test_curves_of_the_strongest_blendshapes_are_drawn():
    weights = np.zeros(52, np.float32)
    weights[ARKIT_NAMES.index("jawOpen")] = 0.9
    known = {frame: Expression(weights) for frame in range(1001, 1051)}
    axis = Axis(SHOT, 600, 240)
    canvas = paint_expression(known, (600, 200), axis, 1010)
    height = round((200 - 26 - 4) - 0.9 * (200 - 26 - 24))
    here, later = round(axis.place(1030)), round(axis.place(1080))
    assert lit(canvas)[height - 2 : height + 3, here].any()
    assert not lit(canvas)[height - 2 : height + 3, later].any()


def test_without_any_expression_there_is_an_empty_plot():
    assert paint_expression({}, (600, 200), Axis(SHOT, 600, 240), 1001).shape == (200, 600, 3)


def test_a_mesh_fills_the_screen():
    corners = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0]], np.float32)
    canvas = paint_mesh(Mesh(corners, np.array([[0, 1, 2]], np.int32)), (300, 200))
    rows, _ = np.nonzero(lit(canvas)[30:])
    assert np.ptp(rows) > 100
    paint_mesh(Mesh(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.int32)), (300, 200))


def test_a_pose_is_told_in_degrees():
    pose = HeadPose(np.radians(np.array([30, -10, 2.5], np.float32)), np.array([0, 5, 600], np.float32))
    assert card_of(pose).rows[:3] == (("yaw", "+30.0°"), ("pitch", "-10.0°"), ("roll", "+2.5°"))


def test_weights_are_told_in_full():
    weights = Weights("tiny/1", "ab" * 32, "Apache-2.0", 4.5, "https://example.org/tiny.safetensors")
    rows = dict(card_of(weights).rows)
    assert rows["sha256"] == "ab" * 32 and rows["licence"] == "Apache-2.0" and rows["megabytes"] == "4.5"
    assert "path" not in rows


@dataclass
class Trained:
    """Weights of a plugin, with a model card."""

    name: str
    card: dict[str, object] = field(default_factory=dict)


def test_a_model_card_has_its_loss_curve():
    card = card_of(Trained("swap/3", {"psnr": 31.5, "loss": [3.0, 2.0, 1.5]}))
    assert card.title == "Trained" and card.curve == (3.0, 2.0, 1.5)
    assert dict(card.rows) == {"name": "swap/3", "psnr": "31.5"}
    assert lit(paint_card(card, (500, 400)))[150:].any()


@pytest.mark.parametrize(("value", "title"), [(3, "3"), (0.25, "0.25"), ("hello", "hello"), (True, "True")])
def test_numbers_and_words_are_shown_large(value, title):
    assert card_of(value).title == title


def test_a_value_of_a_plugin_is_told_by_its_fields():
    @dataclass
    class Voice:
        pitch_hz: float
        formants: object
        empty: object

    card = card_of(Voice(220.0, torch.arange(100.0), np.zeros(0)))
    assert card.title == "Voice"
    assert dict(card.rows)["pitch hz"] == "220"
    assert dict(card.rows)["formants"].startswith("100:  0, 1, 2") and "to 99" in dict(card.rows)["formants"]
    assert card.text.splitlines()[0] == "Voice"
