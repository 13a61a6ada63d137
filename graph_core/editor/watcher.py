"""The watcher: has made what is to be seen, and keeps what has come of it. No screen is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from graph_core.editor._signal import Signal
from graph_core.editor.document import Change
from graph_core.editor.evaluator import Outcome, Want
from graph_core.editor.lineage import first_to_view
from graph_core.editor.session import Session
from graph_core.errors import Cancelled, GraphCoreError

__all__ = ["Watcher"]

_CURVES = "curves"
_MOST_CURVE_FRAMES = 24


class Watcher:
    """Turns what happens in a session into wishes, and outcomes into what the viewer shows.

    While something is dragged drafts are asked for, and the full resolution once it is let go. While it plays, the
    pictures of A come from playing and only the others are wished for.

    Attributes:
        changed: Emitted by `update` when there is something else to show.

    Args:
        session: What is open.
    """

    def __init__(self, session: Session) -> None:
        self.changed: Signal[[]] = Signal()
        self._session = session
        self._others: tuple[str, ...] = ()
        self._shown: dict[str, Outcome] = {}
        self._errors: dict[str, GraphCoreError] = {}
        self._curve: str | None = None
        self._curve_values: dict[int, Any] = {}
        self._curve_asked: frozenset[int] = frozenset()
        self._is_due = True
        self._was_dragging = self._was_playing = False
        session.opened.connect(self._open)
        session.edited.connect(self._edit)
        session.viewed.changed.connect(self._want_again)
        session.timeline.changed.connect(self._want_again)

    # What there is to see

    def outcome(self, target: str | None) -> Outcome | None:
        """Return the latest outcome with a value of an output, be it of an earlier frame or state."""
        return self._shown.get(target) if target is not None else None

    def error(self, target: str | None) -> GraphCoreError | None:
        """Return why there is nothing newer to see of an output, or None."""
        return self._errors.get(target) if target is not None else None

    @property
    def curve(self) -> Mapping[int, Any]:
        """The values of the output that is followed over time, at all frames that are kept."""
        return MappingProxyType(self._curve_values)

    def follow(self, target: str | None) -> None:
        """Gather the values of an output over time, from turn to turn; None for none."""
        if target != self._curve:
            self._curve = target
            self._forget_curve()

    def watch(self, targets: Sequence[str]) -> None:
        """Have other outputs made too, as for overlays."""
        if tuple(targets) != self._others:
            self._others = tuple(targets)
            self._want_again()

    @property
    def targets(self) -> tuple[str, ...]:
        """All outputs that are wanted, A first."""
        viewed = self._session.viewed
        seen = (viewed.target(viewed.a), viewed.target(viewed.b), *self._others)
        return tuple(dict.fromkeys(target for target in seen if target is not None))

    # In every turn of the loop

    def update(self) -> None:
        """Say what is wanted if that has changed, and take what has come in."""
        session = self._session
        has_news = False
        played = session.playback.update()
        if played is not None:
            has_news = self._take(played)
        dragging, playing = session.timeline.is_dragging, session.playback.is_playing
        if self._is_due or dragging != self._was_dragging or playing != self._was_playing:
            self._was_dragging, self._was_playing, self._is_due = dragging, playing, False
            self._want()
        for outcome in session.evaluator.poll():
            has_news = self._take(outcome) or has_news
        has_news = self._follow_curve() or has_news
        if has_news:
            self.changed()

    def _want(self) -> None:
        session = self._session
        targets = self.targets
        kept = {*targets, *session.viewed.slots.values()}
        self._shown = {target: outcome for target, outcome in self._shown.items() if target in kept}
        self._errors = {target: error for target, error in self._errors.items() if target in kept}
        scale = session.viewed.scale
        if session.timeline.is_dragging:
            scale = min(scale, session.settings.draft_scale)
        if session.playback.is_playing:
            targets = targets[1:]
        wants = [Want(target, session.timeline.frame, scale, target) for target in targets]
        session.evaluator.want(session.document.state, wants)

    def _take(self, outcome: Outcome) -> bool:
        """Keep an outcome; return whether anybody wants to see it."""
        target = outcome.want.target
        if target not in self.targets:
            return False
        if isinstance(outcome.error, Cancelled):
            return False
        if outcome.error is not None:
            self._errors[target] = outcome.error
        else:
            self._errors.pop(target, None)
            self._shown[target] = outcome
            if target == self._curve:
                self._curve_values[outcome.want.frame] = outcome.value
        return True

    def _follow_curve(self) -> bool:
        """Ask for frames of the curve that are kept, a few at a time; return whether there are more than before."""
        if self._curve is None:
            return False
        evaluator, session = self._session.evaluator, self._session
        came = [outcome for outcome in evaluator.poll(_CURVES) if outcome.want.target == self._curve]
        for outcome in came:
            if outcome.error is None:
                self._curve_values[outcome.want.frame] = outcome.value
        kept = evaluator.cached(self._curve, session.viewed.scale)
        wanted = sorted(kept - self._curve_asked)[:_MOST_CURVE_FRAMES]
        if wanted and (came or not self._curve_asked):
            self._curve_asked |= set(wanted)
            wants = [Want(self._curve, frame, session.viewed.scale, frame) for frame in wanted]
            evaluator.want(session.document.state, wants, group=_CURVES)
        return bool(came)

    # What happens

    def _want_again(self) -> None:
        self._is_due = True

    def _edit(self, change: Change) -> None:
        if change.values:
            self._forget_curve()
            self._want_again()

    def _open(self) -> None:
        self._shown.clear()
        self._errors.clear()
        self._others = ()
        self._forget_curve()
        self._want_again()
        viewed = self._session.viewed
        target = first_to_view(self._session.document.graph)
        if target is not None and viewed.target(viewed.a) is None:
            viewed.view(1, target)

    def _forget_curve(self) -> None:
        self._curve_values, self._curve_asked = {}, frozenset()
