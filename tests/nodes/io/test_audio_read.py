from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile
from graph_nodes.io.audio_read import AudioRead
from graph_nodes.io.read import Read
from PIL import Image as Pillow

from graph_core import Audio, Context, MediaError

Make = Callable[..., Path]
At = Callable[..., Context]


def click(at_s: float, seconds: float = 1.6, rate: int = 48000, channels: int = 1) -> np.ndarray:
    """A burst of 2 ms in silence."""
    samples = np.zeros((channels, round(seconds * rate)), np.float32)
    start = round(at_s * rate)
    length = rate // 500
    samples[:, start : start + length] = 0.8 * np.sin(np.arange(length) * 2 * np.pi * 3000 / rate)
    return samples


def heard_at(audio: Audio) -> float:
    """Time of the click's onset."""
    loud = np.abs(audio.samples[0]) > 0.2
    return audio.start_s + int(np.argmax(loud)) / audio.rate


def test_a_sound_file_is_read_as_it_is(tmp_path: Path, at: At) -> None:
    samples = np.random.default_rng(1).uniform(-1, 1, (300, 2)).astype(np.float32)
    soundfile.write(tmp_path / "a.wav", samples, 22050, subtype="FLOAT")
    audio = AudioRead(path=tmp_path / "a.wav").process(ctx=at())
    assert audio.rate == 22050
    assert audio.start_s == 0
    assert np.array_equal(audio.samples, samples.T)


@pytest.mark.parametrize(("first_frame", "start_s"), [(1001, 0), (1026, 1), (976, -1)])
def test_first_frame_places_it_in_the_shot(first_frame: int, start_s: float, tmp_path: Path, at: At) -> None:
    soundfile.write(tmp_path / "a.flac", np.zeros((10, 1)), 8000)
    context = at(fps=25, first=1001, last=1100)
    assert AudioRead(path=tmp_path / "a.flac", first_frame=first_frame).process(ctx=context).start_s == start_s


@pytest.mark.parametrize(
    ("name", "codec", "video"),
    [
        ("a.mp4", "aac", {}),
        ("a.mkv", "flac", {}),
        ("a.mkv", "libopus", {}),
        ("a.mov", "pcm_s16le", {"codec": "prores_ks", "pixels": "yuv422p10le"}),
        ("a.ts", "aac", {}),
        ("a.mp4", "aac", {"options": {"bf": "0"}}),
    ],
)
def test_a_click_is_heard_when_it_was_recorded(name: str, codec: str, video: dict, make_clip: Make, at: At) -> None:
    path = make_clip(name, sound=click(0.8), sound_codec=codec, **video)
    audio = AudioRead(path=path).process(ctx=at())
    assert audio.rate == 48000
    assert heard_at(audio) == pytest.approx(0.8, abs=0.002)


