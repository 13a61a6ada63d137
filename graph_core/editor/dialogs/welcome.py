"""The first thing a person sees: templates, recent projects, what a crash has left."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import dearpygui.dearpygui as dpg
import numpy as np

from graph_core.editor.desk import Desk
from graph_core.editor.dialogs._box import Box
from graph_core.editor.templates import Template, templates

if TYPE_CHECKING:
    from graph_core.editor.files import Files
    from graph_core.editor.recovery import Found

__all__ = ["Welcome"]

_WIDTH, _HEIGHT = 940, 600
_THUMB = (236, 133)


class Welcome:
    """The welcome screen.

    Args:
        desk: What the panels share.
        files: Opens what is chosen.
        found: What a crash has left.
        recover: Opens one of those.
        discard: Deletes one of those.
    """

    def __init__(
        self,
        desk: Desk,
        files: Files,
        found: list[Found],
        recover: Callable[[Found], object],
        discard: Callable[[Found], object],
    ) -> None:
        self._desk = desk
        self._files = files
        self._box = Box(desk, "Welcome", _WIDTH, _HEIGHT, is_modal=True)
        with self._box.filling():
            title = dpg.add_text("Semblance")
            dpg.bind_item_font(title, desk.theme.large)
            dpg.add_text(
                "Choose a project to begin with. Its knobs and clips are yours to change.", color=desk.theme.faint
            )
            if found:
                self._add_found(found, recover, discard)
            self._add_templates()
            with dpg.group(horizontal=True):
                self._add_button("Empty project", files.new)
                self._add_button("Open a project...", files.pick)
                dpg.add_text("F1 shows all keys.", color=desk.theme.faint)
            self._add_recent()

    def _then(self, act: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            self._box.close()
            self._desk.later(act)

        return run

    def _add_button(self, label: str, act: Callable[[], object]) -> None:
        dpg.add_button(label=label, width=self._desk.theme.px(170), callback=self._then(act))

    def _add_heading(self, text: str) -> None:
        dpg.add_spacer(height=self._desk.theme.px(4))
        dpg.bind_item_font(dpg.add_text(text), self._desk.theme.bold)

    def _add_templates(self) -> None:
        self._add_heading("Templates")
        with dpg.group(horizontal=True, horizontal_spacing=self._desk.theme.px(16)):
            for template in templates(self._desk.session.registry):
                self._add_template(template)

    def _add_template(self, template: Template) -> None:
        px = self._desk.theme.px
        act = self._then(lambda: self._files.open_template(template))
        with dpg.group():
            picture = _texture(template.picture) if template.picture else None
            if picture is not None:
                dpg.add_image_button(picture, width=px(_THUMB[0]), height=px(_THUMB[1]), callback=act)
            dpg.add_button(label=template.title, width=px(_THUMB[0] + 14), callback=act)
            dpg.add_text(template.about, wrap=px(_THUMB[0] + 10), color=self._desk.theme.faint)

    def _add_recent(self) -> None:
        recent = self._desk.session.settings.recent_projects
        self._add_heading("Recent projects")
        if not recent:
            dpg.add_text("Projects you save or open are listed here.", color=self._desk.theme.faint)
        for name in recent[:6]:
            path = Path(name)
            is_there = path.is_file()
            label = f"{path.stem}   {path.parent}" if is_there else f"{path.stem}   {path.parent} (missing)"
            dpg.add_selectable(label=label, enabled=is_there, callback=self._then(partial(self._files.open, path)))

    def _add_found(
        self, found: list[Found], recover: Callable[[Found], object], discard: Callable[[Found], object]
    ) -> None:
        self._add_heading("The editor ended without saving")
        for item in found:
            name = item.path.name if item.path else "untitled"
            at = time.strftime("%d %b %H:%M", time.localtime(item.saved_at))
            with dpg.group(horizontal=True) as row:
                dpg.add_text(f"{name}, {item.nodes} nodes, {at}", color=self._desk.theme.warning)
                dpg.add_button(label="Open", callback=self._then(partial(recover, item)))

                def drop(_: object, __: object, data: tuple[Found, int | str]) -> None:
                    discard(data[0])
                    self._desk.later(lambda: dpg.delete_item(data[1]))

                dpg.add_button(label="Discard", callback=drop, user_data=(item, row))


def _texture(path: Path) -> int | str | None:
    """Load a picture, cut to the thumbnail's shape; None when it cannot be read."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(path) as image:
            fitted = ImageOps.fit(image.convert("RGBA"), (2 * _THUMB[0], 2 * _THUMB[1]))
    except (OSError, UnidentifiedImageError):
        return None
    pixels = np.asarray(fitted, dtype=np.float32) / 255
    with dpg.texture_registry():
        texture = dpg.add_static_texture(fitted.width, fitted.height, pixels.ravel().tolist())
    return texture  # type: ignore[no-any-return]
