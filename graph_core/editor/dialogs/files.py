"""Choosing a file."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import dearpygui.dearpygui as dpg

from graph_core.editor.desk import Desk
from graph_core.editor.dialogs._box import Box, ask
from graph_core.editor.dialogs._folder import Entry, chosen, read_folder

__all__ = ["FileDialog"]

_MOST_SHOWN = 400


class FileDialog:
    """The files of a folder, a field for the name, and the folders files were picked from lately.

    What is typed into the field for the name chooses from the list; a folder in it is gone into. Up and Down walk
    through the list, Enter opens.

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
        self._shown: list[Entry] = []
        self._rows: list[int | str] = []
        self._at = -1
        self._read: tuple[Path, list[Entry] | OSError] | None = None
        self._box = Box(desk, title, 860, 580, is_modal=True)
        self._box.on_enter = self._press_enter
        self._box.on_key = self._key
        self._box.on_turn = self._show_what_was_read
        with self._box.filling():
            self._build()
        begin = start or Path(next(iter(desk.session.settings.recent_folders), str(Path.cwd())))
        self._go_to(begin if begin.is_dir() else begin.parent)
        if not begin.is_dir():
            dpg.set_value(self._field, begin.name)
        dpg.focus_item(self._field)

    def _build(self) -> None:
        px = self._desk.theme.px
        with dpg.group(horizontal=True):
            dpg.add_button(label="Up", width=px(54), callback=lambda: self._go_to(self._folder.parent))
            dpg.add_button(label="Home", width=px(64), callback=lambda: self._go_to(Path.home()))
            self._path = dpg.add_input_text(width=-px(118), on_enter=True, callback=self._type_folder)
            self._order = dpg.add_combo(["Name", "Latest"], default_value="Name", width=px(108), callback=self._list)
        with dpg.group(horizontal=True):
            with dpg.child_window(width=px(190), height=-px(46)):
                dpg.add_text("Recent folders", color=self._desk.theme.faint)
                for recent in self._desk.session.settings.recent_folders:
                    self._add_recent(Path(recent))
            self._area = dpg.add_child_window(height=-px(46))
        with dpg.group(horizontal=True):
            self._field = dpg.add_input_text(width=-px(228), hint="Name", callback=self._type_name)
            dpg.add_button(label="Save" if self._saves else "Open", width=px(104), callback=self._accept)
            dpg.add_button(label="Cancel", width=px(104), callback=self._box.cancel)

    def _add_recent(self, folder: Path) -> None:
        item = dpg.add_selectable(label=folder.name or str(folder), callback=lambda: self._go_to(folder))
        with dpg.tooltip(item):
            dpg.add_text(str(folder))

    # Folders

    def _type_folder(self) -> None:
        path = Path(dpg.get_value(self._path)).expanduser()
        self._go_to(path if path.is_dir() else path.parent)
        dpg.set_value(self._field, "" if path.is_dir() else path.name)

    def _go_to(self, folder: Path) -> None:
        """Read a folder on a thread: one on a slow network must not hold the screen."""
        self._folder = folder.absolute()
        dpg.set_value(self._path, str(self._folder))
        self._say("Reading …")

        def read(wanted: Path = self._folder) -> None:
            try:
                self._read = (wanted, read_folder(wanted, self._kinds))
            except OSError as error:
                self._read = (wanted, error)

        threading.Thread(target=read, name="folder", daemon=True).start()

    def _show_what_was_read(self) -> None:
        if self._read is None:
            return
        (folder, found), self._read = self._read, None
        if folder != self._folder:
            return
        if isinstance(found, OSError):
            self._say(f"{folder} cannot be read: {found.strerror}.")
            return
        self._found = found
        self._list()

    # The list

    def _say(self, text: str) -> None:
        self._found, self._shown, self._rows, self._at = [], [], [], -1
        dpg.delete_item(self._area, children_only=True)
        dpg.add_text(text, parent=self._area, color=self._desk.theme.faint)

    def _list(self) -> None:
        typed = "" if self._saves else dpg.get_value(self._field).strip()
        found = self._found
        self._shown = chosen(found, typed, latest_first=dpg.get_value(self._order) == "Latest")
        if not self._shown:
            kinds = f" that ends with {', '.join(self._kinds)}" if self._kinds else ""
            named = f" named {typed}" if typed else ""
            self._say(f"There is no file here{named}{kinds}.")
            self._found = found
            return
        dpg.delete_item(self._area, children_only=True)
        self._at = -1
        with dpg.table(parent=self._area, header_row=False):
            dpg.add_table_column()
            dpg.add_table_column(width_fixed=True, init_width_or_weight=self._desk.theme.px(96))
            dpg.add_table_column(width_fixed=True, init_width_or_weight=self._desk.theme.px(128))
            self._rows = [self._add_row(place) for place in range(min(len(self._shown), _MOST_SHOWN))]
        if len(self._shown) > _MOST_SHOWN:
            text = f"and {len(self._shown) - _MOST_SHOWN} more; type a part of the name to find them"
            dpg.add_text(text, parent=self._area, color=self._desk.theme.faint)

    def _add_row(self, place: int) -> int | str:
        entry, faint = self._shown[place], self._desk.theme.faint
        with dpg.table_row():
            row = dpg.add_selectable(
                label=f"{entry.name}/" if entry.is_folder else entry.name,
                span_columns=True,
                callback=lambda: self._click(place),
            )
            if entry.is_folder:
                dpg.bind_item_font(row, self._desk.theme.bold)
            dpg.add_text(entry.detail, color=faint)
            dpg.add_text(time.strftime("%d %b %Y %H:%M", time.localtime(entry.changed_at)), color=faint)
        return row  # type: ignore[no-any-return]

    def _click(self, place: int) -> None:
        entry = self._shown[place]
        if entry.is_folder:
            self._desk.later(lambda: self._enter(entry.name))
        elif place == self._at:
            dpg.set_value(self._field, entry.name)
            self._accept()  # the second click on a file
        else:
            self._mark(place)

    def _enter(self, folder: str) -> None:
        if not self._saves:
            dpg.set_value(self._field, "")
        self._go_to(self._folder / folder)

    def _mark(self, place: int) -> None:
        """Choose an entry of the list and write its name into the field."""
        self._at = place
        for other, row in enumerate(self._rows):
            dpg.set_value(row, other == place)
        name = self._shown[place].name
        # A field that has the keyboard keeps what is typed into it: it gives the keyboard away first.
        dpg.focus_item(self._rows[place])
        self._desk.later(lambda: dpg.set_value(self._field, name))

    # Keys

    def _key(self, name: str) -> bool:
        if name not in ("Up", "Down") or not self._rows:
            return False
        step = 1 if name == "Down" else -1
        self._mark(min(max(self._at + step, 0), len(self._rows) - 1))
        return True

    def _type_name(self) -> None:
        typed = dpg.get_value(self._field)
        folder = (self._folder / Path(typed).expanduser()) if typed.endswith("/") else None
        if folder is not None and folder.is_dir():
            dpg.set_value(self._field, "")
            self._go_to(folder)
        elif not self._saves:
            self._list()

    # The end

    def _press_enter(self) -> None:
        if not dpg.is_item_focused(self._path):
            self._accept()

    def _accept(self) -> None:
        name = dpg.get_value(self._field).strip()
        if not name:
            return
        path = self._folder / Path(name).expanduser()
        if not self._saves and not path.exists() and "%" not in name and len(self._shown) == 1:
            path = self._folder / self._shown[0].name  # the only one with these letters
        if path.is_dir():
            dpg.set_value(self._field, "")
            self._go_to(path)
        elif self._saves:
            self._save(path if path.suffix or not self._kinds else path.with_suffix(self._kinds[0]))
        elif "%" in path.name or path.exists():
            self._finish(path)
        else:
            self._desk.notify(f"There is no file {path}.")

    def _save(self, path: Path) -> None:
        if path.exists():
            text = f"{path.name} is there already. Write over it?"
            ask(self._desk, "Save", text, (("Write over", lambda: self._finish(path)), ("Cancel", self._box.focus)))
        else:
            self._finish(path)

    def _finish(self, path: Path) -> None:
        self._desk.session.settings.remember_folder(path.parent)
        self._box.close()
        self._desk.later(lambda: self._on_picked(path))
