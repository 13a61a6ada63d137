"""Calling a node the way the engine does."""

from fractions import Fraction

import pytest
from torch.testing import assert_close

from graph_core import Context, Format, FrameRange, Raster, Shot, Stream, Value, Window


def _rasters(inputs):
    for item in inputs:
        if isinstance(item, Raster):
            yield item
        elif isinstance(item, Window):
            yield from _rasters(item.values)


def _moved(item, device):
    if isinstance(item, Window):
        return Window(tuple(_moved(value, device) for value in item), item.before)
    if isinstance(item, Stream):
        return Stream((item.frame, _moved(value, device)) for value in item)
    return item.to(device) if isinstance(item, Value) else item


@pytest.fixture
def process(device):
    """Call a node's `process` in a shot of 24 fps from frame 1001, and see that its inputs stay as they were."""

    def call(node, *inputs, frame=1001, width=8, height=6, frames=10, pixel_aspect=1.0, report=lambda text: None):
        shot = Shot(Format(width, height, pixel_aspect), Fraction(24), FrameRange(1001, 1000 + frames))
        place = "cpu" if node.device == "cpu" else device
        inputs = [_moved(item, place) for item in inputs]
        before = [(raster, raster.pixels.clone()) for raster in _rasters(inputs)]
        options = {}
        if node.signature.takes_context:
            options["ctx"] = Context(shot, uses=node.uses, frame=frame, device=place, report=report)
        result = node.process(*inputs, **options)
        for raster, pixels in before:
            assert_close(raster.pixels, pixels, rtol=0, atol=0, equal_nan=True, msg="the node changed its input")
        return _moved(result, "cpu")

    return call
