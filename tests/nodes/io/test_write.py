"""What is written can be read, is complete or absent, and goes on where it was interrupted."""

import subprocess
import sys
import textwrap
import threading
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
import torch
from graph_nodes.io.write import Write

from graph_core import (
    Audio,
    Cancelled,
    Context,
    Engine,
    ExecutionError,
    Format,
    FrameRange,
    Graph,
    Image,
    MediaError,
    Node,
    Param,
    ParamError,
    Project,
    Registry,
    Shot,
    verify,
)

WIDTH, HEIGHT, BITS = 96, 64, 9


class Numbered(Node, id="toy.numbered", uses=("frame",)):
    """Draw the frame's number as bars, over a colour of its own."""

    width: int = Param(WIDTH, help="Columns.")
    height: int = Param(HEIGHT, help="Rows.")
    alpha: float = Param(1.0, help="Coverage of the lower half; 1 makes it opaque.")
    spoil: int = Param(0, help="Frame with a NaN in it.")
    grow: int = Param(0, help="Frame from which on the picture is larger.")

    def process(self, *, ctx: Context) -> Image:
        large = self.grow and ctx.frame >= self.grow
        pixels = torch.full((3, self.height + 8 * bool(large), self.width), 0.2)
        pixels[0] = 0.05 + 0.9 * torch.linspace(0, 1, self.width)
        bar = self.width // BITS
        for bit in range(BITS):
            lit = 0.9 if ctx.frame >> bit & 1 else 0.01
            pixels[:, : self.height // 3, bit * bar : (bit + 1) * bar] = lit
        if ctx.frame == self.spoil:
            pixels[1, -1, -1] = float("nan")
        if self.alpha < 1:
            alpha = torch.ones(1, *pixels.shape[1:])
            alpha[:, self.height // 2 :] = self.alpha
            return Image(torch.cat([pixels * alpha, alpha]))
        return Image(pixels)


class Clap(Node, id="toy.clap", uses=("range", "fps")):
    """Be silent but for one click, in the middle of a frame."""

    at: int = Param(10, help="Frame of the click.")

    def process(self, *, ctx: Context) -> Audio:
        samples = np.zeros((1, round(48000 * len(ctx.frames) / ctx.fps)), np.float32)
        begin = round(48000 * (self.at - ctx.frames.first) / ctx.fps)
        samples[:, begin : begin + 480] = np.sin(np.arange(480) * 0.5)
        return Audio(samples, 48000)


def project(path, frames=(1, 20), fps=25, sound=False, picture=None, **knobs):
    graph = Graph(Registry())
    graph.add("picture", Numbered, **(picture or {}))
    graph.add("write", Write, path=str(path), **knobs)
    graph.link("picture", "write.image")
    if sound:
        graph.add("clap", Clap)
        graph.link("clap", "write.audio")
    return Project(graph, Shot(Format(WIDTH, HEIGHT), Fraction(fps), FrameRange(*frames)))


def render(made, **options):
    notes = []
    listen = lambda event: notes.append(event.text) if event.kind == "report" else None  # noqa: E731
    with Engine() as engine:
        done = [frame for frame, _ in engine.render(made, on_event=listen, **options)]
    return done, notes


def number_in(rgb):
    height, width = rgb.shape[:2]
    bar = width // BITS
    row = rgb[height // 6, :, 1].astype(float)
    return sum(1 << bit for bit in range(BITS) if row[bit * bar + bar // 2] > row.max() / 2)


def numbers_in(path):
    with av.open(str(path)) as clip:
        return [number_in(frame.to_ndarray(format="rgb24")) for frame in clip.decode(video=0)]


def srgb(light):
    return np.where(light <= 0.0031308, 12.92 * light, 1.055 * np.maximum(light, 1e-9) ** (1 / 2.4) - 0.055)


@pytest.mark.parametrize(
    ("name", "codec", "bits", "tolerance"),
    [
        ("a.mp4", "auto", "auto", 6),
        ("a.mp4", "h264", "10", 6),
        ("a.mp4", "h265", "8", 6),
        ("a.mkv", "h265", "10", 6),
        ("a.mov", "prores", "auto", 6),
        ("a.mkv", "ffv1", "8", 0.51),
        ("a.mkv", "ffv1", "10", 1.3),
        ("a.mkv", "ffv1", "16", 0.51),
    ],
)
def test_every_codec_gives_the_picture_back(tmp_path, name, codec, bits, tolerance):
    path = tmp_path / name
    made = project(path, codec=codec, bits=bits, quality=8, frames=(1, 6))
    done, _ = render(made)
    assert done == [1, 2, 3, 4, 5, 6]
    assert numbers_in(path) == done
    with av.open(str(path)) as clip:
        frame = next(clip.decode(video=0))
        assert (frame.width, frame.height) == (WIDTH, HEIGHT)
        if codec == "ffv1":
            got = frame.to_ndarray(format="gbrp16le" if bits == "16" else "rgb24")
            got = got / 257 if bits == "16" else got
        else:
            got = frame.to_ndarray(format="rgb24")
    wanted = srgb(Numbered().process(ctx=Context(made.shot, frame=1)).pixels.numpy().transpose(1, 2, 0)) * 255
    rows = slice(HEIGHT // 2, None)
    assert np.abs(got[rows].astype(float) - wanted[rows]).max() <= tolerance


@pytest.mark.parametrize(("name", "codec"), [("a.mov", "prores"), ("a.mkv", "ffv1")])
def test_alpha_is_kept_where_the_codec_has_it(tmp_path, name, codec):
    render(project(tmp_path / name, codec=codec, alpha=True, frames=(1, 2), picture={"alpha": 0.5}))
    with av.open(str(tmp_path / name)) as clip:
        rgba = next(clip.decode(video=0)).to_ndarray(format="rgba")
    assert np.abs(rgba[-4:, :, 3].astype(int) - 128).max() <= 2
    assert np.abs(rgba[-4:, 8:, 1].astype(int) - round(255 * float(srgb(np.array(0.2))))).max() <= 5


@pytest.mark.parametrize(
    ("name", "bits", "kind"),
    [
        ("a.%04d.png", "8", np.uint8),
        ("a.####.png", "16", np.uint16),
        ("a.%04d.tif", "16", np.uint16),
        ("a.%04d.tiff", "32", np.float32),
        ("a.%04d.jpg", "auto", np.uint8),
    ],
)
def test_sequences_hold_one_file_a_frame(tmp_path, name, bits, kind):
    import cv2
    import tifffile

    made = project(tmp_path / name, bits=bits, frames=(9, 11), picture={"alpha": 0.5} if bits == "16" else {})
    if bits == "16":
        made.graph.set_param("write", "alpha", True)
    render(made)
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == [f"a.{n:04d}{Path(name).suffix}" for n in (9, 10, 11)]
    is_tiff = files[0].suffix.startswith(".tif")
    got = tifffile.imread(files[1]) if is_tiff else cv2.imread(str(files[1]), cv2.IMREAD_UNCHANGED)[..., [2, 1, 0]]
    assert got.dtype == kind
    assert number_in(got) == 10
    scale = {np.uint8: 255, np.uint16: 65535, np.float32: 1}[kind]
    light = np.array(0.2)
    wanted = (light if kind == np.float32 else srgb(light)) * scale
    assert abs(float(got[-4, 50, 1]) - wanted) <= scale * (0.02 if name.endswith("jpg") else 0.002)
    if bits == "16" and is_tiff:
        assert abs(int(got[-4, 50, 3]) - 32768) <= 1


@pytest.mark.parametrize("bits", ["16", "32"])
def test_exr_keeps_light_and_premultiplied_alpha(tmp_path, bits):
    import OpenEXR

    made = project(tmp_path / "a.%04d.exr", bits=bits, alpha=True, frames=(1, 1), picture={"alpha": 0.5})
    render(made)
    with OpenEXR.File(str(tmp_path / "a.0001.exr")) as file:
        rgba = file.channels()["RGBA"].pixels
    assert rgba.dtype == (np.float16 if bits == "16" else np.float32)
    np.testing.assert_allclose(rgba[-1, 50, 1:], (0.1, 0.1, 0.5), rtol=1e-3)


def test_pieces_are_joined_without_losing_or_doubling_a_frame(tmp_path):
    path = tmp_path / "long.mp4"
    render(project(path, frames=(1, 300), preset="medium"))
    assert numbers_in(path) == list(range(1, 301))
    with av.open(str(path)) as clip:
        times = sorted(packet.pts for packet in clip.demux(video=0) if packet.pts is not None)
        stream = clip.streams.video[0]
        assert stream.average_rate == 25
        steps = np.diff([float(time * stream.time_base) for time in times])
    np.testing.assert_allclose(steps, 0.04, atol=1e-6)
    assert [entry.name for entry in tmp_path.iterdir()] == ["long.mp4"]


@pytest.mark.parametrize("name", ["a.mp4", "a.mov", "a.mkv"])
@pytest.mark.parametrize("fps", [25, Fraction(30000, 1001)])
def test_sound_comes_with_its_picture(tmp_path, name, fps):
    path = tmp_path / name
    render(project(path, frames=(1, 40), fps=fps, sound=True), frames=FrameRange(5, 34))
    with av.open(str(path)) as clip:
        blocks = list(clip.decode(audio=0))
    begin = float(blocks[0].pts * blocks[0].time_base)
    samples = np.concatenate([block.to_ndarray().reshape(1, -1) for block in blocks], axis=1)[0].astype(float)
    samples /= np.abs(samples).max()
    heard = begin + int(np.argmax(np.abs(samples) > 0.5)) / 48000
    assert heard == pytest.approx(float((10 - 5) / Fraction(fps)), abs=0.004)
    length = begin + len(samples) / 48000
    assert length == pytest.approx(float(30 / Fraction(fps)), abs=0.045)
    assert numbers_in(path) == list(range(5, 35))


def test_an_interrupted_render_goes_on_where_it_stopped(tmp_path):
    whole, parted = tmp_path / "whole.mp4", tmp_path / "parted.mp4"
    render(project(whole, frames=(1, 150)))
    made, cancel = project(parted, frames=(1, 150)), threading.Event()
    with Engine() as engine, pytest.raises(Cancelled):
        for frame, _ in engine.render(made, cancel=cancel):
            if frame == 130:
                cancel.set()
    assert not parted.exists()
    pieces = sorted((tmp_path / "parted.mp4.parts").glob("*.mp4"))
    assert [numbers_in(piece)[0] for piece in pieces] == [1, 121]
    written = numbers_in(pieces[1])[-1]
    assert written >= 130
    done, _ = render(made, resume=True)
    assert done[0] == written + 1
    assert done[-1] == 150
    assert numbers_in(parted) == numbers_in(whole) == list(range(1, 151))
    assert render(made, resume=True) == ([], [])


def test_a_fresh_render_does_not_reuse_old_parts(tmp_path):
    path, cancel = tmp_path / "a.mp4", threading.Event()
    made = project(path, frames=(1, 60))
    with Engine() as engine, pytest.raises(Cancelled):
        for frame, _ in engine.render(made, cancel=cancel):
            if frame == 30:
                cancel.set()
    done, _ = render(made, frames=FrameRange(40, 50))
    assert numbers_in(path) == done == list(range(40, 51))


def test_parts_of_other_settings_are_not_mixed_in(tmp_path):
    path, cancel = tmp_path / "a.mp4", threading.Event()
    made = project(path, frames=(1, 40))
    with Engine() as engine, pytest.raises(Cancelled):
        for frame, _ in engine.render(made, cancel=cancel):
            if frame == 20:
                cancel.set()
    made.graph.set_param("write", "quality", 40)
    done, _ = render(made, resume=True)
    assert numbers_in(path) == done == list(range(1, 41))


def test_a_sequence_is_continued_with_the_files_that_are_missing(tmp_path):
    made = project(tmp_path / "a.%03d.png", frames=(1, 8))
    render(made)
    (tmp_path / "a.003.png").unlink()
    (tmp_path / "a.006.png").write_bytes(b"")
    assert render(made, resume=True)[0] == [3, 6]


def test_a_picture_with_nan_is_refused_and_the_frames_before_are_kept(tmp_path):
    made = project(tmp_path / "a.mp4", picture={"spoil": 7})
    with pytest.raises(MediaError, match="frame 7 holds NaN") as caught:
        render(made)
    assert (caught.value.node, caught.value.frame) == ("write", 7)
    assert not (tmp_path / "a.mp4").exists()
    with pytest.raises(MediaError, match="NaN"):
        render(project(tmp_path / "a.%04d.exr", picture={"spoil": 7}))
    assert len(list(tmp_path.glob("*.exr"))) >= 6
    assert not list(tmp_path.glob(".*"))


def test_pictures_of_several_sizes_do_not_go_into_one_clip(tmp_path):
    with pytest.raises(MediaError, match="another size") as caught:
        render(project(tmp_path / "a.mp4", picture={"grow": 5}))
    assert caught.value.frame == 5
    assert "transform.resize" in caught.value.hint


@pytest.mark.parametrize("size", [(95, 63), (1, 1)])
def test_odd_sizes_keep_every_pixel(tmp_path, size):
    picture = {"width": size[0], "height": size[1]}
    _, notes = render(project(tmp_path / "a.mp4", frames=(1, 3), picture=picture))
    with av.open(str(tmp_path / "a.mp4")) as clip:
        frame = next(clip.decode(video=0))
    assert (frame.width, frame.height) == size
    assert any("odd size" in note for note in notes)


@pytest.mark.parametrize(
    ("name", "knobs", "param"),
    [
        ("a.mp4", {"alpha": True}, "alpha"),
        ("a.mp4", {"codec": "prores"}, "codec"),
        ("a.mp4", {"bits": "32"}, "bits"),
        ("a.%04d.png", {"bits": "32"}, "bits"),
        ("a.%04d.jpg", {"alpha": True}, "alpha"),
        ("a.%04d.png", {"codec": "h264"}, "codec"),
        ("a.docx", {}, "path"),
        ("", {}, "path"),
    ],
)
def test_knobs_that_contradict_each_other_are_named(tmp_path, name, knobs, param):
    path = tmp_path / name if name else ""
    with pytest.raises(ParamError) as caught:
        render(project(path, **knobs))
    assert (caught.value.node, caught.value.param) == ("write", param)
    assert caught.value.hint
    assert not list(tmp_path.iterdir())


def test_one_picture_is_not_overwritten_by_the_next(tmp_path):
    with pytest.raises(MediaError, match="20 frames are rendered") as caught:
        render(project(tmp_path / "a.png"))
    assert "a.%04d.png" in caught.value.hint
    assert render(project(tmp_path / "a.png"), frames=FrameRange(3, 3))[0] == [3]
    assert (tmp_path / "a.png").exists()


def test_a_path_that_cannot_be_written_is_an_error_with_a_remedy(tmp_path):
    (tmp_path / "file").write_text("")
    (tmp_path / "folder.mp4").mkdir()
    for path in (tmp_path / "file" / "a.mp4", tmp_path / "folder.mp4", tmp_path / "file" / "a.%04d.png"):
        with pytest.raises(MediaError, match="cannot be written") as caught:
            render(project(path))
        assert caught.value.hint
    assert render(project(tmp_path / "new" / "folder" / "a.mp4", frames=(1, 2)))[0] == [1, 2]


def test_a_full_disk_is_an_error_and_what_is_finished_is_kept(tmp_path):
    code = """
        import resource, signal, sys
        sys.path.insert(0, sys.argv[1])
        from test_write import *
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
        try:
            render(project(sys.argv[2], frames=(1, 300), quality=0, credentials=False))
        except MediaError as error:
            print(error)
    """
    arguments = [sys.executable, "-c", textwrap.dedent(code), str(Path(__file__).parent), str(tmp_path / "a.mp4")]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    assert "cannot be written" in done.stdout, done
    assert "--continue" in done.stdout
    assert not (tmp_path / "a.mp4").exists()


@pytest.mark.parametrize("name", ["a.mp4", "a.mov", "a.png", "a.jpg", "a.tif", "a.mkv", "a.exr"])
def test_what_is_written_says_how_it_was_made(tmp_path, name):
    path = tmp_path / name
    render(project(path, frames=(1, 1)))
    assert verify(path).state == "valid"
    data = bytearray(path.read_bytes())
    begin = data.find(b"mdat") if name.endswith(("mp4", "mov")) else len(data) // 2
    data[begin + 40] ^= 255
    path.write_bytes(bytes(data))
    assert verify(path).state == "altered"


def test_credentials_are_left_out_only_when_told_and_said(tmp_path):
    render(project(tmp_path / "a.exr", frames=(1, 1)))
    _, notes = render(project(tmp_path / "a.exr", frames=(1, 1), credentials=False))
    assert notes == ["written without Content Credentials"]
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.exr"]
    assert verify(tmp_path / "a.exr").state == "none"


def test_cancelling_leaves_parts_that_play(tmp_path):
    made, cancel = project(tmp_path / "a.mp4", frames=(1, 200), sound=True), threading.Event()
    with Engine() as engine, pytest.raises(Cancelled):
        for frame, _ in engine.render(made, cancel=cancel):
            if frame == 50:
                cancel.set()
    (piece,) = (tmp_path / "a.mp4.parts").glob("*-*.mp4")
    numbers = numbers_in(piece)
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 50


def test_an_error_in_the_graph_closes_the_part(tmp_path):
    class Trap(Node, id="toy.trap", uses=("frame",)):
        """Fail at frame 33."""

        def process(self, image: Image, *, ctx: Context) -> Image:
            if ctx.frame == 33:
                raise RuntimeError("trap")
            return image

    made = project(tmp_path / "a.mp4", frames=(1, 60))
    made.graph.add("trap", Trap)
    made.graph.link("picture", "trap.image")
    made.graph.link("trap", "write.image")
    with pytest.raises(ExecutionError, match="trap"):
        render(made)
    (piece,) = (tmp_path / "a.mp4.parts").glob("*-*.mp4")
    assert numbers_in(piece) == list(range(1, 33))
