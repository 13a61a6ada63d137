from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import torch
from graph_nodes.draw.constant import Constant
from graph_nodes.io._video_reader import VideoReader
from graph_nodes.io.read import Read
from PIL import Image as Pillow

from graph_core import Context, Engine, Format, FrameRange, Graph, Image, MediaError, Project, Registry, Shot

Make = Callable[..., Path]
At = Callable[..., Context]
Number = Callable[[torch.Tensor], int]


def shown(read: Read, at: At, number_of: Number, frames: list[int], **shot: object) -> list[int]:
    return [number_of(read.process(ctx=at(frame, **shot)).pixels) for frame in frames]


def test_without_a_path_the_stand_in_is_handed_on(at: At) -> None:
    picture = Image(torch.zeros(3, 2, 2))
    assert Read().process(picture, ctx=at()) is picture
    assert not Read().is_timed()
    assert Read().shot() is None
    assert Read().files(None) == Read().files(5) == ()


def test_nothing_to_show_is_an_error_with_both_ways_out(at: At) -> None:
    with pytest.raises(MediaError, match="No file is named") as caught:
        Read().process(ctx=at())
    assert "path" in caught.value.hint
    assert "stand_in" in caught.value.hint


def test_a_picture_has_no_time(tmp_path: Path, at: At) -> None:
    Pillow.new("RGB", (3, 2), (255, 0, 0)).save(tmp_path / "a.png")
    read = Read(path=tmp_path / "a.png", first_frame=500)
    assert read.process(ctx=at(1)).pixels[:, 0, 0].tolist() == [1, 0, 0]
    assert not read.is_timed()
    assert read.shot() is None
    assert read.files(1) == read.files(None) == (str(tmp_path / "a.png"),)


def test_a_clip_starts_at_first_frame(make_clip: Make, at: At, number_of: Number) -> None:
    read = Read(path=make_clip(), first_frame=1001)
    assert read.is_timed()
    assert shown(read, at, number_of, [1001, 1002, 1020, 1040]) == [0, 1, 19, 39]


def test_a_clip_says_its_size_rate_and_frames(make_clip: Make) -> None:
    path = make_clip(rate=Fraction(30000, 1001), frames=10)
    wanted = Shot(Format(96, 64), Fraction(30000, 1001), FrameRange(1001, 1010))
    assert Read(path=path, first_frame=1001).shot() == wanted


@pytest.mark.parametrize(("rule", "early", "late"), [("hold", [0, 0], [39, 39]), ("loop", [38, 39], [0, 1])])
def test_what_is_shown_beside_the_material(
    rule: str, early: list[int], late: list[int], make_clip: Make, at: At, number_of: Number
) -> None:
    read = Read(path=make_clip(), first_frame=11, before=rule, after=rule)
    assert shown(read, at, number_of, [9, 10]) == early
    assert shown(read, at, number_of, [51, 52]) == late


def test_black_has_the_size_of_the_material(make_clip: Make, at: At) -> None:
    read = Read(path=make_clip(), first_frame=11, before="black", after="black")
    for frame in (10, 51):
        assert torch.equal(read.process(ctx=at(frame)).pixels, torch.zeros(3, 64, 96))


def test_an_error_says_what_is_covered(make_clip: Make, at: At) -> None:
    read = Read(path=make_clip(), first_frame=11, before="error", after="error")
    for frame, knob in ((10, "before"), (51, "after")):
        with pytest.raises(MediaError, match=rf"nothing at frame {frame}: it covers 11-50") as caught:
            read.process(ctx=at(frame))
        assert knob in caught.value.hint


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv"])
@pytest.mark.parametrize("rate", [Fraction(24000, 1001), Fraction(30000, 1001), Fraction(60)])
def test_a_clip_at_the_projects_rate_is_shown_frame_by_frame(
    name: str, rate: Fraction, make_clip: Make, at: At, number_of: Number
) -> None:
    read = Read(path=make_clip(name, rate=rate))
    assert shown(read, at, number_of, list(range(1, 41)), fps=rate) == list(range(40))


