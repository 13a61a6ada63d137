"""Playing: in time with the clock or the sound, frames left out when there is no time, and sound that fits."""

import itertools
import math
import time
from collections.abc import Iterator

import numpy as np
import pytest
from slow_nodes import Broken, Film, Hum, Media, Slow, SoFar
from toy_nodes import Add, Clock, Grey, Number, project
from waiting import until

from graph_core import Audio, Engine, FrameRange, Node, Stream
from graph_core.editor._timing import Route
from graph_core.editor.document import Document
from graph_core.editor.evaluator import Evaluator
from graph_core.editor.playback import Playback, sound_of
from graph_core.editor.sound import Silence, in_loop, open_speakers, sound_at

TURN_S = 1 / 120


@pytest.fixture
def play():
    """Make playbacks of projects; all is closed in the end."""
    made = []

    def make(opened, sink=None):
        evaluator = Evaluator(Engine, opened.graph.registry)
        playback = Playback(evaluator, (lambda: sink) if sink is not None else None)
        made.extend((playback, evaluator))
        return playback

    yield make
    for thing in made:
        thing.close()


def watch(playback, seconds):
    """Take the loop's turns for a while; return the frames shown and when."""
    shown, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        outcome = playback.update()
        if outcome is not None:
            shown.append((outcome.want.frame, time.monotonic()))
        time.sleep(TURN_S)
    return shown


def frames_of(shown):
    return [frame for frame, _ in shown]


@pytest.mark.parametrize(
    ("direction", "mode", "wanted"),
    [
        (1, "loop", [3, 4, 1, 2, 3, 4, 1]),
        (-1, "loop", [3, 2, 1, 4, 3, 2, 1]),
        (1, "once", [3, 4, None, None, None, None, None]),
        (-1, "once", [3, 2, 1, None, None, None, None]),
        (1, "bounce", [3, 4, 3, 2, 1, 2, 3]),
        (-1, "bounce", [3, 2, 1, 2, 3, 4, 3]),
    ],
)
def test_the_route_says_which_frame_comes_when(direction, mode, wanted):
    route = Route(FrameRange(1, 4), 3, direction, mode)
    assert [route.frame(place) for place in range(7)] == wanted
    last = route.last_place
    assert last is None or (wanted[last] is not None and wanted[last + 1] is None)


def test_a_single_frame_bounces_on_the_spot():
    assert [Route(FrameRange(5, 5), 9, 1, "bounce").frame(place) for place in range(3)] == [5, None, None]
    assert [Route(FrameRange(5, 5), 9, 1, "loop").frame(place) for place in range(3)] == [5, 5, 5]


def test_frames_come_at_the_rate_of_the_shot(play):
    opened = project(("clock", Clock), frames=(1, 200))
    playback = play(opened)
    playback.play(opened.state(), "clock", opened.shot, 11)
    shown = watch(playback, 1.2)
    frames = frames_of(shown)
    assert frames[0] == 11 and frames == sorted(set(frames))
    begin = shown[0][1]
    late = [frame - 11 - (at - begin) * 25 for frame, at in shown]
    assert max(map(abs, late)) <= 1.0
    assert len(frames) >= 24 and playback.fps == pytest.approx(25, rel=0.15)
    assert playback.frame == frames[-1] and playback.is_playing


def test_it_stops_where_it_is(play):
    opened = project(("clock", Clock), frames=(1, 200))
    playback = play(opened)
    playback.play(opened.state(), "clock", opened.shot, 1)
    watch(playback, 0.3)
    playback.stop()
    frame = playback.frame
    assert not playback.is_playing and watch(playback, 0.2) == [] and playback.frame == frame > 1


@pytest.mark.parametrize("direction", [1, -1])
def test_once_ends_at_its_last_frame(play, direction):
    opened = project(("clock", Clock), frames=(1, 12))
    playback = play(opened)
    ended = []
    playback.ended.connect(lambda: ended.append(playback.frame))
    playback.mode = "once"
    begin, last = (5, 12) if direction > 0 else (8, 1)
    playback.play(opened.state(), "clock", opened.shot, begin, direction=direction)
    frames = frames_of(watch(playback, 0.7))
    assert frames[0] == begin and frames[-1] == last and ended == [last]
    assert not playback.is_playing


def test_in_and_out_point_are_kept_and_it_loops(play):
    opened = project(("clock", Clock), frames=(1, 100))
    playback = play(opened)
    playback.play(opened.state(), "clock", opened.shot, 30, FrameRange(29, 33))
    frames = frames_of(watch(playback, 0.8))
    assert set(frames) == set(range(29, 34)) and len(frames) > 12
    steps = {(after - before) % 5 for before, after in itertools.pairwise(frames)}
    assert steps <= {1, 2}


