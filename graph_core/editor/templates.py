"""Templates: the projects that come with the program."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph_core.plugins import Registry
from graph_core.project import Project

__all__ = ["Template", "open_template", "templates"]


@dataclass(frozen=True, slots=True)
class Template:
    """A project to begin with.

    Attributes:
        path: Its file.
        title: What it is called.
        about: What it does, in a sentence.
        picture: A picture of what comes of it, or None.
    """

    path: Path
    title: str
    about: str
    picture: Path | None


def templates(registry: Registry) -> list[Template]:
    """Return the projects that came with the program, by title."""
    here = Path(__file__)
    # Inside an installed package they lie beside the editor; in a working copy in its own folder.
    folder = next(place for place in (here.with_name("projects"), here.parents[2] / "projects") if place.is_dir())
    found = []
    for path in sorted(folder.glob("*.json")):
        picture = path.with_suffix(".jpg")
        about = Project.load(path, registry).about
        title = path.stem.replace("_", " ").capitalize()
        found.append(Template(path, title, about, picture if picture.exists() else None))
    return found


def open_template(template: Template, registry: Registry) -> Project:
    """Return a copy of a template that has no file yet, so that saving never writes over the template.

    What it writes goes to the current folder.

    Raises:
        GraphCoreError: If it cannot be read.
    """
    project = Project.load(template.path, registry)
    project.path = None
    for node in project.graph:
        for name, spec in (node.cls.params if node.cls else {}).items():
            value = node.params.get(name)
            if spec.kind == "path" and spec.writes and isinstance(value, str):
                project.graph.set_param(node.name, name, str(Path.cwd() / Path(value).name))
    return project
