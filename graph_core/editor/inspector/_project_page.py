"""The inspector's page while nothing is selected: the project's own settings, and what its graph holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import dearpygui.dearpygui as dpg

from graph_core.editor import commands
from graph_core.editor.inspector._look import Look
from graph_core.editor.knobs import Scale
from graph_core.editor.widgets import NumberField, Place, Wording, add_drawing
from graph_core.errors import ProjectError
from graph_core.graph import Graph
from graph_core.node import Format, Node, Shot
from graph_core.values import FrameRange

__all__ = ["ProjectPage", "followable", "holdings"]

_FORMATS = {
    "HD 1080": Format(1920, 1080),
    "HD 720": Format(1280, 720),
    "UHD 4K": Format(3840, 2160),
    "DCI 2K": Format(2048, 1080),
    "DCI 4K": Format(4096, 2160),
    "Square": Format(1024, 1024),
    "Portrait": Format(1080, 1920),
}
_RATES = ("24000/1001", "24", "25", "30000/1001", "30", "48", "50", "60")
_NOBODY = "no node"
_PIXELS = Scale(low=1, high=65536, step=1, is_whole=True, limits="at least 1 and at most 65536")
_ASPECT = Scale(low=0, low_open=True, step=0.01, limits="above 0")
_FRAMES = Scale(step=1, is_whole=True)


def followable(graph: Graph) -> list[str]:
    """Return the nodes that bring material, whose format, rate and frames a project can follow."""
    return sorted(node.name for node in graph if node.cls and node.cls.shot is not Node.shot)


def holdings(graph: Graph) -> str:
    """Say what a graph holds, by the categories of its nodes.

    >>> from graph_core import Graph, Registry
    >>> holdings(Graph(Registry()))
    'The graph is empty.'
    """
    if not len(graph):
        return "The graph is empty."
    kinds = Counter(node.id.partition(".")[0] for node in graph)
    links = sum(len(node.inputs) for node in graph)
    words = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    return f"{len(graph)} nodes, {links} links: {words}."


class ProjectPage:
    """Format, rate and frames of the project."""

    def __init__(self, place: Place, look: Look) -> None:
        """Make it inside of a place."""
        self._desk = place.desk
        self._place = place
        self._stamp: object = None
        theme = place.desk.theme
        self._heading = dpg.add_text("", parent=place.parent)
        dpg.bind_item_font(self._heading, theme.bold)
        dpg.add_text("Settings of the project", color=theme.faint, parent=place.parent)
        dpg.add_separator(parent=place.parent)
        self._add_format()
        self._add_rate()
        self._add_frames()
        self._add_follow()
        dpg.add_separator(parent=place.parent)
        self._count = dpg.add_text("", wrap=place.width, parent=place.parent)
        words = "Select a node to see its knobs. Tab over the canvas adds one."
        dpg.add_text(words, wrap=place.width, color=theme.faint, parent=place.parent)

    def update(self) -> None:
        """Bring it up to date; quick as long as the project has not changed."""
        document, evaluator = self._desk.session.document, self._desk.session.evaluator
        stamp = (document.state, document.path, evaluator.shot, evaluator.shot_error)
        if self._stamp is not None and all(a is b for a, b in zip(stamp, self._stamp, strict=True)):  # type: ignore[call-overload]
            return
        self._stamp = stamp
        self._show()

    def items(self) -> dict[str, int | str]:
        """Return the DearPyGui items of its parts, by what they are called."""
        fields = {"width": self._width, "height": self._height, "pixel aspect": self._aspect}
        fields |= {"first": self._first, "last": self._last}
        items = {name: field.surface.area for name, field in fields.items()}
        return {**items, "format": self._preset, "rate": self._rate, "follows": self._follow}

    def _show(self) -> None:
        document = self._desk.session.document
        shot, project = document.project.shot, document.project
        dpg.set_value(self._heading, document.path.stem if document.path else "Untitled project")
        for field, number in zip(
            (self._width, self._height, self._aspect, self._first, self._last),
            (shot.format.width, shot.format.height, shot.format.pixel_aspect, shot.frames.first, shot.frames.last),
            strict=True,
        ):
            field.show(number)
        known = next((name for name, format in _FORMATS.items() if format == shot.format), "other")
        dpg.set_value(self._preset, known)
        if not dpg.is_item_active(self._rate):
            dpg.set_value(self._rate, str(shot.fps))
        dpg.configure_item(self._follow, items=[_NOBODY, *followable(document.graph)])
        dpg.set_value(self._follow, project.follow or _NOBODY)
        dpg.set_value(self._followed, self._followed_words())
        dpg.configure_item(self._followed, show=bool(project.follow))
        dpg.set_value(self._count, holdings(document.graph))

    def _followed_words(self) -> str:
        evaluator = self._desk.session.evaluator
        if evaluator.shot_error is not None:
            return f"{evaluator.shot_error.message} {evaluator.shot_error.hint}"
        shot, own = evaluator.shot, self._desk.session.document.project.shot
        if shot is None or shot == own:
            return "While it has a file, that file's format, rate and frames take the place of these."
        return f"Its file decides now: {shot.format}, {_rate(shot.fps)} fps, frames {shot.frames}."

    # Making

    def _row(self, title: str, help: str) -> Place:
        """Begin a line and return the place for what stands in it."""
        theme = self._desk.theme
        label, gap = theme.px(124), theme.px(4)
        with dpg.group(horizontal=True, horizontal_spacing=gap, parent=self._place.parent) as row:
            item = add_drawing(row, label, self._place.height)
            dpg.draw_text((0, theme.px(3)), title, size=theme.px(14), color=theme.faint, parent=item)
        place = replace(self._place, parent=row, width=self._place.width - label - gap, help=help)
        place.attach(item)
        return place

    def _field(self, place: Place, scale: Scale, change: Callable[[float], Shot], wording: Wording) -> NumberField:
        def turn(number: float) -> None:
            shot = change(number)
            commands.set_shot(
                self._desk.session.document, format=shot.format, frames=shot.frames, merge="project settings"
            )

        return NumberField(place, scale, turn, self._desk.session.document.end_merge, wording)

    @property
    def _shot(self) -> Shot:
        return self._desk.session.document.project.shot

    def _with_format(self, **changes: float) -> Shot:
        return replace(self._shot, format=replace(self._shot.format, **changes))  # type: ignore[arg-type]

    def _add_format(self) -> None:
        place = self._row("format", "Resolution of pictures that nodes make from nothing.")
        self._preset = dpg.add_combo(
            list(_FORMATS), parent=place.parent, width=place.width, callback=self._choose_format
        )
        halves = self._halves(self._row("size", "Width and height in pixels."))
        self._width = self._field(
            halves[0], _PIXELS, lambda number: self._with_format(width=int(number)), Wording(before="w")
        )
        self._height = self._field(
            halves[1], _PIXELS, lambda number: self._with_format(height=int(number)), Wording(before="h")
        )
        aspect = self._row("pixel aspect", "Width of a pixel when its height is 1; 2 for anamorphic plates.")
        self._aspect = self._field(aspect, _ASPECT, lambda number: self._with_format(pixel_aspect=number), Wording())

    def _halves(self, place: Place) -> tuple[Place, Place]:
        half = replace(place, width=(place.width - self._desk.theme.px(4)) // 2)
        return half, half

    def _add_rate(self) -> None:
        place = self._row("rate", "Frames per second, such as 25 or 24000/1001.")
        menu = self._desk.theme.px(26)
        self._rate = dpg.add_input_text(
            parent=place.parent, width=place.width - menu - self._desk.theme.px(4), auto_select_all=True
        )
        place.attach(self._rate, ended=self._type_rate)
        dpg.add_combo(_RATES, parent=place.parent, no_preview=True, popup_align_left=True, callback=self._choose_rate)

    def _add_frames(self) -> None:
        first, last = self._halves(self._row("frames", "From the first frame of the shot to its last."))
        self._first = self._field(first, _FRAMES, lambda number: self._with_frames(first=int(number)), Wording())
        self._last = self._field(last, _FRAMES, lambda number: self._with_frames(last=int(number)), Wording())

    def _with_frames(self, first: int | None = None, last: int | None = None) -> Shot:
        frames = self._shot.frames
        if first is not None:
            return replace(self._shot, frames=FrameRange(first, max(first, frames.last)))
        last = frames.last if last is None else last
        return replace(self._shot, frames=FrameRange(min(frames.first, last), last))

    def _add_follow(self) -> None:
        place = self._row("follows", "Node whose media decide format, rate and frames.")
        self._follow = dpg.add_combo([_NOBODY], parent=place.parent, width=place.width, callback=self._choose_follow)
        self._followed = dpg.add_text(
            "", wrap=self._place.width, color=self._desk.theme.faint, parent=self._place.parent, show=False
        )

    # Changing

    def _choose_format(self, _: object, name: str) -> None:
        commands.set_shot(self._desk.session.document, format=_FORMATS[name])

    def _choose_rate(self, _: object, rate: str) -> None:
        commands.set_shot(self._desk.session.document, fps=Fraction(rate))

    def _type_rate(self) -> None:
        text = dpg.get_value(self._rate).strip()
        if text == str(self._shot.fps):
            return
        self._stamp = None  # what was typed gives way to what is set, whether or not it is taken
        try:
            rate = Fraction(text)
        except (ValueError, ZeroDivisionError):
            raise ProjectError(f"{text!r} is no rate.", hint="write it as 25 or 24000/1001") from None
        commands.set_shot(self._desk.session.document, fps=rate)

    def _choose_follow(self, _: object, name: str) -> None:
        commands.set_follow(self._desk.session.document, "" if name == _NOBODY else name)


def _rate(fps: Fraction) -> str:
    return f"{float(fps):.6g}"
