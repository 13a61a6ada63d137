"""Rows on pictures: compositing against a plain copy, decode and encode against ffmpeg."""

from __future__ import annotations

import contextlib
import tempfile
import threading
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import av.filter
import numpy as np
import torch
from _rows import Row, bench, best_of
from graph_nodes.merge.merge import Merge

from graph_core import Cache, Cancelled, Engine, Format, FrameRange, Graph, Image, Project, Registry, Shot

WIDTH, HEIGHT, FRAMES = 1280, 720, 250
# What io.write asks x264 for.
X264 = {"preset": "veryfast", "crf": "18", "rc-lookahead": "5", "x264-params": "sync-lookahead=0"}


@bench("over")
def measure_over() -> Iterator[Row]:
    torch.manual_seed(0)
    below = Image(torch.rand(4, 1080, 1920))
    alpha = torch.rand(1, 1080, 1920)
    above = Image(torch.cat([torch.rand(3, 1080, 1920) * alpha, alpha]))
    node = Merge(operation="over")
    copy = best_of(20, int, lambda _: below.pixels.clone())
    ours = best_of(20, int, lambda _: node.process(above, below))
    yield Row.ratio_of("10 premultiplied over at 1080p against a plain copy", ours * 1e3, "ms", copy * 1e3, most=2)


def write_plate(path: Path) -> None:
    """Write moving shapes with a little grain, as a camera would."""
    noise = np.random.default_rng(0).integers(-6, 7, (8, HEIGHT, WIDTH, 3), dtype=np.int16)
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=25, options={"preset": "veryfast", "crf": "18"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for number in range(FRAMES):
            wave = np.sin((columns + 4 * number) / 60) * np.cos((rows - 2 * number) / 45)
            picture = np.stack([128 + 90 * wave, 120 + 60 * wave, 110 - 70 * wave], axis=-1).astype(np.int16)
            picture = np.clip(picture + noise[number % 8], 0, 255).astype(np.uint8)
            for packet in stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")):
                out.mux(packet)
        for packet in stream.encode():
            out.mux(packet)


def write_layer(path: Path) -> None:
    """Write a soft translucent disc, the size of the plate."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    distance = np.hypot(columns - WIDTH / 2, rows - HEIGHT / 2)
    picture = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    picture[..., :3] = (230, 120, 40)
    picture[..., 3] = np.clip((300 - distance) * 2, 0, 200)
    with av.open(str(path), "w", format="image2", options={"update": "1"}) as out:
        stream = out.add_stream("png", rate=25)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "rgba"
        for packet in [*stream.encode(av.VideoFrame.from_ndarray(picture, "rgba")), *stream.encode()]:
            out.mux(packet)


def by_ffmpeg(plate: Path, layer: Path, target: Path) -> None:
    """Decode, overlay in RGB and encode with ffmpeg's own filters."""
    with av.open(str(layer)) as source:
        picture = next(source.decode(video=0))
    with av.open(str(plate)) as source, av.open(str(target), "w") as out:
        clip = source.streams.video[0]
        clip.thread_type = "AUTO"
        graph = av.filter.Graph()
        below = graph.add_buffer(template=clip)
        above = graph.add_buffer(width=WIDTH, height=HEIGHT, format=picture.format, time_base=clip.time_base)
        planar, over = graph.add("format", "gbrp"), graph.add("overlay", "format=gbrp:repeatlast=1:eof_action=repeat")
        coded, sink = graph.add("format", "yuv420p"), graph.add("buffersink")
        below.link_to(planar)
        planar.link_to(over, 0, 0)
        above.link_to(over, 0, 1)
        over.link_to(coded)
        coded.link_to(sink)
        graph.configure()
        stream = out.add_stream("libx264", rate=25, options=X264)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.codec_context.thread_count = 0
        picture.pts, picture.time_base = 0, clip.time_base
        above.push(picture)
        above.push(None)
        count = 0
        for frame in source.decode(clip):
            below.push(frame)
            count += drain(sink, stream, out)
        below.push(None)
        count += drain(sink, stream, out)
        for packet in stream.encode():
            out.mux(packet)
    assert count == FRAMES, count


def drain(sink: object, stream: object, out: object) -> int:
    count = 0
    while True:
        try:
            frame = sink.pull()  # type: ignore[attr-defined]
        except (av.BlockingIOError, av.EOFError):
            return count
        frame.pict_type = 0
        count += 1
        for packet in stream.encode(frame):  # type: ignore[attr-defined]
            out.mux(packet)  # type: ignore[attr-defined]


def overlay_project(plate: Path, layer: Path, target: Path) -> Project:
    graph = Graph(Registry.load())
    graph.add("plate", "io.read", path=str(plate))
    graph.add("layer", "io.read", path=str(layer))
    graph.add("over", "merge.merge", operation="over")
    graph.add("write", "io.write", path=str(target), credentials=False)
    graph.link("layer", "over.a")
    graph.link("plate", "over.b")
    graph.link("over", "write.image")
    return Project(graph, Shot(Format(WIDTH, HEIGHT), Fraction(25), FrameRange(1, FRAMES)), follow="plate")


def by_graph(plate: Path, layer: Path, target: Path) -> None:
    project = overlay_project(plate, layer, target)
    with Engine(cache=Cache(memory_bytes=256 << 20)) as engine:
        for _ in engine.render(project):
            pass


def cancel_after(frames: int, project: Project) -> float:
    """Return the seconds from cancelling a render to its end; its parts then hold the frames made so far."""
    cancel, stopped = threading.Event(), 0.0
    with Engine(cache=Cache(memory_bytes=64 << 20)) as engine, contextlib.suppress(Cancelled):
        for frame, _ in engine.render(project, cancel=cancel):
            if frame == frames:
                stopped = time.perf_counter()
                cancel.set()
        raise AssertionError("the render was not stopped")
    seconds = time.perf_counter() - stopped
    folder = Path(str(project.graph.param("write", "path")) + ".parts")
    count = 0
    for part in folder.glob("*-*.mp4"):
        with av.open(str(part)) as clip:
            count += sum(1 for _ in clip.decode(video=0))
    assert count >= frames, count
    return seconds


@bench("transcode")
def measure_transcode() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        plate, layer, target = (Path(folder) / name for name in ("plate.mp4", "layer.png", "out.mp4"))
        write_plate(plate)
        write_layer(layer)
        by_graph(plate, layer, target)  # compiles the kernels
        stopped = min(cancel_after(60, overlay_project(plate, layer, Path(folder) / "stopped.mp4")) for _ in range(5))
        yield Row.at_most("12 cancel at 720p: time until files are closed and play", stopped * 1e3, "ms", 100)
        peer, ours = [], []
        for _ in range(3):
            peer.append(best_of(1, int, lambda _: by_ffmpeg(plate, layer, target)))
            ours.append(best_of(1, int, lambda _: by_graph(plate, layer, target)))
        yield Row.ratio_of(
            "9 decode, over, x264 at 720p against ffmpeg's own",
            FRAMES / min(ours),
            "fps",
            FRAMES / min(peer),
            least=0.85,
        )
