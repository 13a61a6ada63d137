"""Rows on pictures: compositing against a plain copy, decode and encode against ffmpeg."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from _rows import Row, bench, best_of
from graph_nodes.merge.merge import Merge

from graph_core import Image


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
