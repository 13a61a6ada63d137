"""Format, rate and frames of the shot."""

from __future__ import annotations

from fractions import Fraction

from graph_core.editor.document import Document
from graph_core.node import Format, Shot
from graph_core.project import check_shot
from graph_core.values import FrameRange


def set_shot(
    document: Document,
    *,
    format: Format | None = None,
    fps: Fraction | None = None,
    frames: FrameRange | None = None,
    merge: str = "",
) -> None:
    """Change what is given of the project's own format, rate and frames.

    Raises:
        ProjectError: If a project file cannot hold them.
    """
    with document.edit("Change project settings", merge):
        old = document.project.shot
        document.project.shot = check_shot(Shot(format or old.format, fps or old.fps, frames or old.frames))


def set_follow(document: Document, name: str) -> None:
    """Let a node's media decide format, rate and frames; "" for the project's own.

    Raises:
        UnknownNodeError: If there is no such node.
    """
    with document.edit(f"Follow {name}" if name else "Follow no media") as graph:
        document.project.follow = graph.node(name).name if name else ""
