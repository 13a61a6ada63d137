"""`semblance validate`: everything that is wrong with a project, without rendering it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graph_core.cli._session import EXIT_PROJECT, debug_option, error_facts, show_problem
from graph_core.errors import GraphCoreError, MediaError

if TYPE_CHECKING:
    from graph_core.project import Project


@click.command()
@click.argument("project", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Write the problems as JSON.")
@debug_option
def validate(project: Path, as_json: bool) -> None:
    """Check PROJECT: its file, nodes, knobs, links and media.

    Ends with exit code 3 when something is wrong.
    """
    problems = list(_problems(project))
    if as_json:
        click.echo(json.dumps([error_facts(problem) for problem in problems], indent=2))
    elif not problems:
        click.secho(f"{project} is complete.", fg="green")
    else:
        for problem in problems:
            show_problem(problem)
        click.echo(f"{project} has {len(problems)} problem{'s' if len(problems) > 1 else ''}.", err=True)
    if problems:
        raise click.exceptions.Exit(EXIT_PROJECT)


def _problems(file: Path) -> Iterator[GraphCoreError]:
    from graph_core.cache import Cache
    from graph_core.engine import Engine
    from graph_core.plugins import Registry
    from graph_core.project import Project

    try:
        project = Project.load(file, Registry.load())
    except GraphCoreError as error:
        yield error
        return
    yield from project.problems
    missing = list(_missing_media(project))
    yield from missing
    if project.problems or missing:
        return  # planning would only repeat them
    told: set[str] = set()
    with Engine(cache=Cache()) as engine:
        for node in project.graph:
            if node.name in {source.node for other in project.graph for source in other.inputs.values()}:
                continue
            try:
                engine.plan(project, [node.name])
            except GraphCoreError as error:
                if error.message not in told:
                    told.add(error.message)
                    yield error


def _missing_media(project: Project) -> Iterator[MediaError]:
    graph = project.graph
    for node in graph:
        for name, spec in node.cls.params.items() if node.cls and not node.disabled else ():
            path = graph.param(node.name, name)
            if spec.kind == "path" and not spec.writes and path and not _is_there(Path(path)):
                yield MediaError(
                    f"Node {node.name} reads {path}, which is not there.",
                    hint="put the file back, or set the knob to where it is now",
                    node=node.name,
                    param=name,
                    file=path,
                )


def _is_there(path: Path) -> bool:
    """Return whether a file is there, or some file of a sequence such as `plate.%04d.exr`."""
    pattern = re.sub(r"%0?\d*d|#+", "*", path.name)
    return path.exists() or (pattern != path.name and any(path.parent.glob(pattern)))
