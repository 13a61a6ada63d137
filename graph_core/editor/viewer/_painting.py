"""From what the monitor shows to what has to be painted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from graph_core.editor.viewer._compose import Mark, Scene, compose
from graph_core.editor.viewer._composer import Job
from graph_core.editor.viewer._look import Codes
from graph_core.editor.viewer._monitor import Monitor
from graph_core.editor.viewer._overlays import Layer, paint_tint
from graph_core.editor.viewer._picture import Picture
from graph_core.editor.viewer._plots import paint_audio, paint_expression
from graph_core.editor.viewer._sample import Placement
from graph_core.editor.viewer._sheets import paint_card, paint_mesh
from graph_core.editor.viewer._strip import Strip, paint_strip
from graph_core.values import Audio, Faces, Matte, Mesh

__all__ = ["job_of", "scene_of"]

Size = tuple[int, int]


def job_of(monitor: Monitor, frame: int, size: Size, strip_width: int, unit: float) -> Job:
    """Return what is to be painted.

    Args:
        monitor: What is shown.
        frame: Where we are, for what has a time axis.
        size: Of the screen.
        strip_width: Of the strip beside it; 0 for none.
        unit: Screen px that words take for one, on a screen with more of them.
    """
    strip = partial(paint_strip, _strip_of(monitor, size, strip_width, unit)) if strip_width else None
    return Job(_picture_of(monitor, frame, size, unit), strip)


def scene_of(monitor: Monitor, size: Size, unit: float = 1.0) -> Scene:
    """Return the pictures, overlays and view of a screen."""
    marks = _marks_of(monitor, unit)
    is_dimmed = monitor.error is not None
    return Scene(monitor.view, size, monitor.picture, monitor.compared, marks, is_dimmed=is_dimmed)


def _picture_of(monitor: Monitor, frame: int, size: Size, unit: float) -> Callable[[], Codes]:
    value = monitor.outcome.value if monitor.outcome is not None else None
    axis, card = monitor.axis(size[0], unit), monitor.card
    if axis is not None and isinstance(value, Audio):
        return partial(paint_audio, value, size, axis, frame)
    if axis is not None:
        return partial(paint_expression, dict(monitor.curve), size, axis, frame)
    if isinstance(value, Mesh):
        return partial(paint_mesh, value, size, unit)
    if card is not None:
        return partial(paint_card, card, size, unit)
    return partial(compose, scene_of(monitor, size, unit))


def _marks_of(monitor: Monitor, unit: float) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    for number, (target, outcome) in enumerate(monitor.layers.items()):
        is_hidden = isinstance(outcome.value, Matte) and not monitor.view.is_tinted and target in monitor.overlays
        if not is_hidden:
            picture = outcome.prepared if isinstance(outcome.prepared, Picture) else None
            marks.append(Layer(outcome.value, outcome.scale, picture, monitor.landmarks, number, unit))
    picture = monitor.picture
    if monitor.view.is_tinted and not monitor.layers and picture is not None and picture.names[-1:] == ("A",):
        marks.append(partial(_paint_alpha, picture))
    return tuple(marks)


def _paint_alpha(picture: Picture, canvas: Codes, placement: Placement) -> None:
    paint_tint(canvas, picture, placement, channel=3)


def _strip_of(monitor: Monitor, size: Size, width: int, unit: float) -> Strip:
    outcome = monitor.outcome
    faces = outcome.value if outcome is not None and isinstance(outcome.value, Faces) else None
    view = monitor.view
    return Strip(
        (width, size[1]),
        monitor.has_scopes,
        monitor.is_parade,
        monitor.picture,
        view.placement(size),
        view.screen(size),
        monitor.region,
        faces,
        outcome.scale if outcome is not None else 1.0,
        unit,
    )
