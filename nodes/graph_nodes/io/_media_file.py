"""Opening media files, with errors that say what to do."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av

from graph_core import MediaError

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.stream import Stream
    from av.video.stream import VideoStream

__all__ = ["Stamp", "check_codec", "find_file", "open_media", "packets_of", "stamp_of", "unreadable", "video_stream"]

Stamp = tuple[str, int, int]


def find_file(path: Path) -> Path:
    """Return the path if there is a file.

    Raises:
        MediaError: If there is none, with the nearest name in its folder.
    """
    if path.is_file():
        return path
    if path.is_dir():
        raise MediaError(
            f"{path} is a folder.", hint="name a file in it, or a sequence such as plate.%04d.exr", file=path
        )
    raise MediaError(f"There is no file {path}.", hint=_nearest(path), file=path)


def _nearest(path: Path) -> str:
    if not path.parent.is_dir():
        return f"there is no folder {path.parent} either"
    names = difflib.get_close_matches(path.name, [entry.name for entry in path.parent.iterdir()])
    return f"did you mean {' or '.join(names)}?" if names else "check the name"


def stamp_of(path: Path) -> Stamp:
    """Return what changes when a file does: name, size and date."""
    status = os.stat(find_file(path))  # noqa: PTH116 - one call for both
    return str(path), status.st_size, status.st_mtime_ns


def unreadable(path: Path, error: Exception) -> MediaError:
    """Make the error for a file that is no media, or broken from the start."""
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    made = MediaError(
        f"{path.name} cannot be read as a picture or clip: {reason}.",
        hint="if other players open it, convert it to MP4 or PNG; otherwise the copy is incomplete: fetch it again",
        file=path,
    )
    made.__cause__ = error
    return made


def open_media(path: Path) -> InputContainer:
    """Open a clip or sound file with ffmpeg.

    Raises:
        MediaError: If there is no such file or it is not media.
    """
    find_file(path)
    try:
        container: InputContainer = av.open(str(path))
    except (av.FFmpegError, ValueError, OSError) as error:
        raise unreadable(path, error) from error
    return container


def check_codec(stream: Stream, path: Path) -> None:
    """Make sure that a stream can be decoded.

    Raises:
        MediaError: If ffmpeg does not know its codec.
    """
    if stream.codec_context is None:
        raise unreadable(path, ValueError(f"the codec of its {stream.type} is not known"))


def packets_of(container: InputContainer, stream: Stream, path: Path) -> Iterator[Any]:
    """Yield a stream's packets from where the file is.

    Raises:
        MediaError: If the file gets further streams on the way, which PyAV cannot follow.
    """
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets, None)
        except IndexError as error:
            raise unreadable(path, ValueError("another stream begins in the middle of it")) from error
        if packet is None:
            return
        yield packet


def video_stream(container: InputContainer, path: Path) -> VideoStream:
    """Return the first video stream that is no cover picture.

    Raises:
        MediaError: If there is none, or its codec is not known.
    """
    for stream in container.streams.video:
        if not stream.disposition & av.stream.Disposition.attached_pic:
            check_codec(stream, path)
            return stream
    raise MediaError(f"{path.name} has no picture.", hint="read its sound with an Audio Read node", file=path)
