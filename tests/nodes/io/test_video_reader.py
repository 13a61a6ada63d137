import random
import struct
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
import torch
from graph_nodes.io._frame import oriented, pixels_of
from graph_nodes.io._video_index import index_of
from graph_nodes.io._video_reader import VideoReader

from graph_core import MediaError

B_FRAMES = {"bf": "3", "g": "12"}
CLIPS = {
    "b_frames.mp4": {"options": B_FRAMES},
    "b_frames.mkv": {"options": B_FRAMES},
    "b_frames.ts": {"options": B_FRAMES},
    "b_frames.avi": {"options": B_FRAMES},
    "no_times.h264": {"options": B_FRAMES},
    "open_gop.mp4": {"options": {**B_FRAMES, "x264-params": "open-gop=1"}},
    "fragments.mp4": {"options": B_FRAMES, "container": {"movflags": "frag_keyframe+empty_moov"}},
    "hevc.mp4": {"codec": "libx265", "options": {"x265-params": "keyint=12:bframes=3:log-level=none"}},
    "ten_bit.mp4": {"pixels": "yuv420p10le"},
    "odd.mp4": {"pixels": "yuv444p", "size": (97, 63)},
    "prores.mov": {"codec": "prores_ks", "pixels": "yuv422p10le"},
    "ffv1.mkv": {"codec": "ffv1", "pixels": "bgr0"},
    "animation.mov": {"codec": "qtrle", "pixels": "rgb24"},
    "motion_jpeg.avi": {"codec": "mjpeg", "pixels": "yuvj420p"},
    "mpeg2.mpg": {"codec": "mpeg2video", "options": {"bf": "2", "g": "12"}},
    "small.gif": {"codec": "gif", "pixels": "rgb8"},
    "variable.mp4": {"times": [40 * index + 13 * (index % 3) for index in range(40)]},
}


def picture(reader: VideoReader, position: int) -> torch.Tensor:
    frame = reader.frame(position)
    return oriented(pixels_of(frame, reader.path, "auto", "auto"), frame)


@pytest.mark.parametrize("name", CLIPS)
def test_every_frame_is_found_in_order_and_out_of_order(
    name: str, make_clip: Callable[..., Path], number_of: Callable[[torch.Tensor], int]
) -> None:
    reader = VideoReader(make_clip(name, **CLIPS[name]))
    assert len(reader.index) == reader.index.promised == 40
    assert reader.index.rate == 25 or (name == "variable.mp4" and abs(reader.index.rate - 25) < 0.5)
    assert [number_of(picture(reader, position)) for position in range(40)] == list(range(40))
    assert reader.seeks == 0
    order = random.Random(1).choices(range(40), k=25)
    assert [number_of(picture(reader, position)) for position in order] == order
    reader.close()


def test_reading_on_within_a_group_does_not_seek(make_clip: Callable[..., Path]) -> None:
    reader = VideoReader(make_clip(options={"g": "20", "bf": "0", "sc_threshold": "0"}))
    for position in (0, 5, 6, 18):
        reader.frame(position)
    assert reader.seeks == 0
    reader.frame(39)
    assert reader.seeks == 1
    reader.frame(39)
    assert reader.seeks == 1
    reader.close()


def test_going_backwards_jumps_once_for_many_frames(
    make_clip: Callable[..., Path], number_of: Callable[[torch.Tensor], int]
) -> None:
    reader = VideoReader(make_clip(options={"g": "40", "bf": "3", "sc_threshold": "0"}))
    backwards = list(reversed(range(40)))
    assert [number_of(picture(reader, position)) for position in backwards] == backwards
    assert reader.seeks <= 3
    assert [number_of(picture(reader, position)) for position in range(40)] == list(range(40))
    reader.close()


@pytest.mark.parametrize("b_frames", ["0", "3"])
def test_frames_before_an_edit_list_are_not_shown(
    b_frames: str,
    make_clip: Callable[..., Path],
    trim: Callable[..., Path],
    number_of: Callable[[torch.Tensor], int],
    tmp_path: Path,
) -> None:
    # One group, so that the frames that are hidden are needed for those that are not.
    whole = make_clip(options={"g": "40", "bf": b_frames, "sc_threshold": "0"})
    reader = VideoReader(trim(whole, Fraction(10, 25), tmp_path / "trimmed.mp4"))
    assert len(reader.index) == reader.index.promised == 30
    assert [number_of(picture(reader, position)) for position in range(30)] == list(range(10, 40))
    order = random.Random(2).choices(range(30), k=15)
    assert [number_of(picture(reader, position)) - 10 for position in order] == order
    reader.close()


@pytest.mark.parametrize("rate", [Fraction(24000, 1001), Fraction(30000, 1001), 24, 60])
@pytest.mark.parametrize("name", ["a.mkv", "a.mp4"])
def test_a_rate_is_exact_though_times_are_rounded(name: str, rate: Fraction, make_clip: Callable[..., Path]) -> None:
    index = index_of(make_clip(name, rate=rate, frames=12))
    assert index.rate == rate
    assert abs(index.duration_s - 12 / Fraction(rate)) < Fraction(1, 500)


def test_a_variable_rate_is_averaged_and_its_times_are_kept(make_clip: Callable[..., Path]) -> None:
    index = index_of(make_clip(frames=4, times=[0, 100, 150, 400], options={"bf": "0"}))
    ms = [int(time * index.time_base * 1000) for time in index.times]
    assert ms == [0, 100, 150, 400]
    assert [index.at(Fraction(t, 1000)) for t in (0, 99, 100, 149, 150, 399, 400, 9000)] == [0, 0, 1, 1, 2, 2, 3, 3]


