"""Dialogs: windows that ask or tell something."""

from graph_core.editor.dialogs._box import Box, ask
from graph_core.editor.dialogs.about import About
from graph_core.editor.dialogs.files import FileDialog
from graph_core.editor.dialogs.keymap import KeyMap
from graph_core.editor.dialogs.log import LogWindow
from graph_core.editor.dialogs.reference import Reference
from graph_core.editor.dialogs.render import RenderDialog
from graph_core.editor.dialogs.renders import RendersWindow
from graph_core.editor.dialogs.settings import SettingsDialog
from graph_core.editor.dialogs.toast import Toast, tell_the_desktop
from graph_core.editor.dialogs.welcome import Welcome

__all__ = [
    "About",
    "Box",
    "FileDialog",
    "KeyMap",
    "LogWindow",
    "Reference",
    "RenderDialog",
    "RendersWindow",
    "SettingsDialog",
    "Toast",
    "Welcome",
    "ask",
    "tell_the_desktop",
]
