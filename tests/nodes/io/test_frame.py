from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from graph_nodes.io._frame import oriented, pixels_of
from graph_nodes.io._video_reader import VideoReader

from graph_core import Format, MediaError


def picture(reader: VideoReader, position: int) -> torch.Tensor:
    frame = reader.frame(position)
    return oriented(pixels_of(frame, reader.path, "auto", "auto"), frame)


def corner_colours(pixels: torch.Tensor) -> list[list[int]]:
    corners = pixels[:, [2, 2, -3, -3], [2, -3, 2, -3]]
    return (corners > 0.5).int().T.tolist()


def corners(_: int, width: int, height: int) -> np.ndarray:
    """Red top left, green top right, blue bottom left, white bottom right."""
    drawn = np.zeros((height, width, 3), np.uint8)
    drawn[: height // 2, : width // 2, 0] = 255
    drawn[: height // 2, width // 2 :, 1] = 255
    drawn[height // 2 :, : width // 2, 2] = 255
    drawn[height // 2 :, width // 2 :] = 255
    return drawn


RED, GREEN, BLUE, WHITE = [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]


@pytest.mark.parametrize(
    ("degrees", "seen"),
    [
        (0, [RED, GREEN, BLUE, WHITE]),
        (90, [GREEN, WHITE, RED, BLUE]),  # counterclockwise
        (180, [WHITE, BLUE, GREEN, RED]),
        (-90, [BLUE, RED, WHITE, GREEN]),
    ],
)
def test_a_clip_from_a_turned_camera_is_upright(
    degrees: int, seen: list[list[int]], make_clip: Callable[..., Path]
) -> None:
    reader = VideoReader(make_clip(rotation=degrees, draw=corners, frames=2, pixels="yuv444p"))
    turned = picture(reader, 1)
    assert corner_colours(turned) == seen
    assert turned.shape[1:] == ((64, 96) if degrees in (0, 180) else (96, 64))
    assert reader.index.format == Format(turned.shape[2], turned.shape[1])
    assert turned.is_contiguous()
    reader.close()


def transparent(_: int, width: int, height: int) -> np.ndarray:
    drawn = np.full((height, width, 4), 255, np.uint8)
    drawn[:, : width // 2, 3] = 128
    return drawn


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.mov", {"codec": "prores_ks", "pixels": "yuva444p10le"}),
        ("b.mov", {"codec": "qtrle", "pixels": "argb"}),
        ("c.mkv", {"codec": "ffv1", "pixels": "bgra"}),
        ("d.mkv", {"codec": "ffv1", "pixels": "gbrap16le"}),
        ("e.webm", {"codec": "libvpx-vp9", "pixels": "yuva420p", "options": {"deadline": "realtime"}}),
    ],
)
def test_straight_alpha_becomes_premultiplied(name: str, options: dict, make_clip: Callable[..., Path]) -> None:
    reader = VideoReader(make_clip(name, draw=transparent, layout="rgba", frames=3, **options))
    pixels = picture(reader, 2)
    assert pixels.shape == (4, 64, 96)
    assert torch.allclose(pixels[:, 32, 20], torch.full((4,), 128 / 255), atol=0.01)
    assert torch.allclose(pixels[:, 32, 80], torch.ones(4), atol=0.01)
    reader.close()


@pytest.mark.parametrize(
    ("tags", "matrix"),
    [({"colorspace": 1}, "bt709"), ({"colorspace": 6}, "bt601"), ({"colorspace": 9}, "bt2020"), ({}, "bt601")],
)
def test_the_matrix_is_the_one_the_stream_names(tags: dict, matrix: str, make_clip: Callable[..., Path]) -> None:
    reader = VideoReader(make_clip(draw=corners, frames=1, tags=tags, pixels="yuv444p"))
    frame = reader.frame(0)
    by_tag = pixels_of(frame, reader.path, "auto", "auto")
    assert torch.equal(by_tag, pixels_of(frame, reader.path, "auto", matrix))
    others = {"bt601", "bt709", "bt2020"} - {matrix}
    assert not any(torch.equal(by_tag, pixels_of(frame, reader.path, "auto", other)) for other in others)
    reader.close()


def test_colours_agree_with_ffmpegs_own(make_clip: Callable[..., Path]) -> None:
    reader = VideoReader(make_clip(frames=1))
    frame = reader.frame(0)
    theirs = frame.to_ndarray(format="rgb24").astype(np.float32).transpose(2, 0, 1)
    ours = pixels_of(frame, reader.path, "auto", "auto")
    codes = torch.where(ours <= 0.0031308, ours * 12.92, 1.055 * ours ** (1 / 2.4) - 0.055) * 255
    # Theirs is the quick way, which rounds down at every step.
    assert np.abs(codes.numpy() - theirs).max() < 3.5
    reader.close()


def test_hdr_is_refused_unless_its_codes_are_wanted(make_clip: Callable[..., Path]) -> None:
    reader = VideoReader(make_clip(frames=1, tags={"color_trc": 16}))
    with pytest.raises(MediaError, match="PQ") as caught:
        picture(reader, 0)
    assert "srgb" in caught.value.hint
    assert pixels_of(reader.frame(0), reader.path, "srgb", "auto").shape == (3, 64, 96)
    reader.close()