@pytest.mark.parametrize("name", ["cut.mp4", "cut.mkv", "cut.mov"])
@pytest.mark.parametrize("share", [0.55, 0.8, 0.97])
def test_a_clip_cut_off_is_good_up_to_the_cut(
    name: str, share: float, make_clip: Callable[..., Path], number_of: Callable[[torch.Tensor], int]
) -> None:
    path = make_clip(name, options={"bf": "3"}, container={} if name.endswith("mkv") else {"movflags": "faststart"})
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    reader = VideoReader(path)
    good = len(reader.index)
    assert reader.index.promised == 40
    assert 0 < good < 40
    assert [number_of(picture(reader, position)) for position in range(good)] == list(range(good))
    for position in (good, 39):
        with pytest.raises(MediaError, match=rf"{name} is damaged: frame {position + 1} of its 40"):
            reader.frame(position)
    assert number_of(picture(reader, 0)) == 0
    reader.close()


def test_a_hole_in_the_middle_costs_only_what_lies_there(
    make_clip: Callable[..., Path], number_of: Callable[[torch.Tensor], int]
) -> None:
    path = make_clip("hole.mkv", options={"g": "1"})
    with av.open(str(path)) as container:
        packet = bytes([packet for packet in container.demux(video=0) if packet.size][20])
    content, third = path.read_bytes(), len(packet) // 3
    path.write_bytes(content.replace(packet, packet[:third] + bytes(third) + packet[2 * third :]))
    reader = VideoReader(path)
    for position in (*range(20), *range(21, 40)):
        assert number_of(picture(reader, position)) == position
    with pytest.raises(MediaError, match="frame 21 of its 40 cannot be decoded"):
        reader.frame(20)
    reader.close()


@pytest.mark.parametrize(("content", "name"), [(b"no media at all" * 99, "text.mp4"), (b"", "empty.mov")])
def test_what_is_no_media_is_called_so(content: bytes, name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(MediaError, match=f"{name} cannot be read"):
        VideoReader(tmp_path / name)


def test_a_clip_without_its_directory_is_unreadable(make_clip: Callable[..., Path]) -> None:
    path = make_clip()
    path.write_bytes(path.read_bytes()[:-1500])
    with pytest.raises(MediaError, match="incomplete"):
        VideoReader(path)


def test_a_codec_nobody_knows_is_named_as_the_reason(make_clip: Callable[..., Path]) -> None:
    path = make_clip("a.avi", codec="mjpeg", pixels="yuvj420p", frames=2)
    path.write_bytes(path.read_bytes().replace(b"MJPG", b"QQQQ"))
    with pytest.raises(MediaError, match="the codec of its video is not known"):
        VideoReader(path)


def test_a_stream_that_begins_late_is_refused_with_the_reason(make_clip: Callable[..., Path]) -> None:
    hiss = 0.1 * np.random.default_rng(0).standard_normal((1, 384000)).astype(np.float32)
    content = make_clip("a.ts", frames=200, sound=hiss).read_bytes()
    packets = [bytearray(content[at : at + 188]) for at in range(0, len(content), 188)]
    streams = [packet for packet in packets if packet[1] & 0x1F == 1]  # the tables of contents go
    pictures = [packet for packet in streams if packet[1] & 0x40 and packet[2] == 0]
    pictures[-3][2] = 0x77
    path = make_clip("b.ts", frames=1)
    path.write_bytes(b"".join(streams))
    with pytest.raises(MediaError, match="another stream begins in the middle"):
        VideoReader(path)


def test_a_misspelt_name_is_set_right(make_clip: Callable[..., Path]) -> None:
    path = make_clip("interview.mp4", frames=1)
    with pytest.raises(MediaError, match=r"did you mean interview\.mp4"):
        VideoReader(path.with_name("intervew.mp4"))


def test_sound_alone_has_no_picture(tmp_path: Path) -> None:
    import soundfile

    soundfile.write(tmp_path / "voice.wav", np.zeros(800), 8000)
    with pytest.raises(MediaError, match="has no picture"):
        VideoReader(tmp_path / "voice.wav")


def edit(path: Path, duration_ms: int, begin: int) -> None:
    """Let an MP4 file show a part only, as a phone does when a clip is trimmed: by its edit list."""
    content = bytearray(path.read_bytes())
    entry = content.index(b"elst") + 12
    struct.pack_into(">ii", content, entry, duration_ms, begin)
    path.write_bytes(content)


@pytest.mark.parametrize("first", [0, 10])
def test_a_trimmed_clip_shows_what_its_edit_list_says(
    first: int, make_clip: Callable[..., Path], number_of: Callable[[torch.Tensor], int]
) -> None:
    path = make_clip(options=B_FRAMES)
    with av.open(str(path)) as clip:
        delay = -next(clip.demux(video=0)).dts
        unit = int(1 / clip.streams.video[0].time_base) // 25
    edit(path, 20 * 40, delay + first * unit)
    reader = VideoReader(path)
    assert len(reader.index) == reader.index.promised == 20
    seen = [number_of(picture(reader, position)) for position in range(20)]
    assert seen == list(range(first, first + 20))
    assert number_of(picture(reader, 7)) == first + 7
    reader.close()