@pytest.mark.parametrize(
    ("rate", "fps", "numbers"),
    [
        (50, 25, [0, 2, 4, 6, 8]),
        (25, 50, [0, 0, 1, 1, 2]),
        (60, 30, [0, 2, 4, 6, 8]),
        (30, 24, [0, 1, 3, 4, 5]),
    ],
)
def test_conforming_to_time_keeps_the_speed(
    rate: int, fps: int, numbers: list[int], make_clip: Make, at: At, number_of: Number
) -> None:
    path = make_clip("a.mkv", rate=rate)  # whose times are rounded to milliseconds
    frames = list(range(1, 6))
    assert shown(Read(path=path), at, number_of, frames, fps=fps) == numbers
    assert shown(Read(path=path, conform="frames"), at, number_of, frames, fps=fps) == [0, 1, 2, 3, 4]


def test_a_variable_rate_stays_in_time(make_clip: Make, at: At, number_of: Number) -> None:
    # Shown for 40, 120, 40 and 80 ms.
    path = make_clip(frames=4, times=[0, 40, 160, 200], options={"bf": "0"})
    assert shown(Read(path=path), at, number_of, list(range(1, 7))) == [0, 1, 1, 1, 2, 3]


def test_jitter_neither_repeats_nor_drops_a_frame(make_clip: Make, at: At, number_of: Number) -> None:
    jitter = [0, 9, -8, 12, -15, 3, 14, -11, 5, 0]
    path = make_clip(frames=10, times=[40 * index + late for index, late in enumerate(jitter)])
    assert shown(Read(path=path), at, number_of, list(range(1, 11))) == list(range(10))


def test_a_clip_cut_off_fails_behind_the_cut_only(make_clip: Make, at: At, number_of: Number) -> None:
    path = make_clip(container={"movflags": "faststart"}, options={"bf": "0"})
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * 0.7)])
    read = Read(path=path)
    assert read.shot().frames == FrameRange(1, 40)
    assert shown(read, at, number_of, [1, 10]) == [0, 9]
    with pytest.raises(MediaError, match=r"clip\.mp4 is damaged: frame 40 of its 40"):
        read.process(ctx=at(40))


def test_a_clip_replaced_while_open_is_opened_again(make_clip: Make, at: At) -> None:
    read = Read(path=make_clip())
    assert read.process(ctx=at(1)).width == 96
    make_clip(size=(48, 32))
    assert read.process(ctx=at(1)).width == 48


def save_numbered(folder: Path, numbers: list[int]) -> None:
    for number in numbers:
        Pillow.new("RGB", (2, 2), (number, 0, 0)).save(folder / f"a.{number:04d}.png")


@pytest.mark.parametrize("pattern", ["a.%04d.png", "a.####.png"])
def test_a_sequence_starts_with_its_first_file(pattern: str, tmp_path: Path, at: At) -> None:
    save_numbered(tmp_path, [7, 8, 9])
    read = Read(path=tmp_path / pattern, first_frame=101, colour="linear", before="loop", after="hold")
    seen = [round(float(read.process(ctx=at(frame)).pixels[0, 0, 0]) * 255) for frame in (100, 101, 103, 104)]
    assert seen == [9, 7, 9, 9]
    assert read.is_timed()
    assert read.shot() == Shot(Format(2, 2), Fraction(24), FrameRange(101, 103))


def test_a_frame_of_a_sequence_depends_on_its_own_file(tmp_path: Path) -> None:
    save_numbered(tmp_path, [7, 8, 9])
    read = Read(path=tmp_path / "a.%04d.png", before="black", after="hold")
    assert read.files(None) == ()
    assert read.files(0) == (str(tmp_path / "a.0007.png"),)  # black takes its size from it
    assert read.files(2) == (str(tmp_path / "a.0008.png"),)
    assert read.files(9) == read.files(3) == (str(tmp_path / "a.0009.png"),)
    assert Read(path=tmp_path / "none.%04d.png").files(1) == ()