def lag(audio: Audio, recorded: np.ndarray) -> float:
    """By how many samples a track comes later than it was recorded: where the two agree most."""
    size = 1 << 18
    agreement = np.fft.irfft(np.fft.rfft(audio.samples[0], size) * np.conj(np.fft.rfft(recorded[0], size)))
    most = int(np.argmax(agreement))
    return (most if most < size // 2 else most - size) + audio.start_s * audio.rate


@pytest.mark.parametrize(
    ("name", "codec"), [("a.mp4", "aac"), ("a.mkv", "aac"), ("a.ts", "aac"), ("a.mkv", "libopus"), ("a.mkv", "flac")]
)
def test_what_a_codec_puts_in_front_is_left_out_to_the_sample(name: str, codec: str, make_clip: Make, at: At) -> None:
    noise = np.random.default_rng(0).standard_normal(60000)
    recorded = (0.3 * np.convolve(noise, np.ones(8) / 8, "same"))[None].astype(np.float32)
    audio = AudioRead(path=make_clip(name, sound=recorded, sound_codec=codec)).process(ctx=at())
    assert lag(audio, recorded) == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize("suffix", ["flac", "ogg", "mp3"])
def test_a_compressed_sound_file_starts_where_it_was_recorded(suffix: str, tmp_path: Path, at: At) -> None:
    noise = np.random.default_rng(0).standard_normal(60000)
    recorded = (0.3 * np.convolve(noise, np.ones(8) / 8, "same"))[None].astype(np.float32)
    soundfile.write(tmp_path / f"a.{suffix}", recorded.T, 48000)
    audio = AudioRead(path=tmp_path / f"a.{suffix}").process(ctx=at())
    assert audio.samples.shape == (1, 60000)
    assert lag(audio, recorded) == 0


def flash(number: int, width: int, height: int) -> np.ndarray:
    """White at frame 20, black elsewhere."""
    return np.full((height, width, 3), 255 if number == 20 else 0, np.uint8)


@pytest.mark.parametrize("trimmed", [0, 10])
@pytest.mark.parametrize("first_frame", [1, 1009])
def test_a_flash_and_its_click_are_in_the_same_frame(
    trimmed: int, first_frame: int, make_clip: Make, trim: Callable[..., Path], tmp_path: Path, at: At
) -> None:
    path = make_clip(draw=flash, sound=click(0.8), options={"bf": "2"})
    if trimmed:
        path = trim(path, Fraction(trimmed, 25), tmp_path / "trimmed.mp4")
    read = Read(path=path, first_frame=first_frame)
    frames = range(first_frame, first_frame + 40 - trimmed)
    brightness = [float(read.process(ctx=at(frame)).pixels.mean()) for frame in frames]
    shown_s = (frames[int(np.argmax(brightness))] - 1) / 25
    heard_s = heard_at(AudioRead(path=path, first_frame=first_frame).process(ctx=at(fps=25, first=1)))
    assert max(brightness) > 0.9
    assert heard_s == pytest.approx(shown_s, abs=0.002)


@pytest.mark.parametrize("name", ["late.mp4", "late.mkv", "late.ts"])
def test_sound_that_starts_late_stays_in_sync(name: str, make_clip: Make, at: At) -> None:
    # The track is 1.2 s long and begins 0.4 s after the picture, so its click at 0.5 s belongs to 0.9 s.
    path = make_clip(name, sound=click(0.5, 1.2), sound_start=19200)
    audio = AudioRead(path=path).process(ctx=at())
    assert heard_at(audio) == pytest.approx(0.9, abs=0.003)


@pytest.mark.parametrize("name", ["late.mp4", "late.mkv"])
def test_picture_that_starts_late_stays_in_sync(name: str, make_clip: Make, at: At) -> None:
    # The picture begins 0.2 s after the sound: the click at 0.8 s belongs to 0.6 s after the first frame.
    path = make_clip(name, times=[200 + 40 * index for index in range(40)], sound=click(0.8), options={"bf": "0"})
    audio = AudioRead(path=path).process(ctx=at())
    assert heard_at(audio) == pytest.approx(0.6, abs=0.003)


def test_it_is_converted_to_the_rate_asked_for(tmp_path: Path, at: At) -> None:
    tone = 0.5 * np.sin(np.arange(48000) * 2 * np.pi * 440 / 48000)
    soundfile.write(tmp_path / "a.wav", tone, 48000, subtype="FLOAT")
    audio = AudioRead(path=tmp_path / "a.wav", rate=16000).process(ctx=at())
    assert audio.rate == 16000
    assert audio.samples.shape == (1, 16000)
    wanted = 0.5 * np.sin(np.arange(16000) * 2 * np.pi * 440 / 16000)
    assert np.abs(audio.samples[0, 1000:-1000] - wanted[1000:-1000]).max() < 1e-3


def test_channels_are_kept(make_clip: Make, at: At) -> None:
    samples = np.stack([click(0.5)[0], click(1.0)[0]])
    path = make_clip("a.mkv", sound=samples, sound_codec="flac")
    audio = AudioRead(path=path).process(ctx=at())
    assert [int(np.argmax(np.abs(channel) > 0.2)) // 480 for channel in audio.samples] == [50, 100]


def test_a_hole_between_packets_is_silence(tmp_path: Path, at: At) -> None:
    with av.open(str(tmp_path / "a.mka"), "w", format="matroska") as out:
        stream = out.add_stream("pcm_s16le", rate=8000, layout="mono")
        for start in (0, 800, 4000):
            frame = av.AudioFrame.from_ndarray(np.full((1, 800), 8000, np.int16), "s16", "mono")
            frame.sample_rate, frame.pts, frame.time_base = 8000, start, Fraction(1, 8000)
            out.mux(stream.encode(frame))
    samples = AudioRead(path=tmp_path / "a.mka").process(ctx=at()).samples[0]
    assert samples.shape == (4800,)
    assert (np.flatnonzero(samples == 0)[[0, -1]] == [1600, 3999]).all()


def test_a_clip_without_sound_is_silent_and_says_so(make_clip: Make, at: At) -> None:
    audio = AudioRead(path=make_clip()).process(ctx=at(fps=25, first=1, last=50))
    assert audio.samples.shape == (1, 96000)
    assert not audio.samples.any()
    assert at.notes == ["clip.mp4 has no sound; silence is heard"]


def test_a_picture_has_no_sound(tmp_path: Path, at: At) -> None:
    Pillow.new("RGB", (2, 2)).save(tmp_path / "a.png")
    assert not AudioRead(path=tmp_path / "a.png").process(ctx=at()).samples.any()


def test_silence_can_be_refused(make_clip: Make, at: At) -> None:
    with pytest.raises(MediaError, match=r"clip\.mp4 has no sound"):
        AudioRead(path=make_clip(), missing="error").process(ctx=at())


def test_without_a_path_the_stand_in_is_handed_on(at: At) -> None:
    audio = Audio(np.zeros((1, 4), np.float32), 8000)
    assert AudioRead().process(audio, ctx=at()) is audio
    with pytest.raises(MediaError, match="No file is named"):
        AudioRead().process(ctx=at())


@pytest.mark.parametrize("name", ["a.wav", "a.mp3"])
def test_what_is_no_media_is_called_so(name: str, tmp_path: Path, at: At) -> None:
    (tmp_path / name).write_bytes(b"no sound at all")
    with pytest.raises(MediaError, match=f"{name} cannot be read"):
        AudioRead(path=tmp_path / name).process(ctx=at())


def test_a_damaged_packet_is_silent_and_said(make_clip: Make, at: At) -> None:
    tone = (0.5 * np.sin(np.arange(76800) * 2 * np.pi * 440 / 48000))[None].astype(np.float32)
    path = make_clip("a.mkv", sound=tone, sound_codec="flac")
    with av.open(str(path)) as container:
        packet = bytes([packet for packet in container.demux(audio=0) if packet.size][8])
    path.write_bytes(path.read_bytes().replace(packet, bytes(len(packet))))
    samples = AudioRead(path=path).process(ctx=at()).samples[0]
    assert at.notes == ["a.mkv is damaged; silence is heard where its sound cannot be decoded"]
    size = 4608  # of FLAC's packets
    assert not samples[8 * size : 9 * size].any()
    assert np.abs(samples[: 8 * size] - tone[0, : 8 * size]).max() < 1e-4
    assert np.abs(samples[9 * size :] - tone[0, 9 * size :]).max() < 1e-4


def test_sound_files_in_order_say_nothing(make_clip: Make, at: At) -> None:
    for name in ("a.mp4", "a.mkv", "a.ts"):
        AudioRead(path=make_clip(name, sound=click(0.5))).process(ctx=at())
    assert at.notes == []


def test_a_missing_file_is_named(tmp_path: Path, at: At) -> None:
    for name in ("gone.wav", "gone.mp4", "gone.png"):
        with pytest.raises(MediaError, match="There is no file"):
            AudioRead(path=tmp_path / name).process(ctx=at())


def test_a_sequence_without_files_is_an_error_though_it_has_no_sound(tmp_path: Path, at: At) -> None:
    with pytest.raises(MediaError, match=r"p\.%04d\.png"):
        AudioRead(path=tmp_path / "p.%04d.png").process(ctx=at())
    (tmp_path / "p.0001.png").touch()
    assert not AudioRead(path=tmp_path / "p.%04d.png").process(ctx=at()).samples.any()
