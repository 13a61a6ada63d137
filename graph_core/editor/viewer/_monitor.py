"""The monitor: what the viewer shows and how, as decided by the person. No screen is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from graph_core.editor.evaluator import Outcome
from graph_core.editor.lineage import outputs_of, plates_of, type_of
from graph_core.editor.session import Session
from graph_core.editor.viewer._cards import Card, card_of
from graph_core.editor.viewer._overlays import Landmarks, can_overlay
from graph_core.editor.viewer._picture import Picture
from graph_core.editor.viewer._plots import LEGEND, Axis
from graph_core.editor.viewer._view import View
from graph_core.editor.watcher import Watcher
from graph_core.errors import GraphCoreError
from graph_core.node import Shot
from graph_core.values import Alignment, Audio, Body, Expression, Faces, Flow, Matte, Mesh, Raster

__all__ = ["Kind", "Monitor"]

Kind = Literal["nothing", "picture", "over", "audio", "expression", "mesh", "card"]
Size = tuple[int, int]

_KINDS: dict[type, Kind] = {
    Raster: "picture",
    Faces: "over",
    Body: "over",
    Alignment: "over",
    Audio: "audio",
    Expression: "expression",
    Mesh: "mesh",
}
_CAN_LIE_OVER = (Matte, Flow)


class Monitor:
    """What is shown of the session, and how.

    Attributes:
        view: Zoom, channels, wipe and so on.
        overlays: Outputs drawn over the picture, beside the viewed value itself.
        landmarks: Which landmarks of faces are drawn.
        is_over_plate: Show mattes and motion over the picture they belong to.
        has_scopes: Whether the scopes are unfolded.
        is_parade: Whether the waveform has red, green and blue side by side.
        region: Box whose figures are told: left, top, right, bottom in full-resolution px.
        revision: Changes whenever something else is to be painted.

    Args:
        session: What is open.
        watcher: Has made what is to be seen.
    """

    def __init__(self, session: Session, watcher: Watcher) -> None:
        self.view = View()
        self.overlays: tuple[str, ...] = ()
        self.landmarks: Landmarks = "68"
        self.is_over_plate = False
        self.has_scopes = False
        self.is_parade = False
        self.region: tuple[float, float, float, float] | None = None
        self.revision = 0
        self._session = session
        self._watcher = watcher
        self._plate_sizes: dict[str, Size] = {}
        watcher.changed.connect(self.touch)
        session.opened.connect(self._open)
        session.edited.connect(lambda _: self._follow())
        session.viewed.changed.connect(self._follow)
        session.timeline.changed.connect(self.touch)

    # What there is

    @property
    def target(self) -> str | None:
        """The output that is viewed."""
        return self._session.viewed.target(self._session.viewed.a)

    @property
    def other(self) -> str | None:
        """The output it is compared with."""
        return self._session.viewed.target(self._session.viewed.b)

    @property
    def outcome(self) -> Outcome | None:
        """What there is to see of the viewed output."""
        return self._watcher.outcome(self.target)

    @property
    def error(self) -> GraphCoreError | None:
        """Why there is nothing newer to see, or None."""
        return self._watcher.error(self.target) or self._watcher.error(self.other)

    @property
    def kind(self) -> Kind:
        """How the viewed value is shown."""
        outcome = self.outcome
        if outcome is None:
            return "nothing"
        return next((_KINDS[kind] for kind in type(outcome.value).__mro__ if kind in _KINDS), "card")

    @property
    def card(self) -> Card | None:
        """What is written of a value that is no picture."""
        outcome = self.outcome
        return card_of(outcome.value) if outcome is not None and self.kind == "card" else None

    @property
    def picture(self) -> Picture | None:
        """The picture that is shown: the viewed one, or the plate below what is viewed."""
        outcome = self._watcher.outcome(self.base)
        return _picture(outcome)

    @property
    def layers(self) -> dict[str, Outcome]:
        """What lies over the picture, as far as it is made: the viewed value, if it belongs there, and overlays."""
        targets = [self.target] if self.is_over and self.target is not None else []
        found = {target: self._watcher.outcome(target) for target in [*targets, *self.overlays]}
        return {target: outcome for target, outcome in found.items() if outcome is not None}

    @property
    def curve(self) -> Mapping[int, Any]:
        """The viewed values at all frames that are kept."""
        return self._watcher.curve

    @property
    def compared(self) -> Picture | None:
        """The picture it is compared with."""
        return _picture(self._watcher.outcome(self.other))

    @property
    def shot(self) -> Shot:
        """Format, rate and frames."""
        return self._session.evaluator.shot or self._session.document.project.shot

    @property
    def overlay_choices(self) -> list[str]:
        """All outputs of the project that can be drawn over a picture."""
        graph = self._session.document.graph
        outputs = [output for node in graph for output in outputs_of(graph, node.name)]
        return [output for output in outputs if can_overlay(type_of(graph, output))]

    # Changing

    def touch(self) -> None:
        """Have it painted again."""
        self.revision += 1

    def change(self, view: View) -> None:
        """Show things differently."""
        if view != self.view:
            self.view = view
            self.touch()

    # What is painted

    def fit(self, size: Size) -> None:
        """Show all of the picture."""
        picture = self.picture
        if picture is not None and size[0] > 16 and size[1] > 16:
            self.change(self.view.fitted(picture.size, size))

    @property
    def wants_strip(self) -> bool:
        """Whether there is anything to show beside the picture."""
        outcome = self.outcome
        return self.has_scopes or (outcome is not None and isinstance(outcome.value, Faces))

    def axis(self, width: int, unit: float = 1.0) -> Axis | None:
        """Return where frames lie on a screen of a width and scale, for values that are shown over time."""
        if self.kind == "audio":
            return Axis(self.shot, width, unit=unit)
        return Axis(self.shot, width, LEGEND, unit) if self.kind == "expression" else None

    # What has to be made for it

    @property
    def is_over(self) -> bool:
        """Whether the viewed value lies over a picture."""
        if self.kind == "over":
            return True
        outcome = self.outcome
        if outcome is None or not isinstance(outcome.value, _CAN_LIE_OVER):
            return False
        return self.is_over_plate or (self.view.is_tinted and isinstance(outcome.value, Matte))

    @property
    def base(self) -> str | None:
        """The output whose picture is shown."""
        return self._plate() if self.is_over else self.target

    def _plate(self) -> str | None:
        """Return the nearest picture above the viewed output that has its size, as far as sizes are known."""
        outcome, target = self.outcome, self.target
        if outcome is None or target is None:
            return None
        wanted = _size_of(outcome)
        nearest = None
        for candidate in plates_of(self._session.document.graph, target):
            nearest = nearest or candidate
            picture = _picture(self._watcher.outcome(candidate))
            if picture is not None:
                self._plate_sizes[candidate] = picture.size
            if wanted is None or self._plate_sizes.get(candidate, wanted) == wanted:
                return candidate
        return nearest

    def update(self) -> None:
        """Have made what the picture is painted from; called every turn of the loop."""
        self._watcher.follow(self.target if self.kind == "expression" else None)
        plate = self._plate() if self.is_over else None
        self._watcher.watch([*([plate] if plate is not None else []), *self.overlays])

    def _follow(self) -> None:
        graph = self._session.document.graph
        self.overlays = tuple(target for target in self.overlays if target.partition(".")[0] in graph)
        viewed = self._session.viewed
        if self.view.mode != "a" and viewed.target(viewed.b) is None:
            self.view = replace(self.view, mode="a")
        self.touch()

    def _open(self) -> None:
        self.overlays, self.region = (), None
        self.view = replace(self.view, mode="a", is_fitted=True)
        self._plate_sizes.clear()
        self.touch()


def _picture(outcome: Outcome | None) -> Picture | None:
    return outcome.prepared if outcome is not None and isinstance(outcome.prepared, Picture) else None


def _size_of(outcome: Outcome) -> Size | None:
    """Return the size at full resolution of the picture a value belongs to, if it knows."""
    if isinstance(outcome.prepared, Picture):
        return outcome.prepared.size
    if isinstance(outcome.value, Faces):
        return (round(outcome.value.width / outcome.scale), round(outcome.value.height / outcome.scale))
    return None
