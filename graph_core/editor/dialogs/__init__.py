"""Dialogs: windows that ask or tell something."""

from graph_core.editor.dialogs._box import Box, ask
from graph_core.editor.dialogs.files import FileDialog
from graph_core.editor.dialogs.keymap import KeyMap
from graph_core.editor.dialogs.log import LogWindow
from graph_core.editor.dialogs.render import RenderDialog
from graph_core.editor.dialogs.renders import RendersWindow
from graph_core.editor.dialogs.settings import SettingsDialog
from graph_core.editor.dialogs.welcome import Welcome

__all__ = [
    "Box",
    "FileDialog",
    "KeyMap",
    "LogWindow",
    "RenderDialog",
    "RendersWindow",
    "SettingsDialog",
    "Welcome",
    "ask",
]