def test_a_hole_in_a_sequence_names_the_nearest_file(tmp_path: Path, at: At) -> None:
    save_numbered(tmp_path, [1, 2, 6])
    with pytest.raises(MediaError, match=r"lacks frame 5: there is no file a\.0005\.png") as caught:
        Read(path=tmp_path / "a.%04d.png").process(ctx=at(5))
    assert "a.0006.png" in caught.value.hint


def test_black_beside_a_sequence(tmp_path: Path, at: At) -> None:
    save_numbered(tmp_path, [200])
    read = Read(path=tmp_path / "a.%04d.png", after="black")
    assert torch.equal(read.process(ctx=at(2)).pixels, torch.zeros(3, 2, 2))


def test_a_missing_file_is_named(tmp_path: Path, at: At) -> None:
    for name in ("gone.mp4", "gone.png"):
        with pytest.raises(MediaError, match="There is no file") as caught:
            Read(path=tmp_path / name).process(ctx=at())
        assert caught.value.file == tmp_path / name


def test_reading_does_not_load_torch_before_it_works() -> None:
    import subprocess
    import sys

    code = "import sys; import graph_nodes.io.read; assert not {'torch', 'av', 'numba', 'cv2'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_alpha_of_a_clip_arrives(make_clip: Make, at: At) -> None:
    def clear(_: int, width: int, height: int) -> np.ndarray:
        return np.full((height, width, 4), (255, 255, 255, 0), np.uint8)

    path = make_clip("a.mov", codec="qtrle", pixels="argb", draw=clear, layout="rgba", frames=2)
    assert torch.equal(Read(path=path).process(ctx=at(2)).pixels, torch.zeros(4, 64, 96))


def test_half_floats_hold_what_they_can(tmp_path: Path, at: At) -> None:
    import tifffile

    tifffile.imwrite(tmp_path / "a.tif", np.array([[[0.5, 1e6, -1e6]]], np.float32), photometric="rgb")
    picture = Read(path=tmp_path / "a.tif").process(ctx=at(dtype="float16"))
    assert picture.pixels.dtype == torch.float16
    assert picture.pixels.ravel().tolist() == [0.5, 65504, -65504]


def project_of(path: Path | str, last: int = 40) -> Project:
    graph = Graph(Registry())
    graph.add("grey", Constant)
    graph.add("read", Read, path=str(path))
    graph.link("grey", "read.stand_in")
    return Project(graph, Shot(Format(8, 4), Fraction(25), FrameRange(1, last)))


def test_a_render_opens_a_clip_once_and_never_jumps(
    make_clip: Make, number_of: Number, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[VideoReader] = []

    class Watched(VideoReader):
        def __init__(self, path: Path) -> None:
            super().__init__(path)
            opened.append(self)

    monkeypatch.setattr("graph_nodes.io._video_reader.VideoReader", Watched)
    with Engine() as engine:
        pictures = [picture for _, (picture,) in engine.render(project_of(make_clip()), ["read"])]
        assert [number_of(picture.pixels) for picture in pictures] == list(range(40))
        assert [reader.seeks for reader in opened] == [0]
        engine.evaluate(project_of(make_clip("other.mp4", frames=3)), "read", 2)
    assert [reader.path.name for reader in opened] == ["clip.mp4", "other.mp4"]


def test_a_project_runs_before_its_footage_is_there() -> None:
    with Engine() as engine:
        picture = engine.evaluate(project_of(""), "read", 1)
    assert torch.allclose(picture.pixels, torch.full((3, 4, 8), 0.18))


def test_a_project_follows_its_clip(make_clip: Make) -> None:
    project = project_of(make_clip(rate=50, frames=12))
    project.follow = "read"
    with Engine() as engine:
        assert engine.shot(project) == Shot(Format(96, 64), Fraction(50), FrameRange(1, 12))


def test_a_damaged_clip_names_node_and_frame(make_clip: Make) -> None:
    path = make_clip(container={"movflags": "faststart"}, options={"bf": "0"})
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * 0.7)])
    with Engine() as engine, pytest.raises(MediaError, match="is damaged") as caught:
        engine.evaluate(project_of(path), "read", 40)
    assert (caught.value.node, caught.value.frame, caught.value.file) == ("read", 40, path)
