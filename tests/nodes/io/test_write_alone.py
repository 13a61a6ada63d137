import subprocess
import sys
from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
import torch
from graph_nodes.io._parts import LENGTH, Parts
from graph_nodes.io.audio_read import AudioRead
from graph_nodes.io.read import Read
from graph_nodes.io.write import Write

from graph_core import Audio, Context, FrameRange, Image, MediaError, ParamError, Request, Stream

At = Callable[..., Context]
WIDTH, HEIGHT = 64, 48


def picture(frame: int, width: int = WIDTH, height: int = HEIGHT) -> Image:
    """A still background and, in bars along the top, the frame number."""
    rows, columns = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    pixels = torch.stack([columns / width, rows / height, (columns + rows) / (width + height)]) * 0.4
    for bit in range(8):
        pixels[:, : height // 3, bit * width // 8 : (bit + 1) * width // 8] = float(frame >> bit & 1)
    return Image(pixels)


def number(image: Image) -> int:
    row = image.pixels[:3, image.height // 6].mean(0)
    return sum(1 << bit for bit in range(8) if row[bit * image.width // 8 + image.width // 16] > 0.3)


def context(at: At, first: int, last: int, *, shot: tuple[int, int] = (1, 300), resume: bool = False, **more: object):
    return at(first=shot[0], last=shot[1], request=Request(FrameRange(first, last), resume), **more)


def render(
    write: Write,
    at: At,
    frames: Iterable[int],
    *,
    make: Callable[[int], Image] = picture,
    audio: Audio | None = None,
    request: tuple[int, int] | None = None,
    **more: object,
) -> None:
    frames = list(frames)
    first, last = request or (frames[0], frames[-1])
    stream = Stream((frame, make(frame)) for frame in frames)
    assert list(write.process(stream, audio, ctx=context(at, first, last, **more))) == [None] * len(frames)


def numbers_in(path: Path, at: At) -> list[int]:
    shot = Read(path=path).shot()
    read = Read(path=path, conform="frames")
    return [number(read.process(ctx=at(frame, fps=shot.fps))) for frame in shot.frames]


def names_in(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def writer(path: Path, **knobs: object) -> Write:
    return Write(path=path, credentials=False, **knobs)


CLIPS = [
    ("a.mp4", {}, 0.06),
    ("a.mp4", {"bits": "10"}, 0.06),
    ("a.mp4", {"codec": "h265"}, 0.08),
    ("a.mov", {}, 0.03),
    ("a.mov", {"codec": "h264", "quality": 5.0}, 0.04),
    ("a.mkv", {}, 0.005),
    ("a.mkv", {"bits": "16"}, 1e-4),
    ("a.mkv", {"codec": "h264"}, 0.06),
]


@pytest.mark.parametrize(("name", "knobs", "tolerance"), CLIPS)
def test_a_clip_reads_back_frame_by_frame(name: str, knobs: dict, tolerance: float, tmp_path: Path, at: At) -> None:
    write = writer(tmp_path / name, **knobs)
    render(write, at, range(1, 31))
    assert numbers_in(tmp_path / name, at) == list(range(1, 31))
    seen = Read(path=tmp_path / name).process(ctx=at(7)).pixels
    assert (seen - picture(7).pixels)[:, HEIGHT // 2 :].abs().max() < tolerance
    assert names_in(tmp_path) == [name]


@pytest.mark.parametrize("rate", [Fraction(24000, 1001), Fraction(25), Fraction(60)])
def test_a_clip_has_the_projects_rate_and_tags(rate: Fraction, tmp_path: Path, at: At) -> None:
    render(writer(tmp_path / "a.mp4"), at, range(1, 13), fps=rate)
    assert Read(path=tmp_path / "a.mp4").shot().fps == rate
    with av.open(str(tmp_path / "a.mp4")) as clip:
        stream = clip.streams.video[0]
        context = stream.codec_context
        tags = (context.color_primaries, context.color_trc, context.colorspace, context.color_range)
        assert tags == (1, 1, 1, 1)
        assert stream.start_time == 0
        assert stream.frames == 12


@pytest.mark.parametrize("size", [(63, 48), (64, 47), (1, 1), (5, 3)])
@pytest.mark.parametrize("name", ["a.mp4", "a.mov", "a.mkv"])
def test_odd_sizes_are_kept(size: tuple[int, int], name: str, tmp_path: Path, at: At) -> None:
    grey = Image(torch.full((3, size[1], size[0]), 0.2))
    render(writer(tmp_path / name), at, range(1, 4), make=lambda _: grey)
    shown = Read(path=tmp_path / name).process(ctx=at(2)).pixels
    assert shown.shape == grey.pixels.shape
    assert torch.allclose(shown, grey.pixels, atol=0.01)
    is_full = name == "a.mp4" or (name == "a.mov" and size[0] % 2 == 1)
    assert any("4:4:4" in note for note in at.notes) == is_full


def test_a_size_the_codec_cannot_take_is_refused(tmp_path: Path, at: At) -> None:
    tiny = Image(torch.zeros(3, 2, 2))
    with pytest.raises(MediaError, match="h265 does not take pictures of 2x2"):
        render(writer(tmp_path / "a.mp4", codec="h265"), at, [1], make=lambda _: tiny)


@pytest.mark.parametrize(
    ("name", "knobs", "tolerance"),
    [
        ("a.mov", {}, 0.02),
        ("a.mkv", {}, 0.006),
        ("a.mkv", {"bits": "10"}, 0.002),
        ("a.%04d.png", {}, 0.006),
        ("a.%04d.png", {"bits": "16"}, 1e-4),
        ("a.%04d.tif", {"bits": "32"}, 1e-6),
        ("a.%04d.exr", {}, 1e-3),
        ("a.%04d.exr", {"bits": "32"}, 0),
    ],
)
def test_alpha_is_kept_where_asked_for(name: str, knobs: dict, tolerance: float, tmp_path: Path, at: At) -> None:
    half = torch.full((4, HEIGHT, WIDTH), 0.25)
    half[3] = 0.5
    half[:, :, : WIDTH // 2] = 0
    render(writer(tmp_path / name, alpha=True, **knobs), at, [1, 2], make=lambda _: Image(half.clone()))
    shown = Read(path=tmp_path / name).process(ctx=at(2)).pixels
    assert shown.shape == half.shape
    assert (shown - half)[:, :, [8, 56]].abs().max() <= tolerance


@pytest.mark.parametrize("name", ["a.mp4", "a.%04d.png", "a.%04d.jpg"])
def test_without_alpha_what_is_behind_is_black(name: str, tmp_path: Path, at: At) -> None:
    half = torch.full((4, 16, 16), 0.25)
    half[3] = 0.5
    render(writer(tmp_path / name), at, [1, 2], make=lambda _: Image(half.clone()))
    assert torch.allclose(
        Read(path=tmp_path / name).process(ctx=at(1)).pixels, torch.full((3, 16, 16), 0.25), atol=0.01
    )


@pytest.mark.parametrize(
    ("name", "knobs", "tolerance"),
    [
        ("a.%04d.png", {}, 0.006),
        ("a.####.png", {"bits": "16"}, 3e-5),
        ("a.%04d.jpg", {"quality": 2.0}, 0.06),
        ("a.%04d.tif", {}, 0.006),
        ("a.%04d.tiff", {"bits": "16"}, 3e-5),
        ("a.%04d.exr", {}, 5e-4),
    ],
)
def test_a_sequence_reads_back(name: str, knobs: dict, tolerance: float, tmp_path: Path, at: At) -> None:
    render(writer(tmp_path / name, **knobs), at, range(9, 12))
    assert names_in(tmp_path) == [f"a.{frame:04d}{Path(name).suffix}" for frame in (9, 10, 11)]
    for frame in (9, 10, 11):
        shown = Read(path=tmp_path / name, first_frame=9).process(ctx=at(frame)).pixels
        assert (shown - picture(frame).pixels)[:, HEIGHT // 2 :].abs().max() < tolerance


def test_exr_keeps_what_is_brighter_than_white(tmp_path: Path, at: At) -> None:
    bright = Image(torch.tensor([-0.5, 70.0, 0.18]).reshape(3, 1, 1))
    render(writer(tmp_path / "a.exr", bits="32"), at, [1], make=lambda _: bright)
    assert torch.equal(Read(path=tmp_path / "a.exr").process(ctx=at()).pixels, bright.pixels)


def test_inputs_are_left_alone(tmp_path: Path, at: At) -> None:
    for name in ("a.mov", "a.%04d.png", "a.%04d.exr"):
        image = Image(torch.rand(4, 8, 8, generator=torch.Generator().manual_seed(1)))
        before, version = image.pixels.clone(), image.pixels._version
        render(writer(tmp_path / name, alpha=True), at, [1], make=lambda _, image=image: image)
        assert torch.equal(image.pixels, before)
        assert image.pixels._version == version


def test_one_picture_for_many_frames_is_refused_with_the_way_out(tmp_path: Path, at: At) -> None:
    with pytest.raises(MediaError, match="2 frames are rendered") as caught:
        render(writer(tmp_path / "a.png"), at, [1, 2])
    assert "a.%04d.png" in caught.value.hint
    render(writer(tmp_path / "a.png"), at, [7])
    assert number(Read(path=tmp_path / "a.png").process(ctx=at())) == 7


@pytest.mark.parametrize(
    ("name", "knobs", "message"),
    [
        ("", {}, "No file is named"),
        ("a.doc", {}, "kind '.doc'"),
        ("a.mp4", {"codec": "prores"}, "does not hold prores"),
        ("a.mp4", {"alpha": True}, "holds no alpha"),
        ("a.%04d.jpg", {"alpha": True}, "holds no alpha"),
        ("a.mp4", {"bits": "16"}, "16 bits do not go into"),
        ("a.%04d.png", {"codec": "h264"}, "has no codec"),
    ],
)
def test_knobs_that_contradict_each_other_are_refused(name: str, knobs: dict, message: str, tmp_path: Path, at: At):
    with pytest.raises(ParamError, match=message) as caught:
        render(writer(tmp_path / name if name else "", **knobs), at, [1, 2])
    assert caught.value.hint
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.%04d.png", "a.%04d.exr"])
@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_a_picture_that_is_no_number_stops_the_render(name: str, bad: float, tmp_path: Path, at: At) -> None:
    def make(frame: int) -> Image:
        image = picture(frame)
        if frame == 5:
            image.pixels[1, 40, 3] = bad
        return image

    write = writer(tmp_path / name)
    with pytest.raises(MediaError, match="frame 5 holds NaN or infinity"):
        render(write, at, range(1, 9), make=make)
    missing = write.missing_frames(FrameRange(1, 8))
    assert missing[0] == 5
    render(write, at, missing, request=(1, 8), resume=True)
    assert numbers_in(tmp_path / name, at) == list(range(1, 9))


def test_frames_of_another_size_are_refused(tmp_path: Path, at: At) -> None:
    with pytest.raises(MediaError, match="Frame 3 is 32x48"):
        render(writer(tmp_path / "a.mp4"), at, range(1, 5), make=lambda frame: picture(frame, 32 if frame == 3 else 64))


# Interruption


def stop_after(write: Write, at: At, frames: Iterable[int], count: int, *, request: tuple[int, int], **more) -> None:
    stream = Stream((frame, picture(frame)) for frame in frames)
    running = write.process(stream, ctx=context(at, *request, **more))
    for _ in range(count):
        next(running)
    running.close()


def test_pieces_of_one_or_two_frames_can_be_closed_by_any_codec(tmp_path: Path, at: At) -> None:
    for number_of_frames in (1, 2):
        for attempt in range(12):  # x265 left a time unset that was wrong now and then
            path = tmp_path / f"{number_of_frames}-{attempt}.mp4"
            render(writer(path, codec="h265"), at, range(1, 1 + number_of_frames), make=tiny)
            assert [shown for shown, _ in packets(path)] == list(range(number_of_frames))


@pytest.mark.parametrize(("name", "knobs"), [("a.mp4", {}), ("a.mp4", {"codec": "h265"}), ("a.mov", {}), ("a.mkv", {})])
@pytest.mark.parametrize("count", [1, 2, 3, 17])
def test_a_stopped_render_leaves_playable_parts_and_is_continued(
    name: str, knobs: dict, count: int, tmp_path: Path, at: At
) -> None:
    write, path = writer(tmp_path / name, **knobs), tmp_path / name
    stop_after(write, at, range(1, 31), count, request=(1, 30))
    assert not path.exists()
    (part,) = Parts(path, path.suffix).found()
    assert numbers_in(part.path, at) == list(range(1, count + 1))
    missing = write.missing_frames(FrameRange(1, 30))
    assert missing == list(range(count + 1, 31))
    render(write, at, missing, request=(1, 30), resume=True)
    assert numbers_in(path, at) == list(range(1, 31))
    assert names_in(tmp_path) == [name]
    assert write.missing_frames(FrameRange(1, 30)) == []


def packets(path: Path) -> list[tuple[int, int]]:
    with av.open(str(path)) as clip:
        stream = clip.streams.video[0]
        rate = stream.average_rate * stream.time_base
        return [(round(p.pts * rate), round(p.dts * rate)) for p in clip.demux(stream) if p.size]


def test_many_small_parts_join_without_a_seam(tmp_path: Path, at: At) -> None:
    write, path = writer(tmp_path / "a.mp4"), tmp_path / "a.mp4"
    at_frame = 1
    for count in (1, 2, 1, 3, 7, 1, 5):
        frames = range(at_frame, 31)
        stop_after(write, at, frames, count, request=(1, 30), resume=at_frame > 1)
        at_frame += count
    render(write, at, range(at_frame, 31), request=(1, 30), resume=True)
    assert numbers_in(path, at) == list(range(1, 31))
    times = packets(path)
    assert sorted(shown for shown, _ in times) == list(range(30))
    decoded = [turn for _, turn in times]
    assert decoded == sorted(set(decoded))
    assert all(turn <= shown for shown, turn in times)


def tiny(frame: int) -> Image:
    return picture(frame, 32, 16)


def test_parts_are_cut_at_the_same_frames_whatever_was_interrupted(tmp_path: Path, at: At) -> None:
    shot = (1001, 1001 + 2 * LENGTH + 9)
    whole, halved = tmp_path / "whole.mkv", tmp_path / "halved.mkv"
    render(writer(whole), at, range(shot[0], shot[1] + 1), make=tiny, shot=shot)
    stream = Stream((frame, tiny(frame)) for frame in range(shot[0], shot[1] + 1))
    running = writer(halved).process(stream, ctx=context(at, *shot, shot=shot))
    for _ in range(LENGTH + 30):
        next(running)
    running.close()
    found = [(part.first, part.last) for part in Parts(halved, ".mkv").found()]
    assert found == [(1001, 1000 + LENGTH), (1001 + LENGTH, 1000 + LENGTH + 30)]
    missing = writer(halved).missing_frames(FrameRange(*shot))
    assert missing[0] == 1001 + LENGTH + 30
    render(writer(halved), at, missing, make=tiny, request=shot, shot=shot, resume=True)
    assert numbers_in(whole, at) == numbers_in(halved, at) == [frame % 256 for frame in range(shot[0], shot[1] + 1)]


def test_a_new_render_forgets_what_an_interrupted_one_left(tmp_path: Path, at: At) -> None:
    write, path = writer(tmp_path / "a.mp4"), tmp_path / "a.mp4"
    stop_after(write, at, range(1, 31), 20, request=(1, 30))
    render(write, at, range(25, 31))
    assert numbers_in(path, at) == list(range(25, 31))


def test_parts_of_other_knobs_are_made_again(tmp_path: Path, at: At) -> None:
    path = tmp_path / "a.mp4"
    stop_after(writer(path), at, range(1, 11), 5, request=(1, 10))
    other = writer(path, quality=30.0)
    assert other.missing_frames(FrameRange(1, 10)) == list(range(1, 11))
    render(other, at, range(1, 11), resume=True)
    assert any("other settings" in note for note in at.notes)
    assert numbers_in(path, at) == list(range(1, 11))


def test_parts_of_another_size_cannot_be_continued(tmp_path: Path, at: At) -> None:
    write = writer(tmp_path / "a.mp4")
    stop_after(write, at, range(1, 11), 5, request=(1, 10))
    with pytest.raises(MediaError, match="64 x 48 at 25 a second") as caught:
        render(write, at, range(6, 11), make=tiny, request=(1, 10), resume=True)
    assert "--continue" in caught.value.hint


def test_a_part_that_reaches_out_of_the_range_is_made_again(tmp_path: Path, at: At) -> None:
    write, path = writer(tmp_path / "a.mp4"), tmp_path / "a.mp4"
    stop_after(write, at, range(1, 31), 20, request=(1, 30))
    missing = write.missing_frames(FrameRange(1, 10))
    assert missing == list(range(1, 11))
    render(write, at, missing, resume=True)
    assert numbers_in(path, at) == list(range(1, 11))


def test_a_clip_whose_parts_are_all_there_is_finished(tmp_path: Path, at: At) -> None:
    write, path = writer(tmp_path / "a.mp4"), tmp_path / "a.mp4"
    stop_after(write, at, range(1, 11), 10, request=(1, 10))
    missing = write.missing_frames(FrameRange(1, 10))
    assert missing
    render(write, at, missing, request=(1, 10), resume=True)
    assert numbers_in(path, at) == list(range(1, 11))


def test_a_sequence_lacks_the_files_that_are_not_there(tmp_path: Path, at: At) -> None:
    write = writer(tmp_path / "a.%04d.png")
    render(write, at, [1, 2, 4])
    (tmp_path / "a.0002.png").write_bytes(b"")
    assert write.missing_frames(FrameRange(1, 5)) == [2, 3, 5]


def test_a_finished_clip_stays_until_the_new_one_is_complete(tmp_path: Path, at: At) -> None:
    write, path = writer(tmp_path / "a.mp4"), tmp_path / "a.mp4"
    render(write, at, range(1, 6))
    before = path.read_bytes()
    stop_after(write, at, range(6, 30), 9, request=(6, 29))
    assert path.read_bytes() == before


def test_a_finished_clip_of_other_frames_is_written_again(tmp_path: Path, at: At) -> None:
    write, path = writer(tmp_path / "a.mp4"), tmp_path / "a.mp4"
    render(write, at, range(1, 6))
    assert write.missing_frames(FrameRange(1, 5)) == []
    assert write.missing_frames(FrameRange(1, 7)) == list(range(1, 8))
    path.write_bytes(path.read_bytes()[:500])
    assert write.missing_frames(FrameRange(1, 5)) == list(range(1, 6))


# Sound


def click(at_s: float, seconds: float, rate: int, channels: int = 1) -> np.ndarray:
    samples = np.zeros((channels, round(seconds * rate)), np.float32)
    start = round(at_s * rate)
    samples[:, start : start + rate // 500] = 0.8
    return samples


@pytest.mark.parametrize(
    ("name", "knobs", "codec"),
    [
        ("a.mp4", {}, "aac"),
        ("a.mov", {}, "pcm_s24le"),
        ("a.mov", {"codec": "h264"}, "aac"),
        ("a.mkv", {}, "flac"),
        ("a.mkv", {"codec": "h264"}, "flac"),
    ],
)
@pytest.mark.parametrize("rate", [44100, 48000])
def test_flash_and_click_stay_together(name: str, knobs: dict, codec: str, rate: int, tmp_path: Path, at: At) -> None:
    def flash(frame: int) -> Image:
        return Image(torch.full((3, 32, 32), float(frame == 141)))

    # Frames 129-152 of a shot from 101 at 24 a second; the flash at 141 is 40 frames after the shot began.
    audio = Audio(click(40 / 24 + 0.25, 5, rate), rate, start_s=-0.25)
    render(writer(tmp_path / name, **knobs), at, range(129, 153), make=flash, audio=audio, shot=(101, 200), fps=24)
    with av.open(str(tmp_path / name)) as clip:
        assert clip.streams.audio[0].codec_context.name == codec
    read = Read(path=tmp_path / name)
    bright = [frame for frame in range(1, 25) if read.process(ctx=at(frame, fps=24)).pixels.mean() > 0.5]
    assert bright == [13]
    heard = AudioRead(path=tmp_path / name).process(ctx=at(fps=24))
    onset = heard.start_s + int(np.argmax(np.abs(heard.samples[0]) > 0.3)) / heard.rate
    assert onset == pytest.approx(12 / 24, abs=2 / rate if codec != "aac" else 1e-3)
    assert heard.duration_s == pytest.approx(1, abs=0.03)


def test_lossless_sound_is_bit_exact_to_24_bits(tmp_path: Path, at: At) -> None:
    samples = np.random.default_rng(1).uniform(-1, 1, (2, 48000)).astype(np.float32)
    for name in ("a.mkv", "a.mov"):
        render(writer(tmp_path / name), at, range(1, 26), audio=Audio(samples, 48000))
        heard = AudioRead(path=tmp_path / name).process(ctx=at())
        assert heard.samples.shape == samples.shape
        assert np.abs(heard.samples - samples).max() < 2**-22


@pytest.mark.parametrize("channels", [1, 2, 6])
def test_channels_are_kept(channels: int, tmp_path: Path, at: At) -> None:
    audio = Audio(click(0.5, 1, 48000, channels), 48000)
    for name in ("a.mp4", "a.mov", "a.mkv"):
        render(writer(tmp_path / name), at, range(1, 26), audio=audio)
        assert AudioRead(path=tmp_path / name).process(ctx=at()).samples.shape[0] == channels


def test_channels_no_clip_holds_are_refused(tmp_path: Path, at: At) -> None:
    with pytest.raises(MediaError, match="not 5") as caught:
        render(writer(tmp_path / "a.mp4"), at, [1], audio=Audio(np.zeros((5, 9), np.float32), 8000))
    assert "audio.mix" in caught.value.hint


def test_a_rate_aac_does_not_know_is_converted(tmp_path: Path, at: At) -> None:
    render(writer(tmp_path / "a.mp4"), at, range(1, 26), audio=Audio(click(0.5, 1, 192000), 192000))
    heard = AudioRead(path=tmp_path / "a.mp4").process(ctx=at())
    assert heard.rate == 48000
    assert int(np.argmax(np.abs(heard.samples[0]) > 0.3)) == pytest.approx(24000, abs=48)


def test_an_interrupted_clip_has_all_its_sound(tmp_path: Path, at: At) -> None:
    write = writer(tmp_path / "a.mkv")
    stop_after(write, at, range(1, 51), 20, request=(1, 50))
    audio = Audio(click(0.4, 2, 48000), 48000)
    render(write, at, range(21, 51), request=(1, 50), resume=True, audio=audio)
    heard = AudioRead(path=tmp_path / "a.mkv").process(ctx=at())
    assert int(np.argmax(heard.samples[0] > 0.3)) == 19200
    assert heard.samples.shape[1] == 96000


# What the disk does


FULL = """
import resource, signal, sys, torch
from pathlib import Path
from fractions import Fraction
from graph_core import *
from graph_nodes.io.write import Write
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path, limit, size = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
ctx = Context(Shot(Format(size, size), Fraction(25), FrameRange(1, 200)), request=Request(FrameRange(1, 200)))
noise = (torch.rand(3, size, size, generator=torch.Generator().manual_seed(frame)) for frame in range(1, 201))
frames = Stream(((frame, Image(pixels)) for frame, pixels in enumerate(noise, start=1)))
running = Write(path=path, credentials=False, quality=8.0).process(frames, ctx=ctx)
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    for _ in running:
        pass
except MediaError as error:
    print(error)
"""


def fill(path: Path, limit: int, size: int = 64) -> str:
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(path), str(limit), str(size)], check=True, capture_output=True, text=True
    )
    return done.stdout


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv"])
def test_a_full_disk_stops_with_the_way_on_and_no_torn_file(name: str, tmp_path: Path, at: At) -> None:
    said = fill(tmp_path / name, 200_000)
    assert "cannot be written" in said
    assert "make room" in said
    assert "--continue" in said
    assert not (tmp_path / name).exists()
    parts = Parts(tmp_path / name, Path(name).suffix)
    assert names_in(parts.folder) == ["settings.json"]


def test_a_disk_that_fills_while_joining_keeps_the_parts(tmp_path: Path, at: At) -> None:
    # Each of the two parts fits below the limit, the whole does not.
    fill(tmp_path / "whole.mp4", 1 << 30)
    limit = (tmp_path / "whole.mp4").stat().st_size * 8 // 10
    said = fill(tmp_path / "a.mp4", limit)
    assert "make room" in said
    assert names_in(tmp_path) == ["a.mp4.parts", "whole.mp4"]
    write = writer(tmp_path / "a.mp4", quality=8.0)
    assert Parts(tmp_path / "a.mp4", ".mp4").lacking(FrameRange(1, 200)) == []
    assert write.missing_frames(FrameRange(1, 200)) == list(range(121, 201))


def test_a_full_disk_leaves_no_torn_picture(tmp_path: Path) -> None:
    assert "make room" in fill(tmp_path / "a.%04d.png", 5_000)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a.mp4", "a.%04d.png"])
def test_a_folder_that_is_a_file_is_explained(name: str, tmp_path: Path, at: At) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(MediaError, match="cannot be written") as caught:
        render(writer(tmp_path / "file" / name), at, [1, 2])
    assert "folder" in caught.value.hint


@pytest.mark.parametrize("name", ["a.mp4", "a.png"])
def test_a_name_that_is_a_folder_is_explained(name: str, tmp_path: Path, at: At) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(MediaError, match="it is a folder"):
        render(writer(tmp_path / name), at, [1])


def test_folders_are_made(tmp_path: Path, at: At) -> None:
    render(writer(tmp_path / "new" / "deep" / "a.%04d.png"), at, [1, 2])
    render(writer(tmp_path / "other" / "a.mp4"), at, [1, 2])
    assert (tmp_path / "other" / "a.mp4").is_file()


# Credentials


@pytest.mark.parametrize("name", ["a.mp4", "a.mov", "a.mkv", "a.png", "a.jpg", "a.tif", "a.exr"])
def test_what_is_written_is_signed(name: str, tmp_path: Path, at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    from graph_core import Ancestor, verify

    monkeypatch.setenv("SEMBLANCE_HOME", str(tmp_path / "home"))
    above = (Ancestor("head", "generate.head", 1, "generated", "Make a head."),)
    render(Write(path=tmp_path / name), at, [1], ancestors=above)
    found = verify(tmp_path / name)
    assert found.state == "valid"
    assert found.generated
    left = {entry.name for entry in tmp_path.iterdir()} - {name, f"{name}.c2pa", "home"}
    assert not left


def test_leaving_credentials_out_is_said_and_removes_old_ones(
    tmp_path: Path, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEMBLANCE_HOME", str(tmp_path / "home"))
    render(Write(path=tmp_path / "a.exr"), at, [1])
    assert (tmp_path / "a.exr.c2pa").exists()
    render(writer(tmp_path / "a.exr"), at, [1])
    assert not (tmp_path / "a.exr.c2pa").exists()
    assert "written without Content Credentials" in at.notes
