"""The inspector's page while nothing is selected: the project's own settings, and what its graph holds."""

from __future__ import annotations

from fractions import Fraction

import dearpygui.dearpygui as dpg

from graph_core.editor import commands
from graph_core.editor.inspector._look import Look
from graph_core.editor.widgets import Place
from graph_core.node import Format, Node
from graph_core.values import FrameRange

__all__ = ["ProjectPage"]

_FORMATS = {
    "HD 1080": Format(1920, 1080),
    "HD 720": Format(1280, 720),
    "UHD 4K": Format(3840, 2160),
    "DCI 2K": Format(2048, 1080),
    "DCI 4K": Format(4096, 2160),
    "Square 1K": Format(1024, 1024),
    "Portrait HD": Format(1080, 1920),
}
_RATES = ("24000/1001", "24", "25", "30000/1001", "30", "48", "50", "60")
_NOBODY = "its own settings"
_OWN = "other"


class ProjectPage:
    """Format, rate and frames of the project."""

    def __init__(self, place: Place, look: Look) -> None:
        """Make it inside of a place."""
        self._place = place
        self._desk = place.desk
        self._look = look
        self._stamp: object = None
        theme = place.desk.theme
        heading = dpg.add_text("", parent=place.parent)
        dpg.bind_item_font(heading, theme.bold)
        self._heading = heading
        self._label_width = theme.px(124)
        self._room = place.width - self._label_width - theme.px(4)
        dpg.add_text("Settings of the project", color=theme.faint, parent=place.parent)
        dpg.add_separator(parent=place.parent)
        self._add_format()
        self._add_rate_and_frames()
        self._add_follow()
        dpg.add_separator(parent=place.parent)
        self._count = dpg.add_text("", wrap=place.width, parent=place.parent)
        dpg.add_text(
            "Select a node to see its knobs. Tab on the canvas adds one.",
            wrap=place.width,
            color=theme.faint,
            parent=place.parent,
        )

    def update(self) -> None:
        """Bring it up to date; quick as long as the project has not changed."""
        session = self._desk.session
        project, shot = session.document.project, session.evaluator.shot
        stamp = (id(session.document.state), shot, session.document.path)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        own, path = project.shot, session.document.path
        dpg.set_value(self._heading, path.stem if path else "Untitled project")
        dpg.set_value(self._format, next((name for name, size in _FORMATS.items() if size == own.format), _OWN))
        dpg.set_value(self._size, [own.format.width, own.format.height, 0, 0])
        dpg.set_value(self._rate, str(own.fps))
        dpg.set_value(self._frames, [own.frames.first, own.frames.last, 0, 0])
        dpg.configure_item(self._follow, items=[_NOBODY, *self._sources()])
        dpg.set_value(self._follow, project.follow or _NOBODY)
        words = ""
        if project.follow and shot is not None:
            words = f"{project.follow} makes it {shot.format}, {shot.fps} frames/s, frames {shot.frames}."
        dpg.set_value(self._followed, words)
        nodes, links = len(project.graph), sum(len(node.inputs) for node in project.graph)
        dpg.set_value(self._count, f"{nodes} nodes, {links} links.")

    def _add_format(self) -> None:
        self._format = dpg.add_combo(
            [*_FORMATS, _OWN], width=self._room, parent=self._row("Format"), callback=self._choose_format
        )
        self._size = dpg.add_input_intx(
            size=2, width=self._room, min_value=1, max_value=65536, min_clamped=True, max_clamped=True,
            on_enter=True, parent=self._row("Width, height"), callback=self._set_size,
        )  # fmt: skip

    def _add_rate_and_frames(self) -> None:
        self._rate = dpg.add_combo(
            _RATES, width=self._room, parent=self._row("Frames a second"), callback=self._set_rate
        )
        self._frames = dpg.add_input_intx(
            size=2, width=self._room, on_enter=True, parent=self._row("First, last"), callback=self._set_frames
        )

    def _add_follow(self) -> None:
        self._follow = dpg.add_combo(
            [_NOBODY], width=self._room, parent=self._row("Decided by"), callback=self._set_follow
        )
        self._followed = dpg.add_text(
            "", wrap=self._place.width, color=self._desk.theme.faint, parent=self._place.parent
        )

    def _row(self, label: str) -> int | str:
        row: int | str = dpg.add_group(
            horizontal=True, xoffset=self._label_width + self._desk.theme.px(4), parent=self._place.parent
        )
        dpg.add_text(label, color=self._desk.theme.faint, parent=row)
        return row

    def _sources(self) -> list[str]:
        """Return the nodes whose media can decide: those of a class that has a shot of its own."""
        graph = self._desk.session.document.graph
        return [node.name for node in graph if node.cls is not None and node.cls.shot is not Node.shot]

    def _choose_format(self, _: object, name: str) -> None:
        if name in _FORMATS:
            commands.set_shot(self._desk.session.document, format=_FORMATS[name])

    def _set_size(self, _: object, size: list[int]) -> None:
        commands.set_shot(self._desk.session.document, format=Format(size[0], size[1]))

    def _set_rate(self, _: object, rate: str) -> None:
        commands.set_shot(self._desk.session.document, fps=Fraction(rate))

    def _set_frames(self, _: object, frames: list[int]) -> None:
        first, last = min(frames[:2]), max(frames[:2])
        commands.set_shot(self._desk.session.document, frames=FrameRange(first, last))

    def _set_follow(self, _: object, name: str) -> None:
        commands.set_follow(self._desk.session.document, "" if name == _NOBODY else name)
