"""Turning knobs: values, keyframes, curves, and knobs that follow others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from graph_core.editor.document import Document
from graph_core.errors import ParamError
from graph_core.graph import Graph, KnobLink
from graph_core.node import Curve, Extrapolation, Interpolation, Key


def set_param(
    document: Document, name: str, knob: str, value: Any, merge: str = "", *, frame: int | None = None
) -> None:
    """Set a knob to a value or a `Curve`.

    Args:
        document: Where.
        name: Of the node.
        knob: Of the node.
        value: What to set it to.
        merge: Joins the steps of one drag.
        frame: Where a knob with keyframes gets one, instead of losing them.

    Raises:
        ParamError: If the knob does not take the value.
    """
    if frame is not None and isinstance(document.graph.node(name).params.get(knob), Curve):
        set_key(document, name, knob, frame, value, merge)
        return
    with document.edit(f"Set {name}.{knob}", merge) as graph:
        graph.set_param(name, knob, value)


def reset_param(document: Document, name: str, knob: str) -> None:
    """Put a knob back to its default, without keyframes and following nothing."""
    with document.edit(f"Reset {name}.{knob}") as graph:
        graph.reset_param(name, knob)


def set_key(document: Document, name: str, knob: str, frame: int, value: Any = None, merge: str = "") -> None:
    """Set a keyframe; without a value, at what the knob is there.

    A new keyframe leads on as the one before it does.

    Raises:
        ParamError: If the knob cannot be animated or does not take the value.
    """
    with document.edit(f"Set key of {name}.{knob} at {frame}", merge) as graph:
        current = graph.param(name, knob)
        if not isinstance(current, Curve):
            graph.set_param(name, knob, Curve((Key(frame, current if value is None else value),)))
            return
        before = [key for key in current.keys if key.frame <= frame] or [current.keys[0]]
        key = Key(frame, current.at(frame) if value is None else value, before[-1].interpolation)
        _set_keys(graph, name, knob, current, {**_by_frame(current), frame: key})


def remove_key(document: Document, name: str, knob: str, frame: int) -> None:
    """Remove a keyframe; with the last one the knob stays as it is there.

    Raises:
        ParamError: If there is none at the frame.
    """
    with document.edit(f"Remove key of {name}.{knob} at {frame}") as graph:
        curve = _curve(graph, name, knob)
        keys = _by_frame(curve)
        removed = _key(keys, name, knob, frame)
        del keys[frame]
        if keys:
            _set_keys(graph, name, knob, curve, keys)
        else:
            graph.set_param(name, knob, removed.value)


def move_keys(document: Document, knobs: Iterable[tuple[str, str]], frames: Mapping[int, int], merge: str = "") -> None:
    """Move keyframes of some knobs, each a node's name and a knob's, from frames to others.

    Keyframes that others are moved onto go.
    """
    with document.edit("Move keys", merge) as graph:
        for name, knob in knobs:
            curve = _curve(graph, name, knob)
            stay = {frame: key for frame, key in _by_frame(curve).items() if frame not in frames}
            moved = {frames[key.frame]: key for key in curve.keys if key.frame in frames}
            placed = {frame: key._replace(frame=frame) for frame, key in moved.items()}
            _set_keys(graph, name, knob, curve, {**stay, **placed})


def place_key(document: Document, name: str, knob: str, frame: int, onto: tuple[int, Any], merge: str = "") -> None:
    """Move a keyframe to another frame and value, as in the curve editor.

    Raises:
        ParamError: If there is none at the frame, or the knob does not take the value.
    """
    with document.edit(f"Move key of {name}.{knob}", merge) as graph:
        curve = _curve(graph, name, knob)
        keys = _by_frame(curve)
        key = _key(keys, name, knob, frame)
        del keys[frame]
        keys[onto[0]] = Key(onto[0], onto[1], key.interpolation)
        _set_keys(graph, name, knob, curve, keys)


def set_key_interpolation(
    document: Document, name: str, knob: str, frames: Collection[int], interpolation: Interpolation
) -> None:
    """Choose how the value travels from keyframes to those after them."""
    with document.edit(f"Make {name}.{knob} {interpolation}") as graph:
        curve = _curve(graph, name, knob)
        keys = _by_frame(curve)
        for frame in frames:
            keys[frame] = _key(keys, name, knob, frame)._replace(interpolation=interpolation)
        _set_keys(graph, name, knob, curve, keys)


def set_extrapolation(document: Document, name: str, knob: str, extrapolation: Extrapolation) -> None:
    """Choose what a curve does before its first keyframe and after its last."""
    with document.edit(f"Let {name}.{knob} {extrapolation}") as graph:
        graph.set_param(name, knob, Curve(_curve(graph, name, knob).keys, extrapolation))


def link_knob(document: Document, name: str, knob: str, other: str, other_knob: str) -> None:
    """Let a knob follow another node's knob.

    Raises:
        ParamError: If they are of different kinds, or would follow each other in a loop.
    """
    with document.edit(f"Link {name}.{knob} to {other}.{other_knob}") as graph:
        graph.set_param(name, knob, KnobLink(other, other_knob))
        _check_loop(graph, KnobLink(name, knob))


def unlink_knob(document: Document, name: str, knob: str) -> None:
    """Let a knob follow no other any more and stay as it is.

    Raises:
        ParamError: If it follows none.
    """
    with document.edit(f"Unlink {name}.{knob}") as graph:
        if not isinstance(graph.node(name).params.get(knob), KnobLink):
            raise ParamError(f"Knob {name}.{knob} follows no other.", hint="link it first", node=name, param=knob)
        graph.release_param(name, knob)


def _check_loop(graph: Graph, knob: KnobLink) -> None:
    """Refuse a knob that follows itself, over however many others."""
    seen = set()
    followed: Any = knob
    while isinstance(followed, KnobLink):
        if followed in seen:
            hint = "link it to another, or unlink that one first"
            raise ParamError(
                f"Knob {knob.node}.{knob.param} would follow itself.", hint=hint, node=knob.node, param=knob.param
            )
        seen.add(followed)
        followed = graph.node(followed.node).params.get(followed.param)


def _curve(graph: Graph, name: str, knob: str) -> Curve:
    value = graph.node(name).params.get(knob)
    if not isinstance(value, Curve):
        raise ParamError(f"Knob {name}.{knob} has no keyframes.", hint="set one first", node=name, param=knob)
    return value


def _by_frame(curve: Curve) -> dict[int, Key]:
    return {key.frame: key for key in curve.keys}


def _key(keys: Mapping[int, Key], name: str, knob: str, frame: int) -> Key:
    if frame not in keys:
        hint = f"it has keyframes at {', '.join(map(str, keys))}"
        raise ParamError(f"Knob {name}.{knob} has no keyframe at {frame}.", hint=hint, node=name, param=knob)
    return keys[frame]


def _set_keys(graph: Graph, name: str, knob: str, curve: Curve, keys: Mapping[int, Key]) -> None:
    graph.set_param(name, knob, Curve(tuple(keys.values()), curve.extrapolation))