@pytest.mark.parametrize("cls", [Slow, SoFar])
def test_backwards_shows_every_value_right(play, cls):
    opened = project(("clock", Clock), ("node", cls), frames=(1, 30), node="clock")
    playback = play(opened)
    playback.play(opened.state(), "node", opened.shot, 30, direction=-1)
    shown = []
    end = time.monotonic() + 0.8
    while time.monotonic() < end:
        outcome = playback.update()
        if outcome is not None:
            shown.append((outcome.want.frame, outcome.value))
        time.sleep(TURN_S)
    assert len(shown) > 3
    triangle = cls is SoFar
    for frame, value in shown:
        assert value == (frame * (frame + 1) // 2 if triangle else 2 * frame)


def test_frames_are_left_out_when_they_take_too_long(play):
    opened = project(("slow", Slow, {"seconds": 0.3}), frames=(1, 500))
    playback = play(opened)
    playback.play(opened.state(), "slow", opened.shot, 1)
    shown = watch(playback, 2.5)
    frames = frames_of(shown)
    begin = shown[0][1]
    assert len(frames) >= 5 and frames == sorted(frames)
    assert frames[-1] - frames[0] >= 0.6 * 25 * (shown[-1][1] - begin)
    assert frames[-1] - frames[0] > 2 * len(frames)
    behind = [(at - begin) * 25 - (frame - 1) for frame, at in shown[len(shown) // 2 :]]
    assert max(behind) < 0.3 * 25


class Walking(Node, id="toy.walking"):
    """Take a while for each frame, in order."""

    def process(self, number: Stream[int]) -> Iterator[int]:
        for value in number:
            time.sleep(0.1)
            yield value


def test_frames_that_need_each_other_are_shown_as_they_come_and_in_time_once_they_are_kept(play):
    opened = project(("clock", Clock), ("walk", Walking), frames=(1, 30), walk="clock")
    playback = play(opened)
    playback.play(opened.state(), "walk", opened.shot, 1)
    first = []
    while len(first) < 29:
        first += frames_of(watch(playback, 0.1))
        if len(first) == 26:
            assert not playback.is_in_time
    assert first[-20:] == sorted(set(first[-20:])) and len(set(first)) >= 28
    begin = time.monotonic()
    frames = frames_of(watch(playback, 1.6))
    assert playback.is_in_time
    assert 25 <= len(frames) <= (time.monotonic() - begin) * 25 + 4


def test_every_frame_is_shown_when_that_is_wanted(play):
    opened = project(("slow", Slow, {"seconds": 0.1}), frames=(1, 500))
    playback = play(opened)
    playback.is_every_frame = True
    playback.play(opened.state(), "slow", opened.shot, 1)
    frames = frames_of(watch(playback, 1.2))
    assert frames == list(range(1, len(frames) + 1)) and len(frames) >= 8


def test_every_frame_is_no_faster_than_the_shot(play):
    opened = project(("clock", Clock), frames=(1, 500))
    playback = play(opened)
    playback.is_every_frame = True
    playback.play(opened.state(), "clock", opened.shot, 1)
    frames = frames_of(watch(playback, 1.0))
    assert 20 <= len(frames) <= 27


def test_an_edit_while_it_plays_is_seen_and_time_goes_on(play):
    document = Document(project(("clock", Clock), ("sum", Add), frames=(1, 500), sum="clock"))
    playback = play(document.project)
    shot = document.project.shot
    playback.play(document.state, "sum", shot, 1)
    before = frames_of(watch(playback, 0.3))
    with document.edit("Turn") as graph:
        graph.set_param("sum", "plus", 1000)
    playback.change(document.state, "sum")
    outcome = until(playback.update)
    assert outcome.value == 1000 + outcome.want.frame
    assert before[-1] <= outcome.want.frame <= before[-1] + 5


def test_an_error_ends_it_and_is_shown(play):
    opened = project(("broken", Broken), frames=(1, 9))
    playback = play(opened)
    ended = []
    playback.ended.connect(lambda: ended.append(1))
    playback.play(opened.state(), "broken", opened.shot, 1)
    outcome = until(playback.update)
    assert outcome.error.node == "broken" and ended and not playback.is_playing


class Metronome(Silence):
    """A sound card whose clock runs at its own speed, and that notes what it is told."""

    def __init__(self, speed):
        super().__init__()
        self.speed = speed
        self.told = []
        self.track = None

    def load(self, track):
        self.track = track

    def play(self, at_s, loop_s=None, for_s=None):
        super().play(at_s, loop_s, for_s)
        self.told.append((at_s, loop_s, for_s))

    @property
    def played_s(self):
        return super().played_s * self.speed


def with_sound(frames=(1, 200)):
    return project(("clock", Clock), ("hum", Hum), ("film", Film), ("number", Number), frames=frames, film="clock hum")


def ready(playback, opened, sink):
    playback.listen(opened.state(), sound_of(opened.graph, "clock"), opened.shot)
    until(lambda: playback.update() or sink.track is not None)
    time.sleep(0.05)


@pytest.mark.parametrize("speed", [1.0, 1.5, 0.7])
def test_pictures_follow_the_sound_within_a_frame(play, speed):
    opened = with_sound()
    sink = Metronome(speed)
    playback = play(opened, sink)
    ready(playback, opened, sink)
    playback.play(opened.state(), "clock", opened.shot, 26, FrameRange(26, 75))
    drift, end = [], time.monotonic() + 1.5
    while time.monotonic() < end:
        outcome = playback.update()
        if outcome is not None:
            drift.append(sink.played_s * 25 - (outcome.want.frame - 26) % 50)
        time.sleep(TURN_S)
    assert sink.told == [(1.0, (1.0, 3.0), None)]
    assert len(drift) > 15 and all(-0.2 <= (frames + 25) % 50 - 25 <= 1.2 for frames in drift)


@pytest.mark.parametrize("way", ["backwards", "bounce", "every frame"])
def test_sound_is_silent_where_it_makes_no_sense(play, way):
    opened = with_sound()
    sink = Metronome(1.0)
    playback = play(opened, sink)
    ready(playback, opened, sink)
    playback.mode = "bounce" if way == "bounce" else "loop"
    playback.is_every_frame = way == "every frame"
    playback.play(opened.state(), "clock", opened.shot, 9, direction=-1 if way == "backwards" else 1)
    assert len(watch(playback, 0.3)) > 3 and sink.told == []


def test_scrubbing_lets_the_moment_be_heard(play):
    opened = with_sound()
    sink = Metronome(1.0)
    playback = play(opened, sink)
    ready(playback, opened, sink)
    playback.scrub(26, opened.shot)
    assert sink.told == [(1.0, None, 0.04)]


def test_the_sound_goes_with_the_project(play):
    opened = with_sound()
    sink = Metronome(1.0)
    playback = play(opened, sink)
    ready(playback, opened, sink)
    assert sink.track.duration_s == 2 and playback.track is sink.track
    playback.listen(opened.state(), None, opened.shot)
    assert sink.track is None and playback.track is None


def test_what_is_heard_is_what_is_viewed_or_what_is_written_with_it():
    opened = project(
        ("clock", Clock),
        ("hum", Hum),
        ("other", Hum),
        ("silent", Film),
        ("film", Film),
        ("number", Number),
        ("add", Add),
        ("wide", Film),
        silent="number",
        film="number other",
        add="clock",
        wide="add hum",
    )
    assert sound_of(opened.graph, "hum") == "hum"
    assert sound_of(opened.graph, "clock") == "hum"
    assert sound_of(opened.graph, "wide") == "hum"
    assert sound_of(opened.graph, "number") == "other"
    opened.graph.set_disabled("film", True)
    assert sound_of(opened.graph, "number") == "hum"
    quiet = project(("grey", Grey), ("media", Media))
    assert sound_of(quiet.graph, "grey") is None and sound_of(quiet.graph, "nobody") is None


def test_samples_are_found_between_samples_and_silence_beyond_the_ends():
    track = Audio(np.array([[0, 1, 2, 3]], np.float32), 10, start_s=1.0)
    times = np.array([0.0, 0.99, 1.0, 1.05, 1.25, 1.29, 1.31, 9.0])
    assert np.allclose(sound_at(track, times)[0], [0, 0, 0, 0.5, 2.5, 2.9, 0, 0], atol=1e-5)
    assert sound_at(track, times).shape == (2, 8)
    stereo = Audio(np.array([[1, 1], [2, 2], [9, 9]], np.float32), 10)
    assert sound_at(stereo, np.array([0.05])).tolist() == [[1], [2]]
    assert sound_at(Audio(np.zeros((1, 0), np.float32), 10), times).tolist() == np.zeros((2, 8)).tolist()


def test_a_loop_is_run_through_again_and_again():
    times = in_loop(np.array([1.5, 1.9, 2.0, 2.25, 4.5]), (1.0, 2.0))
    assert np.allclose(times, [1.5, 1.9, 1.0, 1.25, 1.5])
    assert in_loop(times, None) is times


def test_a_machine_without_a_sound_card_says_so_once_and_what_to_do():
    said = []
    speakers = open_speakers(lambda text, hint: said.append((text, hint)))
    if speakers is not None:
        speakers.close()
        pytest.skip("this machine has a sound card")
    (words,) = said
    assert words[0].startswith("Playing is silent") and words[1]


def test_silence_keeps_time_by_the_clock_on_the_wall():
    silence = Silence()
    assert silence.played_s == 0
    silence.play(5.0, (0.0, 1.0))
    time.sleep(0.1)
    assert math.isclose(silence.played_s, 0.1, abs_tol=0.05)
    silence.stop()
    assert silence.played_s == 0
