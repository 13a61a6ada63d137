"""Choosing a file."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import dearpygui.dearpygui as dpg

from graph_core.editor.desk import Desk
from graph_core.editor.dialogs._box import Box, ask
from graph_core.editor.dialogs._folder import Entry, read_folder

__all__ = ["FileDialog"]


class FileDialog:
    """A list of the folder's files, a field for the path, and the folders files were picked from lately.

    Args:
        desk: What the panels share.
        title: What the file is for.
        on_picked: Called with the file.
        kinds: Endings such as ".json" of the files to offer; all when empty.
        save: The file is to be written and need not exist.
        start: The folder or file to begin at.
    """

    def __init__(
        self,
        desk: Desk,
        title: str,
        on_picked: Callable[[Path], object],
        *,
        kinds: Sequence[str] = (),
        save: bool = False,
        start: Path | None = None,
    ) -> None:
        self._desk = desk
        self._on_picked = on_picked
        self._kinds = tuple(kind.lower() for kind in kinds)
        self._saves = save
        self._folder = Path.cwd()
        self._found: list[Entry] = []
        self._read: list[Entry] | OSError | None = None
        self._selected = ""
        self._box = Box(desk, title, 820, 560, is_modal=True)
        self._box.on_enter = self._accept
        self._box.on_turn = self._show_what_was_read
        with self._box.filling():
            self._build()
        begin = start or Path(next(iter(desk.session.settings.recent_folders), str(Path.cwd())))
        self._go_to(begin if begin.is_dir() else begin.parent)
        if not begin.is_dir():
            self._name(begin.name)

    def _build(self) -> None:
        px = self._desk.theme.px
        with dpg.group(horizontal=True):
            dpg.add_button(label="Up", width=px(54), callback=lambda: self._go_to(self._folder.parent))
            dpg.add_button(label="Home", width=px(64), callback=lambda: self._go_to(Path.home()))
            self._path = dpg.add_input_text(width=-1, on_enter=True, callback=self._type_folder)
        with dpg.group(horizontal=True):
            with dpg.child_window(width=px(210), height=-px(46)):
                dpg.add_text("Recent folders", color=self._desk.theme.faint)
                for recent in self._desk.session.settings.recent_folders:
                    self._add_recent(Path(recent))
            with dpg.child_window(height=-px(46)):
                self._filter = dpg.add_input_text(hint="Show only names with ...", width=-1, callback=self._list)
                self._rows = dpg.add_group()
        with dpg.group(horizontal=True):
            self._field = dpg.add_input_text(width=-px(228), hint="File name")
            dpg.add_button(label="Save" if self._saves else "Open", width=px(104), callback=self._accept)
            dpg.add_button(label="Cancel", width=px(104), callback=self._box.cancel)

    def _add_recent(self, folder: Path) -> None:
        item = dpg.add_selectable(label=folder.name or str(folder), callback=lambda: self._go_to(folder))
        with dpg.tooltip(item):
            dpg.add_text(str(folder))

    def _type_folder(self) -> None:
        path = Path(dpg.get_value(self._path)).expanduser()
        self._go_to(path if path.is_dir() else path.parent)
        if not path.is_dir():
            self._name(path.name)

    def _go_to(self, folder: Path) -> None:
        """Read a folder on a thread: one on a slow network must not hold the screen."""
        self._folder = folder.absolute()
        dpg.set_value(self._path, str(self._folder))
        self._say("Reading ...")

        def read(wanted: Path = self._folder) -> None:
            try:
                found: list[Entry] | OSError = read_folder(wanted, self._kinds)
            except OSError as error:
                found = error
            if wanted == self._folder:
                self._read = found

        threading.Thread(target=read, name="folder", daemon=True).start()

    def _show_what_was_read(self) -> None:
        found, self._read = self._read, None
        if isinstance(found, OSError):
            self._say(f"{self._folder} cannot be read: {found.strerror}.")
        elif found is not None:
            self._found = found
            dpg.set_value(self._filter, "")
            self._list()

    def _say(self, text: str) -> None:
        dpg.delete_item(self._rows, children_only=True)
        dpg.add_text(text, parent=self._rows, color=self._desk.theme.faint)

    def _list(self) -> None:
        words = dpg.get_value(self._filter).lower()
        shown = [entry for entry in self._found if words in entry.name.lower()]
        if not shown:
            kinds = f" that ends with {', '.join(self._kinds)}" if self._kinds else ""
            self._say(f"There is no file here{kinds}.")
            return
        dpg.delete_item(self._rows, children_only=True)
        for entry in shown:
            self._add_row(entry)

    def _add_row(self, entry: Entry) -> None:
        label = f"{entry.name}/" if entry.is_folder else entry.name
        label = f"{label}   {entry.detail}" if entry.detail else label
        row = dpg.add_selectable(label=label, parent=self._rows, callback=lambda: self._choose(entry))
        if entry.is_folder:
            dpg.bind_item_font(row, self._desk.theme.bold)

    def _choose(self, entry: Entry) -> None:
        if entry.is_folder:
            self._desk.later(lambda: self._go_to(self._folder / entry.name))
        elif entry.name == self._selected:
            self._accept()  # the second click on a file
        else:
            self._name(entry.name)
            for row in dpg.get_item_children(self._rows, 1):
                dpg.set_value(row, False)

    def _name(self, name: str) -> None:
        self._selected = name
        dpg.set_value(self._field, name)

    def _accept(self) -> None:
        name = dpg.get_value(self._field).strip()
        if not name:
            return
        path = self._folder / Path(name).expanduser()
        if path.is_dir():
            self._go_to(path)
            return
        if self._saves and not path.suffix and self._kinds:
            path = path.with_suffix(self._kinds[0])
        if self._saves and path.exists():
            text = f"{path.name} is there already. Write over it?"
            ask(self._desk, "Save", text, (("Write over", lambda: self._finish(path)), ("Cancel", self._box.focus)))
        elif not self._saves and "%" not in name and not path.exists():
            self._desk.notify(f"There is no file {path}.")
        else:
            self._finish(path)

    def _finish(self, path: Path) -> None:
        self._desk.session.settings.remember_folder(path.parent)
        self._box.close()
        self._desk.later(lambda: self._on_picked(path))
