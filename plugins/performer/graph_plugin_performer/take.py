"""A take: everything that decides a frame. Filming one gives the picture and its whole truth.

Every counterfactual is a take with one thing changed: `take.played_by(other)`, `take.without_prop()`,
`take.lit_by(light)`, `take.seen_through(lens)`, `take.expressing(weights)`.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

import numpy as np

from graph_plugin_performer._acting.performance import named_weights
from graph_plugin_performer._acting.posing import Posture
from graph_plugin_performer._arrays import Floats
from graph_plugin_performer._person.measures import Vector, draw_identity
from graph_plugin_performer._person.parts import Part
from graph_plugin_performer._person.person import Person, build_person
from graph_plugin_performer._picture.background import paint_background
from graph_plugin_performer._picture.camera import Lens
from graph_plugin_performer._picture.light import Light
from graph_plugin_performer._picture.props import Prop, build_prop, place_prop
from graph_plugin_performer._render.passes import Passes
from graph_plugin_performer._render.photograph import hair_density, photograph
from graph_plugin_performer._render.staging import Mesh, Staged, mesh_with, stage

__all__ = ["Frame", "Lens", "Light", "Posture", "Prop", "Studio", "Take", "draw_identity", "named_weights"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Take:
    """What decides a frame.

    Attributes:
        identity: `(80,)` who acts, as `draw_identity` gives it.
        expression: `(52,)` blendshape weights, ordered as `ARKIT_NAMES`.
        lens: The camera.
        posture: Where the head points and how far the performer stands off the mark.
        light: The lamps.
        background: Seed of a room, or a scene-linear plate `(3, H, W)` of the lens's size.
        prop: What is before the face, if anything.
    """

    identity: Vector
    expression: Floats
    lens: Lens
    posture: Posture = field(default_factory=Posture)
    light: Light = field(default_factory=Light)
    background: int | Floats = 0
    prop: Prop | None = None

    def played_by(self, identity: Vector) -> Take:
        """Return this performance by somebody else."""
        return replace(self, identity=identity)

    def expressing(self, weights: Floats) -> Take:
        """Return this take with another expression on the same face."""
        return replace(self, expression=weights)

    def without_prop(self) -> Take:
        """Return this take with nothing before the face."""
        return replace(self, prop=None)

    def lit_by(self, light: Light) -> Take:
        """Return this take under other lamps."""
        return replace(self, light=light)

    def seen_through(self, lens: Lens) -> Take:
        """Return this take from another camera."""
        return replace(self, lens=lens)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A take that has been filmed.

    Attributes:
        take: What was filmed.
        person: Who acted.
        mesh: Their solid parts, and the prop.
        staged: Where everything is.
        passes: The picture and what every pixel is.
        clean: `(3, H, W)` the same picture without the prop; the picture itself when there is none.
    """

    take: Take
    person: Person
    mesh: Mesh
    staged: Staged
    passes: Passes
    clean: Floats

    @property
    def picture(self) -> Floats:
        """`(3, H, W)` scene-linear."""
        return self.passes.picture


class Studio:
    """Films takes; keeps people, rooms and props that are built already, and the last moments staged."""

    def __init__(self, most_people: int = 4) -> None:
        """Open an empty studio.

        Args:
            most_people: How many built people to keep; each takes some 40 MB.
        """
        self._people = _Kept[Person](most_people)
        self._meshes = _Kept[Mesh](2 * most_people)
        self._rooms = _Kept[Floats](4)
        self._props = _Kept[Part](8)
        self._staged = _Kept[Staged](6)

    def person(self, identity: Vector) -> Person:
        """Return the person of an identity, built when first asked for."""
        return self._people.get(identity.tobytes(), lambda: build_person(identity))

    def film(self, take: Take, after: Take | None = None, *, with_truth: bool = True) -> Frame:
        """Film a take.

        Args:
            take: What is filmed.
            after: The next frame, for the flow; without it nothing moves.
            with_truth: Whether anything but the picture is wanted.
        """
        staged = self._stage(take)
        following = staged if after is None else self._stage(after)
        passes = self._photograph(take, staged, following, with_truth=with_truth)
        clean = passes.picture
        if take.prop is not None:
            bare = take.without_prop()
            alone = self._stage(bare)
            clean = self._photograph(bare, alone, alone, with_truth=False).picture
        return Frame(take, self.person(take.identity), self._mesh(take), staged, passes, clean)

    def expose(self, takes: Sequence[Take]) -> Floats:
        """Return the mean picture of several takes: one frame's motion blur."""
        total = sum(self._photograph(take, *[self._stage(take)] * 2, with_truth=False).picture for take in takes)
        mean: Floats = np.asarray(total / len(takes), np.float32)
        return mean

    def background(self, take: Take) -> Floats:
        """Return the `(3, H, W)` picture behind the performer."""
        if isinstance(take.background, np.ndarray):
            return take.background
        seed, lens = take.background, take.lens
        key = (seed, lens.width, lens.height)
        return self._rooms.get(key, lambda: paint_background(seed, lens.height, lens.width))

    def _photograph(self, take: Take, now: Staged, after: Staged, *, with_truth: bool) -> Passes:
        setting = (take.lens, take.light, self.background(take), take.expression)
        return photograph(self.person(take.identity), self._mesh(take), (now, after), setting, with_truth=with_truth)

    def _mesh(self, take: Take) -> Mesh:
        prop = take.prop
        key = (take.identity.tobytes(), (prop.kind, prop.seed) if prop else None)
        others = (self._prop(prop),) if prop is not None else ()
        return self._meshes.get(key, lambda: mesh_with(self.person(take.identity), *others))

    def _prop(self, prop: Prop) -> Part:
        return self._props.get((prop.kind, prop.seed), lambda: build_prop(prop.kind, prop.seed))

    def _stage(self, take: Take) -> Staged:
        key = (take.identity.tobytes(), take.expression.tobytes(), take.posture, take.prop, take.lens)

        def make() -> Staged:
            person, prop = self.person(take.identity), take.prop
            before = place_prop(self._prop(prop).vertices, prop, take.posture.shift) if prop is not None else None
            moment = (take.expression, take.posture, before)
            return stage(person, self._mesh(take), moment, take.lens, hair_density(take.lens))

        return self._staged.get(key, make)


class _Kept(Generic[T]):
    """The things last asked for; each is made once even when several threads ask at a time."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._things: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = threading.Lock()
        self._making: dict[Hashable, threading.Lock] = {}

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
                return self._things[key]
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                if key in self._things:
                    return self._things[key]
            made = make()
            with self._lock:
                self._things[key] = made
                self._making.pop(key, None)
                while len(self._things) > self._most:
                    self._things.popitem(last=False)
        return made
