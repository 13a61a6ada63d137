"""Asking for a render: which nodes, where to, which frames."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import dearpygui.dearpygui as dpg

from graph_core.editor import commands
from graph_core.editor.desk import Desk
from graph_core.editor.dialogs._box import Box
from graph_core.errors import ParamError
from graph_core.graph import GraphNode
from graph_core.node import ParamSpec
from graph_core.values import FrameRange

__all__ = ["RenderDialog"]

_SHOT, _LIMITS, _OWN = "The whole shot", "From in to out point", "These frames:"


class RenderDialog:
    """Adds a render to the queue.

    Args:
        desk: What the panels share.
        on_added: Called when a render has been added.
    """

    def __init__(self, desk: Desk, on_added: Callable[[], object]) -> None:
        self._desk = desk
        self._on_added = on_added
        self._document = desk.session.document
        self._boxes: dict[str, int | str] = {}
        self._writers = [node for node in self._document.graph if node.cls and node.cls.side_effects]
        self._box = Box(desk, "Render", 640, 330 + 64 * len(self._writers), is_modal=True)
        self._box.on_enter = self._start
        with self._box.filling():
            self._build()

    def _build(self) -> None:
        px = self._desk.theme.px
        if not self._writers:
            dpg.add_text("No node writes anything yet. Add one that does, and link what it is to write.")
            dpg.add_button(label="Close", width=px(104), callback=self._box.cancel)
            return
        self._heading("Write")
        for node in self._writers:
            self._add_writer(node)
        self._heading("Frames")
        limits, shot = self._desk.session.timeline.limits, self._shot_frames
        choices = [_SHOT, _LIMITS, _OWN] if limits else [_SHOT, _OWN]
        self._which = dpg.add_radio_button(choices, default_value=_LIMITS if limits else _SHOT)
        self._frames = dpg.add_input_text(default_value=str(limits or shot), width=px(160))
        dpg.add_text(f"The shot has {shot}.", color=self._desk.theme.faint)
        self._resume = dpg.add_checkbox(label="Keep the frames that an earlier render has written")
        dpg.add_spacer(height=px(6))
        with dpg.group(horizontal=True):
            dpg.add_button(label="Render", width=px(120), callback=self._start)
            dpg.add_button(label="Cancel", width=px(104), callback=self._box.cancel)

    def _heading(self, text: str) -> None:
        dpg.bind_item_font(dpg.add_text(text), self._desk.theme.bold)

    @property
    def _shot_frames(self) -> FrameRange:
        shot = self._desk.session.evaluator.shot or self._document.project.shot
        return shot.frames

    def _add_writer(self, node: GraphNode) -> None:
        assert node.cls is not None
        self._boxes[node.name] = dpg.add_checkbox(label=node.name, default_value=not node.disabled)
        for spec in node.cls.params.values():
            if spec.kind == "path" and spec.writes:
                self._add_path(node, spec)

    def _add_path(self, node: GraphNode, spec: ParamSpec) -> None:
        value = str(self._document.graph.param(node.name, spec.name))

        def set_path(text: str) -> None:
            with self._desk.telling():
                commands.set_param(self._document, node.name, spec.name, text)

        def picked(path: Path) -> None:
            set_path(str(path))
            if dpg.does_item_exist(field):
                dpg.set_value(field, str(path))

        def pick() -> None:
            if self._desk.pick_file is not None:
                start = Path(value) if value else None
                self._desk.pick_file(f"{node.name} writes to", picked, save=True, start=start)

        with dpg.group(horizontal=True, indent=self._desk.theme.px(24)):
            field = dpg.add_input_text(
                default_value=value, width=self._desk.theme.px(490), callback=lambda _, text: set_path(text)
            )
            dpg.add_button(label="...", callback=pick)

    def _start(self) -> None:
        names = [name for name, box in self._boxes.items() if dpg.get_value(box)]
        if not names:
            raise ParamError("Nothing is to be written.", hint="tick a node")
        which = dpg.get_value(self._which)
        frames = self._desk.session.timeline.limits if which == _LIMITS else None
        if which == _OWN:
            frames = self._own_frames()
        resume = dpg.get_value(self._resume)
        self._desk.session.renders.add(self._document.state, names, frames, resume=resume)
        self._box.close()
        self._desk.later(self._on_added)

    def _own_frames(self) -> FrameRange:
        text = dpg.get_value(self._frames)
        try:
            return FrameRange.parse(text)
        except ValueError as error:
            raise ParamError(f"Frames cannot be {text!r}: {error}.", hint='write them as "1-100"') from error
