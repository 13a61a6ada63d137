"""What the threads that evaluate make ready for the viewer."""

from __future__ import annotations

from graph_core.editor.evaluator import Outcome
from graph_core.editor.viewer._picture import Picture
from graph_core.editor.viewer._rasters import picture_of
from graph_core.values import Raster

__all__ = ["prepare"]


def prepare(outcome: Outcome) -> Picture | None:
    """Return the picture of a raster, to be handed to the evaluator; other values need no preparation."""
    value = outcome.value
    return picture_of(value, _full_size(outcome, value)) if isinstance(value, Raster) else None


def _full_size(outcome: Outcome, raster: Raster) -> tuple[int, int]:
    """Return the size a draft has at full resolution."""
    scale = outcome.scale
    if scale == 1:
        return (raster.width, raster.height)
    if outcome.shot is not None:
        width, height = outcome.shot.format.width, outcome.shot.format.height
        if abs(width * scale - raster.width) < 1 and abs(height * scale - raster.height) < 1:
            return (width, height)
    return (round(raster.width / scale), round(raster.height / scale))
