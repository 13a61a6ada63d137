"""How the nodes of a session look now: kept until something changes, and then found out anew for what has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from graph_core.editor.canvas._looks import Color, Mark, NodeLook, Tag, duration_text, look_of
from graph_core.editor.canvas._scene import Scene
from graph_core.editor.evaluator import Badge
from graph_core.editor.session import Session

__all__ = ["Appearance"]


class Appearance:
    """Looks of nodes.

    Args:
        session: What is open.
        scene: Where the nodes stand.
        color_of: Colour of a type.
    """

    def __init__(self, session: Session, scene: Scene, color_of: Callable[[Any], Color]) -> None:
        self._session, self._scene, self._color_of = session, scene, color_of
        self._bare: dict[str, NodeLook] = {}
        self._whole: dict[str, NodeLook] = {}
        self._selected: tuple[str, ...] = ()
        self._badges: Mapping[str, Badge] = {}
        self._tags: dict[str, tuple[Tag, ...]] = {}

    def of(self, name: str) -> NodeLook:
        """Return how a node looks."""
        look = self._whole.get(name)
        if look is None:
            bare = self._bare.get(name)
            if bare is None:
                bare = look_of(self._session.document.graph, self._scene.boxes[name], self._color_of)
                self._bare[name] = bare
            selection = self._session.selection
            look = self._whole[name] = replace(
                bare,
                is_selected=name in self._selected,
                is_active=name == selection.active,
                mark=_mark(self._badges.get(name)),
                tags=self._tags.get(name, ()),
            )
        return look

    def forget(self, names: Iterable[str] | None) -> None:
        """Find out anew how some nodes look, or all."""
        if names is None:
            self._bare.clear()
            self._whole.clear()
            return
        for name in names:
            self._bare.pop(name, None)
            self._whole.pop(name, None)

    def follow(self) -> bool:
        """Take in what is selected, viewed and computed now; return whether any node looks other than before."""
        changed: set[str] = set()
        selected = self._session.selection.names
        if selected != self._selected:
            changed |= set(selected) ^ set(self._selected)
            changed |= {*selected[-1:], *self._selected[-1:]}
            self._selected = selected
        badges = self._session.evaluator.badges
        if badges is not self._badges:
            before, self._badges = self._badges, badges
            names = before.keys() | badges.keys()
            changed |= {name for name in names if _mark(before.get(name)) != _mark(badges.get(name))}
        tags = self._tags_now()
        if tags != self._tags:
            before_tags, self._tags = self._tags, tags
            changed |= {name for name in before_tags.keys() | tags.keys() if before_tags.get(name) != tags.get(name)}
        for name in changed:
            self._whole.pop(name, None)
        return bool(changed)

    def _tags_now(self) -> dict[str, tuple[Tag, ...]]:
        viewed = self._session.viewed
        tags: dict[str, tuple[Tag, ...]] = {}
        for slot, target in sorted(viewed.slots.items()):
            name, _, port = target.partition(".")
            letter = {viewed.a: " A", viewed.b: " B"}.get(slot, "") if viewed.b is not None else ""
            is_shown = slot in (viewed.a, viewed.b)
            text = f"{slot}{letter} {port}".rstrip()
            tags[name] = (*tags.get(name, ()), Tag(text, is_shown))
        return tags


def _mark(badge: Badge | None) -> Mark:
    if badge is None:
        return Mark()
    if badge.kind == "running":
        return Mark("running", f"{badge.share:.0%}" if badge.share else "", round(badge.share, 2))
    if badge.kind == "error":
        return Mark("error", "error")
    return Mark(badge.kind, duration_text(badge.seconds))
