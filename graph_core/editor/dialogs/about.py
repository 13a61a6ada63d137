"""What this program is, and what it works with here."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

import dearpygui.dearpygui as dpg

from graph_core._version import __version__
from graph_core.editor.desk import Desk
from graph_core.editor.dialogs._box import Box

__all__ = ["About"]

_PACKAGES = ("torch", "dearpygui", "av", "numpy")


class About:
    """A window with versions, plugins and the licence; its words can be copied into a report of a fault."""

    def __init__(self, desk: Desk) -> None:
        """Open it."""
        self._desk = desk
        self._box = Box(desk, "About Semblance", 520, 400)
        px = desk.theme.px
        with self._box.filling():
            dpg.bind_item_font(dpg.add_text(f"Semblance {__version__}"), desk.theme.large)
            dpg.add_text("A node-graph compositor for faces, for people who have agreed to it.", wrap=px(490))
            dpg.add_text("Free software under the Apache Licence 2.0.", color=desk.theme.faint)
            dpg.add_spacer(height=px(4))
            for line in self._lines():
                dpg.add_text(line, color=desk.theme.faint, wrap=px(490))
            dpg.add_spacer(height=px(4))
            with dpg.group(horizontal=True):
                dpg.add_button(label="Copy", width=px(104), callback=self._copy)
                dpg.add_button(label="Close", width=px(104), callback=self._box.close)
        self._box.on_enter = self._box.close

    def _lines(self) -> list[str]:
        session = self._desk.session
        lines = [f"Python {platform.python_version()} on {platform.platform(terse=True)}"]
        lines.append(", ".join(f"{name} {_version(name)}" for name in _PACKAGES))
        lines.append(f"computes on {session.settings.device}, {session.settings.dtype}")
        lines += [
            f"plugin {plugin.name}: {'not loaded' if plugin.error else f'{len(plugin.nodes)} nodes'} {plugin.package}"
            for plugin in session.registry.report
        ]
        return lines

    def _copy(self) -> None:
        dpg.set_clipboard_text("\n".join((f"Semblance {__version__}", *self._lines())))
        self._desk.notify("The versions are on the clipboard.")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
