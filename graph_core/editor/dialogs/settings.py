"""Settings: where to compute, how much to keep, how it looks."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dearpygui.dearpygui as dpg

from graph_core.editor.desk import Desk
from graph_core.editor.dialogs._box import Box
from graph_core.editor.settings import Settings

__all__ = ["SettingsDialog"]

_SCALES = {"as the screen": 0.0, "100 %": 1.0, "125 %": 1.25, "150 %": 1.5, "175 %": 1.75, "200 %": 2.0}
_DRAFTS = {"full": 1.0, "1/2": 0.5, "1/4": 0.25}


class SettingsDialog:
    """Changes the settings, which are kept when it is closed with Save."""

    def __init__(self, desk: Desk) -> None:
        """Open it."""
        self._desk = desk
        self._settings = desk.session.settings
        self._devices: list[str] | None = None
        self._size: str | None = None
        self._box = Box(desk, "Settings", 560, 480, is_modal=True)
        self._box.on_enter = self._save
        self._box.on_turn = self._show_what_was_found
        with self._box.filling():
            self._build()
        threading.Thread(target=self._look, name="settings", daemon=True).start()

    def _build(self) -> None:
        settings, px = self._settings, self._desk.theme.px
        self._heading("Computing")
        with self._row("Device"):
            self._device = dpg.add_combo([settings.device], default_value=settings.device, width=px(220))
        with self._row("Numbers"):
            self._dtype = dpg.add_combo(["float32", "float16"], default_value=settings.dtype, width=px(220))
        with self._row("Draft while dragging"):
            now = next((name for name, scale in _DRAFTS.items() if scale == settings.draft_scale), "1/2")
            self._draft = dpg.add_combo(list(_DRAFTS), default_value=now, width=px(220))
        self._heading("Results that are kept")
        with self._row("Memory"):
            self._memory = self._number(settings.memory_gib)
        with self._row("Disk"):
            self._disk = self._number(settings.disk_gib)
        with self._row("Folder"):
            self._folder = dpg.add_input_text(
                default_value=settings.cache_folder, hint="the usual place", width=px(260)
            )
        with self._row("On disk now"):
            self._used = dpg.add_text("...", color=self._desk.theme.faint)
            dpg.add_button(label="Clear", callback=self._clear)
        self._heading("Looks")
        with self._row("Theme"):
            self._theme = dpg.add_combo(["dark", "light"], default_value=settings.theme, width=px(220))
        with self._row("Size of text and controls"):
            now = next((name for name, scale in _SCALES.items() if scale == settings.ui_scale), "100 %")
            self._scale = dpg.add_combo(list(_SCALES), default_value=now, width=px(220))
        dpg.add_text("Theme and size of text change at the next start.", color=self._desk.theme.faint)
        with dpg.group(horizontal=True):
            dpg.add_button(label="Save", width=px(104), callback=self._save)
            dpg.add_button(label="Cancel", width=px(104), callback=self._box.cancel)

    def _heading(self, text: str) -> None:
        dpg.bind_item_font(dpg.add_text(text), self._desk.theme.bold)

    @contextmanager
    def _row(self, label: str) -> Iterator[None]:
        px = self._desk.theme.px
        with dpg.group(horizontal=True, xoffset=px(190), indent=px(12)):
            dpg.add_text(label)
            yield

    def _number(self, value: float) -> int | str:
        item: int | str = dpg.add_input_float(
            default_value=value, min_value=0.25, max_value=4096, min_clamped=True, max_clamped=True, step=0,
            format="%.2f GiB", width=self._desk.theme.px(220),
        )  # fmt: skip
        return item

    def _look(self) -> None:
        """Ask for devices and the size of the cache on a thread: both take a while."""
        import torch

        from graph_core.cache import Cache

        count = torch.cuda.device_count() if torch.cuda.is_available() else 0
        self._devices = ["cpu", *(f"cuda:{number}" for number in range(count))]
        folder = Path(self._settings.cache_folder) if self._settings.cache_folder else Cache.default_folder()
        files = [path for path in (folder / "values").rglob("*") if path.is_file()] if folder.is_dir() else []
        self._size = f"{sum(path.stat().st_size for path in files) / 2**30:.2f} GiB"

    def _show_what_was_found(self) -> None:
        if self._devices is not None:
            dpg.configure_item(self._device, items=self._devices)
            self._devices = None
        if self._size is not None:
            dpg.set_value(self._used, self._size)
            self._size = None

    def _clear(self) -> None:
        from graph_core.cache import Cache

        folder = Path(self._settings.cache_folder) if self._settings.cache_folder else Cache.default_folder()

        def run() -> None:
            Cache(folder=folder).clear()
            self._size = "0.00 GiB"

        threading.Thread(target=run, name="clear", daemon=True).start()

    def _save(self) -> None:
        settings = self._settings
        before = _computing(settings)
        settings.device, settings.dtype = dpg.get_value(self._device), dpg.get_value(self._dtype)
        if settings.device == "cpu":
            settings.dtype = "float32"
        settings.draft_scale = _DRAFTS[dpg.get_value(self._draft)]
        settings.memory_gib, settings.disk_gib = dpg.get_value(self._memory), dpg.get_value(self._disk)
        settings.cache_folder = dpg.get_value(self._folder).strip()
        settings.theme, settings.ui_scale = dpg.get_value(self._theme), _SCALES[dpg.get_value(self._scale)]
        settings.save()
        if _computing(settings) != before:
            self._desk.session.renew_engines()
        self._box.close()


def _computing(settings: Settings) -> tuple[object, ...]:
    """Return what an engine is made of."""
    kept = (settings.memory_gib, settings.disk_gib, settings.cache_folder)
    return (settings.device, settings.dtype, *kept)
