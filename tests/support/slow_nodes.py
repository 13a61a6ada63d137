"""Toy nodes that take their time, fail and report, for tests of what runs beside the screen."""

import threading
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import torch

from graph_core import (
    Audio,
    Context,
    ExecutionError,
    Format,
    FrameRange,
    Image,
    MediaError,
    Node,
    Param,
    Shot,
    Stream,
)

RUNS: list[tuple[str, int]] = []
"""Which node has run at which frame, in order."""


class Slow(Node, id="slow.slow", uses=("frame",)):
    """Take a while to give the frame and a number."""

    seconds: float = Param(0.1, ge=0, help="How long it takes.")
    plus: int = Param(0, help="Is added.")

    def process(self, number: int | None = None, *, ctx: Context) -> int:
        RUNS.append((ctx.node, ctx.frame))
        until = time.monotonic() + self.seconds
        while (left := until - time.monotonic()) > 0:
            ctx.check_cancelled()
            time.sleep(min(left, 0.002))
        return (number or 0) + ctx.frame + 1000 * self.plus


class Deaf(Node, id="slow.deaf", uses=("frame",)):
    """Take a while without listening whether it is to stop."""

    seconds: float = Param(0.3, ge=0, help="How long it takes.")

    def process(self, *, ctx: Context) -> int:
        time.sleep(self.seconds)
        return ctx.frame


class Fussy(Node, id="slow.fussy", uses=("format", "frame")):
    """Refuse small formats."""

    least: int = Param(4, help="The smallest width it takes.")

    def process(self, *, ctx: Context) -> Image:
        RUNS.append((ctx.node, ctx.frame))
        if ctx.format.width < self.least:
            raise ExecutionError("The picture is too small.", hint="use a larger format")
        return Image(torch.zeros(3, ctx.format.height, ctx.format.width))


class Broken(Node, id="slow.broken"):
    """Fail in a way nobody foresaw."""

    def process(self, number: int | None = None) -> int:
        raise ValueError("no good")


class Talking(Node, id="slow.talking", uses=("frame",)):
    """Say something about odd frames, and how far it is."""

    def process(self, *, ctx: Context) -> int:
        ctx.progress(0.5, "half")
        if ctx.frame % 2:
            ctx.report("odd")
        return ctx.frame


class Media(Node, id="slow.media", uses=("frame",)):
    """Bring a shot of its own, as a file does."""

    path: Path = Param("", help="A file, whose text is the last frame.")

    def process(self, *, ctx: Context) -> int:
        return ctx.frame

    def shot(self) -> Shot | None:
        if not self.path:
            return None
        try:
            last = int(Path(self.path).read_text())
        except OSError as error:
            raise MediaError("The file is gone.", hint="choose another", file=self.path) from error
        return Shot(Format(16, 8), Fraction(10), FrameRange(1, last))


class Hum(Node, id="slow.hum", uses=("range", "fps")):
    """Give two seconds of sound, a ramp from 0 to 1."""

    def process(self, *, ctx: Context) -> Audio:
        return Audio(np.linspace(0, 1, 2000, dtype=np.float32)[None], 1000)


class SoFar(Node, id="slow.so_far"):
    """Add up the numbers so far."""

    def process(self, number: Stream[int]) -> Iterator[int]:
        total = number.state or 0
        for value in number:
            total += value
            number.state = total
            yield total


class Film(Node, id="slow.film", side_effects=True):
    """Write the numbers into a file, one a line."""

    path: Path = Param("", writes=True, help="Where to.")

    def process(self, number: Stream[int], audio: Audio | None = None) -> Iterator[None]:
        with Path(self.path).open("w") as file:
            for value in number:
                file.write(f"{number.frame} {value}\n")
                yield


GATE = threading.Event()


class Gated(Node, id="slow.gated", uses=("frame",)):
    """Wait until the gate is open."""

    def process(self, number: int | None = None, *, ctx: Context) -> int:
        RUNS.append((ctx.node, ctx.frame))
        while not GATE.wait(0.002):
            ctx.check_cancelled()
        return ctx.frame
