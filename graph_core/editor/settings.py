"""What a person has chosen, kept from one session to the next."""

from __future__ import annotations

import contextlib
import logging
import os
from pathlib import Path

import msgspec

__all__ = ["Settings"]

log = logging.getLogger(__name__)
_MOST_RECENT = 12


class Settings(msgspec.Struct):
    """Settings, as they stand in their file.

    Attributes:
        device: Torch device to compute on.
        dtype: "float32" or "float16".
        memory_gib: How much memory results may take.
        disk_gib: How much of the disk results may take.
        cache_folder: Where results are kept on disk; "" for the usual place.
        theme: "dark" or "light".
        ui_scale: Size of text and controls; 0 takes the screen's own.
        draft_scale: Resolution while something is dragged, as a share of the full one.
        recent_projects: Paths, latest first.
        recent_folders: Folders that files were picked from, latest first.
        recent_nodes: Ids of nodes that were added, latest first.
        window: Width and height in px.
        dividers: Where the divider before the inspector and the one over the canvas stand, as shares.
    """

    device: str = "cpu"
    dtype: str = "float32"
    memory_gib: float = 1.0
    disk_gib: float = 20.0
    cache_folder: str = ""
    theme: str = "dark"
    ui_scale: float = 0.0
    draft_scale: float = 0.5
    recent_projects: list[str] = []
    recent_folders: list[str] = []
    recent_nodes: list[str] = []
    window: tuple[int, int] = (1600, 1000)
    dividers: tuple[float, float] = (0.74, 0.54)

    @classmethod
    def load(cls) -> Settings:
        """Read the settings; those that cannot be read are the usual ones, and the log says so."""
        path = cls.path()
        try:
            return msgspec.json.decode(path.read_bytes(), type=cls)
        except FileNotFoundError:
            return cls()
        except (OSError, msgspec.MsgspecError) as error:
            log.warning("The settings in %s cannot be read and are the usual ones now: %s", path, error)
            return cls()

    @staticmethod
    def path() -> Path:
        """Return the file of the settings."""
        import platformdirs

        home = os.environ.get("SEMBLANCE_HOME")
        folder = Path(home) if home else Path(platformdirs.user_config_dir("semblance", appauthor=False))
        return folder / "editor.json"

    def save(self) -> None:
        """Write the settings; without a place to write them they last until the end of the session."""
        path = self.path()
        temporary = path.with_suffix(f".{os.getpid()}")
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(msgspec.json.format(msgspec.json.encode(self), indent=2))
            temporary.replace(path)

    def remember_project(self, path: Path) -> None:
        """Put a project first among the recent ones."""
        self.recent_projects = _first(str(path.absolute()), self.recent_projects)

    def remember_folder(self, folder: Path) -> None:
        """Put a folder first among the recent ones."""
        self.recent_folders = _first(str(folder.absolute()), self.recent_folders)

    def remember_node(self, node_id: str) -> None:
        """Put a kind of node first among those that were added lately."""
        self.recent_nodes = _first(node_id, self.recent_nodes)


def _first(item: str, items: list[str]) -> list[str]:
    return [item, *(other for other in items if other != item)][:_MOST_RECENT]
