"""What the window does as a whole: its menus, its dialogs, its status bar, what is told of renders."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import dearpygui.dearpygui as dpg

from graph_core.editor.actions import Action
from graph_core.editor.desk import Desk
from graph_core.editor.dialogs import (
    About,
    FileDialog,
    KeyMap,
    LogWindow,
    Reference,
    RenderDialog,
    RendersWindow,
    SettingsDialog,
    Toast,
    Welcome,
    tell_the_desktop,
)
from graph_core.editor.document import Document
from graph_core.editor.files import Files
from graph_core.editor.frame import Frame
from graph_core.editor.menus import Menus, Submenu
from graph_core.editor.recovery import Found, Recovery
from graph_core.editor.renders import Render
from graph_core.editor.status import Standing
from graph_core.editor.templates import templates
from graph_core.editor.theme import Color

__all__ = ["Shell"]

_SAID_FOR_S = 8.0


class Shell:
    """Menus, dialogs and status bar.

    Attributes:
        files: What the File menu does.

    Args:
        desk: What the panels share.
        frame: The frame around the panels; they have added their actions.
    """

    def __init__(self, desk: Desk, frame: Frame) -> None:
        self._desk = desk
        self._session = desk.session
        self._frame = frame
        self._said_at = 0.0
        self._title = ""
        self._renders: RendersWindow | None = None
        desk.notify = self.say
        desk.pick_file = lambda *arguments, **options: FileDialog(desk, *arguments, **options)
        self.files = Files(desk)
        self._recovery = Recovery(self._session)
        self._found_templates = templates(self._session.registry)
        self._add_actions()
        self._standing = Standing(self._session)
        self._menus = Menus(
            desk,
            frame.window,
            {"Undo": self._undo_words, "Redo": self._redo_words},
            (
                Submenu("Open recent", "File", "open", self._recent),
                Submenu("New from template", "File", "open", self._templates),
            ),
        )
        self._session.renders.finished.connect(self._tell_of)

    def _add_actions(self) -> None:
        session = self._session
        self._desk.actions.add(
            Action("Settings…", lambda: SettingsDialog(self._desk), (), "File", group="quit"),
            Action("Quit", self.files.quit, ("Ctrl+Q",), "File", group="quit"),
            Action(
                "Undo", self._undo, ("Ctrl+Z",), "Edit", group="history", repeats=True,
                is_enabled=lambda: bool(session.document.undo_label),
            ),
            Action(
                "Redo", self._redo, ("Ctrl+Shift+Z", "Ctrl+Y"), "Edit", group="history",
                repeats=True, is_enabled=lambda: bool(session.document.redo_label),
            ),
            Action("Render…", self.ask_for_render, ("F5", "Ctrl+R"), "Render"),
            Action("Renders", self.show_renders, ("Shift+F5",), "Render"),
            Action(
                "Stop computing", session.evaluator.cancel, ("Ctrl+.",), "Render",
                is_enabled=lambda: session.evaluator.is_busy,
            ),
            Action("Keys and mouse", lambda: KeyMap(self._desk), ("F1",), "Help"),
            Action("Node reference", self.show_reference, ("Shift+F1",), "Help"),
            Action("Log", lambda: LogWindow(self._desk), ("F9",), "Help"),
            Action("Welcome", self.welcome, (), "Help", group="about"),
            Action("About Semblance", lambda: About(self._desk), (), "Help", group="about"),
        )  # fmt: skip

    @property
    def _document(self) -> Document:
        return self._session.document

    def _undo_words(self) -> str:
        return f"Undo {self._document.undo_label}".rstrip()

    def _redo_words(self) -> str:
        return f"Redo {self._document.redo_label}".rstrip()

    def _undo(self) -> None:
        self._document.undo()

    def _redo(self) -> None:
        self._document.redo()

    # Submenus

    def _recent(self) -> dict[str, Callable[[], object]]:
        return {path: partial(self.files.open, Path(path)) for path in self._session.settings.recent_projects}

    def _templates(self) -> dict[str, Callable[[], object]]:
        return {template.title: partial(self.files.open_template, template) for template in self._found_templates}

    # Dialogs

    def welcome(self) -> None:
        """Show templates, recent projects and what a crash has left."""
        Welcome(self._desk, self.files, self._recovery.found(), self._recover, self._recovery.discard)

    def _recover(self, found: Found) -> None:
        self._session.take(self._recovery.open(found), is_unsaved=True)
        self._desk.notify("Recovered. Save it to keep it.")

    def ask_for_render(self) -> None:
        """Ask what to render."""
        RenderDialog(self._desk, self.show_renders)

    def show_renders(self) -> None:
        """Show the queue."""
        if self._renders is not None and self._renders.box.is_open:
            self._renders.box.focus()
        else:
            self._renders = RendersWindow(self._desk)

    def show_reference(self) -> None:
        """Show the node reference, at the page of the selected node."""
        name = self._session.selection.active
        Reference(self._desk, self._document.graph.node(name).cls if name else None)

    def _tell_of(self, render: Render) -> None:
        if render.status == "failed" and render.error is not None:
            self._session.log.problem(render.error)
        if render.status in ("done", "failed"):
            if render.status == "done":
                self._session.log.note(f"Rendered {render.title}: {', '.join(render.paths)}")
            Toast(self._desk, render)
            tell_the_desktop(render)

    # In every turn of the loop

    def update(self) -> None:
        """Bring menus, title and status bar up to date, and follow what goes on."""
        self._session.renders.poll()
        self._recovery.update()
        self._menus.update()
        for box in list(self._desk.boxes):
            box.on_turn()
        self._show_title()
        self._frame.say_right(self._standing.words(), self._standing.share)
        if self._said_at and time.monotonic() - self._said_at > _SAID_FOR_S:
            self.say("")

    def say(self, text: str) -> None:
        """Show a line in the status bar for a while."""
        self._frame.say(text, self._color_of(text))
        self._said_at = time.monotonic() if text else 0.0

    def key(self, name: str) -> bool:
        """Let the dialog on top have a key; return whether it took it."""
        boxes = [box for box in self._desk.boxes if box.takes_keys]
        if not boxes:
            return False
        box = boxes[-1]
        if name == "Escape":
            box.cancel()
        elif name == "Enter":
            with self._desk.telling():
                box.on_enter()
        else:
            return box.on_key(name) or box.is_modal
        return True

    def close(self) -> None:
        """Nothing needs to be recovered: it was saved, or is not wanted."""
        self._recovery.close()

    def _color_of(self, text: str) -> Color:
        """Return the colour of what the log has just been told too."""
        theme = self._desk.theme
        last = next(reversed(self._session.log.lines), None)
        if last is None or not text.startswith(last.text):
            return theme.text
        return {"note": theme.text, "warning": theme.warning, "error": theme.error}[last.level]

    def _show_title(self) -> None:
        title = f"{self._standing.title} - Semblance"
        if title != self._title:
            self._title = title
            dpg.set_viewport_title(title)

    @property
    def has_question(self) -> bool:
        """Whether a dialog is open that must be answered first."""
        return any(box.is_modal for box in self._desk.boxes)
