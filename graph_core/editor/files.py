"""What the File menu does: new, open, save, quit, and never lose unsaved work without asking."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import dearpygui.dearpygui as dpg

from graph_core.editor.actions import Action
from graph_core.editor.desk import Desk
from graph_core.editor.dialogs import ask
from graph_core.editor.templates import Template, open_template

__all__ = ["Files"]

_KINDS = (".json",)


class Files:
    """Opens and saves projects.

    Args:
        desk: What the panels share.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._session = desk.session
        desk.actions.add(
            Action("New", self.new, ("Ctrl+N",), "File", group="open"),
            Action("Open…", self.pick, ("Ctrl+O",), "File", group="open"),
            Action("Save", self.save, ("Ctrl+S",), "File", group="save"),
            Action("Save as…", self.save_as, ("Ctrl+Alt+S",), "File", group="save"),
        )

    # Opening

    def new(self) -> None:
        """Begin an empty project."""
        self.after_saving(self._session.new)

    def pick(self) -> None:
        """Let the person choose a project."""
        pick = self._desk.pick_file
        if pick is not None:
            path = self._session.document.path
            pick("Open a project", self.open, kinds=_KINDS, start=path.parent if path else None)

    def open(self, path: Path) -> None:
        """Open a project file."""

        def run() -> None:
            self._session.open(path)
            if self._session.document.is_read_only:
                self._desk.notify(f"{path.name} was written by a newer release and is open read-only.")

        self.after_saving(run)

    def open_template(self, template: Template) -> None:
        """Open a copy of a template."""
        self.after_saving(lambda: self._session.take(open_template(template, self._session.registry)))

    # Saving

    def save(self, then: Callable[[], object] = lambda: None) -> None:
        """Save, asking for a name where there is none; go on with `then` once it is saved."""
        document = self._session.document
        if document.path is None or document.is_read_only:
            self.save_as(then)
            return
        document.save()
        self._desk.notify(f"Saved {document.path}.")
        then()

    def save_as(self, then: Callable[[], object] = lambda: None) -> None:
        """Save under another name."""
        document = self._session.document

        def run(path: Path) -> None:
            document.save(path)
            self._session.settings.remember_project(path)
            self._desk.notify(f"Saved {path}.")
            then()

        if self._desk.pick_file is not None:
            begin = document.path or Path.cwd() / "untitled.json"
            self._desk.pick_file("Save the project", run, kinds=_KINDS, save=True, start=begin)

    def after_saving(self, act: Callable[[], object]) -> None:
        """Do what lets go of the open project, after asking what is to become of unsaved work."""
        if not self._session.document.is_modified:
            with self._desk.telling():
                act()
            return
        name = self._session.document.path.name if self._session.document.path else "this project"
        ask(
            self._desk,
            "Save before closing?",
            f"{name} has changes that are not saved.",
            (("Save", lambda: self.save(act)), ("Don't save", act), ("Cancel", lambda: None)),
        )

    def quit(self) -> None:
        """Close the editor."""
        self.after_saving(dpg.stop_dearpygui)
