"""`semblance render`: make the frames of a project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from graph_core.cli._session import debug_option, session
from graph_core.cli._types import DeviceType, FramesType, Setting, SettingType, SizeType

if TYPE_CHECKING:
    from graph_core.cache import Cache
    from graph_core.project import Project
    from graph_core.values import FrameRange


@click.command()
@click.argument("project", type=click.Path(path_type=Path))
@click.option("--set", "settings", multiple=True, type=SettingType(), help="Set a knob; may be given many times.")
@click.option("--frames", type=FramesType(), help="Make these frames only; all of the shot by default.")
@click.option("--out", type=click.Path(path_type=Path), help="Where the Write node writes, from the current folder.")
@click.option("--node", "nodes", multiple=True, help="Make this node; every node that writes by default.")
@click.option("--device", type=DeviceType(), default="cpu", show_default=True, help="Where to compute.")
@click.option(
    "--dtype", type=click.Choice(["float32", "float16"]), default="float32", help="Numbers pictures are made of."
)
@click.option("--continue", "resume", is_flag=True, help="Leave what an earlier render has finished.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object a line for everything that happens.")
@click.option("--cache-dir", type=click.Path(file_okay=False, path_type=Path), help="Keep results in this folder.")
@click.option("--no-cache", is_flag=True, help="Keep no results on disk.")
@click.option("--memory", type=SizeType(), help="Memory for results, such as 4GB.")
@debug_option
def render(
    project: Path,
    settings: tuple[Setting, ...],
    frames: FrameRange | None,
    out: Path | None,
    nodes: tuple[str, ...],
    device: str,
    dtype: str,
    resume: bool,
    as_json: bool,
    cache_dir: Path | None,
    no_cache: bool,
    memory: int | None,
) -> None:
    """Render PROJECT: run its Write nodes over its frames.

    Ctrl-C stops at the next frame; files are closed, and the command that continues is shown.
    """
    session().writes_json = as_json
    if no_cache and cache_dir:
        raise click.UsageError("--no-cache and --cache-dir contradict each other.")
    from graph_core.cli._rendering import Request, run
    from graph_core.engine import Engine
    from graph_core.plugins import Registry
    from graph_core.project import Project as Loaded

    loaded = Loaded.load(project, Registry.load())
    _apply(loaded, settings)
    if out is not None:
        _write_to(loaded, out, nodes)
    engine = Engine(device=device, dtype=dtype, cache=_cache(cache_dir, no_cache, memory))
    try:
        run(engine, Request(project, loaded, nodes, frames, resume, as_json))
    finally:
        engine.close()


def _apply(project: Project, settings: tuple[Setting, ...]) -> None:
    graph = project.graph
    for setting in settings:
        spec = graph.spec(graph.node(setting.node), setting.knob)
        value = spec.parse(setting.text, setting.node)
        if spec.kind == "path" and value:
            value = str(Path.cwd() / value)
        graph.set_param(setting.node, setting.knob, value)


def _write_to(project: Project, out: Path, nodes: tuple[str, ...]) -> None:
    from graph_core.cli._outputs import path_knob, writers

    known = [node for node in writers(project.graph) if not nodes or node.name in nodes]
    if len(known) != 1:
        names = ", ".join(node.name for node in known)
        raise click.UsageError(
            f"--out is for projects with one node that writes; this one has {names or 'none'}. "
            + ("Choose one with --node, or use --set." if known else "Add a Write node.")
        )
    knob = path_knob(known[0])
    if knob is not None:
        project.graph.set_param(known[0].name, knob, str(Path.cwd() / out))


def _cache(folder: Path | None, off: bool, memory: int | None) -> Cache:
    from graph_core.cache import Cache as Made

    place = None if off else folder or Made.default_folder()
    return Made(folder=place) if memory is None else Made(memory_bytes=memory, folder=place)
